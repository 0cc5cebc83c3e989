"""Inlays: where a text takes in static text that is written elsewhere, `{RULES}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptlint.fixes.text.body import Body
from promptlint.frontends.python.quoting import Span
from promptlint.layout.units import GAP
from promptlint.prompt import Literal, Part, Splice, Text
from promptlint.source import Place

_LONG = 200
"""Text from elsewhere is long if it has more code points than this, or a line end with something on both sides."""
_HOLDER = re.compile(rf"{GAP}|\{{[^{{}}]*\}}|%(?:\(\w+\))?s|\$\{{?\w+\}}?")
"""What may stand for it."""


class Inlay(NamedTuple):
    """The marks that stand for static text from elsewhere, with the line end behind it."""

    span: Span
    is_long: bool


def inlays(text: Text, body: Body, values: Sequence[int]) -> Iterator[Inlay]:
    """Yield where a body takes in static text. `values` are the marks that stand for something else."""
    for start, stop, static in _outside(text, body):
        for holder in _HOLDER.finditer(body.marks, start, stop) if static else ():
            first, last = holder.span()
            if first not in values:
                ends = static.endswith("\n") or not body.marks.startswith("\n", last)
                yield Inlay(Span(first, last if ends else last + 1), _is_long(static))


def _outside(text: Text, body: Body) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of marks between what of a text is written in a body, each with the text from elsewhere if all of it is static."""
    at, static = 0, list[Part]()
    for part in text:
        mark = _mark(part, body)
        if mark is None:
            static.append(part)
            continue
        yield at, mark, _joined(static)
        at, static = mark + (len(part.text) if isinstance(part, Literal) else 1), []
    yield at, len(body.marks), _joined(static)


def _joined(parts: Sequence[Part]) -> str:
    literals = [part.text for part in parts if isinstance(part, Literal)]
    return "".join(literals) if len(literals) == len(parts) else ""


def _mark(part: Part, body: Body) -> int | None:
    """Return the mark at which a part of a text stands in a body; None where it is written elsewhere."""
    match part:
        case Literal(site=site) if site:
            number = body.leaf_at(site.place.start)
            leaf = body.leaves[number]
            if leaf.written and _is_inside(site.place, body, leaf.whole):
                return body.starts[number] + leaf.mark(site.at)
        case Splice(place=place) if _is_inside(
            place, body, Span(body.leaves[0].whole.start, body.leaves[-1].whole.end)
        ):
            return body.mark(place.start)
    return None


def _is_inside(place: Place, body: Body, span: Span) -> bool:
    return Place(body.source.path, *span).holds(place)


def _is_long(static: str) -> bool:
    return len(static) > _LONG or "\n" in static.strip()
