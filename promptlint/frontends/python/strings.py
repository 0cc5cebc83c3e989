"""The methods of strings. Whatever is known for certain is computed by Python; what keeps its parts is listed here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.capitals import titled
from promptlint.frontends.python.convert import LARGEST, NotKnown, compute, cut, is_sane, stretch, to_python
from promptlint.frontends.python.ends import Side, filled, strip, without_prefix, without_suffix
from promptlint.frontends.python.formatting import Malformed, format_text, replace_text
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.parting import Parting, breaks_at, line_breaks
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.routine import argument, positional_value, values_of
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.sizes import is_free
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.tabs import without_tabs
from promptlint.frontends.python.text import join_later, map_literals, text_size
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Element,
    Entry,
    Insert,
    Literal,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
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
    operands = values_of(arguments)
    if operands is None or not is_sane(*operands):
        return None
    operands = tuple(freeze(operand, state.memory) for operand in operands)
    result = compute(getattr(str, name), (text, *operands), place)
    return _apart(text, name, operands, result) if name in _PARTING and isinstance(result, Seq) else result


_PARTING = ("split", "rsplit", "partition", "rpartition")


def _apart(text: Text, name: str, operands: tuple[Value, ...], pieces: Seq) -> Seq:
    """Return the pieces into which a known text is parted, each with its places."""
    known = plain(text) or ""
    separator = plain(operands[0]) if operands else None
    gap = len(separator or "") if "split" in name else 0
    items: list[Element] = []
    at = 0
    for piece in pieces.items:
        assert isinstance(piece, Element)
        size = len(plain(piece.value) or "")
        start = at if separator else known.index(plain(piece.value) or "", at)
        items.append(Element(Text(stretch(text.parts, start, start + size)), piece.place))
        at = start + size + gap
    return Seq(tuple(items), pieces.form)


def call_bytes(state: State, value: Const, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return what a method of a number or of bytes returns, if everything is known."""
    method = getattr(type(value.value), name, None)
    given = values_of(arguments)
    if method is None or given is None or not set(dict(arguments.keywords)) <= {"encoding", "errors"}:
        return None
    operands = (*given, *(value for _, value in arguments.keywords))
    return compute(method, (value, *(freeze(operand, state.memory) for operand in operands)), place)


