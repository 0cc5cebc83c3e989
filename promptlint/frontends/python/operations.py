"""Operations: what operators, comparisons and conditional expressions evaluate to."""

from __future__ import annotations

import ast
from collections.abc import Callable

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.operators import binary, choose, logical, negation
from promptlint.frontends.python.protocols import is_true
from promptlint.frontends.python.state import State, freeze, snapshot
from promptlint.frontends.python.text import run_of
from promptlint.frontends.python.values import Member, Op, Text, Value

SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
}
"""How the operators are written that are evaluated."""
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}


def _binary(frame: Frame, state: State, node: ast.BinOp) -> Value:
    """Evaluate a chain of operators from the left with a loop: a chain of 5,000 terms is 5,000 levels deep."""
    chain: list[ast.BinOp] = []
    first: ast.expr = node
    while isinstance(first, ast.BinOp):
        chain.append(first)
        first = first.left
    value, place = frame.value(first, state), frame.place(first)
    text: list[Member] | None = None
    for link in reversed(chain):
        second, where = frame.value(link.right, state), frame.place(link.right)
        name = SIGNS.get(type(link.op), "?")
        if text is None:
            value = binary(frame, state, name, value, second, (place, where), frame.place(link))
            text = list(value.parts) if name == "+" and isinstance(value, Text) else None
        elif name == "+":
            text.extend(run_of(freeze(second, state.memory), where))
        else:
            value = binary(frame, state, name, Text(tuple(text)), second, (place, where), frame.place(link))
            text = None
    return value if text is None else Text(tuple(text))


def _boolean(frame: Frame, state: State, node: ast.BoolOp) -> Value:
    name = "or" if isinstance(node.op, ast.Or) else "and"
    return logical(state, name, tuple(frame.value(value, state) for value in node.values), frame.place(node))


def _unary(frame: Frame, state: State, node: ast.UnaryOp) -> Value:
    value = frame.value(node.operand, state)
    match node.op, value:
        case ast.Not(), _:
            return negation(state, value, frame.place(node))
        case ast.USub(), Const(int() | float() as number):
            return Const(-number)
    return Op("unary", (value,), (), frame.place(node))


def _compare(frame: Frame, state: State, node: ast.Compare) -> Value:
    place = frame.place(node)
    left = frame.value(node.left, state)
    results: list[Value] = []
    for operator, comparator in zip(node.ops, node.comparators, strict=True):
        right = frame.value(comparator, state)
        results.append(binary(frame, state, _COMPARE[type(operator)], left, right, (place, place), place))
        left = right
    return results[0] if len(results) == 1 else logical(state, "and", tuple(results), place)


def _conditional(frame: Frame, state: State, node: ast.IfExp) -> Value:
    condition = frame.value(node.test, state)
    known = is_true(frame, state, condition, frame.place(node))
    if known is not None:
        return frame.value(node.body if known else node.orelse, state)
    place, around = frame.place(node.test), state.holding
    tested = snapshot(condition, state.memory, place)
    state.hold(condition)
    first = frame.value(node.body, state)
    state.holding = (*around, Op("not", (condition,), (), place))
    second = frame.value(node.orelse, state)
    state.holding = around
    return choose(state, tested, first, second, frame.place(node))


OPERATIONS: dict[type[ast.expr], Callable[..., Value]] = {
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
}
