"""Units: a line, a sentence of a long line, and what is left of longer ones."""

from __future__ import annotations

import pytest

from promptlint.layout import units


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("a\nb\n", ["a\nb\n"]),
        ("It is \ue000.\nYou are a bot.\nBe kind.\n", ["It is \ue000.\n", "You are a bot.\nBe kind.\n"]),
        ("a\nb \ue000\n\ue000\nc", ["a\n", "b \ue000\n", "\ue000\n", "c"]),
        ("\ue001Rules\n", ["\ue001", "Rules\n"]),
        ("It is \ue000. " + "You are kind. " * 20, ["It is \ue000. ", "You are kind. " * 20]),
        ("Hello. At \ue000 we met! " + "x y " * 60, ["Hello. ", "At \ue000 we met! ", "x y " * 60]),
        ("\ue000" + "word " * 60, ["\ue000word ", "word " * 59]),
        ("word " * 60 + "\ue000", ["word " * 60, "\ue000"]),
        ("At \ue000" + " " * 300 + "x", ["At ", "\ue000" + " " * 20, " " * 280 + "x"]),
        ("\ue000" + "x" * 300, ["\ue000", "x" * 300]),
        ("", []),
    ],
)
def test_a_unit_is_a_line_or_a_sentence_of_a_long_line(marks, expected):
    ends = units.ends(marks)
    assert [marks[start:end] for start, end in zip([0, *ends], ends, strict=False)] == expected
