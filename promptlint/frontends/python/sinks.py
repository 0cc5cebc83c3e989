"""Calls that send a prompt: which catalogued sink a call is, and what reaches it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.attributes import class_of
from promptlint.frontends.python.clients import client_of, maker_of
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.messages import fields, find, role_of
from promptlint.frontends.python.naming import dotted
from promptlint.frontends.python.payload import entries_of, narrowed, reach, unknown
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Bound,
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Made,
    Map,
    Op,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.prompt import Literal
from promptlint.sink import Sink
from promptlint.source import Place, Source


class Given(NamedTuple):
    """A keyword of a call or of a `**` mapping: None for keywords that are not known one by one."""

    name: str | None
    value: Value
    place: Place | None = None


def sent_by(frame: Frame, state: State, function: Value, arguments: Arguments, place: Place) -> Sent | None:
    """Return what a call sends to the model, or None when it is not a sink."""
    function, arguments = _applied(function, arguments)
    if isinstance(function, Attribute):
        assigned = _assigned(frame, state, function, _NAMED)
        function = assigned if isinstance(assigned, External) else function
    elif isinstance(function, Made) or (isinstance(function, Op) and function.name == "call"):
        function = Attribute(function, "__call__")
    if not isinstance(function, Attribute | External):
        return None
    path = dotted(function)
    for sink in frame.world.catalog.sinks_of(path):
        given = tuple(_given(state, sink, arguments))
        if _may_send(frame, state, sink, function, path, given) and _is_addressed(frame, state, sink, given, arguments):
            of_client = _of_client(state, sink, client_of(state, function), place)
            return _sent(frame, state, sink.of(maker_of(state, function)), (*of_client, *given), place)
    return None


def _sent(frame: Frame, state: State, sink: Sink, given: tuple[Given, ...], place: Place) -> Sent:
    reaching = tuple(_reaching(state, sink, given))
    values = tuple((each.name, freeze(each.value, state.memory)) for each in reaching)
    places = tuple((each.name, each.place) for each in reaching if each.name and each.place)
    return Sent(sink, values, place, frame.definition, places=places)


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


_NAMED = (ast.Name, ast.Attribute)


def _assigned(
    frame: Frame, state: State, attribute: Attribute, forms: tuple[type[ast.expr], ...] = (ast.expr,)
) -> Value | None:
    """Return what the methods of a class assign to an attribute by an expression of some form; None where none does."""
    definition = class_of(frame, state, attribute.base)
    for cls in frame.world.classes.lineage(definition) if definition else ():
        module = frame.world.module(cls.module)
        node = module.attributes(cls).values.get(attribute.name)
        if isinstance(node, forms):
            local = Frame(frame.world, module, cls, cls, module.local_names(cls), silent=True)
            return frame.world.evaluate(node, State(), local)
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


def _given(state: State, sink: Sink, arguments: Arguments) -> Iterator[Given]:
    """Yield the arguments of a call by the names that the sink gives them."""
    names = {position: name for name, position in sink.positions.items()}
    for number, member in enumerate(arguments.positional):
        if isinstance(member, Spread):
            yield Given(None, member.value)
        elif isinstance(member, Element) and number in names:
            yield Given(names[number], member.value, member.place)
    yield from _keywords(state, arguments)


def _of_client(state: State, sink: Sink, client: Made | None, place: Place) -> Iterator[Given]:
    """Yield the arguments with which the object was made whose method is called, those that say something of requests.

    What an object of unknown making was given is not known either.
    """
    given = tuple(_keywords(state, client.arguments)) if client and sink.client else ()
    if client is None or any(each.name is None for each in given):
        yield from (Given(name, Op("unknown", (), (), place)) for name in sink.client if name in sink.inside)
    yield from (each for each in given if each.name in sink.client)


def _may_send(frame: Frame, state: State, sink: Sink, function: Value, path: str, given: tuple[Given, ...]) -> bool:
    """Return whether the object whose method is called is one that sends, or may be as far as the call shows."""
    if (maker := maker_of(state, function)) is not None:
        return sink.makes(maker)
    if sink.url:
        return True
    names = {each.name for each in given}
    if None not in names and not names.issuperset(sink.requires):
        return False
    return not sink.is_vague(path) or any(map(sink.makes, imported_names(frame.module.source)))


@lru_cache(maxsize=256)
def imported_names(source: Source) -> frozenset[str]:
    """Return the qualified names that a file imports, and the modules that it imports them from."""
    found: set[str] = set()
    for match in _IMPORT.finditer(source.text):
        module, names, plainly = match.groups()
        words = re.findall(r"[\w.]+", names or plainly)
        found.update((module, *(f"{module}.{word}" for word in words)) if module else words)
    return frozenset(found)


_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*|[^\n]*)|import[ \t]+([^\n]*))", re.MULTILINE
)


def _is_addressed(frame: Frame, state: State, sink: Sink, given: tuple[Given, ...], arguments: Arguments) -> bool:
    """Return whether a call of raw HTTP goes to one of the sink's addresses with a body that has the keys it must."""
    if not sink.url:
        return True
    positional = (member.value for member in arguments.positional[:2] if isinstance(member, Element))
    addresses = (*positional, *(each.value for each in given if each.name == "url"))
    written = (_assigned(frame, state, url) if isinstance(url, Attribute) else url for url in addresses)
    if not any(url is not None and _mentions(url, sink.url) for url in written):
        return False
    bodies = [entries_of(state.content(each.value)) for each in given if each.name in _bodies(sink)]
    return all(
        body is None or any(unknown(body)) or all(reach(body, (key,)) for key in sink.requires) for body in bodies
    )


