"""What values look like as text: instances of the project's classes by their own methods, others as Python shows them."""

from __future__ import annotations

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.attributes import class_of, get_attribute
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.formatting import format_value
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import EMPTY, literal
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.text import run_of, shown
from promptlint.frontends.python.values import (
    Arguments,
    Element,
    Function,
    Literal,
    Map,
    Object,
    Op,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.hole import Confidence, Hole, Kind, Link, Order, Volatility
from promptlint.source import Place

_FIELD_REPRS = ("dataclasses.dataclass", "typing.NamedTuple")
"""The bases and decorators that show an instance as `Name(field=value)`."""


def text_of(frame: Frame, state: State, value: Value, place: Place) -> Run:
    """Return the text that a value becomes where it enters a text at `place`."""
    rendered = render_object(frame, state, value, place)
    content = _with_shown(frame, state, freeze(state.content(value), state.memory), place)
    return run_of(content if rendered is None else freeze(rendered, state.memory), place)


def repr_of(frame: Frame, state: State, value: Value, place: Place, conversion: str = "r") -> Run:
    """Return the text that `repr(value)` would be; `ascii(value)` for the conversion "a"."""
    rendered = render_object(frame, state, value, place, names=("__repr__",))
    if rendered is not None:
        return run_of(freeze(rendered, state.memory), place)
    content = _with_shown(frame, state, freeze(state.content(value), state.memory), place)
    return shown(content, place, repr if conversion == "r" else ascii)


def formatted(frame: Frame, state: State, value: Value, conversion: str, spec: Value, place: Place) -> Run:
    """Return the text of a replacement field, `{value!conversion:spec}`, by `__format__` where a class defines it."""
    match conversion:
        case "r" | "a":
            run = repr_of(frame, state, value, place, conversion)
            if spec == EMPTY and any(isinstance(part, Literal) for part in run):
                return run
            return format_value(freeze(value, state.memory), conversion, spec, place)
        case "" if (method := _own_method(frame, state, value, ("__format__",))) is not None:
            made = call(frame, state, method, Arguments((Element(spec, place),)), place)
            return run_of(freeze(made, state.memory), place)
    content = freeze(state.content(value), state.memory)
    if conversion == "s" or spec == EMPTY or isinstance(content, Text | Object):
        content = Text(text_of(frame, state, value, place))
    return format_value(content, "", spec, place)


def render_object(
    frame: Frame, state: State, value: Value, place: Place, names: tuple[str, ...] = ("__str__", "__repr__")
) -> Value | None:
    """Return the text of an instance: by its `__str__` or `__repr__`, or as Python shows it; None for other values."""
    if isinstance(value, Function):
        return _address(frame, value.definition, f"`{value.definition.name}` is a function", place)
    definition = class_of(frame, state, value)
    if definition is None:
        return None
    method = _own_method(frame, state, value, names)
    if method is not None:
        return call(frame, state, method, Arguments(), place)
    bases = frame.world.classes.external_bases(definition)
    if any(base.startswith("enum.") for base in bases):
        return _enum(definition, bases, state.content(value))
    if any(base in _FIELD_REPRS for base in bases) and isinstance(content := state.content(value), Object):
        return _fields(frame, state, definition, content, place)
    if bases:
        return Op("shown", (value,), (), place)
    return _address(frame, definition, f"`{definition.name}` has no `__str__`", place)


def _own_method(frame: Frame, state: State, value: Value, names: tuple[str, ...]) -> Function | None:
    """Return the first of some methods that a class of the project defines."""
    definition = class_of(frame, state, value)
    for name in names:
        if definition is not None and frame.world.classes.member(definition, name) is not None:
            method = get_attribute(frame, state, value, name)
            if isinstance(method, Function):
                return method
    return None


def _address(frame: Frame, definition: Definition, what: str, place: Place) -> Hole:
    link = Link(f"{what}: Python shows its address in memory", definition.place)
    return address(frame.label(place), link)


def address(label: str, link: Link) -> Hole:
    """Return what Python shows for an object without a text of its own: where it stands in memory."""
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


def _fields(frame: Frame, state: State, definition: Definition, content: Object, place: Place) -> Text:
    """Return how Python shows a record: its name, and every field with its value."""
    run: Run = literal(f"{definition.name}(").parts
    for number, (name, value) in enumerate(content.attributes):
        run += literal(f"{', ' if number else ''}{name}=").parts
        run += repr_of(frame, state, value, place)
    return Text((*run, Literal(")")))


def _with_shown(frame: Frame, state: State, value: Value, place: Place) -> Value:
    """Return a frozen container with the instances in it as the texts by which Python shows them."""
    if not isinstance(value, Seq | Map):
        return value

    def show(part: Value) -> Value:
        if isinstance(part, Object | Function):
            rendered = render_object(frame, state, part, place, names=("__repr__",))
            text = Text(run_of(freeze(rendered, state.memory), place)) if rendered is not None else part
            return Op("shown", (text,), (), place)
        return rewrite(part, show) if isinstance(part, Seq | Map) else part

    return rewrite(value, show)
