"""Walking syntax trees, in the order of the source; `ast.walk` and `ast.iter_child_nodes` take twice as long."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

NamedFunction: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
NamedScope: TypeAlias = NamedFunction | ast.ClassDef
AnyFunction: TypeAlias = NamedFunction | ast.Lambda
Scope: TypeAlias = NamedScope | ast.Lambda
"""The nodes that have names of their own."""
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp

_LEAVES = frozenset({str, int, float, complex, bytes, bool, type(None), type(...), ast.Load, ast.Store, ast.Del})


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all nodes below it, contexts left out, each before those below it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.__class__ in _LEAVES:
            continue
        yield node
        for value in reversed(node.__dict__.values()):
            if value.__class__ is list:
                waiting += value[::-1]
            elif value.__class__ not in _LEAVES:
                waiting.append(value)


def children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes directly below a node, contexts left out."""
    for value in node.__dict__.values():
        if value.__class__ is list:
            yield from (part for part in value if part.__class__ not in _LEAVES)
        elif value.__class__ not in _LEAVES:
            yield value


def around(tree: ast.Module, row: int) -> Iterator[NamedScope]:
    """Yield the functions and classes in which a 1-based row stands, the outermost first; several may share a row."""
    waiting: list[ast.AST] = [*reversed(tree.body)]
    while waiting:
        node = waiting.pop()
        if not getattr(node, "lineno", 0) <= row <= (getattr(node, "end_lineno", None) or row):
            continue
        if isinstance(node, NamedScope):
            yield node
        blocks = (child for child in children(node) if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case))
        waiting += [*blocks][::-1]
