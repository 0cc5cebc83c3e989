"""What counts as nothing where a template asks whether there is a value: no two languages agree."""

from __future__ import annotations

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Function, Map, Object, Seq, Text, Value


def in_mustache(state: State, content: Value) -> bool | None:
    """Return whether a value is none, false, or an empty text or list; the engines differ on zero and empty mappings."""
    match content:
        case Const(int(number)) if not isinstance(number, bool) and not number:
            return None
        case Map(()):
            return None
    return in_handlebars(state, content)


def in_handlebars(state: State, content: Value) -> bool | None:
    """Return whether a value is none, false, zero, or an empty text or list."""
    match content:
        case Map() | Object() | Function():
            return False
    known = truth(state, content)
    return None if known is None else not known


def in_liquid(state: State, content: Value) -> bool | None:
    """Return whether a value is none or false."""
    match content:
        case Const(value):
            return value is None or value is False
        case Text() | Seq() | Map() | Object() | Function():
            return False
    return None
