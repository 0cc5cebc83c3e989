"""Lines of a run: where its literals break them, and how they go on, on each way through choices and repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.values import Each, Either, Literal, Run

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


def rest_of_line(run: Run, wanted: Wanted, behind: Ways) -> Ways:
    """Return whether a line is wanted that goes on with a run, and, where all of that is one line, goes on `behind` it.

    A hole is taken to have text, and no line break.
    """
    for number, part in enumerate(run):
        match part:
            case Literal():
                piece, ends = next(line_pieces(part), (part, False))
                if wanted(piece.text) or ends:
                    return WANTED if wanted(piece.text) else UNWANTED
            case Either(arms=arms):
                after = rest_of_line(run[number + 1 :], wanted, behind)
                return Ways(way for arm in arms for way in rest_of_line(arm, wanted, after))
            case Each(body=body):
                after = rest_of_line(run[number + 1 :], wanted, behind)
                return after | rest_of_line(body, wanted, after)
            case _:
                return WANTED
    return behind
