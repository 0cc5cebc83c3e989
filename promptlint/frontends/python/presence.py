"""Presence: what a truth test asks of a text or a container, without what stands in it."""

from __future__ import annotations

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.values import (
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

_YES, _NO = Const(True), Const(False)


def presence(value: Value, place: Place) -> Value:
    """Return what counts as true whenever a value does: of a text, list or mapping only whether anything is in it."""
    match value:
        case Text(run) | Seq(run) | Map(run):
            return _any(run, place)
        case Branch(condition, (first, second)):
            return _either(condition, presence(first, place), presence(second, place), place)
        case Op("not", (inner,)):
            return Op("not", (presence(inner, place),), (), value.place)
    return value


def _any(run: Run, place: Place) -> Value:
    """Return whether a run has a member."""
    result: Value = _NO
    for member in reversed(run):
        found = _one(member, place)
        if found == _YES:
            return _YES
        if found != _NO:
            result = found if result == _NO else Branch(found, (_YES, result))
    return result


def _one(member: Member, place: Place) -> Value:
    """Return whether a member of a run is there at all."""
    match member:
        case Literal(text):
            return Const(text != "")
        case Element() | Entry():
            return _YES
        case Spread():
            return Seq((member,))
        case Either(condition, (first, second)):
            return _either(condition, _any(first, place), _any(second, place), place)
        case Each(body, over, loop):
            return _some(_any(body, place), over, loop)
    return Text((member,))


def _either(condition: Value | None, first: Value, second: Value, place: Place) -> Value:
    if first == second:
        return first
    if condition is None or (first, second) not in ((_YES, _NO), (_NO, _YES)):
        return Branch(condition, (first, second))
    return presence(condition if first == _YES else Op("not", (condition,), (), place), place)


def _some(found: Value, over: Value | None, place: Place) -> Value:
    """Return whether something is found in a round of a loop."""
    if found == _NO:
        return _NO
    if found == _YES and over is not None:
        return Seq((Spread(over, place),))
    item = Element(_YES, place)
    inner = item if found == _YES else Either(found, ((item,), ()), place)
    return Seq((Each((inner,), over, place),))
