"""Moves from the system text of one function into the last user message that another one builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.edits import applied
from tests.test_fixes.fixing import findings

CLOCK = "from datetime import datetime\n"
RULES = 'RULES = "Answer questions about the orders of our shop. Be brief and kind.\\n" * 300\n'
SYSTEM = """
def system():
    return f"{RULES}\\nIt is {datetime.now()}."
"""
TALK = """
def talk(client, history, question):
    return client.chat.completions.create(
        model="gpt-5.1",
        messages=[{"role": "system", "content": system()}, *history, {"role": "user", "content": question}],
    )
"""
SYSTEM_AFTER = SYSTEM.replace('f"{RULES}\\nIt is {datetime.now()}."', "RULES")
TALK_AFTER = TALK.replace('"content": question', '"content": f"It is {datetime.now()}.\\n\\n{question}"')
CLIENT = "from openai import OpenAI\n"


def fixed(folder: Path, level: str = "unsafe", **files: str) -> dict[str, str]:
    """Return the files as the fix of the only finding, of such a level, changes them."""
    (finding,) = findings(folder, **files)
    assert finding.fix is not None
    assert (finding.code, finding.fix.applicability.value) == ("PRM120", level)
    edits = finding.fix.edits
    by_name = {name: [edit for edit in edits if edit.place.path == str(folder / f"{name}.py")] for name in files}
    return {name: applied(files[name], own) for name, own in by_name.items() if own}


def test_a_value_that_is_known_there_too(tmp_path: Path) -> None:
    start = CLOCK + CLIENT + RULES
    assert fixed(tmp_path, app=start + SYSTEM + TALK) == {"app": start + SYSTEM_AFTER + TALK_AFTER}


def test_a_value_of_the_same_object(tmp_path: Path) -> None:
    def method(text: str) -> str:
        text = text.replace("def talk(", "def talk(self, ").replace("def system(", "def system(self")
        text = text.replace('": system()', '": self.system()').replace("datetime.now()", "self.clock.now()")
        return text.replace("\n", "\n    ").rstrip(" ")

    start = f"{CLOCK}{CLIENT}{RULES}class Desk:\n    clock = datetime\n"
    after = {"app": start + method(SYSTEM_AFTER) + method(TALK_AFTER)}
    assert fixed(tmp_path, app=start + method(SYSTEM) + method(TALK)) == after


def test_a_value_that_the_other_file_imports_alike(tmp_path: Path) -> None:
    texts, app = CLOCK + RULES + SYSTEM, CLIENT + CLOCK + "from texts import system\n"
    after = {"texts": CLOCK + RULES + SYSTEM_AFTER, "app": app + TALK_AFTER}
    assert fixed(tmp_path, texts=texts, app=app + TALK) == after


def test_a_value_that_the_other_file_does_not_import_is_only_shown_there(tmp_path: Path) -> None:
    texts, app = CLOCK + RULES + SYSTEM, CLIENT + "from texts import system\n"
    after = {"texts": CLOCK + RULES + SYSTEM_AFTER, "app": app + TALK_AFTER}
    assert fixed(tmp_path, "display", texts=texts, app=app + TALK) == after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def system():", "def system():\n    from datetime import datetime"),
        ("talk(client", "talk(datetime, client"),
    ],
    ids=["bound where it is", "bound where it would go"],
)
def test_a_value_that_would_be_another_one_there_is_only_shown(old: str, new: str, tmp_path: Path) -> None:
    start = CLOCK + CLIENT + RULES
    before, after = ((SYSTEM + TALK).replace(old, new), (SYSTEM_AFTER + TALK_AFTER).replace(old, new))
    assert fixed(tmp_path, "display", app=start + before) == {"app": start + after}


def test_a_value_that_a_call_hands_over_is_only_shown(tmp_path: Path) -> None:
    def handed(text: str) -> str:
        return (
            text.replace("datetime.now()", "now")
            .replace("system():", "system(now):")
            .replace('": system()', '": system(datetime.now())')
        )

    start = CLOCK + CLIENT + RULES
    after = {"app": start + handed(SYSTEM_AFTER + TALK_AFTER)}
    assert fixed(tmp_path, "display", app=start + handed(SYSTEM + TALK)) == after


def in_one(rest: str) -> str:
    """Return a function that sends the clock and the documents in the system text, with some lines behind that."""
    return (
        f"{CLOCK}{CLIENT}{RULES}\n\ndef talk(client, history, question, docs):\n    now = datetime.now()\n"
        f'    system = f"{{RULES}}\\nIt is {{now}}, see {{docs[0]}}."\n{rest}'
        '    messages = [{"role": "system", "content": system}, *history, {"role": "user", "content": question}]\n'
        '    return client.chat.completions.create(model="gpt-5.1", messages=messages)\n'
    )


@pytest.mark.parametrize(
    ("rest", "level"),
    [
        ("    year = now.year\n", "unsafe"),
        ("    later = docs[1:]\n", "unsafe"),
        ("    now = now.year\n", "display"),
        ("    docs[0] = now\n", "display"),
        ("    docs.pop(0)\n", "display"),
        ("    for now in history:\n        print(now)\n", "display"),
    ],
    ids=["read", "cut", "bound anew", "set", "taken out", "loop"],
)
def test_a_value_that_changes_on_the_way_is_only_shown(rest: str, level: str, tmp_path: Path) -> None:
    fixes = [finding.fix for finding in findings(tmp_path, app=in_one(rest)) if finding.code == "PRM120"]
    assert {fix.applicability.value for fix in fixes if fix} == {level}
