"""Regions: lines of a text that belong together, so that none of them leaves the others: fences, tables, elements, facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_ROW = re.compile(r"\|.*\|")
_OPENING, _CLOSING = re.compile(r"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>"), re.compile(r"</([A-Za-z_][\w.:-]*)\s*>")
_FACT = re.compile(r"(?:[-*+•]|\d+[.)])\s+[^:\s][^:]{0,40}:.{0,60}")
"""An item of a list that says no more than a label and what it stands for."""


class Region(NamedTuple):
    """Lines that belong together, the last one excluded."""

    first: int
    last: int


def regions(lines: Sequence[str]) -> Iterator[Region]:
    """Yield the regions of some lines, each without the blanks around it; of two that hold one line the inner one first."""
    yield from sorted(_regions(lines), key=lambda region: region.last - region.first)


def matter(lines: Sequence[str]) -> int:
    """Return how many of the first lines are front matter, which stays where it is."""
    if lines[:1] != ["---"]:
        return 0
    end = next((number for number, text in enumerate(lines) if number and text == "---"), -1)
    return end + 1 if all(":" in text for text in lines[1:end]) else 0


def is_fact(line: str) -> bool:
    """Return whether a line is an item of a list that says no more than a label and what it stands for."""
    return bool(_FACT.fullmatch(line))


def _regions(lines: Sequence[str]) -> Iterator[Region]:
    yield from _fences(lines)
    yield from _elements(lines)
    for shape, least in ((_ROW, 1), (_FACT, 2)):
        first = 0
        for number, text in enumerate((*lines, "")):
            if not shape.fullmatch(text):
                if number - first >= least:
                    yield Region(first, number)
                first = number + 1


def _fences(lines: Sequence[str]) -> Iterator[Region]:
    opened = None
    for number, text in enumerate(lines):
        fence = _FENCE.fullmatch(text)
        if fence and opened is None:
            opened = number, fence[1]
        elif fence and opened and fence[1].startswith(opened[1]) and not fence[2].strip():
            yield Region(opened[0], number + 1)
            opened = None


def _elements(lines: Sequence[str]) -> Iterator[Region]:
    opened: list[tuple[str, int]] = []
    for number, text in enumerate(lines):
        if opening := _OPENING.fullmatch(text):
            opened.append((opening[1], number))
        elif closing := _CLOSING.fullmatch(text):
            while opened and opened[-1][0] != closing[1]:
                opened.pop()
            if opened:
                yield Region(opened.pop()[1], number + 1)
