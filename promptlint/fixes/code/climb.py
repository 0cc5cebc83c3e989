"""Climbing: from the place of a value up through the expressions that hold it, to the places where it could be moved."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterable, Iterator

from promptlint.files import Files
from promptlint.fixes.code.expression import Expression, Module, module_of
from promptlint.fixes.proposal import Target
from promptlint.source import Place

_MOST = 60
"""How many expressions are looked at."""


def spots(target: Target) -> Iterator[Expression]:
    """Yield the expressions that hold the value of a target: from where it enters the text, then from where it comes from."""
    chain = target.found.hole.chain if target.found else ()
    for place in dict.fromkeys((target.finding.place, *(link.place for link in chain))):
        yield from climb(target.files, place, target.others)


def climb(files: Files, place: Place, others: Iterable[str]) -> Iterator[Expression]:
    """Yield the expressions that hold what stands at a place, the nearest first, each once.

    `others` are the files in which functions may be called that return it.
    """
    first = module_of(files, place.path)
    node = first.holding(place) if first else None
    waiting = deque([Expression(first, node)] if first and node else [])
    seen = set[ast.AST]()
    while waiting and len(seen) < _MOST:
        held = waiting.popleft()
        if held.node not in seen:
            seen.add(held.node)
            yield held
            waiting.extend(_above(held, files, others))


def _above(held: Expression, files: Files, others: Iterable[str]) -> Iterator[Expression]:
    """Yield the expressions that directly hold an expression, or what it is bound to."""
    module, node = held
    parent = module.parents.get(node)
    match parent:
        case ast.keyword() | ast.Starred():
            parent = module.parents[parent]
        case ast.comprehension(target=target, iter=iterated) if iterated is node:
            parent = module.parents[parent]
            yield from _uses(module, parent, target)
    match parent:
        case ast.NamedExpr(target=target):
            yield Expression(module, parent)
            yield from _uses(module, module.scope(node), target)
        case ast.expr():
            yield Expression(module, parent)
        case ast.Assign(targets=targets):
            yield from _bound(module, node, targets)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _bound(module, node, [target])
        case ast.For(target=target, iter=iterated) | ast.AsyncFor(target=target, iter=iterated) if iterated is node:
            yield from _uses(module, parent, target)
        case ast.Expr() if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from _bound(module, node, [node.func.value])
        case ast.Return() | ast.Expr(value=ast.Yield()):
            yield from _calls(module, module.scope(node), files, others)


def _bound(module: Module, node: ast.AST, targets: Iterable[ast.expr]) -> Iterator[Expression]:
    """Yield where what is bound to targets is used."""
    for target in targets:
        match target:
            case ast.Attribute(attr=name):
                yield from (Expression(module, each) for each in module.attributes.get(name, ()))
            case ast.Name() | ast.Tuple() | ast.List():
                scope = module.scope(node)
                yield from _uses(module, module.tree if isinstance(scope, ast.ClassDef) else scope, target)
            case ast.Subscript(value=ast.Name() as changed):
                yield from _uses(module, module.scope(node), changed)


def _uses(module: Module, inside: ast.AST, target: ast.expr) -> Iterator[Expression]:
    """Yield where the names in a target are read."""
    for name in dict.fromkeys(each.id for each in ast.walk(target) if isinstance(each, ast.Name)):
        yield from (Expression(module, node) for node in module.loads(name, inside))


def _calls(module: Module, function: ast.AST, files: Files, others: Iterable[str]) -> Iterator[Expression]:
    """Yield the calls that go by a function's name, in its own file first."""
    name = getattr(function, "name", None)
    for path in dict.fromkeys((module.source.path, *others)) if name else ():
        found = module_of(files, path)
        yield from _called(found, name) if found and name else ()


def _called(module: Module, name: str) -> Iterator[Expression]:
    for use in (*module.loads(name, module.tree), *module.attributes.get(name, ())):
        call = module.parents[use]
        if isinstance(call, ast.Call) and call.func is use:
            yield Expression(module, call)
