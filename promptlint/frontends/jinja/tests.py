"""Tests: those of the program by calling them, those of Jinja as far as their operands are known."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.jinja import computed
from promptlint.frontends.jinja.calling import passed
from promptlint.frontends.jinja.markup import is_markup, settled
from promptlint.frontends.jinja.objects import Macro
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.python.atoms import NONE, Class, Const
from promptlint.frontends.python.containers import find
from promptlint.frontends.python.operators import choose
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.values import Arguments, Branch, Element, Function, Map, Object, Op, Seq, Text, Value
from promptlint.source import Place

_OPERATORS = {
    "eq": "==",
    "equalto": "==",
    "==": "==",
    "ne": "!=",
    "!=": "!=",
    "lt": "<",
    "lessthan": "<",
    "<": "<",
    "le": "<=",
    "<=": "<=",
    "gt": ">",
    "greaterthan": ">",
    ">": ">",
    "ge": ">=",
    ">=": ">=",
    "in": "in",
}


def tested(scope: Scope, name: str, value: Value, arguments: Arguments, place: Place) -> Value:
    """Return `value is name(…)`."""
    own = find(scope.page.environment.tests, literal(name), scope.state)
    if own is not None and not (isinstance(own, Op) and name in (*computed.TESTS, *_KINDS, "defined", "undefined")):
        given = Arguments((Element(value, place), *arguments.positional), arguments.keywords)
        return scope.frame.call(scope.state, own, passed(scope, own, given, place), place)
    if isinstance(value, Branch) and UNDEFINED in value.arms:
        first, second = (tested(scope, name, arm, arguments, place) for arm in value.arms)
        return choose(scope.state, value.condition, first, second, place)
    if name in ("defined", "undefined"):
        return Const((value != UNDEFINED) == (name == "defined"))
    if value == UNDEFINED and name in _OF_UNDEFINED:
        return Const(_OF_UNDEFINED[name])
    if name == "escaped":
        return Const(is_markup(value))
    subject = settled(scope, value)
    if name in _KINDS and (known := _KINDS[name](subject)) is not None:
        return Const(known)
    result = computed.computed(scope.state, "tests", name, subject, arguments, place)
    return _later(scope, name, subject, arguments, place) if result is None else result


def _later(scope: Scope, name: str, subject: Value, arguments: Arguments, place: Place) -> Value:
    """Return a test that waits until its operands are known, as the operation that it is in Python where it is one."""
    match arguments.positional:
        case (Element(other),) if name in _OPERATORS:
            other = freeze(other, scope.state.memory)
            return Op(_OPERATORS[name], (subject, other), (), place)
    if name == "none":
        return Op("is", (subject, NONE), (), place)
    return computed.later(scope.state, "tests", name, subject, arguments, place)


def _is(*kinds: type[object]) -> Callable[[Value], bool | None]:
    """Return what says whether a value is of one of these kinds, where its kind is known."""
    return lambda value: isinstance(value, kinds) if isinstance(value, Const | Text | Seq | Map) else None


def _is_number(value: Value) -> bool | None:
    if isinstance(value, Const):
        return isinstance(value.value, bool | int | float | complex)
    return False if isinstance(value, Text | Seq | Map) else None


def _is_callable(value: Value) -> bool | None:
    match value:
        case Function() | Class() | Const(Macro()):
            return True
        case Const() | Text() | Seq() | Map():
            return False
    return None


def _is_none(value: Value) -> bool | None:
    return value == NONE if isinstance(value, Const | Text | Seq | Map | Object | Function) else None


_KINDS: dict[str, Callable[[Value], bool | None]] = {
    "none": _is_none,
    "string": _is(Text),
    "mapping": _is(Map),
    "iterable": _is(Text, Seq, Map),
    "number": _is_number,
    "callable": _is_callable,
}
_OF_UNDEFINED = {"none": False, "string": False, "mapping": False, "iterable": True, "sequence": True, "number": False}
"""What tests say of a name that nobody defines."""
