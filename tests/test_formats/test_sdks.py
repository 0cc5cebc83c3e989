"""Prompt files that a package reads for a program: a value is told at its placeholder, with where it comes from as a label."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.checking import checked
from tests.test_formats.reading import At, found
from tests.test_formats.test_joined import project

RULES = """
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.
Quote the relevant section of the policy, and keep the reply under one hundred words whatever the question is.
"""


class Example(NamedTuple):
    """Files of a project whose program hands `NOW` over, and what is reported when that is a clock."""

    name: str
    files: dict[str, str]
    expected: At
    origin: tuple[str, int]
    """The file and row in which the value is made."""

    def at(self, now: str) -> dict[str, str]:
        """Return the files with an expression for the value."""
        dedented = {name: textwrap.dedent(text).lstrip("\n") for name, text in self.files.items()}
        return {name: text.replace("NOW", now).replace("RULES\n", _rules(text)) for name, text in dedented.items()}


def _rules(text: str) -> str:
    """Return the rules, indented as the line that stands for them."""
    line = next((line for line in text.splitlines() if line.strip() == "RULES"), "")
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.indent(RULES.strip(), indent).removeprefix(indent) + "\n"


CREW = """
    from crewai import Agent, Crew, Process, Task
    from crewai.project import CrewBase, agent, crew, task


    @CrewBase
    class Desk:
        agents: list
        tasks: list

        @agent
        def clerk(self) -> Agent:
            return Agent(config=self.agents_config["clerk"], verbose=True)

        @task
        def answer(self) -> Task:
            return Task(config=self.tasks_config["answer"])

        @crew
        def crew(self) -> Crew:
            return Crew(agents=self.agents, tasks=self.tasks, process=Process.sequential)
    """
AGENTS = """
    clerk:
      role: Clerk of {shop}
      goal: Answer what people ask.
      backstory: >
        Your shift began at {now}.
        RULES
    """
TASKS = """
    answer:
      description: Answer the questions in the inbox.
      expected_output: Two sentences.
      agent: clerk
    """
PROMPTY = """
    ---
    model: {api: chat, configuration: {azure_deployment: gpt-4o}}
    sample: {now: noon}
    ---
    system:
    You work for {{shop}}. It is {{now}}.
    RULES
    user:
    {{question}}
    """
FLOW = """
    inputs:
      question: {type: string}
      now: {type: string}
      shop: {type: string, default: Example Store}
    nodes:
    - name: chat
      type: llm
      api: chat
      source: {type: code, path: chat.jinja2}
      inputs: {deployment_name: gpt-4o, shop: "${inputs.shop}", now: "${inputs.now}", question: "${inputs.question}"}
    """
TEMPLATE = """
    # system:
    You work for {{shop}}. It is {{now}}.
    RULES
    # user:
    {{question}}
    """
LANGCHAIN = """
    _type: prompt
    input_variables: [shop, now, question]
    template: |
      You work for {shop}. It is {now}.
      RULES
      {question}
    """

EXAMPLES = [
    Example(
        "crewai",
        {
            "desk/__init__.py": "",
            "desk/crew.py": CREW,
            "desk/config/agents.yaml": AGENTS,
            "desk/config/tasks.yaml": TASKS,
            "main.py": """
                from datetime import datetime

                from desk.crew import Desk


                def run():
                    inputs = {"shop": "Example Store", "now": NOW}
                    return Desk().crew().kickoff(inputs=inputs)
                """,
        },
        At("desk/config/agents.yaml", 5, 25, "PRM101", 99),
        ("main.py", 7),
    ),
    Example(
        "crewai for each",
        {
            "desk/__init__.py": "",
            "desk/crew.py": CREW.replace(
                "agents: list", 'agents_config = "settings/people.yaml"\n        agents: list'
            ),
            "desk/settings/people.yaml": AGENTS,
            "desk/config/tasks.yaml": TASKS,
            "main.py": """
                import asyncio
                from datetime import datetime

                from desk.crew import Desk


                def run(shops):
                    crew = Desk().crew()
                    return crew.kickoff_for_each(inputs=[{"shop": "Example Store", "now": NOW} for shop in shops])
                """,
        },
        At("desk/settings/people.yaml", 5, 25, "PRM101", 99),
        ("main.py", 9),
    ),
    Example(
        "prompty",
        {
            "app/prompts/chat.prompty": PROMPTY,
            "app/main.py": """
                from datetime import datetime

                import prompty
                import prompty.azure


                def answer(question):
                    inputs = {"shop": "Example Store", "now": NOW, "question": question}
                    return prompty.execute("prompts/chat.prompty", inputs=inputs)
                """,
        },
        At("app/prompts/chat.prompty", 6, 30, "PRM101", 43),
        ("app/main.py", 8),
    ),
    Example(
        "prompty, prepared for another client",
        {
            "app/chat.prompty": PROMPTY,
            "app/main.py": """
                from datetime import datetime
                from pathlib import Path

                import prompty
                from openai import OpenAI

                CHAT = prompty.load(Path(__file__).parent / "chat.prompty")


                def answer(question):
                    messages = prompty.prepare(CHAT, {"shop": "Example Store", "now": NOW, "question": question})
                    return OpenAI().chat.completions.create(model="gpt-4o", messages=messages)
                """,
        },
        At("app/chat.prompty", 6, 30, "PRM101", 43),
        ("app/main.py", 11),
    ),
    Example(
        "promptflow, a file of Prompty",
        {
            "flows/chat.prompty": PROMPTY,
            "main.py": """
                from datetime import datetime

                from promptflow.core import Prompty


                def answer(question):
                    chat = Prompty.load(source="flows/chat.prompty")
                    return chat(shop="Example Store", now=NOW, question=question)
                """,
        },
        At("flows/chat.prompty", 6, 30, "PRM101", 43),
        ("main.py", 8),
    ),
    Example(
        "promptflow, a flow",
        {
            "flows/chat/flow.dag.yaml": FLOW,
            "flows/chat/chat.jinja2": TEMPLATE,
            "main.py": """
                from datetime import datetime

                from promptflow.client import load_flow

                chat = load_flow("flows/chat")


                def answer(question):
                    return chat(now=NOW, question=question)
                """,
        },
        At("flows/chat/chat.jinja2", 2, 30, "PRM101", 43),
        ("main.py", 9),
    ),
    Example(
        "langchain",
        {
            "prompts/support.yaml": LANGCHAIN,
            "main.py": """
                from datetime import datetime

                from langchain_core.prompts import load_prompt
                from langchain_openai import ChatOpenAI

                prompt = load_prompt("prompts/support.yaml").partial(shop="Example Store")


                def answer(question):
                    return (prompt | ChatOpenAI(model="gpt-4o")).invoke({"now": NOW, "question": question})
                """,
        },
        At("prompts/support.yaml", 4, 30, "PRM101", 41),
        ("main.py", 10),
    ),
    Example(
        "langchain, formatted for another client",
        {
            "prompts/support.yaml": LANGCHAIN,
            "main.py": """
                from datetime import datetime

                from langchain.prompts import load_prompt
                from openai import OpenAI


                def answer(question):
                    text = load_prompt("prompts/support.yaml").format(shop="Example Store", now=NOW, question=question)
                    return OpenAI().responses.create(model="gpt-4o", input=text)
                """,
        },
        At("prompts/support.yaml", 4, 30, "PRM101", 41),
        ("main.py", 8),
    ),
    Example(
        "langchain, a file of Prompty",
        {
            "chat.prompty": PROMPTY,
            "main.py": """
                from datetime import datetime

                from langchain_openai import ChatOpenAI
                from langchain_prompty import create_chat_prompt


                def answer(question):
                    chain = create_chat_prompt("chat.prompty") | ChatOpenAI(model="gpt-4o")
                    return chain.invoke({"shop": "Example Store", "now": NOW, "question": question})
                """,
        },
        At("chat.prompty", 6, 30, "PRM101", 43),
        ("main.py", 9),
    ),
    Example(
        "semantic kernel, a folder",
        {
            "plugins/desk/answer/skprompt.txt": "You work for {{$shop}}. It is {{$now}}.\nRULES\n{{$question}}\n",
            "plugins/desk/answer/config.json": '{"type": "completion"}',
            "main.py": """
                from datetime import datetime

                from semantic_kernel import Kernel
                from semantic_kernel.functions import KernelArguments

                kernel = Kernel()
                desk = kernel.add_plugin(parent_directory="plugins", plugin_name="desk")


                async def answer(question):
                    arguments = KernelArguments(shop="Example Store", now=NOW, question=question)
                    return await kernel.invoke(desk["answer"], arguments)
                """,
        },
        At("plugins/desk/answer/skprompt.txt", 1, 31, "PRM101", 41),
        ("main.py", 11),
    ),
]

examples = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@examples
def test_a_clock_of_the_program_is_told_at_the_placeholder(example: Example, tmp_path: Path) -> None:
    assert found(project(tmp_path, example.at("datetime.now()"))) == [example.expected]


@examples
def test_where_the_value_is_made_is_a_label(example: Example, tmp_path: Path) -> None:
    folder = project(tmp_path, example.at("datetime.now()"))
    (finding,) = checked(folder, "--show-info", "--model", "example")
    labels = {(label["message"], label["filename"], label["location"]["row"]) for label in finding["labels"]}
    name, row = example.origin
    assert ("`datetime.now()` is evaluated here", str(folder / name), row) in labels


@examples
def test_a_constant_of_the_program_makes_the_text_static(example: Example, tmp_path: Path) -> None:
    assert found(project(tmp_path, example.at('"noon"')), "--show-info") == []


@examples
def test_one_file_shows_what_the_whole_project_shows_of_it(example: Example, tmp_path: Path) -> None:
    folder = project(tmp_path, example.at("datetime.now()"))
    touched = {example.expected.path, example.origin[0]}
    for name in example.files:
        expected = [example.expected] if name in touched else []
        assert found(folder, paths=(name,)) == expected, name


def test_what_only_a_test_or_a_sample_says_is_no_value(tmp_path: Path) -> None:
    folder = project(tmp_path, {"chat.prompty": EXAMPLES[2].at("0")["app/prompts/chat.prompty"]})
    assert found(folder) == [At("chat.prompty", 6, 30, "PRM101", 43)]


def test_a_path_in_a_document_starts_where_the_program_runs_that_reads_it(tmp_path: Path) -> None:
    document = """
        _type: few_shot
        prefix_path: prompts/task.txt
        examples: []
        example_prompt: {_type: prompt, template: "{word}"}
        suffix: "{word}"
        """
    task = f"Customer {{user_name}}.\n{RULES.strip()}\n"
    folder = project(tmp_path, {"prompts/opposites.yaml": document, "prompts/task.txt": task})
    assert found(folder) == [At("prompts/task.txt", 1, 10, "PRM104", 43)]


@pytest.mark.parametrize("template", ["mustache", "{type: mustache}", "{format: {kind: mustache}, parser: prompty}"])
def test_a_file_of_prompty_says_in_which_language_its_template_is(template: str, tmp_path: Path) -> None:
    text = f"---\ntemplate: {template}\n---\nsystem:\nCustomer {{{{{{user_name}}}}}}.\n{RULES.strip()}\n"
    assert found(project(tmp_path, {"chat.prompty": text})) == [At("chat.prompty", 5, 10, "PRM104", 43)]
    other = text.replace(template, "jinja2").replace("{{{", "{{").replace("}}}", "}}")
    expected = [At("chat.prompty", 5, 10, "PRM104", 43)]
    assert found(project(tmp_path / "other", {"chat.prompty": other})) == expected
