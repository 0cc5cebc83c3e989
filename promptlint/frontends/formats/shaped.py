"""Messages of documents, as their formats shape them: what they call a role, and which text and language each has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.format import Format
from promptlint.frontends.document import Listing, Node, Table
from promptlint.frontends.formats.filled import Filling, languages_of
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import Element, Entry, Map, Member, Run, Seq, Value
from promptlint.sink import MessageShape
from promptlint.source import Place


def is_conversation(shape: MessageShape, node: Node) -> bool:
    """Return whether a node is a list with a message in it."""
    return isinstance(node, Listing) and any(_is_message(shape, item) for item in node.items)


def _is_message(shape: MessageShape, node: Node) -> bool:
    keys = {key.value for key, _ in node.pairs} if isinstance(node, Table) else set()
    return not keys.isdisjoint(shape.role_keys) and not keys.isdisjoint(shape.content_keys)


def listed(value: Value, place: Place) -> Value:
    """Return a message alone as a list; any other value as it is."""
    return Seq((Element(value, place),)) if isinstance(value, Map) else value


def filled(filling: Filling, kind: Format, value: Value, languages: tuple[str, ...]) -> Value:
    """Return what stands in a slot with its templates filled, each in the language that its message tells, else in one of `languages`."""
    match value:
        case Seq(items):
            return Seq(tuple(_message(filling, kind, item, languages) for item in items))
    return filling.filled(value, languages)


def _message(filling: Filling, kind: Format, item: Member, languages: tuple[str, ...]) -> Member:
    match item:
        case Element(Map(entries), place):
            word = _under(entries, kind.syntax_key[-1]) if kind.syntax_key else None
            shown = Map(tuple(_shown(filling.frame.world.catalog.messages, kind, entries, word)))
            return Element(filling.filled(shown, languages_of(kind, word, languages)), place)
        case Element(value, place):
            return Element(filling.filled(value, languages), place)
    return item


def _shown(shape: MessageShape, kind: Format, entries: Run, word: str | None) -> Iterator[Member]:
    """Yield the entries of a message under the names that others give them, without the texts of languages that it has not."""
    texts = kind.texts
    names = {kind.role_key: shape.role_keys[0]} if kind.role_key else {}
    if texts:
        names[texts.get(word or "") or next(iter(texts.values()))] = shape.content_keys[0]
    for entry in entries:
        key = plain(entry.key) if isinstance(entry, Entry) else None
        if isinstance(entry, Entry) and key in names:
            yield replace(entry, key=literal(names[key]))
        elif key not in texts.values():
            yield entry


def _under(entries: Run, key: str) -> str | None:
    """Return the text under a key."""
    found = (entry.value for entry in entries if isinstance(entry, Entry) and plain(entry.key) == key)
    return next((plain(value) for value in found), None)
