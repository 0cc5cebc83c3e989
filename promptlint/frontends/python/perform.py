"""Operations that waited for their operands, done now that they may be known."""

from __future__ import annotations

from promptlint.frontends.python.calls import call
from promptlint.frontends.python.convert import compute
from promptlint.frontends.python.formatting import format_value
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.jsontext import nested_json
from promptlint.frontends.python.operators import BINARY, binary, logical, negation, sliced, subscript
from promptlint.frontends.python.patterns import has_key, has_length, is_instance
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import join_later
from promptlint.frontends.python.values import Arguments, Insert, Op, Seq, Text, Value


def perform(frame: Frame, state: State, op: Op) -> Value:
    """Return the result of an operation; the operation itself while it cannot be known."""
    match op.name, op.operands:
        case "call", (function, Seq(positional)):
            result = call(frame, state, function, Arguments(positional, op.keywords), op.place)
            return _same(op, result)
        case (("and" | "or"), values):
            return logical(state, op.name, values, op.place)
        case "not", (value,):
            return negation(state, value, op.place)
        case "[]", (container, key):
            return _same(op, subscript(state, container, key))
        case "[:]", (container, start, stop, step):
            return _same(op, sliced(state, container, (start, stop, step), op.place))
        case "format", (value, spec):
            run = format_value(value, "", spec, op.place)
            return op if any(isinstance(part, Insert) for part in run) else Text(run)
        case "length", _:
            return has_length(state, op)
        case "join", (Text() as separator, Seq(items)):
            return join_later(separator, items, op.place)
        case "json", (inner,):
            return _same(op, nested_json(op, inner))
        case "has", _:
            return has_key(state, op)
        case "isinstance", _:
            return is_instance(frame, state, op)
        case "repr", (value,):
            return compute(repr, (value,), op.place) or op
        case (name, (first, second)) if name in BINARY or name in ("is", "is not"):
            return _same(op, binary(frame, state, name, first, second, (op.place, op.place), op.place))
    return op


def _same(op: Op, result: Value) -> Value:
    """Return the result; where it is still an operation, with the name of the variable that held it."""
    if isinstance(result, Op) and op.hint and not result.hint:
        from dataclasses import replace

        return replace(result, hint=op.hint)
    return result
