"""Passages: what of a text moves with a value, so that headings, tags, blank lines and lists stay sensible."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import accumulate, pairwise
from typing import NamedTuple

from promptlint.layout import units

_TAIL = 200
"""How many code points of static text may stand behind the place to which a value moves: a last question, a cue to answer."""
_NUMBERED = re.compile(r"[ \t]*\d+[.)][ \t]")
_HEADING = re.compile(r"#{1,6}[ \t].*|([-=*_~])\1+ ?\w.*\1\1+:?")
_OPENING, _CLOSING = re.compile(r"<[\w-]+>"), re.compile(r"</[\w-]+>")
_VALUE = re.compile(r"\{+[^{}]*\}+|%\w|\$\w+")
_LABELLED = re.compile(r"\W*(?:\w[^:]{0,40}:)?\W*")
"""What stands around a value that is no part of a sentence."""


class Passage(NamedTuple):
    """A stretch of a text: all that goes, and in it what is said, without the blanks around it."""

    start: int
    stop: int
    first: int
    last: int


def find(marks: str, at: int, values: Collection[int] = ()) -> Passage | None:
    """Return the line with a mark and those beside it with values, of a long one the sentence, with what stands there for them alone.

    None for an item of a numbered list: the others would keep numbers that are wrong then.
    """
    return _passage(marks, *_unit(marks, at), values)


def of_sentence(marks: str, at: int) -> Passage | None:
    """Return the sentence with a mark; None where it is all of its line."""
    start, stop = marks.rfind("\n", 0, at) + 1, (marks.find("\n", at) + 1) or len(marks)
    ends = list(accumulate(map(len, units.sentences(marks[start:stop])), initial=start))
    found = next((first, last) for first, last in pairwise(ends) if at < last)
    return None if found == (start, stop) else _passage(marks, *found)


def _passage(marks: str, start: int, stop: int, values: Collection[int] = ()) -> Passage | None:
    begins, ends = start == 0 or marks[start - 1] == "\n", stop == len(marks) or marks[stop - 1] == "\n"
    if begins and _NUMBERED.match(marks, start):
        return None
    if begins and ends:
        start, stop = _framed(marks, *_with_neighbours(marks, start, stop, values))
        return _trimmed(marks, start, _with_blank_lines(marks, start, stop), stop)
    if marks[stop - 1] == "\n":
        return _trimmed(marks, len(marks[:start].rstrip(" \t")), stop - 1, stop - 1)
    return _trimmed(marks, start, stop, stop)


def ahead_of(marks: str, start: int, values: list[int]) -> int | None:
    """Return the start of the last lines, with values and little else in them, ahead of which a passage can stand.

    None where it has to stand at the end. `values` are the marks of the values behind `start`, ascending.
    """
    found = None
    for value in reversed(values):
        line = marks.rfind("\n", 0, value) + 1
        if line < start or len(marks) - line > _TAIL:
            break
        found = line
    return found


def _unit(marks: str, at: int) -> tuple[int, int]:
    marked = f"{marks[:at]}{units.GAP}{marks[at + 1 :]}"
    ends = units.ends(marked)
    stop = next(end for end in ends if end > at)
    start = max((end for end in ends if end <= at), default=0)
    line = marks.rfind("\n", start, at) + 1
    return max(start, line), stop


def _trimmed(marks: str, start: int, stop: int, last: int) -> Passage:
    """Return a passage; one that ends the text without a line end takes those ahead of it along."""
    said = marks[start:last]
    first = start + len(said) - len(said.lstrip("\n"))
    if stop == len(marks) and said == said.rstrip():
        return Passage(len(marks[:start].rstrip()), stop, first, start + len(said))
    return Passage(start, stop, first, start + len(said.rstrip()))


def _with_blank_lines(marks: str, start: int, stop: int) -> int:
    """Return the end of a paragraph's blank lines, where some stand ahead of it too, or nothing does."""
    if start == 0 or marks[:start].endswith("\n\n"):
        while marks[stop : stop + 1] == "\n":
            stop += 1
    return stop


def _with_neighbours(marks: str, start: int, stop: int, values: Collection[int]) -> tuple[int, int]:
    """Return lines with those right above and below them that hold a value and no more than a label for it."""
    while start and _is_labelled(marks, first := marks.rfind("\n", 0, start - 1) + 1, start, values):
        start = first
    while stop < len(marks) and _is_labelled(marks, stop, last := marks.find("\n", stop) + 1 or len(marks), values):
        stop = last
    return start, stop


def _is_labelled(marks: str, start: int, stop: int, values: Collection[int]) -> bool:
    return any(start <= value < stop for value in values) and _is_value(marks[start:stop])


def _is_value(lines: str) -> bool:
    """Return whether lines hold values and no more than a label ahead of each."""
    return all(_LABELLED.fullmatch(_VALUE.sub("", line)) for line in lines.splitlines())


def _framed(marks: str, start: int, stop: int) -> tuple[int, int]:
    """Return whole lines with what stands above them for them alone: the line that introduces them, a heading, or tags around them."""
    while True:
        lines = _line_above(marks, start), _line_below(marks, stop)
        above, below = (marks[first:last].strip() for first, last in lines)
        ends = not below or bool(_HEADING.fullmatch(below))
        if _OPENING.fullmatch(above) and _CLOSING.fullmatch(below):
            start, stop = lines[0][0], lines[1][1]
        elif (above.endswith(":") and (ends or _is_value(marks[start:stop]))) or (_HEADING.fullmatch(above) and ends):
            start = lines[0][0]
        else:
            return start, stop


def _line_above(marks: str, at: int) -> tuple[int, int]:
    """Return where the last line with anything in it stands ahead of a mark."""
    stop = len(marks[:at].rstrip())
    return marks.rfind("\n", 0, stop) + 1, at


def _line_below(marks: str, at: int) -> tuple[int, int]:
    """Return where the first line with anything in it stands behind a mark."""
    first = at + len(marks[at:]) - len(marks[at:].lstrip())
    return at, marks.find("\n", first) + 1 or len(marks)
