"""How the items of a set can be sorted, as far as they are known."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.python.atoms import Class, Const
from promptlint.frontends.python.values import (
    Each,
    Either,
    Element,
    Function,
    Object,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.hole import Hole, Sorting


def sorting(value: Value) -> Sorting:
    """Return how the items of a set can be sorted; items of several types never can."""
    kinds = set(_kinds(value.items)) if isinstance(value, Seq) else {Sorting.UNKNOWN}
    known = kinds - {Sorting.UNKNOWN}
    if len(known) > 1:
        return Sorting.NEVER
    (first,) = known if known == kinds != set() else {Sorting.UNKNOWN}
    return first if isinstance(first, Sorting) else Sorting.ITEMS


def _kinds(run: Run) -> Iterator[Sorting | type]:
    """Yield for each item the type of which it is where its items compare, else how it can be sorted."""
    for member in run:
        match member:
            case Element(value):
                yield _kind(value)
            case Spread(Hole(order=order)) if order and order.sorting is Sorting.LIST:
                yield str
            case Spread(Op("unordered", (Seq(items),))) | Spread(Seq(items)):
                yield from _kinds(items)
            case Either(arms=arms):
                for arm in arms:
                    yield from _kinds(arm)
            case Each(body):
                yield from _kinds(body)
            case _:
                yield Sorting.UNKNOWN


def _kind(value: Value) -> Sorting | type:
    match value:
        case Text():
            return str
        case Const(bool() | int() | float()):
            return float
        case Const(None | bytes() as constant):
            return type(constant)
        case Function() | Class():
            return Sorting.DEFINED
        case Object(_, attributes):
            return Sorting.NAME if isinstance(dict(attributes).get("name"), Text) else Sorting.NEVER
    return Sorting.UNKNOWN
