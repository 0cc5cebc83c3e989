"""Requests of a document whose format is known: each becomes what a call of a sink would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from promptlint.facts import Problem
from promptlint.format import Format, Path
from promptlint.formatfile import written
from promptlint.frontends.document import Node, Table
from promptlint.frontends.formats.filled import Filling, Tell, syntax_of
from promptlint.frontends.formats.links import conversation, function_in, linked, returned
from promptlint.frontends.formats.recognise import Recognised, parts
from promptlint.frontends.formats.steps import first, has, text_of, under
from promptlint.frontends.frontmatter.roles import turned
from promptlint.frontends.placeholders.messages import messages
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import MODEL, Sent
from promptlint.frontends.python.loading import Document
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.readfile import text_of_file
from promptlint.frontends.python.values import Branch, Element, Entry, Literal, Map, Member, Run, Seq, Text, Value
from promptlint.problems import MISSING
from promptlint.sink import Slot
from promptlint.source import Place


@dataclass(frozen=True, slots=True)
class _Request:
    """One request of a document."""

    document: Document
    format: Format
    whole: Node
    """The document in which it stands."""
    node: Node
    tell: Tell


def requests(document: Document, found: Recognised, tell: Tell) -> Iterator[Sent]:
    """Yield what the requests of a document send. Raises NotKnown for too large a document."""
    for whole in parts(found):
        for path in found.format.requests:
            for node in under(whole, path):
                if has(node, found.format.where):
                    yield from _sent(_Request(document, found.format, whole, node, tell))


def _sent(request: _Request) -> Iterator[Sent]:
    kind, frame = request.format, request.document.frame
    assert kind.sink is not None
    filling = Filling(frame, request.document.place, request.tell, _bound(request))
    syntax = syntax_of(kind, text_of(_nearest(request, kind.syntax_key)) if kind.syntax_key else None)
    given = [(slot.name, value) for slot in kind.sink.slots if (value := _slot(request, slot)) is not None]
    if not given:
        return
    texts = tuple((name, _parted(request, filling.filled(value, syntax))) for name, value in given)
    arguments = (*texts, *_settings(request), *_model(request))
    place = _place(request, given[0][1])
    yield Sent(kind.sink, arguments, place, frame.definition)


def _parted(request: _Request, value: Value) -> Value:
    """Return a text as the messages that helpers or lines in it begin; any other value as it is."""
    if not isinstance(value, Text):
        return value
    kind, frame = request.format, request.document.frame
    shape = frame.world.catalog.messages
    if kind.roles:
        where = placeholders(frame, request.document.place)
        value = Text(turned(value.parts, kind.roles, where, shape.role_keys))
    return messages(value, shape, kind.first, stripped=bool(kind.roles))


def _place(request: _Request, value: Value) -> Place:
    """Return where the first text of a request was written."""
    match value:
        case Text((Literal(site=site), *_)) if site is not None:
            return site.place
        case Seq((Element(_, place), *_)):
            return place
    return request.document.placed(request.node)


def _slot(request: _Request, slot: Slot) -> Value | None:
    """Return what stands in a slot: the text of a file where it names one; None where nothing stands there."""
    kind, frame = request.format, request.document.frame
    path = tuple(slot.name.strip("/").split("/")) if slot.name != "/" else ()
    node = first(request.node, path)
    if node is None or (isinstance(node, Table) and (not path or slot.role == "messages")):
        return None
    if (text := text_of(node)) is None:
        return _with_roles(request.document.value(node), kind.role_key)
    value: Value | None = request.document.value(node)
    if kind.links or path in kind.paths:
        target = linked(frame, text, kind.links)
        if target is None and (path in kind.paths or text.startswith(kind.links or "\0")):
            _miss(request, node, text.removeprefix(kind.links))
            return None
        value = value if target is None else _linked(request, text, target)
    if kind.chat and isinstance(value, Text):
        value = conversation(frame, value, request.document.place)
    return value


def _miss(request: _Request, node: Node, name: str) -> None:
    """Tell of a file that is named and not there, unless the name is a pattern or waits for a value."""
    if not set("*?{$").intersection(name):
        place = request.document.placed(node)
        request.tell(Problem(MISSING, f"there is no file `{name.strip()}` beside this one", place))


def _with_roles(value: Value, key: str) -> Value:
    """Return messages that call their role something else as others call it."""
    match value:
        case Seq(items) if key:
            return Seq(tuple(_renamed(item, key) for item in items))
    return value


def _renamed(item: Member, key: str) -> Member:
    match item:
        case Element(Map(entries), place):
            pairs = (
                replace(entry, key=literal("role")) if isinstance(entry, Entry) and plain(entry.key) == key else entry
                for entry in entries
            )
            return Element(Map(tuple(pairs)), place)
    return item


def _linked(request: _Request, text: str, target: str) -> Value | None:
    frame = request.document.frame
    if target.endswith(".py"):
        function = function_in(frame, target, text)
        return None if function is None else returned(frame, function)
    return text_of_file(frame, target)


def _bound(request: _Request) -> Run:
    """Return what a document binds to be the same in every request."""
    entries: list[Entry] = []
    for path in request.format.values:
        for node in (*under(request.whole, path), *under(request.node, path)):
            value = request.document.value(node)
            entries += (entry for entry in value.entries if isinstance(entry, Entry)) if isinstance(value, Map) else ()
    return tuple(entries)


def _nearest(request: _Request, path: Path) -> Node | None:
    """Return what stands at a path in a request, failing that in its document."""
    return first(request.node, path) or first(request.whole, path)


def _settings(request: _Request) -> Iterator[tuple[str, Value]]:
    for path in request.format.settings:
        if (node := _nearest(request, path)) is not None:
            yield written(path), request.document.value(node)


def _model(request: _Request) -> Iterator[tuple[str, Value]]:
    """Yield the model under its name: a choice where a document names several."""
    nodes = [node for path in request.format.models for node in under(request.node, path)]
    nodes = nodes or [node for path in request.format.models for node in under(request.whole, path)]
    names = [request.document.value(node) for node in nodes if text_of(node)]
    if names:
        value = names[0]
        for name in names[1:]:
            value = Branch(None, (value, name))
        yield MODEL, value
