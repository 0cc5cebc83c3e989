"""The facts of a Python file, from its statements: no expression is descended."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from promptlint.facts import Definition, DefinitionKind, Facts, Import, Problem
from promptlint.frontends.python.binders import bound_by
from promptlint.frontends.python.comments import read_comments
from promptlint.frontends.python.mentions import read_mentions
from promptlint.frontends.python.nodes import NamedScope, walk
from promptlint.frontends.python.parse import parse
from promptlint.frontends.python.signs import candidates
from promptlint.gate import Gate
from promptlint.source import Place, Source

Parser: TypeAlias = Callable[[Source], ast.Module | Problem]

_BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")

_WALRUS = re.compile(r"(?<!\w)([^\W\d]\w*+)\s*+:=")


class _Statement(NamedTuple):
    node: ast.stmt
    scope: str
    """The qualname of the definition around it."""
    local: bool
    """Whether that definition is a function."""


def read_facts(source: Source, gate: Gate, parse: Parser = parse) -> Facts:
    """Return what a Python file says about itself; `parse` may remember the trees that it returns."""
    facts = Facts(source.path, comments=read_comments(source))
    tree = parse(source)
    if isinstance(tree, Problem):
        return replace(facts, candidates=gate.candidates(source), problem=tree)
    statements = list(_statements(tree))
    definitions = [definition for statement in statements for definition in _definitions(source, statement)]
    owners = [definition.place for definition in definitions if definition.kind is not DefinitionKind.VARIABLE]
    outside, *inside = read_mentions(source.text, owners)
    named = iter(inside)
    imports = tuple(found for statement in statements for found in _imports(source, statement))
    others = [each.qualname for each in definitions] + [name for each in statements for name in _bound_otherwise(each)]
    return replace(
        facts,
        definitions=tuple(
            definition if definition.kind is DefinitionKind.VARIABLE else replace(definition, mentions=next(named))
            for definition in definitions
        ),
        imports=imports,
        brought=_brought(imports, (*others, *_WALRUS.findall(source.text))),
        mentions=outside,
        candidates=tuple(candidates(source, tree, gate)),
    )


def _statements(tree: ast.Module) -> Iterator[_Statement]:
    """Yield every statement in source order."""
    waiting = [_Statement(node, "", False) for node in reversed(tree.body)]
    while waiting:
        statement = waiting.pop()
        yield statement
        node, scope, local = statement
        if isinstance(node, NamedScope):
            scope, local = _qualname(scope, node.name), not isinstance(node, ast.ClassDef)
        waiting.extend(_Statement(inner, scope, local) for inner in reversed(list(_inside(node))))


def _inside(node: ast.AST) -> Iterator[ast.stmt]:
    for block in _BLOCKS:
        for inner in getattr(node, block, ()):
            if isinstance(inner, ast.stmt):
                yield inner
            else:
                yield from inner.body


def _qualname(scope: str, name: str) -> str:
    return f"{scope}.{name}" if scope else name


def _definitions(source: Source, statement: _Statement) -> Iterator[Definition]:
    node, scope, local = statement
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield _definition(source, scope, node.name, DefinitionKind.FUNCTION, node)
        case ast.ClassDef():
            yield _definition(source, scope, node.name, DefinitionKind.CLASS, node)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() if not local:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in _bound(targets):
                yield _definition(source, scope, name, DefinitionKind.VARIABLE, node)


def _definition(source: Source, scope: str, name: str, kind: DefinitionKind, node: ast.stmt) -> Definition:
    return Definition(name, _qualname(scope, name), kind, _place(source, node))


def _bound(targets: Sequence[ast.expr]) -> Iterator[str]:
    for target in targets:
        match target:
            case ast.Name():
                yield target.id
            case ast.Tuple() | ast.List():
                yield from _bound(target.elts)
            case ast.Starred():
                yield from _bound([target.value])


def _place(source: Source, node: ast.stmt) -> Place:
    place = source.place(node)
    if decorators := getattr(node, "decorator_list", None):
        return place._replace(start=source.text.rindex("@", 0, source.place(decorators[0]).start))
    return place


def _imports(source: Source, statement: _Statement) -> Iterator[Import]:
    node = statement.node
    match node:
        case ast.Import():
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                target = alias.name if alias.asname else name
                yield Import(name, target, alias.name, statement.scope, _place(source, node))
        case ast.ImportFrom():
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                target = module if alias.name == "*" else f"{module}{'' if module.endswith('.') else '.'}{alias.name}"
                yield Import(alias.asname or alias.name, target, module, statement.scope, _place(source, node))


def _brought(imports: Iterable[Import], others: Iterable[str]) -> dict[str, str]:
    """Return what imports at the top bring, by the names that no other import and nothing else binds."""
    top = [each for each in imports if not each.scope and each.name != "*"]
    count, bound = Counter(each.name for each in top), frozenset(others)
    return {each.name: each.target for each in top if count[each.name] == 1 and each.name not in bound}


def _bound_otherwise(statement: _Statement) -> Iterator[str]:
    """Yield the names at the top of the file that a statement binds, but for those that it defines, imports or has in walruses."""
    node = statement.node
    if isinstance(node, ast.Global):
        yield from node.names
    elif not statement.scope:
        for part in _targets(node):
            yield from (name for inner in walk(part) for name in bound_by(inner))
        for handler in getattr(node, "handlers", ()):
            yield from bound_by(handler)


def _targets(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield target
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from (item.optional_vars for item in items if item.optional_vars)
        case ast.Match(cases=cases):
            yield from (case.pattern for case in cases)
        case ast.Delete(targets=targets):
            yield from targets
