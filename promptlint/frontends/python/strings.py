"""The methods of strings. Whatever is known for certain is computed by Python; what keeps its parts is listed here."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.python.containers import items_of, positional_value
from promptlint.frontends.python.convert import compute, cut
from promptlint.frontends.python.formatting import Malformed, format_text, replace_text
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import joined, map_literals, strip
from promptlint.frontends.python.values import (
    Arguments,
    Element,
    Entry,
    Literal,
    Seq,
    Spread,
    Text,
    Value,
    plain,
)
from promptlint.source import Place

Method = Callable[[Frame, State, Text, Arguments, Place], Value | None]


def call_string(frame: Frame, state: State, text: Text, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return `text.name(...)`; None where the result is not known."""
    if name in _METHODS:
        result = _METHODS[name](frame, state, text, arguments, place)
        if result is not None:
            return result
    if arguments.keywords or not hasattr(str, name) or name in ("format", "format_map", "encode"):
        return None
    operands = tuple(member.value for member in arguments.positional if isinstance(member, Element))
    return compute(getattr(str, name), (text, *(state.content(operand) for operand in operands)), place)


def _format(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    try:
        return format_text(frame, state, text, arguments, place)
    except Malformed:
        return None


def _format_map(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    return _format(frame, state, text, Arguments((), ((None, positional_value(arguments, 0)),)), place)


def _join(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    value = positional_value(arguments, 0)
    where = arguments.positional[0].place if isinstance(arguments.positional[0], Element | Spread | Entry) else place
    return joined(text.parts, items_of(state, value, where), place)


def _replace(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    old, new = plain(positional_value(arguments, 0)), positional_value(arguments, 1)
    if old is None or len(arguments.positional) > 2:
        return None
    return replace_text(frame, text, old, new, place)


def _stripper(sides: str) -> Method:
    def method(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
        characters = plain(positional_value(arguments, 0)) if arguments.positional else None
        if arguments.positional and characters is None:
            return None
        return Text(strip(text.parts, characters, sides))

    return method


def _mapper(change: Callable[[str], str]) -> Method:
    return lambda frame, state, text, arguments, place: Text(map_literals(text.parts, change))


def _removeprefix(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    prefix = plain(positional_value(arguments, 0))
    match text.parts:
        case (Literal(start) as first, *rest) if prefix is not None and len(start) >= len(prefix):
            return Text((cut(first, len(prefix), len(start)), *rest)) if start.startswith(prefix) else text
    return None


def _removesuffix(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    suffix = plain(positional_value(arguments, 0))
    match text.parts:
        case (*rest, Literal(end) as last) if suffix is not None and len(end) >= len(suffix):
            return Text((*rest, cut(last, 0, len(end) - len(suffix)))) if end.endswith(suffix) else text
    return None


def _splitlines(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    keep = bool(arguments.positional or arguments.keywords)
    match text.parts:
        case (Literal(known) as only,):
            pieces: list[Element] = []
            start = 0
            for line, whole in zip(known.splitlines(keep), known.splitlines(keepends=True), strict=True):
                pieces.append(Element(Text((cut(only, start, start + len(line)),)), place))
                start += len(whole)
            return Seq(tuple(pieces))
    return None


def _same(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    return text


def _expandtabs(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    return text if plain(text) is None else None


_METHODS: dict[str, Method] = {
    "format": _format,
    "format_map": _format_map,
    "join": _join,
    "replace": _replace,
    "strip": _stripper("lr"),
    "lstrip": _stripper("l"),
    "rstrip": _stripper("r"),
    "removeprefix": _removeprefix,
    "removesuffix": _removesuffix,
    "splitlines": _splitlines,
    "encode": _same,
    "decode": _same,
    "expandtabs": _expandtabs,
    "upper": _mapper(str.upper),
    "lower": _mapper(str.lower),
    "casefold": _mapper(str.casefold),
    "swapcase": _mapper(str.swapcase),
}
