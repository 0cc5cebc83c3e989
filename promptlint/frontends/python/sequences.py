"""Lists and sets: sorting, and the methods that read them or change them in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from promptlint.frontends.python.atoms import NONE, Const, External, Ref
from promptlint.frontends.python.containers import NOWHERE, differ, entering, items_of, nth, same_key
from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.cutting import left
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.indexing import index_of, span_of, unknown_items
from promptlint.frontends.python.mappings import read_map
from promptlint.frontends.python.routine import argument, call_with, positional_value
from promptlint.frontends.python.sets import SET_METHODS, combined, distinct
from promptlint.frontends.python.state import State, freeze, opened
from promptlint.frontends.python.text import joined
from promptlint.frontends.python.values import (
    Arguments,
    Each,
    Either,
    Element,
    Location,
    Map,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

BUFFER = "buffer"
"""The form of a text buffer: a sequence of what was written into it."""


class Change(NamedTuple):
    """What a method makes of a sequence in place: the items, None where they are not known, and its result."""

    items: Run | None
    result: Value = NONE


def elements(run: Run) -> Iterator[Element]:
    """Yield the known items of a run."""
    return (member for member in run if isinstance(member, Element))


def change_list(
    state: State, target: Location, name: str, arguments: Arguments, place: Place, frame: Frame | None = None
) -> Value | None:
    """Do a method of a list, set or buffer that changes it in place; return its result, or None for another method.

    With a frame, a `key` that sorts is called.
    """
    content = state.content(target)
    if (name not in _CHANGES and name != "sort") or isinstance(content, Map | Text):
        return None
    sequence = content if isinstance(content, Seq) else opened(target, place)
    if name == "sort":
        changed, result = Change(_sorted(frame, state, sequence, arguments, place))
    else:
        changed, result = _CHANGES[name](state, sequence, arguments, target, place)
    if changed is None:
        operands = tuple(freeze(item.value, state.memory) for item in elements(arguments.positional))
        changed = unknown_items(name, sequence, operands, place)
    state.memory[target] = Seq(distinct(changed) if sequence.form == "set" else changed, sequence.form)
    return result


def _append(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    return Change(sequence.items + arguments.positional)


def _appendleft(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    return Change(arguments.positional + sequence.items)


def _extend(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    new = (
        member
        for item in elements(arguments.positional)
        for member in entering(items_of(state, item.value, item.place), item.place)
    )
    return Change(sequence.items + tuple(new))


def _insert(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    match arguments.positional:
        case (Element(Const(int(index))), Element() as new):
            span = span_of(sequence.items, index, None)
            if span is not None:
                return Change((*sequence.items[: span[0]], new, *sequence.items[span[0] :]))
    return Change(None)


def _reverse(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    return Change(turned(sequence.items))


def turned(items: Run) -> Run:
    """Return the items in reverse order."""
    run: Run = ()
    for item in reversed(items):
        match item:
            case Spread(value, place):
                run += (Spread(Op("reversed", (value,), (), place), place),)
            case Either(arms=arms):
                run += (replace(item, arms=tuple(map(turned, arms))),)
            case Each(body, over, place):
                run += (replace(item, body=turned(body), over=over and Op("reversed", (over,), (), place)),)
            case _:
                run += (item,)
    return run


def _clear(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    return Change(())


def _pop(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    key = positional_value(arguments, 0) if arguments.positional else Const(-1)
    kept = left(state, sequence.items, key, place)
    if kept is None or sequence.form == "set" or index_of(sequence.items, key) is None:
        source = freeze(sequence, state.memory) if isinstance(target, Ref) else target
        return Change(None if sequence.form == "set" else kept, Op("[]", (source, key), (), NOWHERE))
    assert isinstance(key, Const)
    assert isinstance(key.value, int)
    return Change(kept, nth(sequence.items, key.value, target, key))


def _popleft(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    return _pop(state, sequence, Arguments((Element(Const(0), place),)), target, place)


def _remove(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    """Remove an item; what stands before the first item that it may be is kept."""
    wanted = positional_value(arguments, 0)
    items = sequence.items
    for number, item in enumerate(items):
        if isinstance(item, Element) and differ(item.value, wanted):
            continue
        if isinstance(item, Element) and same_key(item.value, wanted):
            return Change((*items[:number], *items[number + 1 :]))
        rest = Seq(items[number:], sequence.form)
        return Change((*items[:number], *unknown_items("remove", rest, (wanted,), place)))
    return Change(items)


def _write(state: State, sequence: Seq, arguments: Arguments, target: Value, place: Place) -> Change:
    return Change(sequence.items + arguments.positional) if sequence.form == BUFFER else Change(None)


_CHANGES: dict[str, Callable[[State, Seq, Arguments, Value, Place], Change]] = {
    "append": _append,
    "add": _append,
    "appendleft": _appendleft,
    "extend": _extend,
    "update": _extend,
    "writelines": _extend,
    "insert": _insert,
    "clear": _clear,
    "reverse": _reverse,
    "pop": _pop,
    "popleft": _popleft,
    "remove": _remove,
    "discard": _remove,
    "write": _write,
}


def _sorted(frame: Frame | None, state: State, sequence: Seq, arguments: Arguments, place: Place) -> Run:
    known = ordered(frame, state, sequence.items, arguments, place)
    if known is not None:
        return known
    given = Seq((Element(freeze(sequence, state.memory), place),), "tuple")
    keywords = tuple((name, freeze(value, state.memory)) for name, value in arguments.keywords)
    return (Spread(Op("call", (External("builtins.sorted"), given), keywords, place), place),)


def ordered(frame: Frame | None, state: State, items: Run, arguments: Arguments, place: Place) -> Run | None:
    """Return the items as `sorted` leaves them; None where their order is not known."""
    key = dict(arguments.keywords).get("key", NONE)
    if len(items) < 2 and all(isinstance(item, Element) for item in items):
        return items
    try:
        known = [(_sort_key(frame, state, key, item, place), item) for item in items]
        reverse = bool(to_python(argument(arguments, 2, "reverse", Const(False))))
        return tuple(item for _, item in sorted(known, key=lambda pair: pair[0], reverse=reverse))  # type: ignore[arg-type,return-value]
    except (NotKnown, TypeError):
        return None


def _sort_key(frame: Frame | None, state: State, key: Value, item: object, place: Place) -> object:
    if not isinstance(item, Element):
        raise NotKnown
    if key == NONE:
        return to_python(freeze(item.value, state.memory))
    if frame is None:
        raise NotKnown
    return to_python(freeze(call_with(frame, state, key, (item,), place), state.memory))


def read_container(state: State, receiver: Value, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return the result of a method of a list, set, buffer or mapping that changes nothing; None for another method."""
    match state.content(receiver), name:
        case Map() as content, _:
            return read_map(state, content, name, arguments, place)
        case Seq(items, form), "getvalue" | "read" if form == BUFFER:
            return joined((), items, place)
        case Seq() as content, "copy":
            return state.allocate(content)
        case Seq(_, "set") as content, _ if name in SET_METHODS:
            result: Value = content
            for item in elements(arguments.positional):
                result = combined(state, SET_METHODS[name], result, item.value, place)
            return state.allocate(result)
        case Seq() as content, "index" | "count":
            return Op(name, (content, *(item.value for item in elements(arguments.positional))), (), place)
    return None
