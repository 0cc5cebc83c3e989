"""Cache marks: what sets a breakpoint behind a block, and how long it asks the prefix to stay."""

from __future__ import annotations

from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.messages import fields, find
from promptlint.frontends.python.payload import entries_of, reach
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.values import Branch, Either, Element, Entry, Member, Run, Value
from promptlint.prompt import Mark
from promptlint.sink import MessageShape
from promptlint.source import Place


def mark_in(shape: MessageShape, entries: Run, on: tuple[str, ...]) -> tuple[Mark, ...]:
    """Return the mark that the entries of a message, part or tool set, if any; `on` is what carries it."""
    found = find(entries, (*shape.mark_keys, *shape.mark_parts))
    return () if found is None else mark_of(shape, plain(found.key) or "", found.value, found.place, on)


def mark_of(shape: MessageShape, key: str, value: Value, place: Place, on: tuple[str, ...]) -> tuple[Mark, ...]:
    """Return the mark that the value of a key sets: none where it is None."""
    if value == NONE:
        return ()
    entries = entries_of(value)
    certain = entries is not None and not (isinstance(value, Branch) and NONE in value.arms)
    return (Mark(key, place, _lifetime(shape, entries), on, certain),)


def _lifetime(shape: MessageShape, entries: Run | None) -> str | None:
    if entries is None or not all(isinstance(entry, Entry) for entry in entries):
        return None
    found = next((each for key in shape.lifetime_keys if (each := reach(entries, (key,))) is not None), None)
    return "" if found is None or found.value == NONE else plain(found.value)


def mark_behind(shape: MessageShape, item: Member, on: tuple[str, ...]) -> tuple[Mark, ...] | None:
    """Return the mark that an item of a list is, which is nothing but a mark; None for any other item."""
    match item:
        case Element(value):
            entries = fields(shape, value)
            return mark_in(shape, entries, on) if entries and find(entries, shape.mark_parts) else None
        case Either(_, arms) if any(arms):
            inner = [mark_behind(shape, member, on) for arm in arms for member in arm]
            if all(marks is not None for marks in inner):
                return tuple(mark for marks in inner for mark in marks or ())
    return None


def type_of(shape: MessageShape, entries: Run) -> tuple[str, ...]:
    """Return the type that a part of a message names, if it names one."""
    found = find(entries, shape.type_keys)
    name = plain(found.value) if found else None
    return (name,) if name else ()
