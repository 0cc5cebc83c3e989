"""New instances of the project's classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.frontends.python.atoms import NONE, Class, Definition, Ref
from promptlint.frontends.python.attributes import (
    class_of,
    default_of,
    enum_members,
    get_attribute,
    set_attribute,
)
from promptlint.frontends.python.formatting import MISSING
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.mappings import lookup_or
from promptlint.frontends.python.messages import find, role_of
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.rewriting import parts
from promptlint.frontends.python.scope import annotated_names
from promptlint.frontends.python.state import State, thaw
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Branch,
    Element,
    Entry,
    Function,
    Map,
    Object,
    Op,
    Seq,
    Text,
    Value,
)
from promptlint.hole import Volatility
from promptlint.source import Place

_PLAIN = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})
"""Bases of other packages that make instances as `object` does."""


def instantiate(frame: Frame, state: State, definition: Definition, arguments: Arguments, place: Place) -> Value:
    """Return a new instance; without an `__init__` in the project its annotated fields are the parameters."""
    if any(base.startswith("enum.") for base in frame.world.classes.external_bases(definition)):
        unknown = Op("call", (Class(definition), Seq(arguments.positional, "tuple")), (), place)
        return _enum_of(frame, definition, arguments) or unknown
    new, init = (frame.world.classes.member(definition, name) for name in ("__new__", "__init__"))
    if isinstance(new, Function) and not frame.world.classes.external_bases(definition) - _PLAIN:
        made = frame.call(state, replace(new, receiver=Class(definition)), arguments, place)
        if isinstance(made, Ref) and isinstance(init, Function):
            frame.call(state, replace(init, receiver=made), arguments, place)
            _keep(frame, state, made, init)
        return made
    ref = state.allocate(Object(definition, ()))
    if isinstance(init, Function):
        frame.call(state, replace(init, receiver=ref), arguments, place)
        _keep_message(frame, state, ref, arguments)
        return ref
    state.memory[ref] = Object(definition, tuple(_fields(frame, state, definition, arguments, place)))
    post = get_attribute(frame, state, ref, "__post_init__")
    if isinstance(post, Function):
        frame.call(state, post, Arguments(), place)
    return ref


def _keep(frame: Frame, state: State, made: Ref, init: Function) -> None:
    """Make what `__init__` sets only once, as a flag tells that it sets too, as stable as the process that keeps the instance."""
    held = state.memory[made]
    if not isinstance(held, Object):
        return
    summary = frame.world.summary(init.definition, held.definition)
    written = {each.location: each.value for each in (summary.effects if summary else ())}
    flags = {location.name for location in written if isinstance(location, Attribute)}
    once = {
        location.name
        for location, value in written.items()
        if isinstance(location, Attribute)
        and isinstance(value, Branch)
        and location in value.arms
        and not flags.isdisjoint(_read(value.condition))
    }
    kept = ((name, capped(value, Volatility.PROCESS) if name in once else value) for name, value in held.attributes)
    state.memory[made] = Object(held.definition, tuple(kept))


def _read(value: Value | None) -> Iterator[str]:
    """Yield the names of the attributes of which a condition is made, those that a text names included."""
    match value:
        case Attribute(_, name):
            yield name
        case Text():
            yield plain(value) or ""
    for part in parts(value) if value is not None else ():
        yield from _read(part)


def fill(frame: Frame, state: State, made: Value, arguments: Arguments, place: Place) -> Value:
    """Do what the `__init__` of a base of another package does: the fields that the class annotates are its keywords."""
    definition = class_of(frame, state, made)
    names = field_names(frame, definition) if definition else ()
    for name, value in arguments.keywords:
        if name in names:
            set_attribute(state, made, name, value, place)
    return NONE


def _keep_message(frame: Frame, state: State, ref: Ref, arguments: Arguments) -> None:
    """Keep the role and the content that an object is made with, whatever its class makes of them."""
    shape, made = frame.world.catalog.messages, state.memory[ref]
    given = {name: value for name, value in arguments.keywords if name in (*shape.role_keys, *shape.content_keys)}
    entries = tuple(Entry(literal(name), value, frame.definition.place) for name, value in given.items())
    if isinstance(made, Object) and role_of(shape, entries) and find(entries, shape.content_keys):
        kept = {**given, **dict(made.attributes)}
        state.memory[ref] = Object(made.definition, tuple(kept.items()))


def _enum_of(frame: Frame, definition: Definition, arguments: Arguments) -> Value | None:
    """Return the member of an enum with a value, `Tone("warm")`."""
    match arguments.positional:
        case (Element(value),) if (text := plain(value)) is not None:
            for _, member in enum_members(frame, definition):
                if isinstance(member, Object) and plain(dict(member.attributes)["value"]) == text:
                    return member
    return None


def _fields(
    frame: Frame, state: State, definition: Definition, arguments: Arguments, place: Place
) -> Iterator[tuple[str, Value]]:
    fields = field_names(frame, definition)
    positional = (member.value for member in arguments.positional if isinstance(member, Element))
    given = {**dict(zip(fields, positional, strict=False)), **{k: v for k, v in arguments.keywords if k is not None}}
    hidden = next((value for keyword, value in arguments.keywords if keyword is None), None)
    for name in dict.fromkeys((*fields, *given)):
        value = given.get(name) if hidden is None or name in given else _hidden(state, hidden, name, place)
        if value is not None:
            yield name, value
        else:
            default = frame.world.classes.member(definition, name)
            if default is not None:
                yield name, thaw(default_of(frame, state, default), state)


def _hidden(state: State, mapping: Value, name: str, place: Place) -> Value | None:
    """Return the keyword that a `**` brings; None for one that it surely does not."""
    content = state.content(mapping)
    if not isinstance(content, Map):
        return Op("[]", (mapping, literal(name)), (), place)
    found = lookup_or(state, content, literal(name), MISSING)
    return None if found is MISSING else found


def field_names(frame: Frame, definition: Definition) -> tuple[str, ...]:
    """Return the annotated names of a class and its bases, the bases' first, as dataclasses order them."""
    lineage = reversed(frame.world.classes.lineage(definition))
    return tuple(dict.fromkeys(name for cls in lineage for name in annotated_names(cls)))
