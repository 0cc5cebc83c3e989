"""Routines: what the evaluator itself does for a call of Python's own library, and how one reads its arguments."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Element, Op, Run, Spread, Text, Value
from promptlint.source import Place

Routine = Callable[[Frame, State, Arguments, Place], Value | None]
"""A function that returns what a call returns; None where that is not known."""


def positional_value(arguments: Arguments, number: int) -> Value:
    """Return a positional argument by its number: an unknown item where a `*` hides it, None where it is missing."""
    for position, member in enumerate(arguments.positional):
        if isinstance(member, Element):
            if position == number:
                return member.value
        elif isinstance(member, Spread):
            return Op("[]", (member.value, Const(number - position)), (), member.place)
    return NONE


def argument(arguments: Arguments, number: int, name: str, default: Value = NONE) -> Value:
    """Return an argument that is passed by its position or its name."""
    if len(arguments.positional) > number or any(isinstance(member, Spread) for member in arguments.positional):
        return positional_value(arguments, number)
    return dict(arguments.keywords).get(name, default)


def text_argument(state: State, arguments: Arguments, number: int, name: str) -> Text | None:
    """Return such an argument if it is a text."""
    value = state.content(argument(arguments, number, name))
    return value if isinstance(value, Text) else None


def values_of(arguments: Arguments) -> tuple[Value, ...] | None:
    """Return the positional arguments; None where a `*` hides some."""
    values = tuple(member.value for member in arguments.positional if isinstance(member, Element))
    return values if len(values) == len(arguments.positional) else None


def without_first(arguments: Arguments) -> Arguments:
    """Return the arguments behind the first positional one."""
    return Arguments(arguments.positional[1:], arguments.keywords)


def known_options(state: State, arguments: Arguments, start: int) -> tuple[list[object], dict[str, object]] | None:
    """Return the positional arguments from `start` on and the keywords as Python objects; None if one is not known."""
    positional = values_of(Arguments(arguments.positional[start:]))
    if positional is None or any(name is None for name, _ in arguments.keywords):
        return None
    try:
        sizes = [to_python(freeze(value, state.memory)) for value in positional]
        options = {str(name): to_python(freeze(value, state.memory)) for name, value in arguments.keywords}
    except NotKnown:
        return None
    return sizes, options


def call_with(frame: Frame, state: State, function: Value, values: Run, place: Place) -> Value:
    """Return what a function returns for positional arguments."""
    return frame.call(state, function, Arguments(values), place)
