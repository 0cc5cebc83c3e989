"""Calls that send a prompt: which catalogued sink a call is, and what reaches it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from promptlint.frontends.python.addresses import mentions
from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.attributes import class_of
from promptlint.frontends.python.clients import client_of, maker_of
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.keywords import Given, keywords
from promptlint.frontends.python.messages import fields, find, role_of
from promptlint.frontends.python.naming import dotted
from promptlint.frontends.python.payload import entries_of, narrowed, reach, unknown
from promptlint.frontends.python.picking import asks_for_system
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
    Value,
)
from promptlint.sink import Sink
from promptlint.source import Place, Source

_URL = "url"
"""The keyword of raw HTTP under which an address stands."""


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
        url = tuple(_addressed(frame, state, sink, given, arguments))
        if _may_send(frame, state, sink, function, path, given) and _is_addressed(state, sink, given, url):
            of_client = _of_client(state, sink, client_of(state, function), place)
            sent = _sent(frame, state, sink.of(maker_of(state, function)), (*of_client, *given, *url[:1]), place)
            if sink.session and isinstance(function, Attribute):
                return replace(sent, receiver=freeze(function.base, state.memory))
            return sent
    return None


def heard(frame: Frame) -> Iterator[Sent]:
    """Yield what an activation sent, and tell what begins a session through whose events it then goes."""
    given = [sent.receiver for sent in frame.sents]
    for sent in frame.sents:
        alone = given.count(sent.receiver) == 1
        match sent.receiver:
            case Attribute(base) if alone and _goes_through(frame, base):
                yield replace(sent, heard=True)
            case _:
                yield sent


def _goes_through(frame: Frame, value: Value) -> bool:
    """Return whether a loop of the activation goes through what a value gives, by the name that it has there."""
    name, node = (isinstance(value, Op) and value.hint) or dotted(value), frame.definition.node
    loops = (each for each in ast.walk(node) if isinstance(each, ast.For | ast.AsyncFor))
    return any(ast.unparse(each.iter) == name for each in loops)


def _sent(frame: Frame, state: State, sink: Sink, given: tuple[Given, ...], place: Place) -> Sent:
    reaching = tuple(_reaching(state, sink, given))
    values = tuple((each.name, freeze(each.value, state.memory)) for each in reaching)
    places = tuple((each.name, each.place) for each in reaching if each.name and each.place)
    picked = asks_for_system(frame.world.catalog.messages, state.holding)
    return Sent(sink, values, place, frame.definition, places=places, picked=picked)


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


def _given(state: State, sink: Sink, arguments: Arguments) -> Iterator[Given]:
    """Yield the arguments of a call by the names that the sink gives them."""
    names = {position: name for name, position in sink.positions.items()}
    for number, member in enumerate(arguments.positional):
        if isinstance(member, Spread):
            yield Given(None, member.value)
        elif isinstance(member, Element) and number in names:
            yield Given(names[number], member.value, member.place)
    yield from keywords(state, arguments)


def _of_client(state: State, sink: Sink, client: Made | None, place: Place) -> Iterator[Given]:
    """Yield the arguments with which the object was made whose method is called, those that say something of requests.

    What an object of unknown making was given is not known either.
    """
    names = (*sink.client, *sink.address)
    given = tuple(keywords(state, client.arguments)) if client and names else ()
    hidden = any(each.name is None for each in given)
    if client is None or hidden:
        yield from (Given(name, Op("unknown", (), (), place)) for name in sink.client if name in sink.inside)
    if hidden:
        yield from (Given(name, Op("unknown", (), (), place)) for name in sink.address)
    yield from (each for each in given if each.name in names)


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


def _addressed(
    frame: Frame, state: State, sink: Sink, given: tuple[Given, ...], arguments: Arguments
) -> Iterator[Given]:
    """Yield the addresses of a call of raw HTTP that are the sink's."""
    positional = (member.value for member in arguments.positional[:2] if isinstance(member, Element))
    addresses = (*positional, *(each.value for each in given if each.name == _URL)) if sink.url else ()
    written = (_assigned(frame, state, url) if isinstance(url, Attribute) else url for url in addresses)
    yield from (Given(_URL, url) for url in written if url is not None and mentions(url, sink.url))


def _is_addressed(state: State, sink: Sink, given: tuple[Given, ...], url: tuple[Given, ...]) -> bool:
    """Return whether a call of raw HTTP goes to one of the sink's addresses with a body that has the keys it must."""
    if not sink.url:
        return True
    if not url:
        return False
    bodies = [entries_of(state.content(each.value)) for each in given if each.name in _bodies(sink)]
    return all(
        body is None or any(unknown(body)) or all(reach(body, (key,)) for key in sink.requires) for body in bodies
    )


def _bodies(sink: Sink) -> tuple[str, ...]:
    """Return the keywords that hold all that is sent."""
    return sink.payload_text if sink.payload is None else (sink.payload, *sink.payload_text)


def _reaching(state: State, sink: Sink, given: tuple[Given, ...]) -> Iterator[Given]:
    """Yield what slots, settings, marks and the model are read from, without what else stands beside them."""
    own = (*sink.settings, *sink.client, *sink.address, *sink.inside, *sink.marks)
    paths = [tuple(name.split(".")) for name in (*(slot.name for slot in sink.slots), sink.model, *own)]
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
                given = tuple(keywords(state, Arguments((), ((None, content),))))
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
    return entry is not None and (not text or mentions(entry.value, (text,)))


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
