"""What instances of the project's classes look like as text."""

from __future__ import annotations

from promptlint.frontends.python.attributes import class_of, get_attribute
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Definition, Function, Object, Op, Text, Value, literal
from promptlint.prompt import Confidence, Hole, Kind, Link, Order, Volatility
from promptlint.source import Place


def render_object(frame: Frame, state: State, value: Value, place: Place) -> Value | None:
    """Return the text of an instance: by its `__str__` or `__repr__`, or as Python shows it; None for other values."""
    definition = class_of(frame, state, value)
    if definition is None:
        return None
    for name in ("__str__", "__repr__"):
        if any(name in frame.world.namespace(cls) for cls in frame.world.lineage(definition)):
            method = get_attribute(frame, state, value, name)
            if isinstance(method, Function):
                return call(frame, state, method, Arguments(), place)
    bases = frame.world.external_bases(definition)
    if any(base.startswith("enum.") for base in bases):
        return _enum(definition, bases, state.content(value))
    if bases:
        return Op("shown", (value,), (), place)
    label = frame.label(place)
    link = Link(f"`{definition.name}` has no `__str__`: Python shows its address in memory", definition.place)
    order = Order("repr", Volatility.PROCESS)
    return Hole(label, Kind.ORDER, Volatility.PROCESS, order, confidence=Confidence.HIGH, chain=(link,))


def _enum(definition: Definition, bases: frozenset[str], content: Value) -> Value:
    attributes = dict(content.attributes) if isinstance(content, Object) else {}
    value, name = attributes.get("value"), attributes.get("name")
    if isinstance(value, Text) and "enum.StrEnum" in bases:
        return value
    match name:
        case Text(parts):
            return Text(literal(f"{definition.name}.").parts + parts)
    return Op("shown", (content,), (), definition.place)