def _format(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    try:
        return format_text(frame, state, text, arguments, place)
    except Malformed:
        return None


def _format_map(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    return _format(frame, state, text, Arguments((), ((None, positional_value(arguments, 0)),)), place)


def _join(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    from promptlint.frontends.python.protocols import members_of

    if not arguments.positional:
        return None
    value = positional_value(arguments, 0)
    where = arguments.positional[0].place if isinstance(arguments.positional[0], Element | Spread | Entry) else place
    return join_later(text, members_of(frame, state, value, where), where)


def _replace(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    old, new = plain(positional_value(arguments, 0)), state.content(positional_value(arguments, 1))
    match argument(arguments, 2, "count", Const(-1)):
        case Const(int(count)) if old is not None and _fits(text, old, new):
            waiting = replace(text, parts=replaced(text.parts, _later(state, "replace", arguments, place)))
            return replace_text(frame, waiting, old, new, count, place)
    return None


def _fits(text: Text, old: str, new: Value) -> bool:
    """Return whether a text stays short enough when one of its words is replaced."""
    found = sum(part.text.count(old) for part in text.parts if isinstance(part, Literal))
    return found * (text_size(new.parts) if isinstance(new, Text) else 1) <= LARGEST


def _stripper(sides: str) -> Method:
    def method(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
        characters = plain(positional_value(arguments, 0)) if arguments.positional else None
        if arguments.positional and characters is None:
            return None
        return Text(strip(text.parts, characters, sides))

    return method


def _mapper(name: str, change: Callable[[str], str]) -> Method:
    def method(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
        return Text(map_literals(replaced(text.parts, _later(state, name, arguments, place)), change))

    return method


def _later(state: State, name: str, arguments: Arguments, place: Place) -> Callable[[Member], Run]:
    """Return what calls a method on a part of a text that only a caller knows: with what it is then."""
    positional = freeze(Seq(arguments.positional), state.memory)

    def called(part: Member) -> Run:
        if not isinstance(part, Insert) or not is_free(part.value):
            return (part,)
        function = Attribute(Text((part,)), name)
        return (replace(part, value=Op("call", (function, positional), arguments.keywords, place)),)

    return called


def _title(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    """Return every word with a capital; a word that may go on from another part has one or none."""
    return Text(titled(text.parts, " ", _later(state, "title", arguments, place), place))


def _capitalize(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    """Return the text in small letters but for the first one, where that is known."""
    match text.parts:
        case (Literal(start) as first, *rest) if start:
            head, tail = cut(first, 0, 1), cut(first, 1, len(start))
            capital = Literal(head.text.title(), head.site)
            small = replaced(tuple(rest), _later(state, "lower", arguments, place))
            return Text((capital, *map_literals((*((tail,) if tail.text else ()), *small), str.lower)))
    return None


def _remover(remove: Callable[[Run, str], Run]) -> Method:
    def method(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
        affix = plain(positional_value(arguments, 0))
        return None if affix is None else Text(remove(text.parts, affix))

    return method


def _splitlines(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    later = _waiting("splitlines", arguments, place)
    parting = Parting(line_breaks, place, later, keeps=truth(state, argument(arguments, 0, "keepends")) is True)
    known = plain(text) is not None or parting.breaks_in(text.parts)
    return state.allocate(Seq(parting.of(text.parts))) if known else None


def _waiting(name: str, arguments: Arguments, place: Place) -> Callable[[Text], Value]:
    """Return what makes of a text the call of a method that waits."""
    return lambda text: Op("call", (Attribute(text, name), Seq(arguments.positional)), arguments.keywords, place)


def _split(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    """Split a text with holes at a separator; a hole is taken to hold none."""
    separator = plain(positional_value(arguments, 0)) if len(arguments.positional) == 1 else None
    if not separator or arguments.keywords or plain(text) is not None:
        return None
    parting = Parting(breaks_at(separator), place, _waiting("split", arguments, place), ends=False)
    return state.allocate(Seq(parting.of(text.parts))) if parting.breaks_in(text.parts) else None


def _startswith(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    """Return whether a text that is known in part starts with a word."""
    word = plain(positional_value(arguments, 0))
    match text.parts:
        case (Literal(head), *_) if word is not None and len(arguments.positional) == 1:
            return Const(head.startswith(word)) if len(head) >= len(word) or not word.startswith(head) else None
    return None


def _isspace(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    written = any(part.text.strip() for part in text.parts if isinstance(part, Literal))
    return Const(False) if written else None


def _translate(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    try:
        table = to_python(freeze(positional_value(arguments, 0), state.memory))
        waiting = replaced(text.parts, _later(state, "translate", arguments, place))
        return Text(map_literals(waiting, lambda part: part.translate(table)))  # type: ignore[arg-type]
    except (NotKnown, TypeError):
        return None


def _same(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    return text


def _expandtabs(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
    match argument(arguments, 0, "tabsize", Const(8)):
        case Const(int(size)) if plain(text) is None:
            return Text(without_tabs(text.parts, size, place))
    return None


def _filler(side: Side) -> Method:
    def method(frame: Frame, state: State, text: Text, arguments: Arguments, place: Place) -> Value | None:
        match positional_value(arguments, 0):
            case Const(int(width)) if plain(text) is None:
                return Text(filled(text.parts, width, side, place))
        return None

    return method


_METHODS: dict[str, Method] = {
    "center": _filler("^"),
    "ljust": _filler("<"),
    "rjust": _filler(">"),
    "zfill": _filler(">"),
    "format": _format,
    "format_map": _format_map,
    "join": _join,
    "replace": _replace,
    "strip": _stripper("lr"),
    "lstrip": _stripper("l"),
    "rstrip": _stripper("r"),
    "removeprefix": _remover(without_prefix),
    "removesuffix": _remover(without_suffix),
    "splitlines": _splitlines,
    "split": _split,
    "startswith": _startswith,
    "isspace": _isspace,
    "translate": _translate,
    "encode": _same,
    "decode": _same,
    "expandtabs": _expandtabs,
    "upper": _mapper("upper", str.upper),
    "lower": _mapper("lower", str.lower),
    "capitalize": _capitalize,
    "casefold": _mapper("casefold", str.casefold),
    "swapcase": _mapper("swapcase", str.swapcase),
    "title": _title,
}
