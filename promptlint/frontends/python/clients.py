"""Clients: the objects whose methods send, and what made them."""

from __future__ import annotations

from promptlint.frontends.python.atoms import External, Imported
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Attribute, Made, Op, Value


def maker_of(state: State, value: Value) -> str | None:
    """Return what made the object at the head of a path: a qualified name; None where that is not known."""
    while True:
        match state.content(value):
            case Attribute(base, _):
                value = base
            case Op("call" | "answer", (function, *_)):
                value = function
            case External(name) | Made(name) | Imported(_, name):
                return name
            case _:
                return None


def client_of(state: State, value: Value) -> Made | None:
    """Return the object of another package at the head of a path, with what it was made of; None where none is known."""
    while isinstance(value := state.content(value), Attribute):
        value = value.base
    return value if isinstance(value, Made) else None
