"""Helpers, filters and operators of template languages whose results are known."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.placeholders.scope import Function, Scope
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.operators import binary, choose, logical
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.rendering import text_of
from promptlint.frontends.python.routine import values_of
from promptlint.frontends.python.values import Arguments, Element, Seq, Text, Value
from promptlint.source import Place

_COMPARED = ("==", "!=", "<", "<=", ">", ">=")
_METHODS = {
    "upcase": "upper",
    "downcase": "lower",
    "strip": "strip",
    "lstrip": "lstrip",
    "rstrip": "rstrip",
    "replace": "replace",
}
_NOW = ("now", "today")
_MOST = 1_000


def _looked_up(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
    """Return what a value has under a key."""
    match values_of(arguments):
        case (base, key):
            known = str(key.value) if isinstance(key, Const) else plain(key)
            return lookup(scope.state, base, key) if known is None else scope.member(base, known)
    return None


def _operator(name: str) -> Function:
    def function(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
        match values_of(arguments):
            case (first, second):
                return binary(scope.frame, scope.state, name, first, second, (place, place), place)
        return None

    return function


def _contains(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
    match values_of(arguments):
        case (first, second):
            return binary(scope.frame, scope.state, "in", second, first, (place, place), place)
    return None


def _both(name: str) -> Function:
    def function(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
        values = values_of(arguments)
        return logical(scope.state, name, values, place) if values else None

    return function


def _method(name: str) -> Function:
    def function(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
        match arguments.positional:
            case (Element(value), *rest) if isinstance(scope.state.content(value), Text):
                method = get_attribute(scope.frame, scope.state, scope.state.content(value), name)
                return scope.frame.call(scope.state, method, Arguments(tuple(rest)), place)
        return None

    return function


def _joined(order: Callable[[Value, Value], tuple[Value, Value]]) -> Function:
    def function(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
        match values_of(arguments):
            case (value, other):
                runs = (text_of(scope.frame, scope.state, each, place) for each in order(value, other))
                return Text(tuple(part for run in runs for part in run))
        return None

    return function


def _default(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
    match values_of(arguments):
        case (value, other):
            content = scope.state.content(value)
            if isinstance(content, Const):
                return other if content in (NONE, Const(False)) else value
            if isinstance(content, Text) and plain(content) is not None:
                return value if plain(content) else other
            return choose(scope.state, scope.frozen(value), value, other, place)
    return None


def _date(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
    """Return a date as a format writes it; `now` is a clock reading."""
    match values_of(arguments):
        case (subject, form) if plain(subject) in _NOW:
            clock = scope.frame.call(scope.state, External("datetime.datetime.now"), Arguments(), place)
            method = get_attribute(scope.frame, scope.state, clock, "strftime")
            return scope.frame.call(scope.state, method, Arguments((Element(form, place),)), place)
    return None


def _range(scope: Scope, arguments: Arguments, place: Place) -> Value | None:
    match values_of(arguments):
        case (Const(int(first)), Const(int(last))) if last - first < _MOST:
            return Seq(tuple(Element(Const(number), place) for number in range(first, last + 1)))
    return None


HANDLEBARS: dict[str, Function] = {"lookup": _looked_up}
LIQUID: dict[str, Function] = {
    "lookup": _looked_up,
    **{name: _operator(name) for name in _COMPARED},
    "contains": _contains,
    "and": _both("and"),
    "or": _both("or"),
    **{name: _method(method) for name, method in _METHODS.items()},
    "append": _joined(lambda value, other: (value, other)),
    "prepend": _joined(lambda value, other: (other, value)),
    "default": _default,
    "date": _date,
    "range": _range,
}
