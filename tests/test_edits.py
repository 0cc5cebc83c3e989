"""Edits of texts: naive splicing is the truth, and fixes that touch wait for each other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.edits import applied, are_apart, compatible, with_endings
from promptlint.engine import engine
from promptlint.finding import Applicability, Edit, Finding, Fix, Severity
from promptlint.settings import settings_at
from promptlint.source import Place


def edit(start: int, end: int, content: str = "", path: str = "a.py") -> Edit:
    return Edit(Place(path, start, end), content)


def finding(name: str, *edits: Edit) -> Finding:
    fix = Fix("Move it", Applicability.SAFE, edits)
    return Finding("PRM101", name, "", "", Severity.ERROR, Place("a.py", 0, 0), fix=fix)


def chosen(*findings: Finding) -> list[str]:
    return [one.name for one in compatible(findings)]


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("ab\r\né😀", max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [edit(start, end, draw(st.text("xy\n", max_size=4))) for start, end in spans]


@given(texts_with_edits(), st.randoms())
def test_edits_equal_naive_splicing_from_the_end(case: tuple[str, list[Edit]], random: object) -> None:
    text, edits = case
    naive = text
    for one in reversed(edits):
        naive = naive[: one.place.start] + one.content + naive[one.place.end :]
    random.shuffle(edits)  # type: ignore[attr-defined]
    assert applied(text, edits) == naive


def test_insertions_at_one_place_keep_their_order() -> None:
    assert applied("ab", [edit(1, 1, "x"), edit(1, 2, "y"), edit(1, 1, "z")]) == "axzy"


@pytest.mark.parametrize("edits", [[(0, 2), (1, 3)], [(0, 4)], [(2, 1)]])
def test_edits_that_overlap_or_stand_outside_are_an_error(edits: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="not possible"):
        applied("abc", [edit(start, end) for start, end in edits])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n", "x\ny\r\n"),
        ("a\r\nb\r\n", "x\r\ny\r\n"),
        ("a\rb", "x\ry\r\n"),
        ("a\r\nb\n", "x\ny\r\n"),
        ("no line ends", "x\ny\r\n"),
    ],
)
def test_the_content_of_an_edit_ends_its_lines_as_the_file_does(text: str, expected: str) -> None:
    assert with_endings("x\ny\r\n", text) == expected


def test_of_overlapping_fixes_the_last_by_place_is_taken() -> None:
    """What goes to the end next is put ahead of it: so both keep their order."""
    assert chosen(finding("late", edit(5, 9)), finding("early", edit(0, 6))) == ["late"]


def test_fixes_that_touch_are_not_taken_together() -> None:
    assert chosen(finding("one", edit(0, 5)), finding("two", edit(5, 9))) == ["two"]
    assert chosen(finding("one", edit(0, 5)), finding("two", edit(6, 9))) == ["one", "two"]
    assert chosen(finding("one", edit(3, 3)), finding("two", edit(3, 3, "x"))) == ["two"]


def test_one_edit_in_common_is_enough_and_what_waits_takes_no_room() -> None:
    moved = finding("moved", edit(0, 3), edit(50, 50, "abc"))
    other = finding("other", edit(20, 23), edit(50, 50, "xyz"))
    third = finding("third", edit(22, 30))
    assert chosen(third, other, moved) == ["moved", "third"]
    assert chosen(finding("one", edit(0, 3)), finding("two", edit(2, 8)), finding("three", edit(7, 9))) == [
        "one",
        "three",
    ]


def test_offsets_of_different_files_do_not_touch() -> None:
    assert chosen(finding("a", edit(0, 3)), finding("b", edit(0, 3, path="b.py"))) == ["a", "b"]


def test_two_findings_with_the_same_fix_are_both_fixed() -> None:
    assert chosen(finding("a", edit(0, 3)), finding("b", edit(0, 3)), finding("c", edit(4, 9))) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("spans", "apart"),
    [
        ([], True),
        ([(3, 4), (0, 3)], True),
        ([(2, 2), (2, 2), (2, 4)], True),
        ([(0, 3), (2, 4)], False),
        ([(0, 3), (1, 1)], False),
        ([(0, 3), (0, 3)], False),
    ],
)
def test_edits_are_apart_unless_one_begins_ahead_of_the_end_of_another(
    spans: list[tuple[int, int]], apart: bool
) -> None:
    assert are_apart([edit(*span) for span in spans]) is apart


def test_an_engine_with_other_bytes_of_a_file_keeps_what_it_read_of_all_others(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    one, other = (str(tmp_path / name) for name in ("a.py", "b.py"))
    before = engine(settings_at({}, isolated=True), str(tmp_path))
    kept = before.source(other)
    assert before.source(one)
    after = before.changed({one: b"y = 2\n"})
    found = after.source(one)
    assert found
    assert found.text == "y = 2\n"
    assert after.source(other) is kept
    assert before.source(one) != found
