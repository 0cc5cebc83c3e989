"""How an engine in JavaScript writes values, as far as that is the same as in Python."""

from __future__ import annotations

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import EMPTY
from promptlint.frontends.python.routine import Routine, positional_value
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Map, Op, Seq, Value
from promptlint.source import Place

WRITTEN = "nunjucks.written"
"""The name of what writes a value."""


def _written(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return a value as it is written: nothing for none, a hole for what Python writes in another way."""
    value = positional_value(arguments, 0)
    match state.content(value):
        case Const(None):
            return EMPTY
        case Const(bool() | float()) | Seq() | Map():
            return Op("written", (freeze(value, state.memory),), (), place)
    return value


ROUTINES: dict[str, Routine] = {WRITTEN: _written}
