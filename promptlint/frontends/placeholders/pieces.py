"""Sources of templates: the text that a parser reads, and what each stretch of it was written as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.formatting import Where
from promptlint.frontends.python.values import Each, Either, Insert, Literal, Member, Op, Run
from promptlint.source import Place

_HOLE = "\ue000"
"""What stands in a source for a part of it that is not known."""


class Field(NamedTuple):
    """A stretch of a source, and what comes in its place."""

    start: int
    end: int
    run: Run


@dataclass(frozen=True, slots=True)
class Pieces:
    """The parts of which the source of a template is made."""

    parts: Run
    where: Where
    place: Place
    """Where the template is filled: where its parts are spliced that were written nowhere."""

    @property
    def source(self) -> str:
        """The text that a parser reads."""
        return source_of(self.parts)

    def placed(self, start: int, end: int) -> Place:
        """Return where a stretch of the source was written."""
        offset = 0
        for part in self.parts:
            size = _size(part)
            if isinstance(part, Literal) and offset <= start < offset + size:
                return self.where(part, start - offset, min(end, offset + size) - offset)
            offset += size
        return self.place

    def filled(self, fields: Iterable[Field]) -> Run:
        """Return the source with fields replaced, which come in order."""
        run: list[Member] = []
        at = 0
        for field in fields:
            run += (*self.run(at, field.start), *field.run)
            at = field.end
        return (*run, *self.run(at, len(self.source)))

    def run(self, start: int, end: int) -> Run:
        """Return what a stretch of the source is made of."""
        run: list[Member] = []
        offset = 0
        for part in self.parts:
            size = _size(part)
            if offset < end and offset + size > start:
                first, last = max(start - offset, 0), min(end - offset, size)
                run.append(cut(part, first, last) if isinstance(part, Literal) else part)
            offset += size
        return tuple(run)


def unknown(place: Place) -> Run:
    """Return a hole of which nothing is known."""
    return (Insert(Op("unknown", (), (), place), place),)


def _size(part: Member) -> int:
    return len(part.text) if isinstance(part, Literal) else 1


def source_of(parts: Run) -> str:
    """Return the text of some parts, one code point for each that is not known."""
    return "".join(part.text if isinstance(part, Literal) else _HOLE for part in parts)


def may_hold(parts: Run, marks: Iterable[str]) -> bool:
    """Return whether a choice or repeat within a source holds marks of the template language."""
    marks = tuple(marks)
    return any(_may_hold(part, marks) for part in parts)


def _may_hold(member: Member, marks: tuple[str, ...]) -> bool:
    match member:
        case Either(_, arms):
            return any(_holds(inner, marks) for arm in arms for inner in arm)
        case Each(body):
            return any(_holds(inner, marks) for inner in body)
    return False


def _holds(member: Member, marks: tuple[str, ...]) -> bool:
    if isinstance(member, Literal):
        return any(mark in member.text for mark in marks)
    return _may_hold(member, marks)
