"""What a statement adds to: `parts` of `parts.append(…)`, `text` of `text += …`, what a generator yields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

YIELDED = "yield"
"""What the statements of a generator add to."""


class Adding(NamedTuple):
    """What a statement adds to, and what it adds."""

    to: str
    """As it is written."""
    values: tuple[ast.expr, ...]
    call: ast.Call | None = None
    """The call of its method that adds."""


def adding(statement: ast.AST) -> Adding | None:
    """Return what a simple statement adds; a call of a method whose result nobody wants adds its arguments to the object."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute() as changed)) as call):
            values = (*call.args, *(keyword.value for keyword in call.keywords))
            return Adding(ast.unparse(changed), values, call) if values else None
        case ast.Expr(value=ast.Yield(value=ast.expr() as value) | ast.YieldFrom(value=value)):
            return Adding(YIELDED, (value,))
        case ast.AugAssign(target=ast.Name() | ast.Attribute() as changed, op=ast.Add(), value=value):
            return Adding(ast.unparse(changed), (value,))
        case ast.Assign(targets=[ast.Subscript(value=ast.Name() | ast.Attribute() as changed, slice=key)], value=value):
            return Adding(ast.unparse(changed), (key, value))
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as changed], value=ast.BinOp() as whole):
            first, *rest = operands(whole)
            name = ast.unparse(changed)
            return Adding(name, tuple(rest)) if ast.unparse(first) == name else None
    return None


def operands(node: ast.expr) -> tuple[ast.expr, ...]:
    """Return what a `+` chain adds, in order; a loop, for some have thousands of terms."""
    found: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        found.append(node.right)
        node = node.left
    return (node, *reversed(found))


def built(statement: ast.stmt) -> str | None:
    """Return the only thing that a statement adds to, what it does in a condition or loop included; None where it does more than that."""
    if not isinstance(statement, ast.If | ast.For | ast.While):
        found = adding(statement)
        return found.to if found else None
    inner = {built(each) for each in (*statement.body, *statement.orelse) if not _is_prepared(each)}
    return inner.pop() if len(inner) == 1 else None


def _is_prepared(statement: ast.stmt) -> bool:
    """Return whether a statement only gives a name to what it makes."""
    return (
        isinstance(statement, ast.Assign)
        and all(isinstance(each, ast.Name) for each in statement.targets)
        and not adding(statement)
    )


def additions(statement: ast.stmt, to: str) -> Iterator[ast.stmt]:
    """Yield the simple statements in a statement that add to something."""
    for each in ast.walk(statement):
        found = adding(each) if isinstance(each, ast.stmt) else None
        if found and found.to == to and isinstance(each, ast.stmt):
            yield each
