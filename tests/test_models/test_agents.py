"""What holds for all models of agents: how long their texts live, when functions are asked, and where prompts stand."""

from __future__ import annotations

import textwrap

import pytest

from promptlint.intrinsics import fill, later, sent
from tests.test_python_frontend.reading import prompts, read, show

HEAD = """
from datetime import datetime
from agents import Agent, Runner

RULES = "Never promise a date."

"""


def systems(program: str) -> list[str]:
    """Return the system texts of a program, in order."""
    lines = show(HEAD + textwrap.dedent(program)).splitlines()
    return [line.removeprefix("system: ") for line in lines if line.startswith("system: ")]


@pytest.mark.parametrize(
    ("program", "life"),
    [
        ("agent = Agent('a', instructions=f'{datetime.now()} {RULES}')", "process"),
        ("def make():\n    return Agent('a', instructions=f'{datetime.now()} {RULES}')", "request"),
        (
            "class Desk:\n    def __init__(self):\n        self.agent = Agent('a', instructions=f'{datetime.now()} {RULES}')",
            "session",
        ),
        ("agent = Agent('a', instructions=lambda context, agent: f'{datetime.now()} {RULES}')", "request"),
    ],
    ids=["module", "function", "constructor", "function that is asked"],
)
def test_a_text_lives_as_long_as_the_agent_that_was_given_it(program: str, life: str) -> None:
    assert systems(program) == [f"<clock {life} datetime.now()> Never promise a date."]


def test_a_run_sends_what_the_agent_was_given() -> None:
    program = """
        agent = Agent("a", instructions=f"{datetime.now()} {RULES}")

        def ask(question):
            return Runner.run_sync(agent, question)
        """
    assert systems(program) == ["<clock process datetime.now()> Never promise a date."] * 2


def test_a_function_that_makes_agents_is_read_with_what_its_callers_give() -> None:
    program = """
        def make(text):
            return Agent("a", instructions=text)

        def calm():
            return make("Be calm.")

        def late():
            return make(f"It is {datetime.now()}.")
        """
    assert systems(program) == ["Be calm.", "It is <clock request datetime.now()>."]


def test_a_subclass_sends_what_it_hands_to_the_agent() -> None:
    program = """
        class Desk(Agent):
            def __init__(self, user_name):
                super().__init__("a", instructions=f"{user_name}: {RULES}")
        """
    assert systems(program) == ["<user? user user_name>: Never promise a date."]


def test_no_prompt_stands_in_a_model() -> None:
    program = """
        class Desk(Agent):
            def __init__(self, user_name):
                super().__init__("a", instructions=lambda context, agent: user_name)

        def ask(agent: Agent, question):
            return Runner.run_sync(agent, question)
        """
    linked, source = read(HEAD + textwrap.dedent(program))
    assert linked.prompts
    assert {place.path for prompt in linked.prompts for place in _places(prompt)} == {source.path}


def _places(prompt):  # type: ignore[no-untyped-def]
    yield prompt.place
    for block in prompt.blocks:
        yield block.place
        yield from (part.place for part in block.text if hasattr(part, "place"))


def test_an_agent_without_instructions_says_nothing() -> None:
    assert prompts(HEAD + "agent = Agent('a')\n") == ()


def test_only_names_in_braces_are_placeholders() -> None:
    program = """
        from crewai import Agent

        agent = Agent(role="Clerk {user_name}", goal='Answer {"json": 1}, {} and {0}.', backstory="You know {topic-1}.")
        """
    assert systems(program) == [
        "You are Clerk <user? user inputs['user_name']>. You know <unknown inputs['topic-1']>."
        '⏎Your personal goal is: Answer {"json": 1}, {} and {0}.'
    ]
    values = {"user_name": "Ada", "topic-1": "cats", "user:city": "Bath"}
    assert fill('{user_name} {"json": 1} {} {0} {user:city} {other}', "braces", values) == (
        'Ada {"json": 1} {} {0} Bath {other}'
    )


CREW = """
    from crewai import Agent, Crew, Task

    agent = Agent(role="Clerk of {shop}", goal="Answer.", backstory="You speak with {user_name}.")
    task = Task(description="Answer what is asked.", expected_output="A line.", agent=agent)
    """


def test_a_template_of_an_object_gives_way_to_the_run_that_fills_it() -> None:
    run = """
    def run():
        return Crew(agents=[agent], tasks=[task]).kickoff(inputs={"shop": "Example", "user_name": "a customer"})
    """
    assert systems(CREW) == [
        "You are Clerk of <unknown inputs['shop']>. You speak with <user? user inputs['user_name']>."
        "⏎Your personal goal is: Answer."
    ]
    assert systems(CREW + run) == [
        "You are Clerk of Example. You speak with a customer.⏎Your personal goal is: Answer."
    ]


def test_a_run_of_another_agent_fills_nothing_of_it() -> None:
    run = """
    def run():
        other = Agent(role="Judge", goal="Judge.", backstory="You are fair.")
        return Crew(agents=[other], tasks=[Task(description="Judge.", expected_output="A line.", agent=other)]).kickoff()
    """
    assert any("inputs['user_name']" in each for each in systems(CREW + run))


def test_an_answer_is_called_what_the_program_wrote() -> None:
    program = """
        from crewai import Agent, Crew, Task

        def run(names):
            clerk = Agent(role="Clerk", goal="Answer.", backstory="You know orders.")
            first = Task(description="Answer.", expected_output="A line.", agent=clerk)
            crew = Crew(agents=[clerk], tasks=[first])
            text = crew.kickoff(inputs={"shop": "Example Store", "names": names, "tone": "calm and kind"})
            return Agent(role="Judge", goal="Judge.", backstory=f"The clerk said: {text}")
        """
    (judge,) = (each for each in systems(program) if "Judge" in each)
    assert judge == (
        'You are Judge. The clerk said: <input? request crew.kickoff(inputs={"shop": "Example Store", "names": na... rewritten>'
        "⏎Your personal goal is: Judge."
    )


def test_a_template_of_which_nothing_is_known_is_called_what_the_program_calls_it() -> None:
    program = """
        from crewai import Agent

        def make(desk, customer):
            return Agent(role=desk.role, goal="Answer.", backstory=customer.user_name)
        """
    assert systems(program) == [
        "You are <unknown desk.role>. <user? user customer.user_name>⏎Your personal goal is: Answer."
    ]


def test_nothing_is_asked_in_a_run_before_the_package_would() -> None:
    asked: list[object] = []
    before = len(sent)
    assert later(lambda context: asked.append(context)) is False
    assert (asked, len(sent)) == ([], before)
