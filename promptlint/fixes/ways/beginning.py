"""Beginnings: the first part of a text, list or dict goes behind what is added to it later."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.finding import Edit
from promptlint.fixes.code.adding import Adding, adding, operands
from promptlint.fixes.code.expression import Module
from promptlint.fixes.code.heading import introduces
from promptlint.fixes.code.keywords import item_span
from promptlint.fixes.code.lines import behind, lines_of
from promptlint.fixes.code.parting import partings
from promptlint.fixes.code.reach import Reach
from promptlint.fixes.proposal import Target
from promptlint.frontends.python.quoting import Span
from promptlint.source import Place

_SIGN = re.compile(r"\s*\+?=\s*")
_COMMENT = re.compile(r"[ \t]*,?[ \t]*(#[^\r\n]*)")


class _First(NamedTuple):
    """The statement that begins something with a value."""

    module: Module
    statement: ast.Assign | ast.AnnAssign
    name: str
    value: ast.expr

    @property
    def head(self) -> Place:
        """Where all of it stands but the value: `text: str = `."""
        module, target = self.module, self.statement
        named = target.targets[0] if isinstance(target, ast.Assign) else target.annotation
        return _head(module, target, named)

    @property
    def opening(self) -> str:
        """The text of it."""
        return self.module.source.text[self.head.start : self.head.end]


def moves(target: Target, module: Module, node: ast.expr) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that put what a text, list or dict begins with behind the static parts that are added to it."""
    first = _first(module, module.statement(node))
    if first is None:
        return
    match first.value:
        case ast.List(elts=elements) if node in elements and not _is_introduced(elements, node):
            spans = [Span(*module.place(each)[1:]) for each in elements]
            added = f"{first.name}.append({_written(module, node)})"
            yield from _without(target, first, node, spans, elements.index(node), added)
        case ast.Dict(keys=keys, values=values) if node in values and None not in keys:
            key = keys[values.index(node)]
            spans = [
                Span(module.place(key).start, module.place(value).end)
                for key, value in zip(keys, values, strict=True)
                if key
            ]
            added = f"{first.name}[{_written(module, key)}] = {_written(module, node)}" if key else ""
            yield from _without(target, first, node, spans, values.index(node), added)
        case value if node is value and _is_text(value):
            yield from _behind(target, first)


def _first(module: Module, statement: ast.stmt | None) -> _First | None:
    match statement:
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as changed], value=value) if not adding(statement):
            return _First(module, statement, ast.unparse(changed), value)
        case ast.AnnAssign(target=ast.Name() | ast.Attribute() as changed, value=ast.expr() as value):
            return _First(module, statement, ast.unparse(changed), value)
    return None


def _is_introduced(elements: list[ast.expr], node: ast.expr) -> bool:
    """Return whether the element ahead of one is a heading, or introduces it."""
    match elements[: elements.index(node)][-1:]:
        case [ast.Constant(value=str(text))]:
            return introduces(text)
    return False


def _is_text(value: ast.expr) -> bool:
    """Return whether a literal says that an expression is a text."""
    return any(
        isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and isinstance(each.value, str))
        for each in operands(value)
    )


def _reach(target: Target, first: _First, added: ast.expr) -> Reach:
    return Reach(target, first.module, first.statement, first.name, ast.Expr(value=added))


def _behind(target: Target, first: _First) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits after which another text begins it, and the one with the value is added."""
    module = first.module
    reach = _reach(target, first, first.value)
    own = lines_of(module, first.statement)
    following = reach.following()
    if own is None or following is None:
        return
    found = adding(following)
    begun = _begun(first, following, found) if found else None
    added = Edit(first.head, f"{first.name} += ")
    kept = (Edit(own.place, ""), begun) if begun else (Edit(own.place, f'{own.indent}{first.opening}""\n'),)
    for inside, more in partings(module.source, (first.value,), found.values if found and begun else ()):
        for last in reach.lasts():
            other = lines_of(module, last)
            if other:
                yield *kept, *more, behind(module, other, own.with_edits(added, *inside))


def _begun(first: _First, following: ast.stmt, found: Adding) -> Edit | None:
    """Return the edit that lets the text begin with what another statement adds."""
    module = first.module
    match following:
        case ast.AugAssign(target=named):
            return Edit(_head(module, following, named), first.opening)
        case ast.Assign() if found.call is None and not isinstance(following.targets[0], ast.Subscript):
            place = module.place(following)
            return Edit(place._replace(end=module.place(found.values[0]).start), first.opening)
    return None


def _head(module: Module, statement: ast.stmt, named: ast.expr) -> Place:
    place = module.place(statement)
    sign = _SIGN.match(module.source.text, module.place(named).end)
    return place._replace(end=sign.end() if sign else place.start)


def _without(
    target: Target, first: _First, node: ast.expr, spans: list[Span], at: int, added: str
) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that take an item out of the brackets and add it by a statement of its own."""
    module, own = first.module, lines_of(first.module, first.statement)
    text = module.source.text
    inner = Span(module.place(first.value).start + 1, module.place(first.value).end - 1)
    span = item_span(text, spans, at) if len(spans) > 1 else inner
    if span is None or own is None:
        return
    rest = text[span.start : spans[at].start] + text[spans[at].end : span.end]
    comment = _COMMENT.match(text, spans[at].end)
    if rest.count("#") > bool(comment) or _is_below_comment(text, spans[at].start):
        return
    written = f"{own.indent}{added}{f'  {comment[1]}' if comment else ''}"
    for last in _reach(target, first, node).lasts():
        other = lines_of(module, last)
        if other:
            yield Edit(Place(module.source.path, *span), ""), behind(module, other, written)


def _is_below_comment(text: str, start: int) -> bool:
    """Return whether a comment stands on the line ahead."""
    line = text.rfind("\n", 0, start)
    return line >= 0 and text[text.rfind("\n", 0, line) + 1 : line].lstrip().startswith("#")


def _written(module: Module, node: ast.expr) -> str:
    _, start, end = module.place(node)
    return module.source.text[start:end]
