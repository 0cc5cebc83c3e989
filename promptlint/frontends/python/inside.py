"""The values of which a value is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from promptlint.frontends.python.picking import picks_all
from promptlint.frontends.python.values import (
    Each,
    Either,
    Element,
    Entry,
    Insert,
    Made,
    Map,
    Object,
    Op,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.sink import MessageShape


def inside(value: Value, shape: MessageShape) -> Iterator[Value]:
    """Yield the values of which a value is made, but for what is made of the system's messages of a conversation alone."""
    match value:
        case Op(_, operands, keywords):
            yield from operands
            yield from (inner for _, inner in keywords)
        case Text(run) | Seq(run) | Map(run):
            yield from _members(run, shape)
        case Object(_, attributes):
            yield from (inner for _, inner in attributes)
        case Made(_, arguments):
            yield from _members(arguments.positional, shape)
            yield from (inner for _, inner in arguments.keywords)


def _members(run: Iterable[object], shape: MessageShape) -> Iterator[Value]:
    """Yield every value in a run, those in choices and repeats included."""
    for member in run:
        match member:
            case Insert(value) | Element(value) | Spread(value) | Entry(_, value):
                yield value
            case Either(_, arms):
                for arm in arms:
                    yield from _members(arm, shape)
            case Each(body, over) if not picks_all(shape, body):
                yield from _members(body, shape)
                yield from () if over is None else (over,)
