"""Requests of a document whose format is known: each becomes what a call of a sink would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple

from promptlint.format import Format, Path
from promptlint.formatfile import written
from promptlint.frontends.document import Node, Scalar
from promptlint.frontends.formats.filled import Filling, Tell, languages_of
from promptlint.frontends.formats.links import (
    NAMED,
    conversation,
    function_in,
    linked,
    missing,
    returned,
    split_at,
)
from promptlint.frontends.formats.recognise import Recognised, parts
from promptlint.frontends.formats.shaped import filled, is_conversation, listed
from promptlint.frontends.formats.steps import first, has, text_of, under
from promptlint.frontends.frontmatter.roles import turned
from promptlint.frontends.placeholders.elements import parted
from promptlint.frontends.placeholders.messages import messages
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import MODEL, Sent
from promptlint.frontends.python.loading import Document
from promptlint.frontends.python.modules import is_module
from promptlint.frontends.python.readfile import text_of_file
from promptlint.frontends.python.values import Branch, Element, Entry, Literal, Map, Op, Run, Seq, Text, Value
from promptlint.hole import Link
from promptlint.prompt import Role
from promptlint.sink import Slot
from promptlint.source import Place

_MOST = 200
"""How many requests are made of one part of a document that names several files."""


@dataclass(frozen=True, slots=True)
class _Request:
    """One request of a document."""

    document: Document
    format: Format
    whole: Node
    """The document in which it stands."""
    node: Node
    tell: Tell


class _Held(NamedTuple):
    """What stands in a slot."""

    value: Value
    named: Place | None = None
    """Where the file is named from which it is read; None for what stands in the document itself."""


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
    word = text_of(_nearest(request, kind.syntax_key)) if kind.syntax_key else None
    languages = languages_of(kind, word, kind.languages)
    slots = zip(kind.sink.slots, kind.slots, strict=True)
    held = [(slot.name, values) for slot, path in slots if (values := tuple(_slot(request, slot, path)))]
    if not held:
        return
    for chosen in islice(product(*(values for _, values in held)), _MOST):
        given = [(name, each.value) for (name, _), each in zip(held, chosen, strict=True)]
        texts = tuple((name, _parted(request, filled(filling, kind, value, languages))) for name, value in given)
        arguments = (*texts, *_settings(request), *_model(request))
        chain = tuple(Link(NAMED, each.named) for each in chosen if each.named)
        yield Sent(kind.sink, arguments, _place(request, given[0][1]), frame.definition, chain)


def _parted(request: _Request, value: Value) -> Value:
    """Return a text as the messages that helpers or lines in it begin; any other value as it is."""
    if not isinstance(value, Text):
        return value
    kind, frame = request.format, request.document.frame
    shape = frame.world.catalog.messages
    where = placeholders(frame, request.document.place)
    if kind.roles:
        value = Text(turned(value.parts, kind.roles, where, shape.role_keys))
    if kind.element:
        value = Text(parted(value.parts, kind.element, kind.behind, where, request.document.place))
    return messages(value, shape, kind.first, stripped=kind.stripped)


def _place(request: _Request, value: Value) -> Place:
    """Return where the first text of a request was written."""
    match value:
        case Text((Literal(site=site), *_)) if site is not None:
            return site.place
        case Seq((Element(_, place), *_)):
            return place
    return request.document.placed(request.node)


def _slot(request: _Request, slot: Slot, path: Path) -> Iterator[_Held]:
    """Yield what stands in a slot: the texts of files where it names some, each of a request of its own."""
    kind, shape = request.format, request.document.frame.world.catalog.messages
    node = first(request.node, path)
    if node is None or (not path and not isinstance(node, Scalar) and not is_conversation(shape, node)):
        return
    if slot.role is Role.REST:
        yield _Held(Op("kept", (), (), request.document.placed(node), path[-1]))
        return
    value = request.document.value(node)
    text = text_of(node)
    if text is None:
        yield _Held(listed(value, request.document.placed(node)) if slot.role == "messages" else value)
    elif not kind.links and path not in kind.paths:
        yield _Held(_spoken(request, value, node))
    elif targets := linked(request.document.frame, text, kind.links, kind.functions):
        place = request.document.placed(node)
        yield from (
            _Held(_spoken(request, held, node), place) for path in targets for held in _linked(request, text, path)
        )
    elif path in kind.paths or text.startswith(kind.links or "\0"):
        _miss(request, node, text.removeprefix(kind.links))
    else:
        yield _Held(_spoken(request, value, node))


def _spoken(request: _Request, value: Value, node: Node) -> Value:
    """Return the messages that a text writes down which stands at a node or is named there; any other value as it is."""
    if request.format.chat and isinstance(value, Text):
        return conversation(request.document.frame, value, request.document.placed(node))
    return value


def _miss(request: _Request, node: Node, name: str) -> None:
    """Tell of a file that is named and not there, unless the name waits for a value."""
    if "{{" not in name and "$" not in name:
        request.tell(missing(name, request.document.placed(node)))


def _linked(request: _Request, text: str, target: str) -> Iterator[Value]:
    """Yield the prompts that a file holds, or that the function of a program returns which a text names."""
    frame = request.document.frame
    if is_module(target):
        function = function_in(frame, target, text.rpartition(request.format.functions or "\0")[2])
        value = None if function is None else returned(frame, function)
        yield from () if value is None else (value,)
    elif (whole := text_of_file(frame, target)) is not None:
        separators = request.format.separators
        line = next((line for end, line in separators.items() if target.endswith(end)), None)
        yield from (whole,) if line is None else split_at(whole, line)


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
