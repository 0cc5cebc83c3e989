"""Passages: what of a text moves with a value, so that headings, tags, blank lines and lists stay sensible."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import NamedTuple

from promptlint.layout import units

_TAIL = 200
"""How many code points of static text may stand behind the place to which a value moves: a last question, a cue to answer."""
_NUMBERED = re.compile(r"[ \t]*\d+[.)][ \t]")
_HEADING = re.compile(r"[ \t]*(?:#{1,6}[ \t].*|[^\n]*:|<[\w-]+>)\s*")
_CLOSING = re.compile(r"\s*</[\w-]+>\s*")
_VALUE = re.compile(r"\{+[^{}]*\}+|%\w|\$\w+")
_WORD = re.compile(r"\w")


class Passage(NamedTuple):
    """A stretch of a text: all that goes, and in it what is said, without the blanks around it."""

    start: int
    stop: int
    first: int
    last: int


def find(marks: str, at: int) -> Passage | None:
    """Return the line with a mark, of a long one the sentence, with a heading or tags that are there for it alone.

    None for an item of a numbered list: the others would keep numbers that are wrong then.
    """
    return _passage(marks, *_unit(marks, at))


def of_sentence(marks: str, at: int) -> Passage | None:
    """Return the sentence with a mark; None where it is all of its line."""
    start, stop = marks.rfind("\n", 0, at) + 1, (marks.find("\n", at) + 1) or len(marks)
    ends = list(accumulate(map(len, units.sentences(marks[start:stop])), initial=start))
    found = next((first, last) for first, last in pairwise(ends) if at < last)
    return None if found == (start, stop) else _passage(marks, *found)


def _passage(marks: str, start: int, stop: int) -> Passage | None:
    begins, ends = start == 0 or marks[start - 1] == "\n", stop == len(marks) or marks[stop - 1] == "\n"
    if begins and _NUMBERED.match(marks, start):
        return None
    if begins and ends:
        start, stop = _framed(marks, start, stop)
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


def _framed(marks: str, start: int, stop: int) -> tuple[int, int]:
    """Return whole lines with the heading above them, where nothing but a value stands under it, or with the tags around them."""
    above = marks.rfind("\n", 0, start - 1) + 1 if start else 0
    heading = marks[above:start]
    if not heading.strip() or not _HEADING.fullmatch(heading):
        return start, stop
    below = marks.find("\n", stop) + 1 or len(marks)
    after = marks[stop:below]
    if heading.lstrip().startswith("<"):
        return (above, below) if _CLOSING.fullmatch(after) else (start, stop)
    alone = not after.strip() or after.lstrip().startswith("#") or not _WORD.search(_VALUE.sub("", marks[start:stop]))
    return (above, stop) if alone else (start, stop)
