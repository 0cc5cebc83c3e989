"""Moves of calls in a chain: `.section(…)` goes behind a later call of the same method."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptlint.finding import Edit
from promptlint.fixes.code.effect import Reader
from promptlint.fixes.code.expression import Module
from promptlint.fixes.proposal import Target
from promptlint.source import Place
from promptlint.walk import places, text_holes

_BUILT = "_"
"""What the calls add to, in what is read of their effects."""


class _Link(NamedTuple):
    """A call of a method of what another call returns."""

    call: ast.Call
    name: str
    place: Place
    """From the end of that other call up to its own end."""


def moves(target: Target, module: Module, node: ast.expr) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that put the call in whose arguments a value stands behind later ones of its chain."""
    parent = module.parents.get(node)
    call = module.parents.get(parent) if isinstance(parent, ast.keyword) else parent
    link = _link(module, call) if isinstance(call, ast.Call) and node is not call.func else None
    if link is None:
        return
    for last in _lasts(target, module, _passed(target, module, link)):
        removed, end = link.place, last.place.end
        text = module.source.text[removed.start : removed.end]
        yield Edit(removed, ""), Edit(Place(removed.path, end, end), text)


def _link(module: Module, call: ast.AST | None) -> _Link | None:
    """Return a call as a link of a chain; None where comments stand ahead of it."""
    match call:
        case ast.Call(func=ast.Attribute(value=before, attr=name)):
            path, start, end = module.place(call)._replace(start=module.place(before).end)
            text = module.source.text[start : module.place(call.func).end]
            return _Link(call, name, Place(path, start, end)) if "#" not in text else None
    return None


def _passed(target: Target, module: Module, link: _Link) -> Iterator[_Link]:
    """Yield the calls of the same method behind one, up to the first call of another or one that it may not follow."""
    reader = Reader(target.files, module, tuple(sorted({each.path for each in places(target.layout.prompt)})))
    own = reader.effect(_statement(link.call), _BUILT)
    while (later := _link(module, _next(module, link.call))) and later.name == link.name:
        if own.hinders(reader.effect(_statement(later.call), _BUILT)):
            return
        yield later
        link = later


def _next(module: Module, call: ast.Call) -> ast.AST | None:
    """Return the call of a method of what a call returns."""
    attribute = module.parents.get(call)
    return module.parents.get(attribute) if isinstance(attribute, ast.Attribute) else None


def _statement(call: ast.Call) -> ast.stmt:
    """Return a link of a chain as a statement of its own."""
    assert isinstance(call.func, ast.Attribute)
    func = ast.Attribute(value=ast.Name(id=_BUILT, ctx=ast.Load()), attr=call.func.attr, ctx=ast.Load())
    return ast.Expr(value=ast.Call(func=func, args=call.args, keywords=call.keywords))


def _lasts(target: Target, module: Module, passed: Iterator[_Link]) -> Sequence[_Link]:
    """Return the calls behind which it may go: the last with static text, failing that the last, or the last static one but one."""
    links = list(passed)
    values = [splice.place for block in target.layout.prompt.blocks for splice in text_holes(block.text)]
    static = [each for each in links if not any(each.place.holds(place) for place in values)]
    return tuple(dict.fromkeys((*static[-1:], *links[-1:], *static[-2:-1])))
