"""Operators: what they make of values that are known, and what stays an operation that waits for its operands."""

from __future__ import annotations

import operator
from collections.abc import Callable

from promptlint.frontends.python.atoms import NONE, Class, Const, Ref
from promptlint.frontends.python.containers import entering, lookup
from promptlint.frontends.python.convert import LARGEST, compute, is_sane, stretch
from promptlint.frontends.python.cutting import beyond
from promptlint.frontends.python.ends import cut_text
from promptlint.frontends.python.formatting import Malformed
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.indexing import cut_items
from promptlint.frontends.python.mappings import merged
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.percent import percent_text
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.protocols import operated
from promptlint.frontends.python.rewriting import lightened
from promptlint.frontends.python.sequences import turned
from promptlint.frontends.python.sets import combined
from promptlint.frontends.python.state import State, freeze, is_location
from promptlint.frontends.python.text import concatenate, text_size
from promptlint.frontends.python.values import (
    Branch,
    Element,
    Entry,
    Function,
    Literal,
    Map,
    Object,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

BINARY: dict[str, Callable[..., object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "|": operator.or_,
    "&": operator.and_,
    "^": operator.xor,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda item, container: item in container,
    "not in": lambda item, container: item not in container,
}
_GROWING = ("*", "**")
_SETS = ("|", "-", "&", "^")


def binary(
    frame: Frame, state: State, name: str, first: Value, second: Value, places: tuple[Place, Place], place: Place
) -> Value:
    """Return `first name second`; a list that it makes is a new one, in memory."""
    if (result := operated(frame, state, name, first, second, place)) is not None:
        return result
    a, b = state.content(first), state.content(second)
    if name == "+" and (added := _added(state, a, b, places)) is not None:
        return added
    if name in _SETS and any(isinstance(value, Seq) and value.form == "set" for value in (a, b)):
        return state.allocate(combined(state, name, first, second, place))
    match name, a, b:
        case "%", Text() as template, _:
            return _percent(frame, state, template, second, place)
        case ("*", Text() | Seq() as repeated, Const(int(times))) | (
            "*",
            Const(int(times)),
            Text() | Seq() as repeated,
        ):
            return _repeated(state, repeated, times, place)
        case "|", Map(entries), _:
            made = Map(merged(entries, b.entries if isinstance(b, Map) else (Spread(b, places[1]),)))
            return state.allocate(made) if is_location(first) else made
        case "is" | "is not", _, _:
            return _identity(name, a, b, place)
        case "in" | "not in", Text(), Map(entries) if (held := _holds(entries, a)) is not None:
            return Const(held == (name == "in"))
        case _ if name in BINARY and (name not in _GROWING or is_sane(a, b)):
            a, b = freeze(a, state.memory), freeze(b, state.memory)
            if (known := compute(BINARY[name], (a, b), place)) is not None:
                return known
    return lightened(Op(name, (first, second), (), place))


def _added(state: State, first: Value, second: Value, places: tuple[Place, Place]) -> Value | None:
    """Return `first + second` for texts and sequences; None for other values."""
    match first, second:
        case (Text(), _) | (_, Text()):
            return concatenate(first, second, places)
        case Seq(a, form), Seq(b, _):
            return _new(state, Seq(entering(a, places[0]) + entering(b, places[1]), form))
        case Seq(a, form), _:
            return _new(state, Seq((*entering(a, places[0]), Spread(second, places[1])), form))
        case _, Seq(b, form):
            return _new(state, Seq((Spread(first, places[0]), *entering(b, places[1])), form))
    return None


def _holds(entries: Run, key: Text) -> bool | None:
    """Return whether a mapping has a key; None where that is not known."""
    wanted, keys = plain(key), [plain(entry.key) if isinstance(entry, Entry) else None for entry in entries]
    if wanted is not None and wanted in keys:
        return True
    return None if wanted is None or None in keys else False


def _new(state: State, value: Seq) -> Value:
    """Return a sequence where it can change in place, if it can."""
    return state.allocate(value) if value.form == "list" else value


def _percent(frame: Frame, state: State, template: Text, operand: Value, place: Place) -> Value:
    try:
        return percent_text(frame, state, template, operand, place)
    except Malformed:
        return Op("%", (template, operand), (), place)


def _repeated(state: State, value: Text | Seq, times: int, place: Place) -> Value:
    run: Run = value.parts if isinstance(value, Text) else value.items
    if times * text_size(run) > LARGEST:
        return Op("*", (value, Const(times)), (), place)
    if all(isinstance(part, Literal) for part in run) and isinstance(value, Text):
        return literal("".join(part.text for part in run if isinstance(part, Literal)) * times)
    return Text(run * times) if isinstance(value, Text) else _new(state, Seq(run * times, value.form))


def _identity(name: str, first: Value, second: Value, place: Place) -> Value:
    """Return `first is second` for None, where one side is certainly None and the other certainly is not."""
    nones = [_is_none(first), _is_none(second)]
    if None not in nones and any(nones):
        return Const((nones[0] == nones[1]) == (name == "is"))
    return Op(name, (first, second), (), place)


def _is_none(value: Value) -> bool | None:
    match value:
        case Const(known):
            return known is None
        case Text() | Seq() | Map() | Object() | Function() | Class():
            return False
    return None


def truth(state: State, value: Value) -> bool | None:
    """Return whether a value counts as true; None where that is not known."""
    match state.content(value):
        case Const(known):
            return bool(known)
        case Text(run) | Seq(run) | Map(run):
            if not run:
                return False
            return True if any(map(_certain, run)) else None
        case Function() | Class() | Object():
            return True
    return None


def _certain(member: object) -> bool:
    return isinstance(member, Element | Entry) or (isinstance(member, Literal) and member.text != "")


def negation(state: State, value: Value, place: Place) -> Value:
    """Return `not value`."""
    known = truth(state, value)
    if known is not None:
        return Const(not known)
    return value.operands[0] if isinstance(value, Op) and value.name == "not" else Op("not", (value,), (), place)


def choose(state: State, condition: Value | None, first: Value, second: Value, place: Place) -> Value:
    """Return `first if condition else second`."""
    known = truth(state, condition) if condition is not None else None
    if known is not None:
        return first if known else second
    return join(condition, first, second, place)


def logical(state: State, name: str, values: tuple[Value, ...], place: Place) -> Value:
    """Return `a and b and …` or `a or b or …`."""
    result = values[-1]
    for value in reversed(values[:-1]):
        first, second = (value, result) if name == "or" else (result, value)
        result = choose(state, value, first, second, place)
    return result


def subscript(state: State, container: Value, key: Value) -> Value:
    """Return `container[key]`."""
    content = state.content(container)
    if isinstance(content, Text) and (known := compute(operator.getitem, (content, key), Place("", 0, 0))) is not None:
        return known
    return lookup(state, container, key)


def sliced(state: State, container: Value, bounds: tuple[Value, Value, Value], place: Place) -> Value:
    """Return `container[start:stop:step]`; of a list a new one, in memory."""
    content = state.content(container)
    start, stop, step = bounds
    match content, start, stop, step:
        case Seq(items, form), Const(int() | None as a), Const(int() | None as b), Const(None | 1):
            if (kept := cut_items(items, a, b)) is not None:
                return _new(state, Seq(kept, form))
        case Seq(items, form), Const(None), Const(None), Const(-1):
            return _new(state, Seq(turned(items), form))
        case Seq(items, form), Const(), Const(), Const() if all(isinstance(item, Element) for item in items):
            known = compute(lambda a, b, c: list(range(len(items))[a:b:c]), bounds, place)
            if isinstance(known, Seq):
                numbers = [n.value.value for n in known.items if isinstance(n, Element) and isinstance(n.value, Const)]
                return _new(state, Seq(tuple(items[n] for n in numbers if isinstance(n, int)), form))
        case Text(parts), Const(), Const(), Const():
            if (piece := _sliced_text(content, bounds, place)) is not None:
                return piece
            if (shorter := cut_text(parts, bounds, place)) is not None:
                return shorter
    limit = NONE if isinstance(content, Text) else beyond(state)
    whole = freeze(content, state.memory) if isinstance(container, Ref) else container
    return Op("[:]", (whole, *bounds), () if limit == NONE else (("beyond", limit),), place)


def _sliced_text(text: Text, bounds: tuple[Value, Value, Value], place: Place) -> Value | None:
    """Return a slice of a known text."""
    match plain(text), bounds:
        case str(known), (Const(int() | None as start), Const(int() | None as stop), Const(None | 1)):
            start, stop, _ = slice(start, stop).indices(len(known))
            return Text(stretch(text.parts, start, stop))
    return compute(lambda known, a, b, c: known[a:b:c], (text, *bounds), place)


def branches(value: Value) -> tuple[Value, ...]:
    """Return the values that a value may be."""
    if isinstance(value, Branch):
        return tuple(inner for arm in value.arms for inner in branches(arm))
    return (value,)
