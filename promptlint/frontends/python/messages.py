"""What a message is: a mapping, or an object with the same names, that holds a role and a content."""

from __future__ import annotations

from collections.abc import Sequence

from promptlint.catalog import MessageShape
from promptlint.frontends.python.values import Entry, Made, Map, Object, Run, Text, Value, literal, plain
from promptlint.prompt import Literal, Role
from promptlint.source import Place


def fields(shape: MessageShape, value: Value) -> Run | None:
    """Return the entries of a message, written as a mapping or as an object with the same names; None for anything else."""
    match value:
        case Map(entries):
            return entries
        case Made(_, arguments, place):
            pairs = tuple((name, inner) for name, inner in arguments.keywords if name is not None)
        case Object(definition, pairs):
            place = definition.place
        case _:
            return None
    entries = tuple(Entry(literal(name), inner, place_of(inner, place)) for name, inner in pairs)
    return entries if role_of(shape, entries) and find(entries, shape.content_keys) else None


def role_of(shape: MessageShape, entries: Run) -> Role | None:
    """Return the role that the entries of a message name; None without one that is known."""
    entry = find(entries, shape.role_keys)
    return shape.roles.get(plain(entry.value) or "") if entry else None


def find(entries: Run, keys: Sequence[str]) -> Entry | None:
    """Return the last entry with one of the keys."""
    return next((e for e in reversed(entries) if isinstance(e, Entry) and plain(e.key) in keys), None)


def place_of(value: Value, default: Place) -> Place:
    """Return where a text or the first item of a list was written, else `default`."""
    match value:
        case Text((Literal(site=site), *_)) if site is not None:
            return site.place
        case Text((Literal(), *_)) | Text(()):
            return default
        case Text((member, *_)):
            return getattr(member, "place", default)
    return default
