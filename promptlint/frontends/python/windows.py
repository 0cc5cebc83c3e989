"""Windows: how the rest of a growing list changes when its head is cut off."""

from __future__ import annotations

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.cutting import is_window
from promptlint.frontends.python.values import Value
from promptlint.hole import Growth


def cut_growth(growth: Growth, start: Value, limit: Value) -> Growth:
    """Return how the rest of a value changes of which what stands ahead of `start` is cut off, beyond a limit if any."""
    if is_window(start, limit):
        return Growth.WINDOW
    return growth if start in (NONE, Const(0)) and growth is Growth.APPEND else Growth.REWRITTEN


def width(start: Value, limit: Value) -> int | None:
    """Return how many of the latest items stand behind a start that is counted from the end, with every request."""
    match start:
        case Const(int(number)) if number < 0 and limit == NONE:
            return -number
    return None
