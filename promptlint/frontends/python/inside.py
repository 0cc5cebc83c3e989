"""The values of which a value is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


def inside(value: Value) -> Iterator[Value]:
    """Yield the values of which a value is made."""
    match value:
        case Op(_, operands, keywords):
            yield from operands
            yield from (inner for _, inner in keywords)
        case Text(run) | Seq(run) | Map(run):
            yield from members(run)
        case Object(_, attributes):
            yield from (inner for _, inner in attributes)
        case Made(_, arguments):
            yield from members(arguments.positional)
            yield from (inner for _, inner in arguments.keywords)


def members(run: Iterable[object]) -> Iterator[Value]:
    """Yield every value in a run, those in choices and repeats included."""
    for member in run:
        match member:
            case Insert(value) | Element(value) | Spread(value) | Entry(_, value):
                yield value
            case Either(_, arms):
                for arm in arms:
                    yield from members(arm)
            case Each(body, over):
                yield from members(body)
                yield from () if over is None else (over,)
