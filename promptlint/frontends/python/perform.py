"""Operations that waited for their operands, done now that they may be known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptlint.frontends.python.calls import call
from promptlint.frontends.python.convert import compute
from promptlint.frontends.python.cutting import settled
from promptlint.frontends.python.formatting import format_value
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.jsontext import nested_json
from promptlint.frontends.python.mappings import read_map
from promptlint.frontends.python.operators import BINARY, binary, logical, negation, sliced, subscript
from promptlint.frontends.python.patterns import has_key, has_length, is_instance
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import join_later
from promptlint.frontends.python.values import Arguments, Insert, Map, Op, Seq, Text, Value

_DEEPEST = 40
"""How many calls of a circle of functions are followed into each other."""

_MOST = 1_000
"""How many expressions such calls may look at together; past that they are not followed."""

Action = Callable[[Frame, State, Op], Value]


def perform(frame: Frame, state: State, op: Op) -> Value:
    """Return the result of an operation; the operation itself while it cannot be known."""
    action = _ACTIONS.get(op.name, _binary if op.name in BINARY else None)
    result = op if action is None else action(frame, state, op)
    if isinstance(result, Op) and op.hint and not result.hint:
        return replace(result, hint=op.hint)
    return result


def _call(frame: Frame, state: State, op: Op) -> Value:
    match op.operands:
        case (function, Seq(positional)):
            return call(frame, state, function, Arguments(positional, op.keywords), op.place)
    return op


def _again(frame: Frame, state: State, op: Op) -> Value:
    """Return what a call within a circle of functions returns, where it is certain that it is made."""
    match op.operands:
        case (function, Op("call", (_, Seq(positional)), keywords)) if (
            not frame.undecided and frame.unrolled < _DEEPEST
        ):
            outermost, budget = frame.unrolled == 0, frame.budget
            frame.budget = min(budget, _MOST) if outermost else budget
            given, frame.unrolled = frame.budget, frame.unrolled + 1
            result = call(frame, state, function, Arguments(positional, keywords), op.place)
            left, frame.unrolled = frame.budget, frame.unrolled - 1
            if outermost:
                frame.budget = budget - given + left
            return op if outermost and left < 0 else result
    return op


def _logical(frame: Frame, state: State, op: Op) -> Value:
    return logical(state, op.name, op.operands, op.place)


def _binary(frame: Frame, state: State, op: Op) -> Value:
    first, second = op.operands
    return binary(frame, state, op.name, first, second, (op.place, op.place), op.place)


def _item(frame: Frame, state: State, op: Op) -> Value:
    match op.operands:
        case (container, key):
            return subscript(state, container, key)
    return op


def _slice(frame: Frame, state: State, op: Op) -> Value:
    container, start, stop, step = op.operands
    result = sliced(state, container, (start, stop, step), op.place)
    return replace(result, keywords=op.keywords) if isinstance(result, Op) and result.name == op.name else result


def _view(frame: Frame, state: State, op: Op) -> Value:
    """Return the values or the pairs of a mapping that is known by now."""
    content = state.content(op.operands[0])
    return (read_map(state, content, op.name, Arguments(), op.place) or op) if isinstance(content, Map) else op


def _format(frame: Frame, state: State, op: Op) -> Value:
    value, spec = op.operands
    run = format_value(value, "", spec, op.place)
    match run:
        case (Insert(Op("format")),):
            return op
    return Text(run)


def _join(frame: Frame, state: State, op: Op) -> Value:
    match op.operands:
        case (Text() as separator, Seq(items)):
            return join_later(separator, items, op.place)
    return op


_ACTIONS: dict[str, Action] = {
    "again": _again,
    "call": _call,
    "and": _logical,
    "or": _logical,
    "not": lambda frame, state, op: negation(state, op.operands[0], op.place),
    "is": _binary,
    "is not": _binary,
    "items": _view,
    "values": _view,
    "[]": _item,
    "[:]": _slice,
    "cut": lambda frame, state, op: settled(state, op),
    "format": _format,
    "join": _join,
    "json": lambda frame, state, op: nested_json(op, op.operands[0]),
    "length": lambda frame, state, op: has_length(state, op),
    "has": lambda frame, state, op: has_key(state, op),
    "isinstance": lambda frame, state, op: is_instance(frame, state, op),
    "repr": lambda frame, state, op: compute(repr, op.operands, op.place) or op,
}
