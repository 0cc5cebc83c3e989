"""Where what is of interest goes on to: the statements that use it further down.

A text or a message is followed wherever it is used; what a call returned only as it is, since what others make of an
answer sends nothing of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from promptlint.frontends.python.accesses import HARMLESS
from promptlint.frontends.python.mutators import FORMATTING, KEEPING
from promptlint.frontends.python.nodes import children, walk


class Held(NamedTuple):
    """The locations that hold something of interest."""

    texts: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    """Those of what a call returned."""

    def plus(self, other: Held) -> Held:
        """Return both together."""
        return Held(self.texts | other.texts, self.made | other.made)


def targets(node: ast.stmt) -> frozenset[str]:
    """Return the locations that a statement binds."""
    found = [inner for part in _bound(node) for inner in walk(part)]
    names = {inner.id for inner in found if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}
    return frozenset(names | {f".{inner.attr}" for inner in found if isinstance(inner, ast.Attribute)})


def _bound(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Assign(targets=parts):
            yield from parts
        case ast.AnnAssign(target=part) | ast.AugAssign(target=part) | ast.For(target=part) | ast.AsyncFor(target=part):
            yield part
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from (item.optional_vars for item in items if item.optional_vars)


def called(node: ast.stmt) -> ast.expr | None:
    """Return the function whose result a statement takes; None where that is the text of a template that it fills."""
    value = getattr(node, "value", None)
    while isinstance(value, ast.Await):
        value = value.value
    match value:
        case ast.Call(func=ast.Attribute(attr=method)) if method in FORMATTING:
            return None
        case ast.Call(func=function):
            return function
    return None


class Use(NamedTuple):
    """How code uses what is held: as it is, or as an argument of a call."""

    itself: bool = False
    argument: bool = False


def use(parts: Iterable[ast.AST], held: frozenset[str], own: str | None, modules: frozenset[str]) -> Use:
    """Return how code uses some locations; what a function of a module returns for one is made of it."""
    found = set(_uses(parts, held, own, modules))
    return Use(True in found, False in found)


def _uses(parts: Iterable[ast.AST], held: frozenset[str], own: str | None, modules: frozenset[str]) -> Iterator[bool]:
    waiting = [(part, True) for part in parts]
    while waiting:
        node, itself = waiting.pop()
        match node:
            case ast.AugAssign() if not held.isdisjoint(targets(node)):
                yield itself
            case ast.Name(id=name, ctx=ast.Load()) if name in held:
                yield itself
            case ast.Attribute(value=ast.Name(id=base), attr=name, ctx=ast.Load()) if (
                base == own and f".{name}" in held
            ):
                yield itself
            case ast.Call(func=function):
                through = itself and _makes_of(function, modules)
                waiting.append((function, itself))
                waiting += [(part, through) for part in (*node.args, *node.keywords)]
                continue
        waiting += [(child, itself) for child in children(node)]


def _makes_of(function: ast.expr, modules: frozenset[str]) -> bool:
    """Return whether a function keeps what it is given, or makes its result of it: a built-in one, or one of a module."""
    match function:
        case ast.Name(id=name):
            return name in HARMLESS
        case ast.Attribute(attr=method) if method in KEEPING:
            return True
        case ast.Attribute(value=ast.Name(id=name)):
            return name in modules
        case ast.Attribute(value=ast.Constant()):
            return True
    return False
