"""Expressions of templates: what each kind of syntax node evaluates to, None for what is not defined."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from promptlint.frontends.jinja.filters import filtered, tested
from promptlint.frontends.jinja.scope import Scope
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.containers import find
from promptlint.frontends.python.convert import NotKnown, from_python
from promptlint.frontends.python.operators import binary, choose, logical, negation, sliced, truth
from promptlint.frontends.python.protocols import item
from promptlint.frontends.python.text import run_of
from promptlint.frontends.python.values import (
    EMPTY,
    NONE,
    Arguments,
    Bound,
    Const,
    Element,
    Entry,
    External,
    Map,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
    literal,
)
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
_GLOBALS = ("range", "dict")


def evaluate(scope: Scope, node: nodes.Expr, place: Place) -> Value:
    """Return the value of an expression; an empty text for what is not defined."""
    value = value_of(scope, node, place)
    return EMPTY if value is None else value


def value_of(scope: Scope, node: Any, place: Place) -> Value | None:
    """Return the value of an expression; None for what is not defined."""
    kind = type(node).__name__
    if kind in _OPERATORS:
        first, second = evaluate(scope, node.left, place), evaluate(scope, node.right, place)
        return binary(scope.frame, scope.state, _OPERATORS[kind], first, second, (place, place), place)
    rule = _EXPRESSIONS.get(kind)
    return Op("unknown", (), (), place) if rule is None else rule(scope, node, place)


def _constant(scope: Scope, node: Any, place: Place) -> Value | None:
    try:
        return from_python(node.value, place)
    except NotKnown:
        return Op("unknown", (), (), place)


def _name(scope: Scope, node: Any, place: Place) -> Value | None:
    found = scope.name(node.name, place)
    return External(f"builtins.{node.name}") if found is None and node.name in _GLOBALS else found


def _attribute(scope: Scope, node: Any, place: Place) -> Value | None:
    base = value_of(scope, node.node, place)
    return None if base is None else member(scope, base, node.attr)


def member(scope: Scope, base: Value, name: str) -> Value | None:
    """Return `base.name`: of a mapping the value of a key, if it has no method of that name."""
    content = scope.state.content(base)
    if not isinstance(content, Map):
        return get_attribute(scope.frame, scope.state, base, name)
    if hasattr(dict, name):
        return Bound(base, name)
    found = find(content.entries, literal(name), scope.state)
    whole = all(isinstance(entry, Entry) for entry in content.entries)
    return found if found is not None or whole else Op("[]", (base, literal(name)), (), Place("", 0, 0))


def _item(scope: Scope, node: Any, place: Place) -> Value | None:
    base = value_of(scope, node.node, place)
    if base is None:
        return None
    if type(node.arg).__name__ == "Slice":
        start, stop, step = (evaluate(scope, bound, place) if bound else NONE for bound in _bounds(node.arg))
        return sliced(scope.state, base, (start, stop, step), place)
    return item(scope.frame, scope.state, base, evaluate(scope, node.arg, place), place)


def _bounds(node: Any) -> tuple[Any, Any, Any]:
    return node.start, node.stop, node.step


def _call(scope: Scope, node: Any, place: Place) -> Value | None:
    function = value_of(scope, node.node, place)
    if function is None:
        return Op("unknown", (), (), place)
    return call(scope.frame, scope.state, function, arguments(scope, node, place), place)


def arguments(scope: Scope, node: Any, place: Place) -> Arguments:
    """Return the arguments of a call, a filter or a test."""
    positional: Run = tuple(Element(evaluate(scope, inner, place), place) for inner in node.args or ())
    if node.dyn_args is not None:
        positional += (Spread(evaluate(scope, node.dyn_args, place), place),)
    keywords = tuple((pair.key, evaluate(scope, pair.value, place)) for pair in node.kwargs or ())
    if node.dyn_kwargs is not None:
        keywords += ((None, evaluate(scope, node.dyn_kwargs, place)),)
    return Arguments(positional, keywords)


def _filter(scope: Scope, node: Any, place: Place) -> Value | None:
    if node.node is None:
        return Op("unknown", (), (), place)
    value = value_of(scope, node.node, place)
    return filtered(scope.frame, scope.state, node.name, value, arguments(scope, node, place), place)


def _test(scope: Scope, node: Any, place: Place) -> Value | None:
    value = value_of(scope, node.node, place)
    return tested(scope.frame, scope.state, node.name, value, arguments(scope, node, place), place)


def _compare(scope: Scope, node: Any, place: Place) -> Value | None:
    left = evaluate(scope, node.expr, place)
    results: list[Value] = []
    for operand in node.ops:
        right = evaluate(scope, operand.expr, place)
        results.append(binary(scope.frame, scope.state, _COMPARE[operand.op], left, right, (place, place), place))
        left = right
    return logical(scope.state, "and", tuple(results), place)


def _logical(name: str) -> Callable[[Scope, Any, Place], Value | None]:
    def rule(scope: Scope, node: Any, place: Place) -> Value | None:
        values = evaluate(scope, node.left, place), evaluate(scope, node.right, place)
        return logical(scope.state, name, values, place)

    return rule


def _not(scope: Scope, node: Any, place: Place) -> Value | None:
    return negation(scope.state, evaluate(scope, node.node, place), place)


def _negative(scope: Scope, node: Any, place: Place) -> Value | None:
    value = evaluate(scope, node.node, place)
    return binary(scope.frame, scope.state, "-", Const(0), value, (place, place), place)


def _conditional(scope: Scope, node: Any, place: Place) -> Value | None:
    condition = evaluate(scope, node.test, place)
    first = value_of(scope, node.expr1, place)
    second = value_of(scope, node.expr2, place) if node.expr2 is not None else None
    known = truth(scope.state, condition)
    if known is not None:
        return first if known else second
    arms = (EMPTY if first is None else first, EMPTY if second is None else second)
    return choose(scope.state, condition, arms[0], arms[1], place)


def _concatenated(scope: Scope, node: Any, place: Place) -> Value | None:
    runs = (run_of(scope.state.content(evaluate(scope, inner, place)), place) for inner in node.nodes)
    return Text(tuple(part for run in runs for part in run))


def _sequence(form: str) -> Callable[[Scope, Any, Place], Value | None]:
    return lambda scope, node, place: Seq(
        tuple(Element(evaluate(scope, inner, place), place) for inner in node.items), form
    )


def _mapping(scope: Scope, node: Any, place: Place) -> Value | None:
    pairs = ((evaluate(scope, pair.key, place), evaluate(scope, pair.value, place)) for pair in node.items)
    return Map(tuple(Entry(key, value, place) for key, value in pairs))


_EXPRESSIONS: dict[str, Callable[[Scope, Any, Place], Value | None]] = {
    "Const": _constant,
    "Name": _name,
    "Getattr": _attribute,
    "Getitem": _item,
    "Call": _call,
    "Filter": _filter,
    "Test": _test,
    "Compare": _compare,
    "And": _logical("and"),
    "Or": _logical("or"),
    "Not": _not,
    "Neg": _negative,
    "CondExpr": _conditional,
    "Concat": _concatenated,
    "List": _sequence("list"),
    "Tuple": _sequence("tuple"),
    "Dict": _mapping,
}
