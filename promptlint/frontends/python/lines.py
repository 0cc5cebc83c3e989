"""Lines of a run: where its literals break them, and how they go on, on each way through choices and repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.values import Each, Either, Literal, Member, Run

Wanted = Callable[[str], object]
"""Tells by a line, or by a piece of one, whether it is wanted."""
Ways = frozenset[bool]
"""Whether a line is wanted, for each way in which it may go on."""
WANTED, UNWANTED = Ways((True,)), Ways((False,))


def line_pieces(part: Literal) -> Iterator[tuple[Literal, bool]]:
    """Yield the pieces of a literal line by line, each with whether a line ends behind it."""
    start = 0
    for line in part.text.splitlines(keepends=True):
        yield cut(part, start, start + len(line)), line.splitlines()[0] != line
        start += len(line)


def ways_of(piece: Literal, ends: bool, wanted: Wanted, behind: Ways) -> Ways:
    """Return the ways of a line that starts with a piece, `behind` those behind it."""
    return WANTED if wanted(piece.text) else UNWANTED if ends else behind


def ways_behind(run: Run, wanted: Wanted, behind: Ways) -> list[Ways]:
    """Return for each part of a run the ways of a line that goes on behind it, `behind` those behind the run.

    A hole is taken to have text, and no line break.
    """
    found: list[Ways] = []
    for part in reversed(run):
        found.append(behind)
        behind = _ways(part, wanted, behind)
    return found[::-1]


def ways_into(run: Run, wanted: Wanted, behind: Ways) -> Ways:
    """Return the ways of a line that goes on with a run, in the same way."""
    for part in reversed(run):
        behind = _ways(part, wanted, behind)
    return behind


def _ways(part: Member, wanted: Wanted, behind: Ways) -> Ways:
    match part:
        case Literal():
            piece, ends = next(line_pieces(part), (part, False))
            return ways_of(piece, ends, wanted, behind)
        case Either(arms=arms):
            return Ways(way for arm in arms for way in ways_into(arm, wanted, behind))
        case Each(body=body):
            return behind | ways_into(body, wanted, behind)
    return WANTED
