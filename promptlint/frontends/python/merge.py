"""Joining what two paths of a program made of the same thing, and telling what a loop added to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from promptlint.frontends.python.atoms import NONE, Const, Ref
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.rewriting import lightened
from promptlint.frontends.python.values import (
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Function,
    Map,
    Member,
    Object,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

Key = TypeVar("Key")

NOWHERE = Place("", 0, 0)

UNSET = Op("unset", (), (), NOWHERE)
"""What an attribute of an instance holds on a path that does not set it: what the class says."""


def join(condition: Value | None, first: Value, second: Value, place: Place) -> Value:
    """Return the value that is `first` where the condition holds, else `second`; what both share is kept once."""
    if first is second or first == second:
        return first
    return lightened(_joined(condition, first, second, place))


def _joined(condition: Value | None, first: Value, second: Value, place: Place) -> Value:
    match first, second:
        case Text(a), Text(b):
            return Text(join_runs(condition, a, b, place))
        case Seq(a, form), Seq(b, other) if form == other:
            return Seq(join_runs(condition, a, b, place), form)
        case Map(a), Map(b):
            return Map(join_runs(condition, a, b, place))
        case Object(cls, a_pairs), Object(other_cls, b_pairs) if cls is other_cls:
            return Object(cls, _join_attributes(condition, dict(a_pairs), dict(b_pairs), place))
        case Seq(items, form), _:
            if absorbed := _absorb(condition, items, second, place, first_is_run=True):
                return Seq(absorbed, form)
        case _, Seq(items, form):
            if absorbed := _absorb(condition, items, first, place, first_is_run=False):
                return Seq(absorbed, form)
    return Branch(condition, (first, second))


def _absorb(condition: Value | None, items: Run, other: Value, place: Place, *, first_is_run: bool) -> Run | None:
    """Join a list that was made of the unknown value `other` with that value itself."""
    match items:
        case (Spread(Op("before", (location,))), *_) if location == other:
            arms = (items[1:], ()) if first_is_run else ((), items[1:])
            return (items[0], Either(condition, arms, place)) if items[1:] else items
    if not any(isinstance(item, Spread) and item.value == other for item in items):
        return None
    whole = (Spread(other, place),)
    first, second = (items, whole) if first_is_run else (whole, items)
    return join_runs(condition, first, second, place)


def join_runs(condition: Value | None, first: Run, second: Run, place: Place) -> Run:
    """Return the members of either path: the common head, a choice, the common tail."""
    shortest = min(len(first), len(second))
    head = 0
    while head < shortest and _same(first[head], second[head]):
        head += 1
    tail = 0
    while tail < shortest - head and _same(first[-1 - tail], second[-1 - tail]):
        tail += 1
    arms = (first[head : len(first) - tail], second[head : len(second) - tail])
    middle = (Either(condition, arms, place),) if any(arms) else ()
    return first[:head] + middle + first[len(first) - tail :]


def _same(first: object, second: object) -> bool:
    return first is second or first == second


def _join_attributes(
    condition: Value | None, first: dict[str, Value], second: dict[str, Value], place: Place
) -> tuple[tuple[str, Value], ...]:
    return tuple(
        (name, join(condition, first.get(name, UNSET), second.get(name, UNSET), place)) for name in first | second
    )


def grown(old: Value, new: Value, over: Value | None, place: Place) -> Value:
    """Return what a loop over `over` makes of `old`, when one pass over its body makes `new` of it.

    What one pass adds comes once for every item; what it replaces is unknown from then on.
    """
    if old is new or old == new:
        return old
    match old, new:
        case Text(a), Text(b):
            if run := _grown_run(a, b, over, place):
                return Text(run)
        case Seq(a, form), Seq(b, _):
            if run := _grown_run(a, b, over, place) or _shrunk(a, b) or _replaced(a, b, over, place):
                return Seq(run, form)
        case Map(a), Map(b):
            if run := _grown_run(a, b, over, place) or _replaced(a, b, over, place):
                return Map(run)
        case Object(cls, a_pairs), Object(other, b_pairs) if cls is other:
            before = dict(a_pairs)
            pairs = ((name, grown(before.get(name, NONE), value, over, place)) for name, value in b_pairs)
            return Object(cls, tuple(pairs))
        case ((Ref() | Function()), _):
            return Branch(None, (old, new))
        case Const(int() | float()), Const(int() | float()):
            return Op("count", (old,), (), place)
    return lightened(Op("carried", (old, new), (), place))


def _grown_run(old: Run, new: Run, over: Value | None, place: Place) -> Run | None:
    extra = len(new) - len(old)
    if extra <= 0:
        return None
    if all(map(_same, old, new)):
        kept = old[:-1] if old and _goes_round(old[-1], place) else old
        return (*kept, Each(new[len(old) :], over, place))
    if all(map(_same, old, new[extra:])):
        kept = old[1:] if old and _goes_round(old[0], place) else old
        return (Each(new[:extra], over, place), *kept)
    return None


def _replaced(old: Run, new: Run, over: Value | None, place: Place) -> Run | None:
    """Return the run where a loop puts something else in the place of some members, and adds others behind."""
    kept: list[Member] = []
    for before, after in zip(old, new, strict=False):
        match before, after:
            case Element(first), Element(second, at):
                kept.append(Element(grown(first, second, over, place), at))
            case Entry(key, first), Entry(same, second, at) if key == same or plain(key) == plain(same) is not None:
                kept.append(Entry(key, grown(first, second, over, place), at))
            case _ if _same(before, after):
                kept.append(before)
            case _:
                return None
    added = new[len(old) :]
    if len(new) < len(old) or not added:
        return tuple(kept) if len(new) == len(old) else None
    lasting = kept[:-1] if kept and _goes_round(kept[-1], place) else kept
    return (*lasting, Each(added, over, place))


def _shrunk(old: Run, new: Run) -> Run | None:
    """Return what a loop leaves that takes away again and again what `new` lacks of `old`, once or never; None for another."""
    match new:
        case (*head, Spread(Op("cut", (Seq(rest), *_), place=place)) as cut) if old == (*head, *rest):
            return (*head, Either(None, ((cut,), rest), place))
    joined = join_runs(None, old, new, NOWHERE) if len(new) < len(old) else ()
    return joined if any(isinstance(each, Either) and each.arms[1] == () for each in joined) else None


def _goes_round(member: object, place: Place) -> bool:
    """Return whether a member is what an earlier look at the same loop added."""
    return isinstance(member, Each) and member.place == place


def join_tables(
    condition: Value | None,
    first: dict[Key, Value],
    second: dict[Key, Value],
    missing: Callable[[Key], Value | None],
    place: Place,
) -> dict[Key, Value]:
    """Return names or locations after either path; what only one path knows is joined with `missing(key)`, if any."""
    joined: dict[Key, Value] = {}
    for key in first | second:
        a, b = first.get(key), second.get(key)
        if a is b and a is not None:
            joined[key] = a
            continue
        a = missing(key) if a is None else a
        b = missing(key) if b is None else b
        if a is not None and b is not None:
            joined[key] = join(condition, a, b, place)
        else:
            joined[key] = a if a is not None else b  # type: ignore[assignment]
    return joined
