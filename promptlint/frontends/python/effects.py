"""Effects: where a caller sees what a callee leaves behind."""

from __future__ import annotations

from collections.abc import Mapping

from promptlint.frontends.python.atoms import Definition, Ref, Symbol
from promptlint.frontends.python.attributes import get_attribute, set_attribute
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.settle import Settle
from promptlint.frontends.python.sizes import REFS, marks
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Attribute, Branch, Value
from promptlint.source import Place


def location_of(location: Value, definition: Definition, settle: Settle, cells: Mapping[Symbol, Ref]) -> Value:
    """Return where the caller sees what a callee wrote at a location; `cells` are those of its free variables."""
    match location:
        case Symbol(owner) if owner is definition:
            return settle(location)
        case Symbol():
            return cells.get(location, location)
        case Attribute(base, name):
            return Attribute(location_of(base, definition, settle, cells), name)
    return location


def write(frame: Frame, state: State, location: Value, value: Value, *, in_place: bool) -> None:
    """Put what a callee left at a location where the caller sees it."""
    match location:
        case Symbol(owner, name) if owner is frame.definition:
            state.names[name] = value
        case Ref():
            content = value if not isinstance(value, Ref) else state.memory[value]
            state.memory[location] = _apart(content, location, state.memory[location], frame.definition.place)
        case Symbol():
            state.memory[location] = state.content(value)
        case Attribute(base, name):
            if isinstance(base, Attribute) and isinstance(holder := _holder(frame, state, base), Ref):
                base = holder
            held = get_attribute(frame, state, base, name) if in_place else None
            if isinstance(held, Ref):
                state.memory[held] = state.content(value)
            else:
                set_attribute(state, base, name, value)


def _holder(frame: Frame, state: State, location: Attribute) -> Value:
    """Return the object that an attribute of an object, or of an attribute of one, holds."""
    base = location.base
    return get_attribute(
        frame, state, _holder(frame, state, base) if isinstance(base, Attribute) else base, location.name
    )


def _apart(content: Value, location: Ref, before: Value, place: Place) -> Value:
    """Return what a location holds now; where a path leaves it as it is, what it held before."""
    match content:
        case Branch(condition, (first, second)) if marks(content) & REFS:
            one, other = (
                before if arm == location else _apart(arm, location, before, place) for arm in (first, second)
            )
            return content if (one, other) == (first, second) else join(condition, one, other, place)
    return content