def _bodies(sink: Sink) -> tuple[str, ...]:
    """Return the keywords that hold all that is sent."""
    return sink.payload_text if sink.payload is None else (sink.payload, *sink.payload_text)


def _mentions(address: Value, paths: tuple[str, ...]) -> bool:
    if not isinstance(address, Text):
        return False
    text = "".join(part.text if isinstance(part, Literal) else "\n" for part in address.parts)
    return any(path in text for path in paths)


def _reaching(state: State, sink: Sink, given: tuple[Given, ...]) -> Iterator[Given]:
    """Yield what slots, settings, marks and the model are read from, without what else stands beside them."""
    names = (*(slot.name for slot in sink.slots), sink.model, *sink.settings, *sink.client, *sink.inside, *sink.marks)
    paths = [tuple(name.split(".")) for name in names]
    heads = {path[0] for path in paths}
    for each in given:
        if each.name in _bodies(sink):
            yield each._replace(value=narrowed(state.content(each.value), heads))
        elif each.name is None or each.name in heads:
            inner = {path[1] for path in paths if path[0] == each.name and len(path) > 1}
            yield each._replace(value=narrowed(state.content(each.value), inner)) if inner else each


def send_given(frame: Frame, state: State, arguments: Arguments, place: Place, *, lists: bool = False) -> None:
    """Record the messages and requests that a call is given of which nobody in sight sends them, or only the lists."""
    values = [member.value for member in arguments.positional if isinstance(member, Element | Spread)]
    for value in (*values, *(value for _, value in arguments.keywords)):
        if not lists or not isinstance(state.content(value), Map):
            send_messages(frame, state, value, place)


def send_messages(frame: Frame, state: State, value: Value, place: Place) -> None:
    """Record a list that holds messages, a message, or a whole request: somebody will send it, though no sink is in sight.

    One message or another is a part of what a caller sends.
    """
    alone = isinstance(state.content(value), Map)
    for way in _ways(state, Seq((Element(value, place),)) if alone else value):
        send_requests(frame, state, way, place)
        content = _added(state.content(way))
        if isinstance(content, Seq) and any(_is_message(frame, state, item) for item in content.items):
            frame.send(Sent(None, (("messages", freeze(content, state.memory)),), place, frame.definition))


def _ways(state: State, value: Value) -> Iterator[Value]:
    """Yield what a value may be, in order, each location once: what stands at one may be itself, or something else."""
    waiting, seen = [value], set[Value]()
    while waiting:
        way = waiting.pop()
        content = _added(state.content(way))
        if not isinstance(content, Branch):
            yield way
        elif way not in seen:
            if content is not way:
                seen.add(way)
            waiting.extend(reversed(content.arms))


def send_requests(frame: Frame, state: State, value: Value, place: Place) -> None:
    """Record the mappings that are whole requests, as their keys say: the lines of a batch, the events of a socket."""
    for content in _mappings(state, _added(state.content(value))):
        for sink in frame.world.catalog.requests:
            if all(_holds(reach(content.entries, (key,)), text) for key, text in sink.mapping.items()):
                given = tuple(_keywords(state, Arguments((), ((None, content),))))
                frame.send(_sent(frame, state, sink, given, place))


def _mappings(state: State, value: Value) -> Iterator[Map]:
    match value:
        case Map():
            yield value
        case Seq(items):
            for item in items:
                inner = item.body if isinstance(item, Each) else (item,)
                held = (state.content(each.value) for each in inner if isinstance(each, Element))
                yield from (each for each in held if isinstance(each, Map))


def _holds(entry: Entry | None, text: str) -> bool:
    return entry is not None and (not text or _mentions(entry.value, (text,)))


def _is_message(frame: Frame, state: State, item: object) -> bool:
    if isinstance(item, Either):
        return any(_is_message(frame, state, member) for arm in item.arms for member in arm)
    shape = frame.world.catalog.messages
    entries = fields(shape, state.content(item.value)) if isinstance(item, Element) else None
    return bool(entries and role_of(shape, entries) and find(entries, shape.content_keys))


def _added(value: Value) -> Value:
    """Return what was put behind the unknown start of a list: what stands there may be nothing."""
    match value:
        case Seq((Spread(Op("before")), *added), form):
            return Seq(tuple(added), form)
    return value
