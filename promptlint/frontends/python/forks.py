"""Values that depend on a condition somewhere inside: the same value with one side of it taken, then the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from promptlint.frontends.python.merge import join
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.values import Branch, Either, Insert, Text, Value
from promptlint.source import Place


class Fork(NamedTuple):
    """A value as it is where a condition holds, and where it does not."""

    condition: Value | None
    arms: tuple[Value, Value]


def fork(value: Value) -> Fork | None:
    """Return a value by the first condition in it; None for one that depends on none."""
    choice = next(_choices(value), None)
    if choice is None:
        return None
    return Fork(choice.condition, (_taken(value, choice, 0), _taken(value, choice, 1)))


def each(value: Value, make: Callable[[Value], Value | None], place: Place, forks: int = 4) -> Value | None:
    """Return what a function makes of a value, of both sides of a choice in it joined; None where it makes nothing of one.

    At most `forks` choices are followed.
    """
    parted = fork(value)
    if parted is None or not forks:
        return make(value)
    first, second = (each(arm, make, place, forks - 1) for arm in parted.arms)
    return None if first is None or second is None else join(parted.condition, first, second, place)


def _choices(value: Value) -> Iterator[Branch | Either]:
    """Yield the choices in a path expression, outer ones first."""
    found: list[Value] = []
    match value:
        case Branch():
            yield value
        case Text(parts):
            yield from (part for part in parts if isinstance(part, Either))
            found = [part.value for part in parts if isinstance(part, Insert)]
        case _:
            found = children(value)
    for part in found:
        yield from _choices(part)


def children(value: Value) -> list[Value]:
    """Return the values of which a value is directly made."""
    found: list[Value] = []

    def visit(part: Value) -> Value:
        found.append(part)
        return part

    rewrite(value, visit)
    return found


def _taken(value: Value, choice: Branch | Either, side: int) -> Value:
    """Return a value with one side of a choice in it taken."""
    if value is choice:
        return choice.arms[side]
    if isinstance(value, Text):
        runs = (part.arms[side] if part is choice else (part,) for part in value.parts)
        value = Text(tuple(member for run in runs for member in run))
    return rewrite(value, lambda part: _taken(part, choice, side))
