"""Cutting: what is left of a list from which something is taken away, and whether each request takes away more of it."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.indexing import index_of, span_of, store_slice, unknown_items
from promptlint.frontends.python.mappings import without as without_key
from promptlint.frontends.python.state import State, is_location, opened
from promptlint.frontends.python.values import Branch, Either, Element, Map, Op, Run, Seq, Spread, Value
from promptlint.source import Place

_TURN = 2
"""How many messages each request adds to a conversation: where no more are taken away, more must be with the next one."""


def delete(state: State, container: Value, key: Value, place: Place) -> None:
    """Do `del container[key]`."""
    if not is_location(container):
        return
    content = state.content(container)
    match opened(container, place) if content is container and is_cut(state, key) else content:
        case Map(entries):
            state.memory[container] = Map(without_key(entries, key))
        case Seq(items, form) as sequence:
            kept = left(state, items, key, place)
            kept = unknown_items("changed", sequence, (key,), place) if kept is None else kept
            state.memory[container] = Seq(kept, form)


def delete_slice(state: State, container: Value, bounds: tuple[Value, Value, Value], place: Place) -> None:
    """Do `del container[start:stop]`."""
    content, (start, stop, step) = state.content(container), bounds
    kept = None
    if isinstance(content, Seq) and step in (NONE, Const(1)):
        kept = _left_of(state, content.items, start, stop, place)
    if kept is None or not isinstance(content, Seq) or not is_location(container):
        store_slice(state, container, bounds, Seq(()), place)
    else:
        state.memory[container] = Seq(kept, content.form)


def _left_of(state: State, items: Run, start: Value, stop: Value, place: Place) -> Run | None:
    """Return a run without the items of a slice at its front, of which not every one is known; None for another slice."""
    first = start.value if isinstance(start, Const) and start != NONE else 0
    if not isinstance(first, int) or first < 0 or not all(isinstance(item, Element) for item in items[:first]):
        return None
    match stop:
        case Const(int(last)) if last > first and span_of(items, first, last) is None:
            return without(items, first, last - first, beyond(state), place)
        case Const(int(last)) as latest if last < 0 and span_of(items, first, last) is None:
            return (*items[:first], _latest(state, items[first:], latest, place))
        case Op("unary"):
            return (*items[:first], _latest(state, items[first:], stop, place))
    return None


def _latest(state: State, items: Run, start: Value, place: Place) -> Spread:
    """Return the items of a run from a number on that counts from its end."""
    limit = beyond(state)
    operands = (Seq(items), start, NONE, NONE)
    return Spread(Op("[:]", operands, () if limit == NONE else (("beyond", limit),), place), place)


def is_cut(state: State, key: Value) -> bool:
    """Return whether what is taken away under a key is an item at the front of a list, because there is too much in it."""
    match key:
        case Const(int(number)):
            return number >= 0 and beyond(state) != NONE
    return False


def left(state: State, items: Run, key: Value, place: Place) -> Run | None:
    """Return a run without the item with an index; None where it is not known which one that is."""
    at = index_of(items, key)
    if at is not None:
        return (*items[:at], *items[at + 1 :])
    match key:
        case Const(int(number)) if number >= 0 and items:
            return without(items, number, 1, beyond(state), place)
    return None


def without(items: Run, start: int, count: int, limit: Value, place: Place) -> Run:
    """Return a run without `count` members from number `start` on.

    Where these are not known one by one, the rest is a cut; `limit` is what the run was longer than, None where nobody asked.
    """
    span = span_of(items, start, start + count)
    if span is not None:
        return (*items[: span[0]], *items[span[1] :])
    known = next((number for number, item in enumerate(items) if not isinstance(item, Element)), len(items))
    ahead = min(start, known)
    rest = items[ahead:]
    match rest:
        case (Spread(Op("cut", place=done)), *_) | (Either(_, ((Spread(Op("cut", place=done)), *_), _)), *_) if (
            done == place
        ):
            return items
    operands = Seq(rest), Const(start - ahead), Const(count), limit
    return (*items[:ahead], Spread(Op("cut", operands, (), place), place))


def settled(state: State, op: Op) -> Value:
    """Return what a cut leaves of a list that may be known by now."""
    match op.operands:
        case (listed, Const(int(start)), Const(int(count)), limit):
            content = state.content(listed)
            if isinstance(content, Seq):
                return Seq(without(content.items, start, count, limit, op.place), content.form)
    return op


def beyond(state: State) -> Value:
    """Return what is exceeded on this path by the size of something; None where nothing is known to be."""
    for condition in reversed(state.holding):
        for measured, limit in _exceeded(condition, holds=True):
            if _is_measured(measured):
                return limit
    return NONE


def is_window(start: Value, limit: Value) -> bool:
    """Return whether `items[start:]` leaves out more of a growing list with each request, where it does so beyond a limit."""
    match start, limit:
        case Const(int(number)), Const(int(longest)):
            return number < 0 and longest + number <= _TURN
        case (Const(int(number)), _):
            return number < 0 and limit == NONE
        case Op("unary", (number,)), _:
            return limit in (NONE, number)
    return False


def is_steady(count: Value, limit: Value) -> bool:
    """Return whether taking away `count` items beyond a limit is due again with the next request."""
    match limit:
        case Const(None) | Const(bool()):
            return False
        case Const(int() | float() as longest) if longest <= _TURN:
            return False
    return isinstance(count, Const) and isinstance(count.value, int) and 0 < count.value <= _TURN


def _exceeded(condition: Value, *, holds: bool) -> Iterator[tuple[Value, Value]]:
    """Yield the greater and the smaller side of each comparison in a condition."""
    match condition:
        case Op("not", (inner,)):
            yield from _exceeded(inner, holds=not holds)
        case Op(">" | ">=" | "<" | "<=" as sign, (first, second)):
            yield (first, second) if (sign[0] == ">") == holds else (second, first)
        case Branch(tested, arms):
            for each in (*(() if tested is None else (tested,)), *arms):
                yield from _exceeded(each, holds=holds)


def _is_measured(value: Value) -> bool:
    """Return whether a value is computed of something: a number that a loop counts says nothing about a list."""
    match value:
        case Op("call" | "made of" | "carried"):
            return True
        case Op("+" | "-" | "*" | "/" | "//", operands):
            return any(map(_is_measured, operands))
    return False
