"""Messages that are objects of the project's own classes."""

from __future__ import annotations

from promptlint.prompt import Role
from promptlint.walk import text_holes
from tests.test_python_frontend.reading import prompts, shown

CLASSES = """
import enum
class Speaker(str, enum.Enum):
    SYSTEM = "system"
    USER = "user"
class ChatMessage:
    def __init__(self, content=None, role=Speaker.USER, **extra):
        self.blocks = [content]
        self.role = role
class Ticket:
    def __init__(self, content=None, role="owner"):
        self.blocks = [content]
"""


def test_an_object_is_a_message_by_the_role_and_content_that_it_is_made_with() -> None:
    (prompt,) = prompts(
        CLASSES
        + """
def f(llm, q, user):
    llm.chat([ChatMessage(role=Speaker.SYSTEM, content=f"Be kind to {user}. Always."), ChatMessage(role="user", content=q)])
"""
    )
    assert [block.role for block in prompt.blocks] == [Role.SYSTEM, Role.USER]
    assert "Be kind to " in shown(prompt)
    assert " Always." in shown(prompt)


def test_an_object_with_a_role_that_no_message_has_is_none() -> None:
    assert (
        prompts(
            CLASSES + '\ndef f(desk, q):\n    desk.file([Ticket(role="owner", content=f"Be kind to {q}. Always.")])\n'
        )
        == ()
    )


def test_a_tool_that_is_handed_over_keeps_the_order_of_its_schema() -> None:
    program = """
    import json
    from openai import OpenAI
    def f(specs, question):
        tools = [{"type": "function", "function": {"name": "a", "parameters": spec["schema"]}} for spec in specs]
        OpenAI().responses.create(model="m", instructions=INSTRUCTIONS, tools=tools, input=question)
    """
    assert _orders(program.replace("INSTRUCTIONS", "'Be kind.'")) == set()
    assert _orders(program.replace("INSTRUCTIONS", "json.dumps(specs)")) == {"mapping"}


def _orders(program: str) -> set[str]:
    (prompt,) = prompts(program)
    found = (splice.hole.order for block in prompt.blocks for splice in text_holes(block.text))
    return {order.cause for order in found if order}
