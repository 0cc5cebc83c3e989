"""Sentences that point at others: a fix which would make them wrong is shown, and not applied."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.finding import Applicability, Fix
from tests.test_fixes.fixing import HEAD, findings
from tests.test_fixes.test_literal import LINES, MANY


def _fix(folder: Path, head: str, tail: str = "") -> Fix | None:
    """Return the fix of the first finding about a prompt with some lines around its rules."""
    body = f'    now = datetime.now()\n    system = f"""{head}{LINES}{tail}"""\n    return send(system, question)\n'
    found = findings(folder, app=f"{HEAD}def answer(question, user, docs):\n{body}")
    return next(finding.fix for finding in found if finding.code in ("PRM101", "PRM107"))


@pytest.mark.parametrize(
    ("head", "tail", "said"),
    [
        (
            "Documents:\n{docs}\n\nBe kind.\nUse nothing but the documents above.\n",
            "",
            "Use nothing but the documents above.",
        ),
        ("Documents:\n{docs}\n\n", "\nName the documents above.\n", "Name the documents above."),
        (f"Hello. It is {{now}}. Mind what is said above. {MANY}\n", "", "Mind what is said above."),
        ("Hello.\n<SOURCES>\n{docs}\n</SOURCES>\n\n", "Cite the SOURCES above.\n", "Cite the SOURCES above."),
        ("Hello. Solve a problem:\n{docs}\n\nFor this problem, ask us.\n", "", "For this problem, ask us."),
        ("Hello.\n\n## Documents\n{docs}\n\nNever cite them.\n", "", "## Documents"),
        ("Hello.\n\n=== DOCUMENTS ===\n{docs}\n\nNever cite them.\n", "", "=== DOCUMENTS ==="),
        (
            "Mind that following {now}, the rules below hold.\n",
            "",
            "Mind that following {datetime.now()}, the rules below hold.",
        ),
        ("It is {now}, so mind the rules below.\n", "", "It is {datetime.now()}, so mind the rules below."),
    ],
    ids=[
        "above other text",
        "called by name",
        "sentence directly below",
        "called by its tag",
        "this",
        "heading",
        "heading between signs",
        "following and below",
        "below",
    ],
)
def test_a_fix_that_makes_a_reference_wrong_is_for_display(head: str, tail: str, said: str, tmp_path: Path) -> None:
    fix = _fix(tmp_path, head, tail)
    assert fix is not None
    assert fix.applicability is Applicability.DISPLAY
    assert fix.message.endswith(f"behind the static text, and reword “{said}”")


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("Here are the documents:\n{docs}\n\nUse nothing but the text above.\n\n", ""),
        ("Here are the documents:\n{docs}\n---\nUse nothing but the text above for {user}.\n\n", ""),
        ("It is {now}.\n\n", "\nBe kind.\nNever break the rule above.\n"),
        ("Use the documents below.\n\nDocuments: {docs}\n\n", ""),
        ("Hello. It is {now}.\nObey the rules below.\n", ""),
        ("# Our agent\nIt is {now}.\nBe kind.\n", ""),
        ("It is {now}.\nIn this chat, be kind.\n", ""),
    ],
    ids=[
        "goes along",
        "goes along with a value",
        "about something else",
        "value that still follows",
        "rules that still follow",
        "title",
        "this chat",
    ],
)
def test_a_reference_that_stays_right_hinders_nothing(head: str, tail: str, tmp_path: Path) -> None:
    fix = _fix(tmp_path, head, tail)
    assert fix is not None
    assert fix.applicability is Applicability.UNSAFE


def test_a_line_that_speaks_of_the_value_above_goes_with_it(tmp_path: Path) -> None:
    moved = "Here are the documents:\n{docs}\n\nUse nothing but the text above.\n"
    fix = _fix(tmp_path, f"{moved}\n")
    assert fix is not None
    assert [edit.content for edit in fix.edits] == ["", f"\n\n{moved.rstrip()}"]
