"""What a message is: a mapping, or an object with the same names, that holds a role and a content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import (
    Arguments,
    Element,
    Entry,
    Made,
    Map,
    Object,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.prompt import Literal, Role
from promptlint.sink import Maker, MessageShape
from promptlint.source import Place


def fields(shape: MessageShape, value: Value, at: Place | None = None) -> Run | None:
    """Return the entries of a message or a part, written as a mapping or as an object; None for anything else.

    An object is one by the catalogue, or by having the names of a role and a content, or of a text. `at` is where it is used.
    """
    match value:
        case Map((Spread(Object() | Made() as inner), *changed)):
            entries = fields(shape, inner, at)
            return None if entries is None else (*entries, *changed)
        case Map(entries):
            return entries
        case Made(name, arguments, place) if name in shape.makers:
            return _made(shape, shape.makers[name], arguments, place)
        case Op("call", (External(name), Seq(positional)), keywords, place) if name in shape.makers:
            return _made(shape, shape.makers[name], Arguments(positional, keywords), place)
        case Made(_, arguments, place):
            pairs = tuple((name, inner) for name, inner in arguments.keywords if name is not None)
        case Object(definition, pairs):
            place = at or definition.place
        case _:
            return None
    entries = tuple(Entry(literal(name), inner, place_of(inner, place)) for name, inner in pairs)
    whole = role_of(shape, entries) and find(entries, shape.content_keys)
    return entries if whole or find(entries, shape.text_keys) else None


def _made(shape: MessageShape, maker: Maker, arguments: Arguments, place: Place) -> Run:
    """Return the entries of what a catalogued call makes of its arguments."""
    role = (Entry(literal(shape.role_keys[0]), literal(maker.role), place),) if maker.role else ()
    keywords = (
        Entry(literal(name), inner, place_of(inner, place)) for name, inner in arguments.keywords if name is not None
    )
    return (*role, *_positional(maker, arguments.positional, place), *keywords)


def _positional(maker: Maker, members: Run, place: Place) -> Iterator[Entry]:
    for number, name in enumerate(maker.positional):
        if name.startswith("*") and members[number:]:
            yield Entry(literal(name[1:]), Seq(members[number:]), place)
        elif number < len(members) and isinstance(member := members[number], Element):
            yield Entry(literal(name), member.value, member.place)


def role_of(shape: MessageShape, entries: Run) -> Role | None:
    """Return the role that the entries of a message name, in any case or as a constant; None without one that is known."""
    entry = find(entries, shape.role_keys)
    if entry is None:
        return None
    return shape.roles.get(role_name(entry.value).lower())


def role_name(role: Value) -> str:
    """Return the name of a role, empty for none: a text, a constant of another package, or a member of an enum of the project."""
    match role:
        case External(name):
            return name.rpartition(".")[2]
        case Object(_, attributes):
            return plain(dict(attributes).get("value", role)) or ""
    return plain(role) or ""


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
