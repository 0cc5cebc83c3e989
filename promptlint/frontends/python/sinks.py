"""Calls that send a prompt: which catalogued sink a call is, and what reaches it."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.catalog import Sink
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Element,
    Entry,
    External,
    Function,
    Literal,
    Made,
    Map,
    Object,
    Op,
    Seq,
    Spread,
    Symbol,
    Text,
    Value,
    plain,
)
from promptlint.prompt import Hole
from promptlint.source import Place

Keywords = tuple[tuple[str | None, Value], ...]


def sent_by(frame: Frame, state: State, function: Value, arguments: Arguments, place: Place) -> Sent | None:
    """Return what a call sends to the model, or None when it is not a sink."""
    if not isinstance(function, Attribute | External):
        return None
    path = dotted(function)
    package = package_of(state, function)
    for sink in frame.world.catalog.sinks_of(path):
        keywords = tuple(spread_out(state, arguments.keywords))
        if _fits(sink, package, keywords, arguments):
            reaching = tuple(
                (name, freeze(value, state.memory)) for name, value in _reaching(state, sink, keywords, arguments)
            )
            return Sent(sink, reaching, place, frame.definition)
    return None


def dotted(value: Value) -> str:
    """Return the dotted path by which a value is reached, as far as it has names."""
    match value:
        case External(name) | Made(name):
            return name
        case Attribute(base, name):
            return f"{dotted(base)}.{name}"
        case Symbol(_, name):
            return name
        case Op("call", (function, *_)) | Op("answer", (function,)):
            return dotted(function)
        case Op("[]", (container, key)) if (text := plain(key)) is not None:
            return f"{dotted(container)}.{text}"
        case Op("[]" | "item" | "[:]", (container, *_)):
            return dotted(container)
        case Hole(label):
            return label
        case Function(definition):
            return definition.name
        case Object():
            return "self"
    return "_"


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


def spread_out(state: State, keywords: Keywords) -> Iterator[tuple[str | None, Value]]:
    """Yield the keywords of a call with the known entries of every `**` mapping in its place."""
    for keyword, value in keywords:
        content = state.content(value)
        if keyword is not None or not isinstance(content, Map):
            yield keyword, value
            continue
        for entry in content.entries:
            match entry:
                case Entry(key, inner) if (name := plain(key)) is not None:
                    yield name, inner
                case Spread(inner):
                    yield None, inner
                case _:
                    yield None, Map((entry,))


def _fits(sink: Sink, package: str | None, keywords: Keywords, arguments: Arguments) -> bool:
    names = {name for name, _ in keywords}
    if package is not None and sink.packages and package not in sink.packages:
        return False
    if package is None and None not in names and not names.issuperset(sink.requires):
        return False
    return not sink.url or any(_mentions(url, sink.url) for url in _addresses(keywords, arguments))


def _addresses(keywords: Keywords, arguments: Arguments) -> Iterator[Value]:
    yield from (member.value for member in arguments.positional[:1] if isinstance(member, Element))
    yield from (value for name, value in keywords if name == "url")


def _mentions(address: Value, paths: tuple[str, ...]) -> bool:
    if not isinstance(address, Text):
        return False
    text = "".join(part.text if isinstance(part, Literal) else "\n" for part in address.parts)
    return any(path in text for path in paths)


def _reaching(state: State, sink: Sink, keywords: Keywords, arguments: Arguments) -> Iterator[tuple[str | None, Value]]:
    """Yield the slots, settings and the model of a sink with what the call puts in them."""
    positions = {slot.position: slot.name for slot in sink.slots if slot.position is not None}
    for number, member in enumerate(arguments.positional):
        if isinstance(member, Element) and number in positions and sink.payload is None:
            yield positions[number], member.value
        elif isinstance(member, Spread):
            yield None, member.value
    body = keywords if sink.payload is None else tuple(_payload(state, sink, keywords))
    wanted = {*(slot.name for slot in sink.slots), sink.model, *sink.settings, None}
    yield from ((name, value) for name, value in body if name in wanted)


def _payload(state: State, sink: Sink, keywords: Keywords) -> Iterator[tuple[str | None, Value]]:
    for name, value in keywords:
        content = state.content(value)
        if name in sink.payload_text and isinstance(content, Text) and content.document is not None:
            content = content.document
        if name == sink.payload or name in sink.payload_text:
            yield from spread_out(state, ((None, content),))


def send_messages(frame: Frame, state: State, value: Value, place: Place) -> None:
    """Record a list that holds messages: somebody will send it, though no sink is in sight."""
    content = state.content(value)
    if isinstance(content, Seq) and any(_is_message(frame, state, item) for item in content.items):
        sent = Sent(None, (("messages", freeze(content, state.memory)),), place, frame.definition)
        frame.send(sent)


def _is_message(frame: Frame, state: State, item: object) -> bool:
    shape = frame.world.catalog.messages
    content = state.content(item.value) if isinstance(item, Element) else None
    if not isinstance(content, Map):
        return False
    keys = {plain(entry.key): entry.value for entry in content.entries if isinstance(entry, Entry)}
    role = next((plain(keys[key]) for key in shape.role_keys if key in keys), None)
    return role in shape.roles and any(key in keys for key in shape.content_keys)
