"""Accesses: what code reads, and what it may change (the use and definition sets of data-flow analysis).

A location is a variable, or `.name` for the attribute of that name of any object; code that may change an object writes
every location through which it reaches it. A write too many costs time, one too few a text.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.binders import bound_by, own_object
from promptlint.frontends.python.mutators import CHANGING
from promptlint.frontends.python.nodes import NamedFunction, walk
from promptlint.frontends.python.scope import methods

Locations = frozenset[str]

HARMLESS = frozenset(dir(builtins)) - {"setattr", "delattr", "next", "print"}
"""The functions that change nothing of what they are given."""
_HOLDING = frozenset({"enumerate", "filter", "iter", "list", "reversed", "sorted", "tuple", "zip"})
"""The functions whose result holds what they are given."""


class Access(NamedTuple):
    """The locations that something reads, and those that it may change."""

    reads: Locations = frozenset()
    writes: Locations = frozenset()


@dataclass(frozen=True, slots=True)
class Accesses:
    """Tells what code in a definition reads and may change."""

    own: str | None
    """The name of the method's own object."""
    table: Mapping[str, Access]
    """What reading an attribute of the own object may read and write, by its name: it may be a method or a property."""
    _inner: dict[str, Access] = field(default_factory=dict)
    """What calling a function of the definition's own may read and write."""

    def define(self, body: Iterable[ast.stmt]) -> None:
        """Take note of the functions that stand in some statements: who calls them does what they do."""
        for statement in body:
            for node in walk(statement):
                if isinstance(node, NamedFunction):
                    self._inner[node.name] = self.of(node.body)

    def of(self, parts: Iterable[ast.AST]) -> Access:
        """Return what some code reads and may change."""
        reads: set[str] = set()
        writes: set[str] = set()
        for part in parts:
            for node in walk(part):
                access = self._of_node(node)
                reads |= access.reads
                writes |= access.writes
        return Access(frozenset(reads), frozenset(writes))

    def _of_node(self, node: ast.AST) -> Access:
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                inner = self._inner.get(name, Access())
                return Access(inner.reads | {name}, inner.writes)
            case ast.NamedExpr(target=target, value=value):
                return Access(frozenset((target.id,)), self.shared(value))
            case ast.Attribute(value=base, attr=name, ctx=ast.Load()):
                called = self.table.get(name, Access()) if self._is_own(base) else Access()
                changed = self._reached(base) if name in CHANGING else Locations()
                return Access(called.reads | {f".{name}"}, called.writes | changed)
            case ast.Attribute(value=base, attr=name):
                return Access(writes=self._reached(base) | {f".{name}"})
            case ast.Subscript(value=base, ctx=ast.Store() | ast.Del()):
                return Access(writes=self._reached(base))
            case ast.Call(func=function):
                return Access(writes=frozenset(self._changed(function, node)))
            case ast.Expr(value=ast.ListComp() | ast.SetComp() | ast.DictComp() as made):
                return Access(writes=self._all_shared(each.iter for each in made.generators))
            case ast.ImportFrom(module=str(module)):
                return Access(frozenset(module.split(".")), frozenset(bound_by(node)))
        return Access(writes=frozenset(bound_by(node)))

    def _is_own(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self.own

    def _changed(self, function: ast.expr, call: ast.Call) -> Iterator[str]:
        """Yield the locations of what a call may change: the object whose method it is, and its arguments."""
        if isinstance(function, ast.Name) and function.id in HARMLESS:
            return
        if isinstance(function, ast.Attribute) and not self._is_own(function.value):
            yield from self._reached(function.value)
        elif isinstance(function, ast.Subscript):
            yield from self._reached(function)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            yield from self._reached(argument)
            if self._is_own(argument):
                yield from (location for access in self.table.values() for location in access.writes)

    def shared(self, value: ast.expr) -> Locations:
        """Return the locations whose objects a value is, or holds: who changes it changes them."""
        match value:
            case (
                ast.Tuple(elts=parts)
                | ast.List(elts=parts)
                | ast.Set(elts=parts)
                | ast.Dict(values=parts)
                | ast.BoolOp(values=parts)
            ):
                return self._all_shared(parts)
            case ast.Call(func=ast.Name(id=name), args=parts) if name in _HOLDING:
                return self._all_shared(parts)
            case ast.IfExp(body=first, orelse=second):
                return self._all_shared((first, second))
            case ast.NamedExpr(value=inner):
                return self.shared(inner)
            case ast.Call() | ast.JoinedStr():
                return frozenset()
        return self._reached(value)

    def _all_shared(self, values: Iterable[ast.expr]) -> Locations:
        return frozenset(location for value in values for location in self.shared(value))

    def _reached(self, node: ast.expr) -> Locations:
        """Return the locations through which an expression reaches an object."""
        found: set[str] = set()
        while True:
            match node:
                case ast.Attribute(value=base, attr=name):
                    found.add(f".{name}")
                    node = base
                case ast.Subscript(value=base) | ast.Starred(value=base) | ast.Await(value=base):
                    node = base
                case ast.Call(func=ast.Attribute(value=base)):
                    node = base
                case ast.Name(id=name) if name != self.own:
                    return frozenset((*found, name))
                case _:
                    return frozenset(found)


def own_accesses(lineage: Iterable[Definition]) -> dict[str, Access]:
    """Return what the methods of a class may read and write of their own object, those that they call included."""
    direct: dict[str, Access] = {}
    for cls in lineage:
        for node in methods(cls):
            if node.name not in direct:
                direct[node.name] = _of_attributes(Accesses(own_object(node), {}).of(node.body))
    return {name: _closed(name, direct) for name in direct}


def _of_attributes(access: Access) -> Access:
    reads, writes = (frozenset(each for each in locations if each.startswith(".")) for locations in access)
    return Access(reads, writes)


def _closed(name: str, direct: Mapping[str, Access]) -> Access:
    seen, waiting = {name}, [name]
    reads: set[str] = set()
    writes: set[str] = set()
    while waiting:
        access = direct[waiting.pop()]
        reads |= access.reads
        writes |= access.writes
        fresh = {read[1:] for read in access.reads} & direct.keys() - seen
        seen |= fresh
        waiting.extend(fresh)
    return Access(frozenset(reads), frozenset(writes))
