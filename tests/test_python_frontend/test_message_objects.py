"""Messages that are objects of the project's own classes."""

from __future__ import annotations

from promptlint.prompt import Role
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
