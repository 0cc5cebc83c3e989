"""The system's messages picked out of a conversation: they are no history, whatever else is taken from it is."""

from __future__ import annotations

import textwrap

import pytest

from promptlint.prompt import Role
from tests.test_python_frontend.reading import one, text

PICKED = [
    'system = "\\n".join(m["content"] for m in messages if m["role"] == "system")',
    'system = "\\n".join(m["content"] for m in messages if not m["role"] != "system")',
    'system = "\\n".join([m.content for m in messages if m.role in ("system", "developer")])',
    'system = "".join(m.text() for m in messages if m.is_system())',
    'system = "".join(m.text() for m in messages if m.text() and m.is_system)',
    'system = "".join(m.text() for m in messages if isinstance(m, SystemMessage))',
    'system = "".join(m["content"] for m in filter(lambda m: m["role"] == "system", messages))',
    'system = next((m["content"] for m in messages if m["role"] == "system"), None)',
    """
    system = ""
    for m in messages:
        if m["role"] != "system":
            continue
        system += m["content"]
    """,
    """
    parts = []
    for m in messages:
        if m["role"] == "system":
            parts.append(m["content"])
    system = "\\n".join(parts)
    """,
    """
    system = None
    if messages and messages[0]["role"] == "system":
        system = messages.pop(0)["content"]
    """,
]
TAKEN = [
    'system = "\\n".join(m["content"] for m in messages)',
    'system = "\\n".join(m["content"] for m in messages if m["role"] != "system")',
    'system = "\\n".join(m["content"] for m in messages if m["role"] in ("system", "user"))',
    'system = "".join(m.text() for m in messages if not m.is_system())',
    'system = "".join(m["content"] for m in filter(lambda m: m["role"] == "user", messages))',
    'system = next((m["content"] for m in messages if m["role"] == "user"), None)',
    """
    system = ""
    for m in messages:
        if m["role"] == "system":
            continue
        system += m["content"]
    """,
    """
    system = "Be kind."
    if messages[0]["role"] == "system":
        system = summary(messages)
    """,
    """
    system = "Be kind."
    if agent.system_prompt:
        system += messages[-1]["content"]
    """,
]


def _system(code: str) -> str:
    """Return the system text that a program makes of the messages of a conversation."""
    made = textwrap.indent(textwrap.dedent(code), "    ")
    sending = (
        'OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": system}, *messages])'
    )
    imports = "from openai import OpenAI\nfrom langchain_core.messages import SystemMessage\n"
    prompt = one(f"{imports}def chat(agent, messages):\n{made}\n    {sending}\n")
    (block,) = (block for block in prompt.blocks if block.role is Role.SYSTEM)
    assert prompt.blocks[-1].role is Role.REST
    assert "history" in text(prompt.blocks[-1].text, labels=False)
    return text(block.text, labels=False)


@pytest.mark.parametrize("code", PICKED)
def test_the_systems_own_messages_are_no_history(code: str) -> None:
    assert "<unknown" in _system(code)
    assert "history" not in _system(code)


def test_a_conversation_stays_one_where_its_first_message_is_the_systems() -> None:
    program = """
from openai import OpenAI
def chat(messages, docs):
    if messages and messages[0]["role"] == "system":
        messages[0]["content"] += docs
    else:
        messages.insert(0, {"role": "system", "content": docs})
    OpenAI().chat.completions.create(model="gpt-4o", messages=messages)
"""
    system, rest = one(program).blocks
    assert (system.role, rest.role) == (Role.SYSTEM, Role.REST)
    assert "<unknown" not in text(rest.text, labels=False)


@pytest.mark.parametrize("code", TAKEN)
def test_other_messages_of_a_conversation_are_history(code: str) -> None:
    assert "<history? request" in _system(code)
