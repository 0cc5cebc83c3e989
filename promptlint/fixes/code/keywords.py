"""Keyword arguments and entries of dicts: one more, or one less, with its comma."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from promptlint.files import Files
from promptlint.finding import Edit
from promptlint.fixes.code.expression import Expression, at_place
from promptlint.frontends.python.quoting import Span
from promptlint.source import Place

_COMMENT = re.compile(r"#[^\r\n]*+")
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
            span = item_span(found.module.source.text, spans, at)
            return (Edit(Place(place.path, *span), ""),) if span else ()
        found = holder
    return ()


def _held(found: Expression) -> tuple[Sequence[Span], int, Expression] | None:
    """Return the arguments or entries among which an expression is a named value, its number, and what holds them."""
    module, node = found
    match found.around[:2]:
        case (ast.keyword(arg=str()) as keyword, ast.Call() as call):
            items = [*call.args, *call.keywords]
            spans = sorted(Span(*module.place(each)[1:]) for each in items)
            return spans, spans.index(Span(*module.place(keyword)[1:])), Expression(module, call)
        case (ast.Dict(keys=keys, values=values) as whole, *_) if node in values and None not in keys:
            starts = [module.place(key).start for key in keys if key]
            spans = [Span(start, module.place(value).end) for start, value in zip(starts, values, strict=True)]
            return spans, values.index(node), Expression(module, whole)
    return None


def item_span(text: str, spans: Sequence[Span], at: int) -> Span | None:
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


def with_keyword(call: Expression, keyword: str) -> tuple[Edit, ...]:
    """Return the edits that give a call one more keyword argument, written as the others are."""
    node, module, text = call.node, call.module, call.module.source.text
    assert isinstance(node, ast.Call)
    close = call.place.end - 1
    arguments: tuple[ast.expr | ast.keyword, ...] = (*node.args, *node.keywords)
    if not arguments:
        return (call.insert(close, keyword),)
    last = max((module.place(each) for each in arguments), key=lambda place: place.end)
    blank = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[last.end : close])
    comma = last.end + blank.index(",") if "," in blank else None
    end = comma + 1 if comma is not None else last.end + len(blank.rstrip())
    line = text.rfind("\n", 0, last.start) + 1
    alone = "\n" in text[end:close] and not text[line : last.start].strip(" \t(")
    if not alone:
        return (call.insert(end, f" {keyword}," if comma is not None else f", {keyword}"),)
    indent = text[line : len(text) - len(text[line:].lstrip(" \t"))]
    stop = text.index("\n", end)
    stop -= text[stop - 1] == "\r"
    newline = "\r\n" if text[stop] == "\r" else "\n"
    added = call.insert(stop, f"{newline}{indent}{keyword}{',' if comma is not None else ''}")
    return (added,) if comma is not None else (call.insert(end, ","), added)
