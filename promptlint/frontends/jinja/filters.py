"""Filters and tests of templates that are known functions of text, sequences and mappings."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.containers import items_of
from promptlint.frontends.python.convert import NotKnown, compute, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.jsontext import json_text
from promptlint.frontends.python.mappings import keyword_entries
from promptlint.frontends.python.operators import binary, truth
from promptlint.frontends.python.routine import argument, positional_value
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.text import joined, run_of
from promptlint.frontends.python.values import (
    EMPTY,
    NONE,
    Arguments,
    Const,
    Element,
    External,
    Literal,
    Map,
    Op,
    Seq,
    Text,
    Value,
    literal,
)
from promptlint.frontends.python.wrapping import indented
from promptlint.source import Place

Filter = Callable[[Frame, State, Value, Arguments, Place], Value | None]

_BUILTINS = {
    "list": "list",
    "length": "len",
    "count": "len",
    "sum": "sum",
    "int": "int",
    "float": "float",
    "abs": "abs",
}
_METHODS = {"upper": "upper", "lower": "lower", "title": "title", "capitalize": "capitalize", "trim": "strip"}
_METHODS |= {"replace": "replace", "items": "items", "center": "center"}
_SAME = ("safe", "e", "escape", "forceescape", "string")


def filtered(
    frame: Frame, state: State, name: str, value: Value | None, arguments: Arguments, place: Place
) -> Value | None:
    """Return `value | name(…)`; None for what is not defined."""
    if name in ("default", "d"):
        return _default(state, value, arguments)
    subject = EMPTY if value is None else value
    result: Value | None = None
    if name in _FILTERS:
        result = _FILTERS[name](frame, state, subject, arguments, place)
    elif name in _METHODS:
        text = subject if name == "items" else _text(state, subject, place)
        result = call(frame, state, get_attribute(frame, state, text, _METHODS[name]), arguments, place)
    elif name in _BUILTINS:
        given = Arguments((Element(subject, place),))
        result = call(frame, state, External(f"builtins.{_BUILTINS[name]}"), given, place)
    elif name in _SAME:
        result = _text(state, subject, place)
    if result is not None:
        return result
    operands = (freeze(subject, state.memory), *(m.value for m in arguments.positional if isinstance(m, Element)))
    positional = Seq(tuple(Element(operand, place) for operand in operands), "tuple")
    return Op("call", (External(f"jinja2.filters.do_{name}"), positional), arguments.keywords, place)


def _default(state: State, value: Value | None, arguments: Arguments) -> Value | None:
    default = argument(arguments, 0, "default_value", EMPTY)
    if value is None:
        return default
    falsy = truth(state, argument(arguments, 1, "boolean")) is True
    return default if falsy and truth(state, value) is False else value


def _text(state: State, value: Value, place: Place) -> Text:
    return Text(run_of(freeze(value, state.memory), place))


def _join(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
    separator = state.content(argument(arguments, 0, "d", EMPTY))
    attribute = argument(arguments, 1, "attribute")
    if attribute != NONE:
        named = Arguments((), (("attribute", attribute),))
        value = _mapped(frame, state, value, named, place) or value
    return joined(separator.parts, items_of(state, value, place), place) if isinstance(separator, Text) else None


def _format(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
    operand = (
        Map(keyword_entries(state, arguments, place)) if arguments.keywords else Seq(arguments.positional, "tuple")
    )
    return binary(frame, state, "%", value, operand, (place, place), place)


def _tojson(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return a value as JSON, its keys sorted and the signs of markup escaped, as Jinja writes it."""
    indent = argument(arguments, 0, "indent")
    text = json_text(freeze(value, state.memory), {"indent": indent, "sort_keys": Const(True)}, place)
    if not isinstance(text, Text):
        return None
    escapes = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})
    return Text(tuple(Literal(p.text.translate(escapes)) if isinstance(p, Literal) else p for p in text.parts))


def _indent(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
    width = argument(arguments, 0, "width", Const(4))
    first, blank = (truth(state, argument(arguments, n, name)) is True for n, name in ((1, "first"), (2, "blank")))
    prefix = literal(" " * width.value) if isinstance(width, Const) and isinstance(width.value, int) else width
    if not isinstance(prefix, Text):
        return None
    text = _text(state, value, place)
    run = indented(text.parts, prefix.parts, blank=blank)
    return Text(run if first or not text.parts else run[len(prefix.parts) :])


def _nth(number: int) -> Filter:
    def rule(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
        items = items_of(state, value, place)
        edge = items[number] if items else None
        return edge.value if isinstance(edge, Element) else None

    return rule


def _sorted(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
    if arguments.positional or arguments.keywords:
        return None
    return call(frame, state, External("builtins.sorted"), Arguments((Element(value, place),)), place)


def _mapped(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return `items | map(attribute="x")` and `items | map("filter")`."""
    from promptlint.frontends.jinja.mapping import mapped

    return mapped(frame, state, value, arguments, place)


_FILTERS: dict[str, Filter] = {
    "join": _join,
    "tojson": _tojson,
    "indent": _indent,
    "first": _nth(0),
    "last": _nth(-1),
    "sort": _sorted,
    "map": _mapped,
    "format": _format,
}


def tested(frame: Frame, state: State, name: str, value: Value | None, arguments: Arguments, place: Place) -> Value:
    """Return `value is name(…)`."""
    if name in ("defined", "undefined"):
        return Const((value is not None) == (name == "defined"))
    content = freeze(EMPTY if value is None else value, state.memory)
    other = freeze(positional_value(arguments, 0), state.memory)
    if name in _TESTS and (known := _TESTS[name](content)) is not None:
        return Const(known)
    if name in _COMPUTED and (result := compute(_COMPUTED[name], (content, other), place)) is not None:
        return result
    return Op(f"is {name}", (content, other), (), place)


def _is_none(value: Value) -> bool | None:
    return value == NONE if isinstance(value, Const | Text | Seq | Map) else None


def _is(*kinds: type[object]) -> Callable[[Value], bool | None]:
    return lambda value: isinstance(value, kinds) if isinstance(value, Const | Text | Seq | Map) else None


def _is_number(value: Value) -> bool | None:
    try:
        return isinstance(to_python(value), int | float)
    except NotKnown:
        return None


_TESTS: dict[str, Callable[[Value], bool | None]] = {
    "none": _is_none,
    "string": _is(Text),
    "mapping": _is(Map),
    "sequence": _is(Text, Seq, Map),
    "iterable": _is(Text, Seq, Map),
    "number": _is_number,
}
_COMPUTED: dict[str, Callable[..., object]] = {
    "eq": lambda a, b: a == b,
    "equalto": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "in": lambda a, b: a in b,
    "odd": lambda a, _: a % 2 == 1,
    "even": lambda a, _: a % 2 == 0,
    "divisibleby": lambda a, b: a % b == 0,
    "true": lambda a, _: a is True,
    "false": lambda a, _: a is False,
}
