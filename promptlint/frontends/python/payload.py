"""What stands under a dotted name in what a call passes: `config.tools`, with `*` for the items of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import (
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Made,
    Map,
    Object,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

_NOWHERE = Place("", 0, 0)


def entries_of(value: Value) -> Run | None:
    """Return the entries of a mapping, the fields of an object, or what a JSON text was written from.

    None for a value of which nothing is known; nothing at all for None.
    """
    match value:
        case Map(entries):
            return entries
        case Made(_, arguments, place):
            places = dict(arguments.places)
            return tuple(
                Spread(inner, place) if name is None else Entry(literal(name), inner, places.get(name, place))
                for name, inner in arguments.keywords
            )
        case Object(definition, attributes):
            return tuple(Entry(literal(name), inner, definition.place) for name, inner in attributes)
        case Text(document=document) if document is not None:
            return entries_of(document)
        case Branch(condition, arms):
            return (Either(condition, tuple(_arm(arm) for arm in arms), _NOWHERE),)
    return () if value == NONE else None


def _arm(value: Value) -> Run:
    entries = entries_of(value)
    return (Spread(value, _NOWHERE),) if entries is None else entries


def reach(entries: Run, path: Sequence[str]) -> Entry | None:
    """Return what stands under a dotted name; None where nothing is known to."""
    name, *rest = path
    found = _find(entries, name)
    return _inside(found, rest) if found is not None else None


def _inside(found: Entry, path: Sequence[str]) -> Entry | None:
    if not path:
        return found
    if path[0] == "*":
        item = _first(found.value.items) if isinstance(found.value, Seq) else None
        return None if item is None else _inside(Entry(found.key, item.value, item.place), path[1:])
    inner = entries_of(found.value)
    return None if inner is None else reach(inner, path)


def _first(items: Run) -> Element | None:
    """Return an item that stands for all: those of one list are made alike."""
    match items:
        case (Element() as item, *_):
            return item
        case (Each(body), *_):
            return _first(body)
        case (Either(_, arms), *rest):
            return next((found for run in (*arms, tuple(rest)) if (found := _first(run))), None)
    return None


def _find(entries: Run, name: str) -> Entry | None:
    """Return the last entry with a name; where it may be missing, its value is a choice between that and None."""
    for number in range(len(entries) - 1, -1, -1):
        match entries[number]:
            case Entry(key) as entry if plain(key) == name:
                return entry
            case Spread(value) if (found := _find(entries_of(value) or (), name)) is not None:
                return found
            case Either(condition, arms, place) if any(arms):
                found_in = [_find(arm, name) for arm in arms]
                first = next((entry for entry in found_in if entry is not None), None)
                if first is not None:
                    rest = _find(entries[:number], name)
                    values = [held.value if (held := one or rest) else NONE for one in found_in]
                    return Entry(first.key, join(condition, values[0], values[-1], place), first.place)
    return None


def unknown(entries: Run) -> Iterator[Value]:
    """Yield the mappings among the entries of which nothing is known."""
    for entry in entries:
        match entry:
            case Spread(value) if (inner := entries_of(value)) is not None:
                yield from unknown(inner)
            case Spread(value):
                yield value
            case Either(_, arms):
                yield from (value for arm in arms for value in unknown(arm))
            case Each():
                yield Map((entry,))


def narrowed(value: Value, names: Collection[str]) -> Value:
    """Return what is known of a mapping, an object or a JSON text, without the entries of other names."""
    entries = entries_of(value)
    if entries is None or "*" in names or isinstance(value, Branch):
        return value
    return Map(tuple(e for e in entries if not isinstance(e, Entry) or plain(e.key) in (*names, None)))
