"""Messages of documents, as their formats shape them: what they call a role, and which text and language each has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.format import Format
from promptlint.frontends.formats.filled import Filling
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import Element, Entry, Map, Member, Run, Seq, Value
from promptlint.source import Place

_ROLE, _CONTENT = "role", "content"


def listed(value: Value, place: Place) -> Value:
    """Return a message alone as a list; any other value as it is."""
    return Seq((Element(value, place),)) if isinstance(value, Map) else value


def filled(filling: Filling, kind: Format, value: Value, syntax: str) -> Value:
    """Return what stands in a slot with its templates filled, each in the language that its message tells, else in `syntax`."""
    match value:
        case Seq(items):
            return Seq(tuple(_message(filling, kind, item, syntax) for item in items))
    return filling.filled(value, syntax)


def _message(filling: Filling, kind: Format, item: Member, syntax: str) -> Member:
    match item:
        case Element(Map(entries), place):
            word = _under(entries, kind.syntax_key[-1]) if kind.syntax_key else None
            shown = Map(tuple(_shown(kind, entries, word)))
            return Element(filling.filled(shown, kind.syntaxes.get(word or "", syntax)), place)
        case Element(value, place):
            return Element(filling.filled(value, syntax), place)
    return item


def _shown(kind: Format, entries: Run, word: str | None) -> Iterator[Member]:
    """Yield the entries of a message under the names that others give them, without the texts of languages that it has not."""
    texts = kind.texts
    names = {kind.role_key: _ROLE} if kind.role_key else {}
    if texts:
        names[texts.get(word or "") or next(iter(texts.values()))] = _CONTENT
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
