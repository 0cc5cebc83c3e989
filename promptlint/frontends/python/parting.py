"""Parting: the pieces of a run between breaks, which may stand in its choices and repeats: its lines, or what `split` makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.merge import join_runs
from promptlint.frontends.python.values import (
    Each,
    Either,
    Element,
    Insert,
    Literal,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

_MOST = 4
"""How many choices are told apart on which it depends how one piece goes on."""

Breaks = Callable[[str], Iterator[tuple[int, int]]]
"""Yields where the breaks in a text begin and end."""


def line_breaks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the line breaks in a text begin and end."""
    end = 0
    for line in text.splitlines(keepends=True):
        start, end = end + len(line.splitlines()[0]), end + len(line)
        if start < end:
            yield start, end


def breaks_at(separator: str) -> Breaks:
    """Return what yields where a separator stands in a text."""

    def found(text: str) -> Iterator[tuple[int, int]]:
        at = text.find(separator)
        while at >= 0:
            yield at, at + len(separator)
            at = text.find(separator, at + len(separator))

    return found


@dataclass(frozen=True, slots=True)
class Parting:
    """Parts runs; a hole is taken to have text, and no break."""

    breaks: Breaks
    place: Place
    later: Callable[[Text], Value]
    """Makes of a text the value that its pieces are where they are not known."""
    ends: bool = True
    """Whether a break ends a piece, as it does a line, rather than standing between two."""
    keeps: bool = False
    """Whether the pieces keep the breaks that end them."""
    most: int = _MOST

    def of(self, run: Run) -> Run:
        """Return the pieces of a run, as the items of a list."""
        items: Run = ()
        piece: Run = ()
        for number, part in enumerate(run):
            if isinstance(part, Literal):
                *whole, last = self._cut(part)
                items += tuple(self._piece((*piece, *first)) for first in whole[:1])
                items += tuple(map(self._piece, whole[1:]))
                piece = last if whole else (*piece, *last)
            elif not self.breaks_in((part,)):
                piece += (part,)
            elif not piece and self._ends(part):
                items += (self._apart(part),)
            else:
                return items + self._ways(piece, part, run[number + 1 :])
        return items + self._last(piece)

    def breaks_in(self, run: Run) -> bool:
        """Return whether there is a break in a run, those in choices, repeats and separators included."""
        return any(map(self._breaks_in, run))

    def _breaks_in(self, part: Member) -> bool:
        match part:
            case Literal(text):
                return next(self.breaks(text), None) is not None
            case Either(arms=arms):
                return any(map(self.breaks_in, arms))
            case Each(body=body):
                return self.breaks_in(body)
            case Element(Text(inner)):
                return self.breaks_in(inner)
            case Insert(Op("join", (Text(separator), Seq(items)))):
                return self.breaks_in(separator) or self.breaks_in(items)
        return False

    def _cut(self, part: Literal) -> Iterator[Run]:
        """Yield the runs between the breaks of a literal, the last one behind the last break."""
        start = 0
        for begin, end in self.breaks(part.text):
            stop = end if self.keeps else begin
            yield (cut(part, start, stop),) if start < stop else ()
            start = end
        yield (cut(part, start, len(part.text)),) if start < len(part.text) else ()

    def _piece(self, run: Run) -> Element:
        return Element(Text(run), self.place)

    def _last(self, piece: Run) -> Run:
        """Return what stands behind the last break: where a break ends a piece, nothing is none."""
        match piece:
            case () if self.ends:
                return ()
            case (Either() as only,) if self.ends:
                return (self._apart(only),)
        perhaps = self.ends and all(isinstance(part, Either | Each) for part in piece)
        last = self._piece(piece)
        return (Either(None, ((last,), ()), self.place),) if perhaps else (last,)

    def _ends(self, part: Member) -> bool:
        """Return whether a part ends with a break wherever it does not vanish."""
        match part:
            case Literal(text):
                return any(end == len(text) for _, end in self.breaks(text))
            case Either(arms=arms):
                return all(map(self._all_end, arms))
            case Each(body=body):
                return self._all_end(body)
        return False

    def _all_end(self, run: Run) -> bool:
        for part in reversed(run):
            if not self._ends(part):
                return False
            if isinstance(part, Literal):
                return True
        return True

    def _apart(self, part: Member) -> Member:
        """Return the pieces of a choice or repeat that starts a piece and ends one."""
        ending = replace(self, ends=True)
        match part:
            case Either(arms=arms):
                return replace(part, arms=tuple(map(ending.of, arms)))
            case Each(body=body):
                return replace(part, body=ending.of(body), where=part.where or self.place)
        return part

    def _ways(self, piece: Run, part: Member, behind: Run) -> Run:
        """Return the pieces from one on that goes on in different ways; where they are not known, an open rest."""
        if not isinstance(part, Either) or len(part.arms) != 2 or not self.most:
            return (Spread(self.later(Text((*piece, part, *behind))), self.place),)
        near, rest = self._near(behind)
        fewer = replace(self, most=self.most - 1)
        first, second = (fewer.of((*piece, *arm, *near)) for arm in part.arms)
        return join_runs(part.condition, first, second, part.place) + (() if rest is None else self.of(rest))

    def _near(self, run: Run) -> tuple[Run, Run | None]:
        """Return a run up to its first certain break, included where that ends a piece, and what is behind; None for no break."""
        for number, part in enumerate(run):
            for begin, end in self.breaks(part.text) if isinstance(part, Literal) else ():
                assert isinstance(part, Literal)
                stop = end if self.ends else begin
                near = (cut(part, 0, stop),) if stop else ()
                rest = (cut(part, end, len(part.text)),) if end < len(part.text) else ()
                return (*run[:number], *near), (*rest, *run[number + 1 :])
        return run, None
