"""Expressions of templates: what each kind of syntax node evaluates to, `UNDEFINED` for what is not defined."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from promptlint.frontends.jinja.access import is_true, member, subscripted
from promptlint.frontends.jinja.bounds import bounded
from promptlint.frontends.jinja.calling import invoke
from promptlint.frontends.jinja.filters import filtered
from promptlint.frontends.jinja.markup import bare, concatenated, is_markup
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.jinja.tests import tested
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.convert import NotKnown, from_python
from promptlint.frontends.python.operators import binary, choose, logical, negation, sliced
from promptlint.frontends.python.plain import EMPTY
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.values import Arguments, Element, Entry, Map, Op, Run, Seq, Spread, Value
from promptlint.source import Place

if TYPE_CHECKING:
    from jinja2 import nodes

_OPERATORS = {
    "Add": "+",
    "Sub": "-",
    "Mul": "*",
    "Div": "/",
    "FloorDiv": "//",
    "Mod": "%",
    "Pow": "**",
}
_COMPARE = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in", "notin": "not in"}


def evaluate(scope: Scope, node: nodes.Expr, place: Place) -> Value:
    """Return the value of an expression as Python takes it; an empty text for what is not defined."""
    value = value_of(scope, node, place)
    return EMPTY if value == UNDEFINED else bare(value)


def value_of(scope: Scope, node: Any, place: Place) -> Value:
    """Return the value of an expression."""
    kind = type(node).__name__
    scope.frame.budget -= 1
    if scope.frame.budget < 0:
        return Op("unknown", (), (), place)
    if kind in _OPERATORS:
        return bounded(scope.state, _binary(scope, node, place))
    rule = _EXPRESSIONS.get(kind)
    return Op("unknown", (), (), place) if rule is None else bounded(scope.state, rule(scope, node, place))


def _binary(scope: Scope, node: Any, place: Place) -> Value:
    first, second = value_of(scope, node.left, place), value_of(scope, node.right, place)
    name = _OPERATORS[type(node).__name__]
    if name == "+" and (is_markup(first) or is_markup(second)):
        return concatenated(scope, (first, second), place)
    a, b = (EMPTY if value == UNDEFINED else bare(value) for value in (first, second))
    return binary(scope.frame, scope.state, name, a, b, (place, place), place)


def _constant(scope: Scope, node: Any, place: Place) -> Value:
    try:
        return from_python(node.value, place)
    except NotKnown:
        return Op("unknown", (), (), place)


def _name(scope: Scope, node: Any, place: Place) -> Value:
    return scope.name(node.name, place)


def _imported(scope: Scope, node: Any, place: Place) -> Value:
    return External(str(node.importname))


def _attribute(scope: Scope, node: Any, place: Place) -> Value:
    return member(scope, value_of(scope, node.node, place), node.attr, place)


def _item(scope: Scope, node: Any, place: Place) -> Value:
    base = value_of(scope, node.node, place)
    if type(node.arg).__name__ == "Slice":
        bounds = (node.arg.start, node.arg.stop, node.arg.step)
        start, stop, step = (evaluate(scope, bound, place) if bound else NONE for bound in bounds)
        return sliced(scope.state, base, (start, stop, step), place)
    return subscripted(scope, base, evaluate(scope, node.arg, place), place)


def _call(scope: Scope, node: Any, place: Place) -> Value:
    return invoke(scope, value_of(scope, node.node, place), arguments(scope, node, place), place)


def arguments(scope: Scope, node: Any, place: Place) -> Arguments:
    """Return the arguments of a call, a filter or a test."""
    positional: Run = tuple(Element(value_of(scope, inner, place), place) for inner in node.args or ())
    if node.dyn_args is not None:
        spread = scope.state.content(evaluate(scope, node.dyn_args, place))
        positional += spread.items if isinstance(spread, Seq) else (Spread(spread, place),)
    keywords = tuple((pair.key, value_of(scope, pair.value, place)) for pair in node.kwargs or ())
    if node.dyn_kwargs is not None:
        keywords += ((None, evaluate(scope, node.dyn_kwargs, place)),)
    return Arguments(positional, keywords)


def _filter(scope: Scope, node: Any, place: Place) -> Value:
    subject = value_of(scope, node.node, place)
    return filtered(scope, node.name, subject, arguments(scope, node, place), place)


def _test(scope: Scope, node: Any, place: Place) -> Value:
    subject = value_of(scope, node.node, place)
    return tested(scope, node.name, subject, arguments(scope, node, place), place)


def _compare(scope: Scope, node: Any, place: Place) -> Value:
    left = value_of(scope, node.expr, place)
    results: list[Value] = []
    for operand in node.ops:
        right = value_of(scope, operand.expr, place)
        results.append(_compared(scope, _COMPARE[operand.op], left, right, place))
        left = right
    return logical(scope.state, "and", tuple(results), place)


def _compared(scope: Scope, name: str, left: Value, right: Value, place: Place) -> Value:
    if UNDEFINED in (left, right):
        same = left == right and name == "=="
        return Const(same or (name == "!=" and left != right) or name == "not in")
    return binary(scope.frame, scope.state, name, bare(left), bare(right), (place, place), place)


def _logical(name: str) -> Callable[[Scope, Any, Place], Value]:
    def rule(scope: Scope, node: Any, place: Place) -> Value:
        first = value_of(scope, node.left, place)
        known = is_true(scope, first, place)
        if known is not None:
            return first if known == (name == "or") else value_of(scope, node.right, place)
        return logical(scope.state, name, (first, value_of(scope, node.right, place)), place)

    return rule


def _not(scope: Scope, node: Any, place: Place) -> Value:
    value = value_of(scope, node.node, place)
    known = is_true(scope, value, place)
    return negation(scope.state, value, place) if known is None else Const(not known)


def _sign(name: str) -> Callable[[Scope, Any, Place], Value]:
    def rule(scope: Scope, node: Any, place: Place) -> Value:
        value = evaluate(scope, node.node, place)
        return binary(scope.frame, scope.state, name, Const(0), value, (place, place), place)

    return rule


def _conditional(scope: Scope, node: Any, place: Place) -> Value:
    condition = value_of(scope, node.test, place)
    known = is_true(scope, condition, place)
    if known is True:
        return value_of(scope, node.expr1, place)
    second = value_of(scope, node.expr2, place) if node.expr2 is not None else UNDEFINED
    if known is False:
        return second
    first = value_of(scope, node.expr1, place)
    return choose(scope.state, freeze(condition, scope.state.memory), first, second, place)


def _concatenated(scope: Scope, node: Any, place: Place) -> Value:
    return concatenated(scope, tuple(value_of(scope, inner, place) for inner in node.nodes), place)


def _list(scope: Scope, node: Any, place: Place) -> Value:
    return scope.state.allocate(Seq(_items(scope, node, place)))


def _tuple(scope: Scope, node: Any, place: Place) -> Value:
    return Seq(_items(scope, node, place), "tuple")


def _items(scope: Scope, node: Any, place: Place) -> Run:
    return tuple(Element(value_of(scope, inner, place), place) for inner in node.items)


def _mapping(scope: Scope, node: Any, place: Place) -> Value:
    pairs = ((evaluate(scope, pair.key, place), value_of(scope, pair.value, place)) for pair in node.items)
    return scope.state.allocate(Map(tuple(Entry(key, value, place) for key, value in pairs)))


_EXPRESSIONS: dict[str, Callable[[Scope, Any, Place], Value]] = {
    "Const": _constant,
    "Name": _name,
    "ImportedName": _imported,
    "Getattr": _attribute,
    "Getitem": _item,
    "Call": _call,
    "Filter": _filter,
    "Test": _test,
    "Compare": _compare,
    "And": _logical("and"),
    "Or": _logical("or"),
    "Not": _not,
    "Neg": _sign("-"),
    "Pos": _sign("+"),
    "CondExpr": _conditional,
    "Concat": _concatenated,
    "List": _list,
    "Tuple": _tuple,
    "Dict": _mapping,
}
