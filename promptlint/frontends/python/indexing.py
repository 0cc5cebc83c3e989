"""Items by their numbers: what indexes and slices cut out of a sequence and set in it."""

from __future__ import annotations

from promptlint.frontends.python.atoms import Const, Ref
from promptlint.frontends.python.containers import items_of
from promptlint.frontends.python.mappings import stored
from promptlint.frontends.python.state import State, initial, is_location, opened
from promptlint.frontends.python.values import Element, Entry, Map, Op, Run, Seq, Spread, Value
from promptlint.source import Place


def cut_items(items: Run, start: int | None, stop: int | None) -> Run | None:
    """Return `items[start:stop]` where the cut ends of the sequence are known items, else None."""
    span = span_of(items, start, stop)
    return None if span is None else items[slice(*span)]


def span_of(items: Run, start: int | None, stop: int | None) -> tuple[int, int] | None:
    """Return where in a run a slice begins and ends; None where an item of unknown length stands in the way."""
    size = len(items)
    head = next((n for n, item in enumerate(items) if not isinstance(item, Element)), size)
    tail = next((n for n, item in enumerate(reversed(items)) if not isinstance(item, Element)), size)
    ends: list[int] = []
    for bound, default in ((start, 0), (stop, size)):
        if bound is None:
            ends.append(default)
        elif head == size:
            ends.append(slice(bound, None).indices(size)[0])
        elif 0 <= bound <= head:
            ends.append(bound)
        elif bound < 0 and -bound <= tail:
            ends.append(size + bound)
        else:
            return None
    return ends[0], max(ends)


def store(state: State, container: Value, key: Value, value: Value, place: Place) -> None:
    """Do `container[key] = value`."""
    if not is_location(container):
        return
    match state.content(container):
        case Map(entries):
            state.memory[container] = Map(stored(entries, key, value, place))
        case Seq(items, form) if (at := index_of(items, key)) is not None:
            state.memory[container] = Seq((*items[:at], Element(value, place), *items[at + 1 :]), form)
        case Seq((Spread(rest, where), *others), form) if key == Const(0):
            behind = Spread(Op("[:]", (rest, Const(1), Const(None), Const(None)), (), where), where)
            state.memory[container] = Seq((Element(value, place), behind, *others), form)
        case Seq((*others, Spread(rest, where)), form) if key == Const(-1):
            before = Spread(Op("[:]", (rest, Const(None), Const(-1), Const(None)), (), where), where)
            state.memory[container] = Seq((*others, before, Element(value, place)), form)
        case Seq() | Ref():
            return
        case unknown if isinstance(key, Const) and key.value in (0, -1):
            rest = initial(unknown, place)
            bounds = (Const(1), Const(None)) if key.value == 0 else (Const(None), Const(-1))
            open_rest = Spread(Op("[:]", (rest, *bounds, Const(None)), (), place), place)
            new = Element(value, place)
            state.memory[container] = Seq((new, open_rest) if key.value == 0 else (open_rest, new))
        case unknown:
            state.memory[container] = Map((Spread(initial(unknown, place), place), Entry(key, value, place)))


def store_slice(state: State, container: Value, bounds: tuple[Value, Value, Value], value: Value, place: Place) -> None:
    """Do `container[start:stop] = value`; a value that is not known item by item becomes an open rest."""
    if not is_location(container):
        return
    content = state.content(container)
    sequence = content if isinstance(content, Seq) else opened(container, place)
    match bounds:
        case (Const(int() | None as start), Const(int() | None as stop), Const(None | 1)):
            span = span_of(sequence.items, start, stop)
        case _:
            span = None
    new = items_of(state, value, place)
    if span is None:
        changed = unknown_items("changed", sequence, (value,), place)
    else:
        changed = (*sequence.items[: span[0]], *new, *sequence.items[span[1] :])
    state.memory[container] = Seq(changed, sequence.form)


def index_of(items: Run, key: Value) -> int | None:
    """Return where in a run the item with an index stands; None where that is not known."""
    if not isinstance(key, Const) or not isinstance(key.value, int) or not items:
        return None
    at = key.value if key.value >= 0 else len(items) + key.value
    before = items[: at + 1] if key.value >= 0 else items[at:]
    return at if 0 <= at < len(items) and all(isinstance(item, Element) for item in before) else None


def unknown_items(name: str, sequence: Seq, operands: tuple[Value, ...], place: Place) -> Run:
    """Return the items of a sequence that something changed in a way that is not known."""
    return (Spread(Op(name, (sequence, *operands), (), place), place),)
