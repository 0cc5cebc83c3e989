"""Pruning: a block without the statements that do not matter."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set

JUMPS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPOUND = (*LOOPS, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)


def blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a compound statement."""
    if isinstance(node, _COMPOUND):
        for name in ("body", "orelse", "finalbody"):
            yield getattr(node, name, [])
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield part.body


def pruned(body: list[ast.stmt], kept: Set[ast.stmt], whole: Set[ast.stmt]) -> list[ast.stmt]:
    """Return the statements of a block that are kept; compound ones hold those of theirs, jumps a value where it is whole."""
    return [_shortened(node, kept, whole) for node in body if node in kept]


def _shortened(node: ast.stmt, kept: Set[ast.stmt], whole: Set[ast.stmt]) -> ast.stmt:
    """Return a compound statement with what matters in it, and a jump without its value; others as they are."""
    fields = dict(ast.iter_fields(node))
    if isinstance(node, JUMPS) and node not in whole:
        fields = dict.fromkeys(fields)
    elif isinstance(node, _COMPOUND):
        for name in ("body", "orelse", "finalbody"):
            if fields.get(name):
                fields[name] = pruned(fields[name], kept, whole) or [ast.copy_location(ast.Pass(), node)]
        for name in ("handlers", "cases"):
            if fields.get(name):
                fields[name] = [_part(part, node, kept, whole) for part in fields[name]]
    else:
        return node
    return ast.copy_location(type(node)(**fields), node)


def _part(part: ast.AST, around: ast.stmt, kept: Set[ast.stmt], whole: Set[ast.stmt]) -> ast.AST:
    """Return a handler or a case with what matters in it."""
    fields = dict(ast.iter_fields(part))
    fields["body"] = pruned(fields["body"], kept, whole) or [ast.copy_location(ast.Pass(), around)]
    made = type(part)(**fields)
    return ast.copy_location(made, part) if hasattr(part, "lineno") else made
