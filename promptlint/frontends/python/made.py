"""Methods of what calling a class of another package made: the objects of Python's own library, and records."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.jinja import environment
from promptlint.frontends.python import records, wrapping
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.formatting import Malformed, dollar_text
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.protocols import item
from promptlint.frontends.python.readfile import read_method
from promptlint.frontends.python.routine import argument, positional_value, without_first
from promptlint.frontends.python.state import State
from promptlint.frontends.python.strings import call_bytes, call_string
from promptlint.frontends.python.values import Arguments, Made, Spread, Text, Value
from promptlint.source import Place


def call_made(
    frame: Frame, state: State, receiver: Value, name: str, arguments: Arguments, place: Place
) -> Value | None:
    """Return what a method returns of a constant, of an object of Python's library, or of a record; None for any other."""
    content = state.content(receiver)
    match content:
        case Const():
            return call_bytes(state, content, name, arguments, place)
        case Made(maker, given) if name == "__call__":
            return _called_later(frame, state, maker, given, arguments, place)
        case Made(maker) if (method := _METHODS.get(maker)) is not None:
            return method(frame, state, content, name, arguments, place)
    if (text := read_method(frame, state, receiver, name, arguments, place)) is not None:
        return text
    return records.call_record(frame, state, receiver, name, arguments, place)


def _template(frame: Frame, state: State, made: Made, name: str, arguments: Arguments, place: Place) -> Value | None:
    template = state.content(argument(made.arguments, 0, "template"))
    if name not in ("substitute", "safe_substitute") or not isinstance(template, Text):
        return None
    try:
        return dollar_text(frame, state, template, arguments, place, safe=name == "safe_substitute")
    except Malformed:
        return None


def _formatter(frame: Frame, state: State, made: Made, name: str, arguments: Arguments, place: Place) -> Value | None:
    template = state.content(positional_value(arguments, 0))
    if name not in ("format", "vformat") or not isinstance(template, Text):
        return None
    if name == "format":
        return call_string(frame, state, template, "format", without_first(arguments), place)
    given = Arguments((Spread(positional_value(arguments, 1), place),), ((None, positional_value(arguments, 2)),))
    return call_string(frame, state, template, "format", given, place)


def _jinja(frame: Frame, state: State, made: Made, name: str, arguments: Arguments, place: Place) -> Value | None:
    from promptlint.frontends.jinja.render import call_jinja

    return call_jinja(frame, state, made, name, arguments, place)


_METHODS: dict[str, Callable[[Frame, State, Made, str, Arguments, Place], Value | None]] = {
    "string.Template": _template,
    "string.Formatter": _formatter,
    "textwrap.TextWrapper": wrapping.call_wrapper,
    **dict.fromkeys(environment.MAKERS, _jinja),
}
"""What methods of objects of a library do, by what made the object."""


def _called_later(
    frame: Frame, state: State, maker: str, given: Arguments, arguments: Arguments, place: Place
) -> Value | None:
    """Return what an object returns that was made to be called: a getter, or a function with arguments."""
    first, subject = positional_value(given, 0), positional_value(arguments, 0)
    name = plain(first)
    match maker:
        case "functools.partial":
            merged = (*given.keywords, *arguments.keywords)
            return call(frame, state, first, Arguments((*given.positional[1:], *arguments.positional), merged), place)
        case "operator.itemgetter" if len(given.positional) == 1:
            return item(frame, state, subject, first, place)
        case "operator.attrgetter" if name is not None and len(given.positional) == 1:
            for step in name.split("."):
                subject = get_attribute(frame, state, subject, step)
            return subject
        case "operator.methodcaller" if name is not None:
            return call(frame, state, get_attribute(frame, state, subject, name), without_first(given), place)
    return None
