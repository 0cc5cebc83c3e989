"""Pages: one template each, its syntax tree together with where every part of its source was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from promptlint.frontends.jinja.environment import Environment
from promptlint.frontends.jinja.parse import Template, parse
from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.formatting import Where, placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.values import Each, Either, Insert, Literal, Member, Op, Run, Text
from promptlint.source import Place

_HOLE = "\ue000"
"""What stands in a source for a part of it that is not known."""


@dataclass(frozen=True, slots=True)
class Page:
    """A template whose source is the text of `parts`."""

    template: Template
    parts: Run
    environment: Environment
    where: Where
    place: Place
    """The call that renders it: where its parts are spliced that were written nowhere."""
    name: str | None
    """What the program calls it; None for a template made from a string."""

    def hole(self, node: Any) -> Member:
        """Return a hole for a statement of which nothing is known."""
        place = self.placed(node)
        return Insert(Op("unknown", (), (), place), place)

    def placed(self, node: Any) -> Place:
        """Return where the field around a node was written."""
        start, end = self.template.span(node.lineno)
        offset = 0
        for part in self.parts:
            size = len(part.text) if isinstance(part, Literal) else 1
            if isinstance(part, Literal) and offset <= start < offset + size:
                return self.where(part, start - offset, min(end, offset + size) - offset)
            offset += size
        return self.place

    def data(self, text: str, start: int) -> Run:
        """Return the parts of the source that static text of a template was read from."""
        run: list[Member] = []
        offset, end = 0, start + len(text)
        for part in self.parts:
            size = len(part.text) if isinstance(part, Literal) else 1
            if offset < end and offset + size > start:
                inside = isinstance(part, Literal)
                run.append(cut(part, max(start - offset, 0), min(end - offset, size)) if inside else part)  # type: ignore[arg-type]
            offset += size
        return tuple(run) if _source(tuple(run)) == text else literal(text).parts


def read_page(frame: Frame, text: Text, environment: Environment, name: str | None, place: Place) -> Page | None:
    """Return the page with this source; None for one that Jinja refuses or whose marks are not known."""
    if any(_may_hold_marks(part, environment) for part in text.parts):
        return None
    template = parse(_source(text.parts), environment.settings)
    if template is None:
        return None
    return Page(template, text.parts, environment, placeholders(frame, place), place, name)


def _source(parts: Run) -> str:
    return "".join(part.text if isinstance(part, Literal) else _HOLE for part in parts)


def _may_hold_marks(member: Member, environment: Environment) -> bool:
    """Return whether a choice or repeat within a source holds marks of the template language."""
    match member:
        case Either(_, arms):
            return any(_holds(inner, environment) for arm in arms for inner in arm)
        case Each(body):
            return any(_holds(inner, environment) for inner in body)
    return False


def _holds(member: Member, environment: Environment) -> bool:
    if isinstance(member, Literal):
        return any(mark in member.text for mark in environment.marks)
    return _may_hold_marks(member, environment)
