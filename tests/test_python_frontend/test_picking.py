"""The system's messages picked out of a conversation: they are no history, whatever else is taken from it is."""

from __future__ import annotations

import textwrap

import pytest

from promptlint.prompt import Role
from tests.test_python_frontend.reading import one, prompts, shown, text

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


_CHAT = "from openai import OpenAI\nfrom xai_sdk import Client\nfrom xai_sdk.chat import system, user\n"
_ADDED = """
def chat(messages, question):
    chat = Client().chat.create(model="grok-5")
    for m in messages:
        if {test}:
            chat.append({first})
        else:
            chat.append({second})
    return chat.sample()
"""
_COLLECTED = """
def chat(messages, question):
    added = []
    for m in messages:
        if {test}:
            added.append({first})
        else:
            added.append({second})
    chat = Client().chat.create(model="grok-5")
    for each in added:
        chat.append(each)
    return chat.sample()
"""


def _added(program: str, test: str, first: str, second: str = "user(m.content)") -> str:
    """Return the system's message that a program adds to a conversation: one where a test holds, another where it does not."""
    found = prompts(_CHAT + program.format(test=test, first=first, second=second))
    (block,) = (block for prompt in found for block in prompt.blocks if block.role is Role.SYSTEM)
    return text(block.text)


@pytest.mark.parametrize("program", [_ADDED, _COLLECTED])
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("m.content", "<unknown m.content>"),
        ("m.read()", "<unknown m.read()>"),
        ('f"{m.content} {question}"', "<unknown m.content> <input? request question>"),
    ],
)
def test_a_message_that_is_added_for_the_systems_is_no_history(program: str, message: str, expected: str) -> None:
    assert _added(program, 'm.role == "system"', f"system({message})") == expected
    assert _added(program, 'm.role != "system"', "user(m.content)", f"system({message})") == expected


@pytest.mark.parametrize("program", [_ADDED, _COLLECTED])
def test_a_message_that_is_added_for_the_others_is_history(program: str) -> None:
    history = "<history? request m.content>"
    assert _added(program, 'm.role == "system"', "user(m.content)", "system(m.content)") == history
    assert _added(program, 'm.role != "system"', "system(m.content)") == history


@pytest.mark.parametrize("test", ['m.role == "user"', "m.is_long"])
def test_a_message_that_is_added_for_any_is_history(test: str) -> None:
    assert _added(_ADDED, test, "system(m.content)") == "<history? request m.content>"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ('messages[0]["content"] += "\\n" + notes', 'system: <unknown messages[0]["content"]>⏎<unknown notes>'),
        (
            'messages[0]["content"] += f"{question}"',
            'system: <unknown messages[0]["content"]><input? request question>',
        ),
        ('messages[-1]["content"] += "\\n" + notes', "user: <input? request message['content']>⏎<unknown notes>"),
    ],
)
def test_the_first_message_is_the_systems_whatever_the_others_are(change: str, expected: str) -> None:
    program = f"""
def chat(turns, message, notes, question):
    kept = [message]
    if turns:
        kept = [turns[0], *kept]
    return send(kept, notes, question)

def send(messages, notes, question):
    {change}
    return OpenAI().chat.completions.create(model="gpt-4o", messages=messages)
"""
    assert expected in shown(one(_CHAT + program)).splitlines()
