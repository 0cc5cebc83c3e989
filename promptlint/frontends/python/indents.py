"""Indents: a prefix before the lines of a run, wherever in choices and repeats they start.

Where the lines before decide whether one starts, or those behind whether it is blank, the prefix is a choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from promptlint.frontends.python.lines import (
    UNWANTED,
    WANTED,
    Wanted,
    Ways,
    line_pieces,
    ways_behind,
    ways_into,
    ways_of,
)
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.values import Each, Either, Element, Insert, Literal, Member, Op, Run, Seq, Text
from promptlint.source import Place

Fresh = bool | None
"""Whether a line starts; None where that depends on what is before."""


@dataclass(frozen=True, slots=True)
class Indenter:
    """Puts a prefix before the lines that are wanted; a hole is taken to have text, and no line break."""

    prefix: Run
    place: Place
    wanted: Wanted = str.strip

    def of(self, run: Run, *, first: bool = True) -> Run:
        """Return a run with the prefix before its lines, the first one included or not."""
        return self._run(run, first, UNWANTED)[0]

    def _run(self, run: Run, fresh: Fresh, behind: Ways) -> tuple[Run, Fresh]:
        """Return a run with the prefix, and whether a line starts behind it; `behind` is for a line that goes on there."""
        members: list[Member] = []
        for member, ways in zip(run, ways_behind(run, self.wanted, behind), strict=True):
            match member:
                case Literal():
                    for piece, ends in line_pieces(member):
                        members += (*self._lead(fresh, ways_of(piece, ends, self.wanted, ways)), piece)
                        fresh = ends
                case Either(arms=arms):
                    made, ends_of = zip(*(self._run(arm, fresh, ways) for arm in arms), strict=True)
                    members.append(replace(member, arms=made))
                    fresh = _same(ends_of)
                case Each():
                    repeat, fresh = self._repeat(member, fresh, ways)
                    members.append(repeat)
                case Insert(Op("join", (Text(), Seq())) as op):
                    lead = self._lead(fresh, WANTED)
                    joining, fresh = self._joining(op)
                    members += (*lead, replace(member, value=joining))
                case _:
                    members += (*self._lead(fresh, WANTED), member)
                    fresh = False
        return tuple(members), fresh

    def _repeat(self, repeat: Each, fresh: Fresh, behind: Ways) -> tuple[Each, Fresh]:
        behind |= ways_into(repeat.body, self.wanted, behind)
        body, end = self._run(repeat.body, fresh, behind)
        if end is not fresh:
            fresh = None
            body, _ = self._run(repeat.body, fresh, behind)
        return replace(repeat, body=body), fresh

    def _joining(self, op: Op) -> tuple[Op, Fresh]:
        """Return a text that waits for the items of which it is joined, its separator with the prefix that items need."""
        separator, items = op.operands
        assert isinstance(separator, Text)
        assert isinstance(items, Seq)
        ends: list[Fresh] = []

        def item(member: Member) -> Run:
            if not isinstance(member, Element) or not isinstance(member.value, Text):
                ends.append(False)
                return (member,)
            run, end = self._run(member.value.parts, False, WANTED)
            ends.append(end)
            return (replace(member, value=Text(run)),)

        inner = replace(items, items=replaced(items.items, item))
        between, fresh = self._run(separator.parts, _same(ends), WANTED)
        return replace(op, operands=(Text((*between, *self._lead(fresh, WANTED))), inner)), _same(ends)

    def _lead(self, fresh: Fresh, ways: Ways) -> Run:
        if fresh is False or ways == UNWANTED:
            return ()
        return self.prefix if fresh and ways == WANTED else (Either(None, (self.prefix, ()), self.place),)


def _same(ends: Iterable[Fresh]) -> Fresh:
    """Return what is the same at all ends; None where they differ."""
    different = frozenset(ends)
    return next(iter(different)) if len(different) == 1 else None
