"""Mappings: setting and deleting keys, and the methods of `dict`."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.containers import NOWHERE, differ, find, items_of, picked, same_key
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.routine import positional_value
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Arguments,
    Branch,
    Either,
    Element,
    Entry,
    Location,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Value,
)
from promptlint.source import Place


def stored(entries: Run, key: Value, value: Value, place: Place) -> Run:
    """Return the entries after `entries[key] = value`: a known key keeps its place."""
    for number, entry in enumerate(entries):
        if isinstance(entry, Entry) and _is_known(entry.key) and same_key(entry.key, key):
            return (*entries[:number], Entry(key, value, place), *entries[number + 1 :])
    return (*entries, Entry(key, value, place))


def merged(entries: Run, other: Run) -> Run:
    """Return the entries of a mapping updated with another's: a known key keeps its place."""
    for entry in other:
        if isinstance(entry, Entry):
            entries = stored(entries, entry.key, entry.value, entry.place)
        else:
            entries = (*entries, entry)
    return entries


def without(entries: Run, key: Value) -> Run:
    """Return the entries without a key; one that may have it stays."""
    return tuple(entry for entry in entries if not (isinstance(entry, Entry) and same_key(entry.key, key)))


def entries_of(state: State, value: Value, place: Place) -> Run:
    """Return the entries of a mapping, or of a sequence of pairs; an open rest for any other value."""
    match state.content(value):
        case Map(entries):
            return entries
        case Seq(items, _) if (pairs := _pairs(state, items)) is not None:
            return pairs
        case Branch(condition, (first, second)):
            return (Either(condition, (entries_of(state, first, place), entries_of(state, second, place)), place),)
        case content:
            return (Spread(content, place),)


def _pairs(state: State, items: Run) -> Run | None:
    entries: list[Entry] = []
    for item in items:
        pair = state.content(item.value) if isinstance(item, Element) else None
        match pair:
            case Seq((Element(key, place), Element(value, _)), _):
                entries.append(Entry(key, value, place))
            case _:
                return None
    return tuple(entries)


def keyword_entries(state: State, arguments: Arguments, place: Place) -> Run:
    """Return the keywords of a call as entries."""
    entries: Run = ()
    for name, value in arguments.keywords:
        entries += (Entry(literal(name), value, place),) if name is not None else entries_of(state, value, place)
    return entries


def given_entries(state: State, arguments: Arguments, place: Place) -> Run:
    """Return the entries that `dict(...)` and `.update(...)` are given."""
    entries: Run = ()
    for member in arguments.positional:
        if isinstance(member, Element | Spread):
            entries = merged(entries, entries_of(state, member.value, place))
    return merged(entries, keyword_entries(state, arguments, place))


def change_map(state: State, target: Location, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Do a method of a mapping that changes it in place; return its result, or None for another method."""
    content = state.content(target)
    if not isinstance(content, Map) or name not in _CHANGES:
        return None
    entries, result = _CHANGES[name](state, content, arguments, place)
    state.memory[target] = Map(entries)
    return result


def _update(state: State, content: Map, arguments: Arguments, place: Place) -> tuple[Run, Value]:
    return merged(content.entries, given_entries(state, arguments, place)), NONE


def _setdefault(state: State, content: Map, arguments: Arguments, place: Place) -> tuple[Run, Value]:
    key, default = positional_value(arguments, 0), positional_value(arguments, 1)
    if (found := find(content.entries, key, state)) is not None:
        return content.entries, found
    return (*content.entries, Entry(key, default, place)), default


def _pop(state: State, content: Map, arguments: Arguments, place: Place) -> tuple[Run, Value]:
    key = positional_value(arguments, 0)
    return without(content.entries, key), lookup_or(state, content, key, positional_value(arguments, 1))


def _popitem(state: State, content: Map, arguments: Arguments, place: Place) -> tuple[Run, Value]:
    match content.entries:
        case (*rest, Entry() as last):
            return tuple(rest), _pair(last)
    return content.entries, Op("popitem", (content,), (), place)


def _clear(state: State, content: Map, arguments: Arguments, place: Place) -> tuple[Run, Value]:
    return (), NONE


def _move_to_end(state: State, content: Map, arguments: Arguments, place: Place) -> tuple[Run, Value]:
    key, to_end = positional_value(arguments, 0), dict(arguments.keywords).get("last", Const(True)) == Const(True)
    moved = tuple(e for e in content.entries if isinstance(e, Entry) and same_key(e.key, key))
    rest = without(content.entries, key)
    return (rest + moved if to_end else moved + rest), NONE


_CHANGES: dict[str, Callable[[State, Map, Arguments, Place], tuple[Run, Value]]] = {
    "update": _update,
    "setdefault": _setdefault,
    "pop": _pop,
    "popitem": _popitem,
    "clear": _clear,
    "move_to_end": _move_to_end,
}


def lookup_or(state: State, container: Map, key: Value, default: Value) -> Value:
    """Return `container.get(key, default)`."""
    found = find(container.entries, key, state)
    if found is not None:
        return found
    absent = all(isinstance(entry, Entry) and differ(entry.key, key) for entry in container.entries)
    if absent:
        return default
    found = picked(container.entries, key, state, default)
    return found if found is not None else Op("[]", (container, key, default), (), NOWHERE)


def read_map(state: State, content: Map, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return the result of a method of a mapping that changes nothing; None for another method."""
    match name:
        case "get":
            return lookup_or(state, content, positional_value(arguments, 0), positional_value(arguments, 1))
        case "keys":
            return Seq(items_of(state, content, place), "generator")
        case "values":
            return Seq(_picked(content.entries, _value, name), "generator")
        case "items":
            return Seq(_picked(content.entries, _pair, name), "generator")
        case "copy":
            return state.allocate(content)
    return None


def _is_known(key: Value) -> bool:
    return isinstance(key, Const) or plain(key) is not None


def _value(entry: Entry) -> Value:
    return entry.value


def _pair(entry: Entry) -> Value:
    return Seq((Element(entry.key, entry.place), Element(entry.value, entry.place)), "tuple")


def _picked(entries: Run, pick: Callable[[Entry], Value], name: str) -> Run:
    def picked(entry: Member) -> Run:
        match entry:
            case Entry(place=place):
                return (Element(pick(entry), place),)
            case Spread(value, place):
                return (Spread(Op(name, (value,), (), place), place),)
        return ()

    return replaced(entries, picked)
