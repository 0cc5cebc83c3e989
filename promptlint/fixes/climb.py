"""Climbing: from the place of a value up through the expressions that hold it, to the places where it could be moved."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from promptlint.files import Files
from promptlint.source import Place, Source

_MOST = 60
"""How many expressions are looked at."""


@dataclass(frozen=True)
class Module:
    """A syntax tree in which every node knows what holds it."""

    source: Source
    tree: ast.Module

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """What holds each node."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def at(self, place: Place) -> ast.expr | None:
        """Return the smallest expression that holds a place, of several with one span the outermost."""
        holding = (node for node in ast.walk(self.tree) if isinstance(node, ast.expr) and self._holds(node, place))
        return min(holding, key=self._length, default=None)

    def _holds(self, node: ast.expr, place: Place) -> bool:
        own = self.source.place(node)
        return own.start <= place.start and place.end <= own.end

    def _length(self, node: ast.expr) -> int:
        own = self.source.place(node)
        return own.end - own.start

    def scope(self, node: ast.AST) -> ast.AST:
        """Return the function, class or module in which a node stands."""
        while not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | ast.Module):
            node = self.parents[node]
        return node

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """Return the statement in which a node stands."""
        while not isinstance(node, ast.stmt):
            if node not in self.parents:
                return None
            node = self.parents[node]
        return node


class Spot(NamedTuple):
    """An expression whose value holds a value."""

    module: Module
    node: ast.expr


def climb(files: Files, place: Place, others: Iterable[str]) -> Iterator[Spot]:
    """Yield the expressions that hold what stands at a place, the nearest first, each once.

    `others` are the files in which functions may be called that return it.
    """
    modules = _Modules(files)
    first = modules.of(place.path)
    node = first.at(place) if first else None
    waiting = deque([Spot(first, node)] if first and node else [])
    seen = set[ast.AST]()
    while waiting and len(seen) < _MOST:
        spot = waiting.popleft()
        if spot.node not in seen:
            seen.add(spot.node)
            yield spot
            waiting.extend(_above(spot, modules, others))


class _Modules:
    """The trees of some files, each read once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[str, Module | None] = {}

    def of(self, path: str) -> Module | None:
        if path not in self._known:
            self._known[path] = module_of(self._files, path)
        return self._known[path]


def module_of(files: Files, path: str) -> Module | None:
    """Return the syntax tree of a Python file; None where there is none."""
    tree, source = files.tree(path), files.source(path)
    return Module(source, tree) if tree and source else None


def _above(spot: Spot, modules: _Modules, others: Iterable[str]) -> Iterator[Spot]:
    """Yield the expressions that directly hold an expression, or what it is bound to."""
    module, node = spot
    parent = module.parents.get(node)
    match parent:
        case ast.keyword() | ast.Starred():
            parent = module.parents[parent]
        case ast.comprehension(target=target, iter=iterated) if iterated is node:
            held = module.parents[parent]
            yield from _uses(module, held, _names(target))
            parent = held
    match parent:
        case ast.NamedExpr(target=target):
            yield Spot(module, parent)
            yield from _uses(module, module.scope(node), _names(target))
        case ast.expr():
            yield Spot(module, parent)
        case ast.Assign(targets=targets):
            yield from _bound(module, node, targets)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _bound(module, node, [target])
        case ast.For(target=target, iter=iterated) | ast.AsyncFor(target=target, iter=iterated) if iterated is node:
            yield from _uses(module, parent, _names(target))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.expr() as changed))):
            yield from _bound(module, node, [changed])
        case ast.Return() | ast.Expr(value=ast.Yield()):
            yield from _calls(module, module.scope(node), modules, others)
    if isinstance(node, ast.Call) and isinstance(parent, ast.Expr) and isinstance(node.func, ast.Attribute):
        yield from _bound(module, node, [node.func.value])


def _names(target: ast.expr) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _bound(module: Module, node: ast.AST, targets: Iterable[ast.expr]) -> Iterator[Spot]:
    """Yield where what is bound to targets is used."""
    for target in targets:
        match target:
            case ast.Attribute(attr=name):
                loads = (
                    each for each in ast.walk(module.tree) if isinstance(each, ast.Attribute) and each.attr == name
                )
                yield from (Spot(module, each) for each in loads if isinstance(each.ctx, ast.Load))
            case ast.Name() | ast.Tuple() | ast.List():
                scope = module.scope(node)
                inside = module.tree if isinstance(scope, ast.ClassDef) else scope
                yield from _uses(module, inside, _names(target))
            case ast.Subscript(value=ast.Name() as changed):
                yield from _uses(module, module.scope(node), _names(changed))


def _uses(module: Module, inside: ast.AST, names: frozenset[str]) -> Iterator[Spot]:
    for node in ast.walk(inside):
        if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
            yield Spot(module, node)


def _calls(module: Module, function: ast.AST, modules: _Modules, others: Iterable[str]) -> Iterator[Spot]:
    """Yield the calls that go by a function's name, in its own file first."""
    name = getattr(function, "name", None)
    for path in dict.fromkeys((module.source.path, *others)):
        found = modules.of(path)
        for node in ast.walk(found.tree) if found and name else ():
            match node:
                case ast.Call(func=ast.Name(id=called)) | ast.Call(func=ast.Attribute(attr=called)) if called == name:
                    yield Spot(found, node) if found else Spot(module, node)
