"""From many items to one value, and what `itertools` makes of sequences."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.containers import for_items, is_known
from promptlint.frontends.python.convert import compute
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.indexing import cut_items
from promptlint.frontends.python.operators import binary, choose
from promptlint.frontends.python.protocols import is_true, members_of, special
from promptlint.frontends.python.routine import Routine, argument, call_with, positional_value, values_of
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import (
    Arguments,
    Either,
    Element,
    Entry,
    Literal,
    Map,
    Member,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.source import Place

_LONGEST = 1_000
"""How many items a computed range or product may have."""

_MOST_AHEAD = 30
"""How many items that may be missing are looked at for the first one."""


def _next(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return the first item; where it may be missing, that of either way."""
    items = members_of(frame, state, positional_value(arguments, 0), place)
    default = positional_value(arguments, 1) if len(arguments.positional) > 1 else None
    return _first_of(state, items, default, place)


def _first_of(state: State, items: Run, default: Value | None, place: Place) -> Value | None:
    """Return the first of some items, each of those ahead of it perhaps missing; None for no telling."""
    ahead = tuple(itertools.takewhile(lambda item: isinstance(item, Either), items))
    if len(ahead) > _MOST_AHEAD:
        return None
    match items[len(ahead) :]:
        case ():
            found = default
        case (Element(value), *_):
            found = value
        case _:
            return None
    for item in reversed(ahead):
        assert isinstance(item, Either)
        arms = [_first_of(state, arm, found, place) for arm in item.arms]
        if arms[0] is None or arms[1] is None:
            return None
        found = choose(state, item.condition, arms[0], arms[1], place)
    return found


def _quantified(name: str) -> Routine:
    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        items = members_of(frame, state, positional_value(arguments, 0), place)
        if not all(isinstance(item, Element) for item in items):
            return None
        truths = [is_true(frame, state, item.value, place) for item in items if isinstance(item, Element)]
        if (name == "any") in truths:
            return Const(name == "any")
        return Const(name == "all") if None not in truths else None

    return routine


def _sum(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return _folded(frame, state, "+", positional_value(arguments, 0), argument(arguments, 1, "start", Const(0)), place)


def _folded(frame: Frame, state: State, name: str, items: Value, start: Value, place: Place) -> Value | None:
    """Return the items put together by an operator, from the left."""
    result = Const(0) if start == NONE else start
    for item in members_of(frame, state, items, place):
        if not isinstance(item, Element):
            return None
        result = binary(frame, state, name, result, item.value, (place, item.place), place)
    return result


def _reduce(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    function = positional_value(arguments, 0)
    items = members_of(frame, state, positional_value(arguments, 1), place)
    if len(arguments.positional) > 2:
        items = (Element(positional_value(arguments, 2), place), *items)
    if not items or not all(isinstance(item, Element) for item in items):
        return None
    first, *rest = (item for item in items if isinstance(item, Element))
    for item in rest:
        first = Element(call_with(frame, state, function, (first, item), place), item.place)
    return first.value


def _len(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    made = special(frame, state, positional_value(arguments, 0), "__len__", place)
    if made is not None:
        return made
    content = state.content(positional_value(arguments, 0))
    size = _size(content)
    return compute(len, (freeze(content, state.memory),), place) if size is None else Const(size)


def _size(content: Value) -> int | None:
    """Return how long a text, a sequence or a mapping is, whatever is in it; None where that is not known."""
    match content:
        case Text(run) | Seq(run, "list" | "tuple"):
            return _count(run)
        case Map(run) if all(isinstance(entry, Entry) and is_known(entry.key) for entry in run):
            return len(run)
    return None


def _count(run: Run) -> int | None:
    sizes = [_count_of(member) for member in run]
    return None if None in sizes else sum(size or 0 for size in sizes)


def _count_of(member: Member) -> int | None:
    match member:
        case Literal(text):
            return len(text)
        case Element():
            return 1
        case Either(arms=arms):
            counts = {_count(arm) for arm in arms}
            return counts.pop() if len(counts) == 1 else None
    return None


def _bool(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    known = is_true(frame, state, positional_value(arguments, 0), place) if arguments.positional else False
    return None if known is None else Const(known)


def _chain(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    values = values_of(arguments)
    if values is None:
        return None
    return Seq(tuple(item for value in values for item in members_of(frame, state, value, place)), "generator")


def _chain_from_iterable(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    outer = members_of(frame, state, positional_value(arguments, 0), place)
    return Seq(for_items(outer, lambda item: members_of(frame, state, item.value, item.place)), "generator")


def _islice(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    items = members_of(frame, state, positional_value(arguments, 0), place)
    match values_of(Arguments(arguments.positional[1:])):
        case (Const(int() | None as stop),):
            kept = cut_items(items, None, stop)
        case (Const(int() | None as start), Const(int() | None as stop)):
            kept = cut_items(items, start, stop)
        case _:
            kept = None
    return None if kept is None else Seq(kept, "generator")


def _repeat(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    match argument(arguments, 1, "times"):
        case Const(int(times)) if times <= _LONGEST:
            return Seq((Element(positional_value(arguments, 0), place),) * times, "generator")
    return None


def _listed(function: Callable[..., object]) -> Routine:
    """Return the routine of a function that yields items, where its operands are known."""

    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        values = values_of(arguments)
        if values is None or arguments.keywords:
            return None
        operands = tuple(freeze(value, state.memory) for value in values)
        return compute(lambda *known: _few(function(*known)), operands, place)

    return routine


def _few(items: object) -> list[object]:
    made = list(itertools.islice(items, _LONGEST + 1))  # type: ignore[call-overload]
    if len(made) > _LONGEST:
        raise ValueError
    return made


ROUTINES: dict[str, Routine] = {
    "builtins.range": _listed(range),
    "builtins.next": _next,
    "builtins.anext": _next,
    "builtins.any": _quantified("any"),
    "builtins.all": _quantified("all"),
    "builtins.sum": _sum,
    "builtins.len": _len,
    "builtins.bool": _bool,
    "functools.reduce": _reduce,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_from_iterable,
    "itertools.islice": _islice,
    "itertools.repeat": _repeat,
    "itertools.accumulate": _listed(itertools.accumulate),
    "itertools.product": _listed(itertools.product),
    "itertools.combinations": _listed(itertools.combinations),
    "itertools.permutations": _listed(itertools.permutations),
    "itertools.pairwise": _listed(itertools.pairwise),
}
