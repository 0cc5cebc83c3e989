"""Calls that send a prompt: which catalogued sink a call is, and what reaches it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.catalog import Sink
from promptlint.frontends.python.attributes import class_of
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.messages import fields, find, role_of
from promptlint.frontends.python.naming import dotted
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Bound,
    Element,
    Entry,
    External,
    Made,
    Map,
    Op,
    Seq,
    Spread,
    Text,
    Value,
    plain,
)
from promptlint.prompt import Literal
from promptlint.source import Place


class Given(NamedTuple):
    """A keyword of a call or of a `**` mapping: None for keywords that are not known one by one."""

    name: str | None
    value: Value
    place: Place | None = None


def sent_by(frame: Frame, state: State, function: Value, arguments: Arguments, place: Place) -> Sent | None:
    """Return what a call sends to the model, or None when it is not a sink."""
    function, arguments = _applied(function, arguments)
    if isinstance(function, Attribute):
        function = _assigned(frame, state, function) or function
    if not isinstance(function, Attribute | External):
        return None
    package = package_of(state, function)
    for sink in frame.world.catalog.sinks_of(dotted(function)):
        keywords = tuple(_keywords(state, arguments))
        if _fits(sink, package, keywords, arguments):
            reaching = tuple(_reaching(state, sink, keywords, arguments))
            values = tuple((given.name, freeze(given.value, state.memory)) for given in reaching)
            places = tuple((given.name, given.place) for given in reaching if given.name and given.place)
            return Sent(sink, values, place, frame.definition, places=places)
    return None


def _applied(function: Value, arguments: Arguments) -> tuple[Value, Arguments]:
    """Return the function inside of a `functools.partial` with all arguments that it is given."""
    match function:
        case Bound(inner, "__call__"):
            return _applied(inner, arguments)
        case Made("functools.partial", Arguments((Element(inner), *given), keywords)):
            again = {name for name, _ in arguments.keywords}
            kept = tuple(pair for pair in keywords if pair[0] not in again)
            whole = Arguments((*given, *arguments.positional), kept + arguments.keywords, arguments.places)
            return _applied(inner, whole)
    return function, arguments


def _assigned(frame: Frame, state: State, function: Attribute) -> Value | None:
    """Return the function of another package that a class assigns to an attribute: `self.ask = package.ask`."""
    definition = class_of(frame, state, function.base)
    for cls in frame.world.lineage(definition) if definition else ():
        module = frame.world.module(cls.module)
        node = module.attributes(cls).values.get(function.name)
        if isinstance(node, ast.Name | ast.Attribute):
            local = Frame(frame.world, module, cls, cls, module.local_names(cls))
            found = frame.world.evaluate(node, State(), local)
            return found if isinstance(found, External) else None
    return None


def package_of(state: State, value: Value) -> str | None:
    """Return the top-level package that made the object at the head of a path; None where that is not known."""
    while True:
        match state.content(value):
            case Attribute(base, _):
                value = base
            case Op("call", (function, *_)):
                value = function
            case External(name) | Made(name):
                return name.partition(".")[0]
            case _:
                return None


def _keywords(state: State, arguments: Arguments) -> Iterator[Given]:
    places = dict(arguments.places)
    for name, value in arguments.keywords:
        if name is None:
            yield from _spread_out(state, value)
        else:
            yield Given(name, value, places.get(name))


def spread_out(state: State, keywords: tuple[tuple[str | None, Value], ...]) -> Iterator[tuple[str | None, Value]]:
    """Yield the keywords of a call with the known entries of every `**` mapping in its place."""
    for name, value, _ in _keywords(state, Arguments((), keywords)):
        yield name, value


def _spread_out(state: State, mapping: Value) -> Iterator[Given]:
    """Yield the known entries of a mapping as keywords; what is not known entry by entry without a name."""
    content = state.content(mapping)
    if not isinstance(content, Map):
        yield Given(None, mapping)
        return
    for entry in content.entries:
        match entry:
            case Entry(key, inner, place) if (name := plain(key)) is not None:
                yield Given(name, inner, place)
            case Spread(inner):
                yield Given(None, inner)
            case _:
                yield Given(None, Map((entry,)))


def _fits(sink: Sink, package: str | None, keywords: tuple[Given, ...], arguments: Arguments) -> bool:
    names = {given.name for given in keywords}
    if package is not None and sink.packages and package not in sink.packages:
        return False
    if package is None and None not in names and not names.issuperset(sink.requires):
        return False
    return not sink.url or any(_mentions(url, sink.url) for url in _addresses(keywords, arguments))


def _addresses(keywords: tuple[Given, ...], arguments: Arguments) -> Iterator[Value]:
    yield from (member.value for member in arguments.positional[:1] if isinstance(member, Element))
    yield from (given.value for given in keywords if given.name == "url")


def _mentions(address: Value, paths: tuple[str, ...]) -> bool:
    if not isinstance(address, Text):
        return False
    text = "".join(part.text if isinstance(part, Literal) else "\n" for part in address.parts)
    return any(path in text for path in paths)


def _reaching(state: State, sink: Sink, keywords: tuple[Given, ...], arguments: Arguments) -> Iterator[Given]:
    """Yield the slots, settings, marks and the model of a sink with what the call puts in them."""
    positions = {slot.position: slot.name for slot in sink.slots} | {sink.model_position: sink.model}
    for number, member in enumerate(arguments.positional):
        if isinstance(member, Spread):
            yield Given(None, member.value)
        elif isinstance(member, Element) and number in positions and sink.payload is None:
            yield Given(positions[number], member.value, member.place)
    body = keywords if sink.payload is None else _payload(state, sink, keywords)
    wanted = {*(slot.name for slot in sink.slots), sink.model, *sink.settings, *sink.marks, None}
    yield from (given for given in body if given.name in wanted)


def _payload(state: State, sink: Sink, keywords: tuple[Given, ...]) -> Iterator[Given]:
    for name, value, _ in keywords:
        content = state.content(value)
        if name in sink.payload_text and isinstance(content, Text) and content.document is not None:
            content = content.document
        if name == sink.payload or name in sink.payload_text:
            yield from _spread_out(state, content)


def send_messages(frame: Frame, state: State, value: Value, place: Place) -> None:
    """Record a list that holds messages: somebody will send it, though no sink is in sight."""
    content = _added(state.content(value))
    if isinstance(content, Map):
        content = Seq((Element(value, place),))
    if isinstance(content, Seq) and any(_is_message(frame, state, item) for item in content.items):
        frame.send(Sent(None, (("messages", freeze(content, state.memory)),), place, frame.definition))


def _is_message(frame: Frame, state: State, item: object) -> bool:
    shape = frame.world.catalog.messages
    entries = fields(shape, state.content(item.value)) if isinstance(item, Element) else None
    return bool(entries and role_of(shape, entries) and find(entries, shape.content_keys))


def _added(value: Value) -> Value:
    """Return what was put behind the unknown start of a list: what stands there may be nothing."""
    match value:
        case Seq((Spread(Op("before")), *added), form):
            return Seq(tuple(added), form)
    return value
