"""The special methods of the project's classes: what operators, built-ins and loops make of their instances."""

from __future__ import annotations

from promptlint.frontends.python.atoms import Class
from promptlint.frontends.python.attributes import class_of, enum_members, get_attribute
from promptlint.frontends.python.containers import items_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.readfile import lines_of_file
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Element, Function, Object, Run, Seq, Value
from promptlint.source import Place

OPERATORS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "|": "or",
    "&": "and",
    "^": "xor",
    "==": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
}
"""The names of the methods behind operators, without underscores."""


def special(frame: Frame, state: State, value: Value, name: str, place: Place, *operands: Value) -> Value | None:
    """Return what `value.__name__(*operands)` returns by a class of the project; None where it defines no such method."""
    definition = class_of(frame, state, value)
    if definition is None or frame.world.classes.member(definition, name) is None:
        return None
    method = get_attribute(frame, state, value, name)
    if not isinstance(method, Function):
        return None
    return frame.call(state, method, Arguments(tuple(Element(operand, place) for operand in operands)), place)


def operated(frame: Frame, state: State, name: str, first: Value, second: Value, place: Place) -> Value | None:
    """Return `first name second` by a special method of either operand."""
    if not any(isinstance(state.content(value), Object) for value in (first, second)):
        return None
    if name in ("in", "not in"):
        held = special(frame, state, second, "__contains__", place, first)
        from promptlint.frontends.python.operators import negation

        return held if held is None or name == "in" else negation(state, held, place)
    method = OPERATORS.get(name)
    if method is None:
        return None
    result = special(frame, state, first, f"__{method}__", place, second)
    return special(frame, state, second, f"__r{method}__", place, first) if result is None else result


def members_of(frame: Frame, state: State, value: Value, place: Place) -> Run:
    """Return the members that going through a value yields: by its `__iter__`, or field by field for a named tuple."""
    content = state.content(value)
    if isinstance(content, Class):
        return tuple(Element(member, place) for _, member in enum_members(frame, content.definition))
    if isinstance(content, Object):
        made = special(frame, state, value, "__iter__", place)
        if made is not None:
            return items_of(state, made, place)
        if "typing.NamedTuple" in frame.world.classes.external_bases(content.definition):
            return tuple(Element(field, place) for _, field in content.attributes)
    lines = lines_of_file(frame, state, value, place)
    return items_of(state, value, place) if lines is None else lines


def item(frame: Frame, state: State, container: Value, key: Value, place: Place) -> Value:
    """Return `container[key]`: by its `__getitem__`, or the field of a named tuple."""
    from promptlint.frontends.python.operators import subscript

    content = state.content(container)
    if isinstance(content, Object):
        made = special(frame, state, container, "__getitem__", place, key)
        if made is not None:
            return made
        if "typing.NamedTuple" in frame.world.classes.external_bases(content.definition):
            return subscript(state, Seq(members_of(frame, state, container, place), "tuple"), key)
        if (
            "typing.TypedDict" in frame.world.classes.external_bases(content.definition)
            and (name := plain(key)) is not None
        ):
            return get_attribute(frame, state, container, name)
    return subscript(state, container, key)


def is_true(frame: Frame, state: State, value: Value, place: Place) -> bool | None:
    """Return whether a value counts as true, by its `__bool__` or `__len__`; None where that is not known."""
    from promptlint.frontends.python.operators import truth

    for name in ("__bool__", "__len__") if isinstance(state.content(value), Object) else ():
        made = special(frame, state, value, name, place)
        if made is not None:
            return truth(state, made)
    return truth(state, value)
