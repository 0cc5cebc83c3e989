"""Lists of messages of which a program takes one: what only the others hold stands behind nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import reported

_IMPORT = "from openai import OpenAI\nclient = OpenAI()\n"
_LONE = '[{"role": "system", "content": question}]'
_LONG = "This is how we answer. " * 300


def _found(code: str, tmp_path: Path) -> list[tuple[str, int]]:
    """Return the codes and rows of what is reported of a program."""
    return [(found["code"], found["location"]["row"]) for found in reported(_IMPORT + code, tmp_path / "app.py")]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (f"messages = {_LONE} if alone else list(history)", []),
        (f"messages = {_LONE} if alone else [*history]", []),
        (f"messages = {_LONE} + history", [("PRM120", 4)]),
        (f"messages = {_LONE} + history if alone else [*history]", [("PRM120", 4)]),
        (f"messages = {_LONE} + (history if more else [])", [("PRM120", 4)]),
    ],
)
def test_the_history_of_another_list_is_not_lost(code: str, found: list[tuple[str, int]], tmp_path: Path) -> None:
    sending = "client.chat.completions.create(model='gpt-4o', messages=messages)"
    program = f"def answer(question, history, alone, more):\n    {code}\n    {sending}\n"
    assert _found(program, tmp_path) == found


def test_an_adapter_that_wraps_a_text_or_goes_through_messages_breaks_nothing(tmp_path: Path) -> None:
    program = """
def adapted(messages):
    if isinstance(messages, str):
        return [{"role": "system", "content": messages}]
    made = []
    for message in messages:
        made.append({"role": message["role"], "content": message["content"]})
    return made

def answer(kwargs):
    client.chat.completions.create(model="gpt-4o", messages=adapted(kwargs.get("messages")))
"""
    assert _found(program, tmp_path) == []


def test_static_text_of_another_list_is_not_lost(tmp_path: Path) -> None:
    program = """
def answer(question, alone):
    if alone:
        messages = [{"role": "system", "content": f"Answer {question}."}]
    else:
        messages = [{"role": "developer", "content": "Be kind."}, {"role": "system", "content": LONG}]
    client.chat.completions.create(model="gpt-4o", messages=messages)
"""
    long = f"LONG = {_LONG!r}\n"
    assert _found(long + program, tmp_path) == []
    together = program.replace("    else:\n        messages = [", "    if True:\n        messages += [")
    assert _found(long + together.replace("if alone", "if True"), tmp_path) == [("PRM106", 7)]
