"""Moves of statements and elements: what stands still is what would otherwise run in another order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_fixes.fixing import findings, fixed

JOIN = '    system = "\\n".join(parts)\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '    parts = []\n    parts.append(f"It is {now}.")  # clock\n    parts.append(OPEN)\n' + JOIN,
            '    parts = []\n    parts.append(OPEN)\n    parts.append(f"It is {now}.")  # clock\n' + JOIN,
        ),
        (
            '    system = "Hello.\\n"\n    # The clock\n    system += f"It is {now}.\\n"\n    system += RULES\n',
            '    system = "Hello.\\n"\n    system += RULES\n    # The clock\n    system += f"It is {now}.\\n"\n',
        ),
        (
            '    system = "Hello.\\n"\n    system = system + f"It is {now}.\\n"\n    system = system + "Be kind.\\n" + RULES\n',
            '    system = "Hello.\\n"\n    system = system + "Be kind.\\n" + RULES\n    system = system + f"It is {now}.\\n"\n',
        ),
        (
            '    parts = []\n    if docs:\n        parts.append(f"It is {now}.")\n    parts.append(OPEN)\n' + JOIN,
            '    parts = []\n    parts.append(OPEN)\n    if docs:\n        parts.append(f"It is {now}.")\n' + JOIN,
        ),
        (
            '    parts = []\n    parts.append(f"It is {now}.")\n    parts.append(OPEN)\n    parts.append(f"You help {user}.")\n'
            + JOIN,
            '    parts = []\n    parts.append(OPEN)\n    parts.append(f"It is {now}.")\n    parts.append(f"You help {user}.")\n'
            + JOIN,
        ),
        (
            '    parts = [f"It is {now}.", OPEN, "Be kind."]\n' + JOIN,
            '    parts = [OPEN, "Be kind.", f"It is {now}."]\n' + JOIN,
        ),
        (
            '    parts = [\n        f"It is {now}.",\n        OPEN,\n        "Be kind.",\n    ]\n' + JOIN,
            '    parts = [\n        OPEN,\n        "Be kind.",\n        f"It is {now}.",\n    ]\n' + JOIN,
        ),
        (
            '    parts = [\n        # The clock\n        f"It is {now}.",  # UTC\n        OPEN,\n        # Manners\n        "Be kind.",\n    ]\n'
            + JOIN,
            '    parts = [\n        OPEN,\n        # Manners\n        "Be kind.",\n        # The clock\n        f"It is {now}.",  # UTC\n    ]\n'
            + JOIN,
        ),
        (
            '    system = "\\n".join((f"It is {now}.", OPEN, "Be kind."))\n',
            '    system = "\\n".join((OPEN, "Be kind.", f"It is {now}."))\n',
        ),
        (
            '    system = ""\n    system += f"It is {now}.\\n"\n    system += RULES\n    system += "Bye."\n',
            '    system = ""\n    system += RULES\n    system += f"It is {now}.\\n"\n    system += "Bye."\n',
        ),
        (
            '    clock = f"It is {now}."\n    parts = [clock, OPEN]\n' + JOIN,
            '    clock = f"It is {now}."\n    parts = [OPEN, clock]\n' + JOIN,
        ),
    ],
    ids=[
        "append",
        "augmented",
        "added",
        "condition",
        "ahead of another value",
        "list",
        "long list",
        "comments",
        "tuple",
        "ahead of what has no line end",
        "variable",
    ],
)
def test_a_part_goes_behind_the_static_ones(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, before) == after


@pytest.mark.parametrize(
    "body",
    [
        '    parts = []\n    parts.append(f"It is {now}.")\n    now = docs\n    parts.append(OPEN)\n' + JOIN,
        '    parts = []\n    parts.append(f"It is {now}.")\n    first = len(parts)\n    parts.append(OPEN * first)\n'
        + JOIN,
        '    system = "Hello.\\n"\n    system = system + f"It is {now}.\\n"\n    system = system + (OPEN if len(system) > 1 else RULES)\n',
        '    parts = []\n    parts.append(f"It is {now}.")\n    if docs:\n        return parts\n    parts.append(OPEN)\n'
        + JOIN,
        '    parts = [\n        f"It is {now}.", OPEN,  # the clock, and the rules\n        "Be kind.",\n    ]\n'
        + JOIN,
        '    parts = [\n        f"It is {now}.",  # the clock\n        OPEN\n    ]\n' + JOIN,
    ],
    ids=["bound anew", "read", "read to add", "left", "comment on two", "no comma"],
)
def test_a_part_stays_where_moving_it_could_change_more_than_the_order(body: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, body) is None


def test_a_system_message_stays_ahead_of_the_conversation(tmp_path: Path) -> None:
    text = """from datetime import datetime
from openai import OpenAI

client = OpenAI()
RULES = "Answer questions about the orders of our shop. Be brief and kind. " * 120


def answer(messages):
    system = {"role": "system", "content": f"{RULES} It is {datetime.now()}."}
    messages = [system] + messages
    return client.chat.completions.create(model="gpt-4o", messages=messages)
"""
    (finding,) = findings(tmp_path, app=text)
    assert (finding.code, finding.fix) == ("PRM120", None)
