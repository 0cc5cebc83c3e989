"""Expressions of Python: which one stands at a place, what holds it, and what the names in it stand for."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from promptlint.files import Files
from promptlint.finding import Edit
from promptlint.frontends.python.binders import bound_by
from promptlint.frontends.python.nodes import NamedFunction, Scope, children, walk
from promptlint.frontends.python.parse import parse
from promptlint.source import Place, Source

_KEPT = 4
"""How many modules are kept."""


@dataclass(frozen=True, eq=False)
class Module:
    """A syntax tree in which every node knows what holds it."""

    source: Source
    tree: ast.Module

    @cached_property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """What holds each node, operators and contexts left out."""
        return {child: node for node in walk(self.tree) for child in children(node)}

    @cached_property
    def _loads(self) -> Mapping[str, Sequence[ast.Name]]:
        found: dict[str, list[ast.Name]] = defaultdict(list)
        for node in self.parents:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found[node.id].append(node)
        return found

    @cached_property
    def _binders(self) -> Mapping[str, Sequence[ast.AST]]:
        found: dict[str, list[ast.AST]] = defaultdict(list)
        for node in self.parents:
            for name in (node.arg,) if isinstance(node, ast.arg) else bound_by(node):
                found[name].append(node)
        return found

    @cached_property
    def attributes(self) -> Mapping[str, Sequence[ast.Attribute]]:
        """Where an attribute of each name is read, of whatever it is one."""
        found: dict[str, list[ast.Attribute]] = defaultdict(list)
        for node in self.parents:
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found[node.attr].append(node)
        return found

    def loads(self, name: str, inside: ast.AST) -> Iterator[ast.Name]:
        """Yield where a node, or one inside it, reads a name."""
        return (node for node in self._loads.get(name, ()) if self._is_inside(node, inside))

    def bindings(self, name: str, inside: ast.AST) -> int:
        """Return how often a node, or one inside it, binds a name."""
        return sum(self._is_inside(node, inside) for node in self._binders.get(name, ()))

    def named(self, node: ast.expr) -> ast.Name | None:
        """Return where an expression is read that a variable of a function names for this one place; None for any other."""
        match self.parents.get(node):
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                scope = self.scope(node)
                uses = list(self.loads(name, scope))
                alone = len(uses) == self.bindings(name, scope) == 1
                return uses[0] if alone and not isinstance(scope, ast.Module) else None
        return None

    def place(self, node: ast.AST) -> Place:
        """Return where a node with a position stands."""
        return self.source.place(node)  # type: ignore[arg-type]

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes in which one stands, the innermost first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def scope(self, node: ast.AST) -> ast.AST:
        """Return the function, class or module in which a node stands; the node itself where it is one."""
        return next(each for each in (node, *self.around(node)) if isinstance(each, Scope | ast.Module))

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """Return the statement in which a node stands; the node itself where it is one."""
        return next((each for each in (node, *self.around(node)) if isinstance(each, ast.stmt)), None)

    def at(self, place: Place) -> ast.expr | None:
        """Return the outermost expression that is just what stands at a place; None where there is none."""
        found = self.holding(place)
        return found if found and self.place(found) == place else None

    def holding(self, place: Place) -> ast.expr | None:
        """Return the smallest expression that holds a place, of several with one span the outermost."""
        found, shortest = None, len(self.source.text) + 1
        waiting: list[ast.AST] = [self.tree] if place.start < place.end else []
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.expr) and self._length(node) < shortest:
                found, shortest = node, self._length(node)
            waiting += [each for each in self._parts(node) if self._may_hold(each, place)][::-1]
        return found

    def _parts(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes directly below a node; of an f-string the values that surely stand where they say."""
        if isinstance(node, ast.JoinedStr):
            for field in node.values:
                if isinstance(field, ast.FormattedValue):
                    yield from (field.value,) if self._is_written(field.value) else ()
                    yield from self._parts(field.format_spec) if field.format_spec else ()
        else:
            yield from children(node)

    def _may_hold(self, node: ast.AST, place: Place) -> bool:
        """Return whether a place may stand in a node; in one without a position any may."""
        if not hasattr(node, "lineno"):
            return True
        first = min([self.place(node), *map(self.place, getattr(node, "decorator_list", ()))])
        return first.start <= place.start and place.end <= self.place(node).end

    def written(self, node: ast.expr) -> ast.expr:
        """Return an expression, or the outermost f-string around it where nobody can tell its own place."""
        texts = [each for each in self.around(node) if isinstance(each, ast.JoinedStr)]
        return node if not texts or self._is_written(node) else texts[-1]

    def _is_written(self, node: ast.expr) -> bool:
        """Return whether an expression is what stands at its place: inside of f-strings older versions of `ast` err."""
        _, start, end = self.place(node)
        match parse(Source("", f"[{self.source.text[start:end]}\n]")):
            case ast.Module(body=[ast.Expr(value=ast.List(elts=[read]))]):
                return ast.dump(read) == ast.dump(node)
        return False

    def _length(self, node: ast.expr) -> int:
        _, start, end = self.place(node)
        return end - start

    def _is_inside(self, node: ast.AST, other: ast.AST) -> bool:
        return other is self.tree or other is node or other in self.around(node)


def module_of(files: Files, path: str) -> Module | None:
    """Return the module that a Python file is; None where it cannot be read."""
    tree, source = files.tree(path), files.source(path)
    return _module(source, tree) if tree and source else None


_module = lru_cache(maxsize=_KEPT)(Module)


class Expression(NamedTuple):
    """An expression of a module."""

    module: Module
    node: ast.expr

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.module.place(self.node)

    @property
    def around(self) -> tuple[ast.AST, ...]:
        """The nodes in which it stands, the innermost first."""
        return tuple(self.module.around(self.node))

    @property
    def function(self) -> NamedFunction | None:
        """The function in which it stands."""
        return next((node for node in self.around if isinstance(node, NamedFunction)), None)

    @property
    def outer(self) -> Iterator[Expression]:
        """The expressions in which it stands, the innermost first."""
        for node in self.module.around(self.node):
            if isinstance(node, ast.stmt):
                return
            if isinstance(node, ast.expr):
                yield Expression(self.module, node)

    def insert(self, offset: int, content: str) -> Edit:
        """Return the edit that writes something at an offset of its file."""
        return Edit(Place(self.module.source.path, offset, offset), content)


def at_place(files: Files, place: Place) -> Expression | None:
    """Return the outermost expression that is just what stands at a place; None where there is none."""
    module = module_of(files, place.path)
    node = module.at(place) if module else None
    return Expression(module, node) if module and node else None


def root_of(node: ast.expr) -> str | None:
    """Return the name that an attribute, or an item, is one of in the end: `a` of `a.b[0].c`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def qualified(files: Files, module: Module, node: ast.expr) -> str | None:
    """Return the name of something of another package, by the imports of the file; a builtin that is not bound is one.

    None for anything else, and where something else in the file may have the name.
    """
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    owner = stands_for(files, module, node.id) if isinstance(node, ast.Name) else None
    return ".".join((owner, *reversed(names))) if owner else None


def stands_for(files: Files, module: Module, name: str) -> str | None:
    """Return what a name is called outside of its file; None where something in the file may have the name."""
    facts = files.facts(module.source.path)
    if facts is None:
        return None
    imports = [bound for bound in facts.imports if bound.name == name]
    targets = {bound.target for bound in imports}
    if len(targets) > 1 or module.bindings(name, module.tree) > len(imports):
        return None
    if not targets and any(bound.name == "*" for bound in facts.imports):
        return None
    return next(iter(targets), f"builtins.{name}")
