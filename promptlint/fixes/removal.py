"""Removing a keyword argument, or an entry of a dict, with its comma."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from promptlint.files import Files
from promptlint.finding import Edit
from promptlint.fixes.expression import Expression, at_place
from promptlint.frontends.python.quoting import Span
from promptlint.source import Place

_REST = re.compile(r"[ \t]*,?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")
"""What may stand behind an item on its last line."""


def removed(files: Files, place: Place) -> tuple[Edit, ...]:
    """Return the edit that removes the keyword argument or dict entry with a value; with it the dict that would be left empty.

    None where something else has the value or that dict, or brackets and comments stand in the way.
    """
    found = at_place(files, place)
    while found is not None:
        held = _held(found)
        if held is None:
            return ()
        spans, at, holder = held
        if len(spans) > 1 or not isinstance(holder.node, ast.Dict):
            span = _span(found.source.text, spans, at)
            return (Edit(Place(place.path, *span), ""),) if span else ()
        found = holder
    return ()


def _held(found: Expression) -> tuple[Sequence[Span], int, Expression] | None:
    """Return the arguments or entries among which an expression is a named value, its number, and what holds them."""
    source, parent = found.source, found.around[0]
    match parent:
        case ast.keyword(arg=str()) if isinstance(call := found.around[1], ast.Call):
            items: list[ast.expr | ast.keyword] = sorted(
                (*call.args, *call.keywords), key=lambda each: source.place(each).start
            )
            spans = [Span(*source.place(each)[1:]) for each in items]
            return spans, items.index(parent), Expression(call, found.around[2:], source)
        case ast.Dict(keys=keys, values=values) if found.node in values and None not in keys:
            starts = [source.place(key).start for key in keys if key]
            spans = [Span(start, source.place(value).end) for start, value in zip(starts, values, strict=True)]
            return spans, values.index(found.node), Expression(parent, found.around[1:], source)
    return None


def _span(text: str, spans: Sequence[Span], at: int) -> Span | None:
    """Return what goes with an item: its lines where it has lines of its own, else the comma on one of its sides."""
    own = spans[at]
    line = text.rfind("\n", 0, own.start) + 1
    rest = _REST.match(text, own.end)
    if rest and not text[line : own.start].strip():
        return Span(line, rest.end())
    if at and _is_comma(text[spans[at - 1].end : own.start]):
        return Span(spans[at - 1].end, own.end)
    if at + 1 < len(spans):
        behind = spans[at + 1].start
        return Span(own.start, behind) if _is_comma(text[own.end : behind]) else None
    return Span(own.start, own.end + text[own.end :].startswith(",")) if not at else None


def _is_comma(glue: str) -> bool:
    return glue.strip() == ","
