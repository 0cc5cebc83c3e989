"""Passages: what of a text moves with a value, so that headings, tags, blank lines and lists stay sensible."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, pairwise
from typing import NamedTuple

from promptlint.fixes.text.frame import Page
from promptlint.layout import units

_TAIL = 200
"""How many code points of static text may go with a value, or stand behind the place to which it moves: a last question, a cue."""


class Passage(NamedTuple):
    """A stretch of a text: all that goes, and in it what is said, without the blanks around it."""

    start: int
    stop: int
    first: int
    last: int
    ends: int = 1
    """How many line ends part it from what is behind it."""


def find(page: Page, at: int) -> Passage | None:
    """Return the line with a mark and those beside it with values, with what stands there for them alone; of a long one the sentence.

    None for an item of a numbered list, and of a list in another item.
    """
    start, stop = page.run(at)
    wrapped = page.marks.count("\n", start, stop - 1) > 0
    return _passage(page, *(_sentence(page, at) if wrapped else _unit(page, at)))


def of_sentence(page: Page, at: int) -> Passage | None:
    """Return the sentence with a mark; None where it is all of its line."""
    found = _sentence(page, at)
    return None if found == page.run(at) else _passage(page, *found)


def _sentence(page: Page, at: int) -> tuple[int, int]:
    start, stop = page.run(at)
    ends = list(accumulate(map(len, units.sentences(page.marks[start:stop])), initial=start))
    return next((first, last) for first, last in pairwise(ends) if at < last)


def _passage(page: Page, start: int, stop: int) -> Passage | None:
    marks, starts = page.marks, page.starts
    begins, ends = start in starts, stop in starts
    line = page.line(start)
    region = page.region(line, _TAIL)
    if region is None or (begins and page.is_item(line)):
        return None
    if (begins and ends) or region != (line, line + 1):
        first, last = page.framed(min(line, region[0]), max(page.line(stop - 1) + 1, region[1]))
        if page.heads(last - 1):
            return None
        start, stop = page.introduced(first), starts[last]
        if start not in starts:
            said = len(marks[:stop].rstrip("\n"))
            found = _trimmed(marks, len(marks[:start].rstrip(" \t")), said, said)
            return found._replace(ends=len(marks[said:]) - len(marks[said:].lstrip("\n")))
        return _trimmed(marks, start, _with_blank_lines(marks, start, stop), stop)
    if marks[stop - 1] == "\n":
        return _trimmed(marks, len(marks[:start].rstrip(" \t")), stop - 1, stop - 1)
    return _trimmed(marks, start, stop, stop)


def ahead_of(page: Page, passage: Passage) -> int | None:
    """Return the start of the last lines, with values and little else in them, or of a last cue, ahead of which a passage can stand.

    None where it has to stand at the end: also where only a line could stand ahead of another one of its paragraph.
    """
    lowest = bisect_left(page.starts, passage.stop)
    found = page.trailing(lowest, _TAIL)
    if found is None or page.is_among_items(found):
        return None
    is_line = passage.ends == 1 and "\n" not in page.marks[passage.first : passage.last]
    return page.starts[page.lead(found, lowest)] if is_line or not page.is_in_paragraph(found) else None


def _unit(page: Page, at: int) -> tuple[int, int]:
    first, last = page.run(at)
    marked = f"{page.marks[first:at]}{units.GAP}{page.marks[at + 1 : last]}"
    ends = [first + end for end in units.ends(marked)]
    return max((end for end in ends if end <= at), default=first), next(end for end in ends if end > at)


def _trimmed(marks: str, start: int, stop: int, last: int) -> Passage:
    """Return a passage; one that ends the text without a line end takes those ahead of it along."""
    said = marks[start:last]
    begins = marks[:start].endswith(("\n", "")[not start])
    first = start + len(said) - len(said.lstrip("\n" if begins else None))
    if stop == len(marks) and said == said.rstrip():
        return Passage(len(marks[:start].rstrip()), stop, first, start + len(said))
    end = start + len(said.rstrip())
    return Passage(start, stop, first, end, max(stop - end, 1))


def _with_blank_lines(marks: str, start: int, stop: int) -> int:
    """Return the end of a paragraph's blank lines, where some stand ahead of it too, or nothing does."""
    if not marks[:start].strip() or marks[:start].endswith("\n\n"):
        while marks[stop : stop + 1] == "\n":
            stop += 1
    return stop
