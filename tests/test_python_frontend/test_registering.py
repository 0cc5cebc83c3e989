"""Functions that are handed over to be called later: registered by decorators, passed in place of a text, passed on."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import show, system

AGENT = """
    from openai import OpenAI

    class Agent:
        def __init__(self, instructions=""):
            self.instructions = instructions
            self.parts = []

        def part(self, function):
            self.parts.append(function)
            return function

        def ask(self):
            first = self.instructions() if callable(self.instructions) else self.instructions
            texts = [first, *(function() for function in self.parts)]
            return OpenAI().responses.create(model="gpt-4o", instructions=" ".join(texts), input="Hi")
"""


def test_a_decorator_registers_a_function_with_an_object_of_the_module() -> None:
    program = """
    agent = Agent("Be brief.")

    @agent.part
    def name(req):
        return "Your name is Ada."

    @other.part
    def unrelated():
        return "Not sent."

    def ask():
        agent.ask()
    """
    assert show(AGENT + program) == "system: Be brief. Your name is Ada.\nuser: Hi"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ('"Be brief."', "Be brief."),
        ('lambda: "Be kind."', "Be kind."),
        ("Persona()", "Be bold."),
        ("persona", "Be calm."),
    ],
)
def test_what_can_be_called_is(given: str, sent: str) -> None:
    program = f"""
    class Persona:
        def __call__(self):
            return "Be bold."

    def persona():
        return "Be calm."

    def ask():
        Agent({given}).ask()
    """
    assert show(AGENT + program) == f"system: {sent}\nuser: Hi"


def test_an_instance_without_a_call_method_is_not_called() -> None:
    program = """
    class Persona:
        text = "Be bold."

    def text(given):
        return given() if callable(given) else given.text

    send(text(Persona()))
    """
    assert system(program) == "Be bold."


def test_a_class_with_a_type_in_brackets_is_the_class() -> None:
    program = """
    class Box(Generic[T]):
        def __init__(self, text):
            self.text = text

    send(Box[int]("Be brief.").text)
    """
    assert system(program) == "Be brief."


def test_a_member_of_an_enum_in_brackets_is_that_member() -> None:
    program = """
    import enum

    class Tone(enum.Enum):
        WARM = "Be warm."

    send(Tone["WARM"].value)
    """
    assert system(program) == "Be warm."


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        ("make()", "Be brief. Plain."),
        ('make(style="Bold.")', "Be brief. Bold."),
        ("make(temperature=Client())", "Be brief. Plain."),
    ],
)
def test_a_default_holds_where_keywords_that_are_passed_on_lack_the_name(call: str, sent: str) -> None:
    program = f"""
    class Client:
        pass

    def text(style="Plain.", temperature=None):
        return f"Be brief. {{style}}"

    def make(**options):
        return text(**options)

    send({call})
    """
    assert system(program) == sent
