"""The built-ins that look into objects: `getattr`, `hasattr`, `isinstance`, `super` and their like."""

from __future__ import annotations

from promptlint.frontends.python.atoms import NONE, Class, Const, Symbol
from promptlint.frontends.python.attributes import class_of, get_attribute, set_attribute
from promptlint.frontends.python.binders import own_object
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import UNSET
from promptlint.frontends.python.operators import binary
from promptlint.frontends.python.patterns import is_instance
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.rendering import address
from promptlint.frontends.python.routine import Routine, positional_value, values_of
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Branch,
    Function,
    Map,
    Object,
    Op,
    Seq,
    Super,
    Text,
    Value,
)
from promptlint.hole import Link
from promptlint.source import Place


def _super(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    definition = frame.definition
    while definition.parent is not None and not definition.parent.is_class:
        definition = definition.parent
    own = own_object(definition.node)
    if definition.parent is None or own is None:
        return None
    receiver = state.names.get(own, Symbol(definition, own, frame.cls))
    return Super(receiver, definition.parent)


def _getattr(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    base, name = positional_value(arguments, 0), plain(positional_value(arguments, 1))
    if name is None:
        return None
    defaults = len(arguments.positional) > 2 and _is_whole(frame, state, base)
    return get_attribute(frame, state, base, name, positional_value(arguments, 2) if defaults else None)


def _is_whole(frame: Frame, state: State, base: Value) -> bool:
    """Return whether all attributes of an instance are known: its class has no bases in other packages."""
    definition = base.definition if isinstance(base, Class) else class_of(frame, state, base)
    return definition is not None and not frame.world.classes.external_bases(definition)


def _setattr(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    name = plain(positional_value(arguments, 1))
    if name is None:
        return None
    set_attribute(state, positional_value(arguments, 0), name, positional_value(arguments, 2))
    return NONE


def _hasattr(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    base, name = positional_value(arguments, 0), plain(positional_value(arguments, 1))
    if name is not None and isinstance(base, Class):
        return _has(frame, state, base, name, place)
    if name is None or not isinstance(state.content(base), Object):
        return None
    held = _is_set(get_attribute(frame, state, base, name, UNSET), Attribute(base, name))
    return Const(True) if held else Const(False) if held is False and _is_whole(frame, state, base) else None


def _has(frame: Frame, state: State, cls: Class, name: str, place: Place) -> Value | None:
    """Return whether a class has an attribute: one that functions alone set may stand there already."""
    if frame.world.classes.member(cls.definition, name) is not None:
        return Const(True)
    if name not in frame.world.classes.setters(cls.definition):
        return None
    held = get_attribute(frame, state, cls, name)
    return binary(frame, state, "is not", held, NONE, (place, place), place)


def _is_set(value: Value, location: Attribute) -> bool | None:
    """Return whether a value stands at the location of an attribute; None where only one of two paths puts one there."""
    match value:
        case Op("unset"):
            return False
        case Branch(_, (first, second)):
            return held if (held := _is_set(first, location)) is _is_set(second, location) else None
    return value != location


def _callable(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return whether a value can be called; a model of a package takes what is not known for a text."""
    value = positional_value(arguments, 0)
    match state.content(value):
        case Function() | Class():
            return Const(True)
        case Text() | Seq() | Map() | Const():
            return Const(False)
        case Object() if get_attribute(frame, state, value, "__call__") != Attribute(value, "__call__"):
            return Const(True)
        case Object() if _is_whole(frame, state, value):
            return Const(False)
    return Const(False) if frame.world.is_model(frame.definition.module) else None


def _isinstance(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    match values_of(arguments):
        case (subject, cls):
            test = is_instance(frame, state, Op("isinstance", (subject, cls), (), place))
            return test if isinstance(test, Const) else None
    return None


def _type(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    definition = class_of(frame, state, positional_value(arguments, 0))
    return Class(definition) if definition is not None and len(arguments.positional) == 1 else None


def _new(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    cls = positional_value(arguments, 0)
    return state.allocate(Object(cls.definition, ())) if isinstance(cls, Class) else None


def _object(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    label = frame.label(place)
    return address(label, Link(f"`{label}` has no text: Python shows its address in memory", place))


ROUTINES: dict[str, Routine] = {
    "builtins.super": _super,
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.hasattr": _hasattr,
    "builtins.callable": _callable,
    "builtins.isinstance": _isinstance,
    "builtins.object": _object,
    "builtins.object.__new__": _new,
    "builtins.type": _type,
}
