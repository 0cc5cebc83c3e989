"""Rewriting: a value made anew with something done to all that is in it, and values that are too heavy to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import is_
from typing import TypeAlias, TypeVar

from promptlint.frontends.python.atoms import Symbol
from promptlint.frontends.python.sizes import marks
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Bound,
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Function,
    Insert,
    Made,
    Map,
    Member,
    Object,
    Op,
    Run,
    Seq,
    Spread,
    Super,
    Text,
    Value,
)
from promptlint.hole import Hole
from promptlint.source import Place

Change: TypeAlias = Callable[[Value], Value]

K = TypeVar("K")
T = TypeVar("T")

HEAVIEST = 60
"""How many nodes a value may have that is not known; a heavier one keeps only what it is made of."""

LIGHTEST = 12
"""How many nodes of what a heavy value is made of are kept: with few of them it stays light when more is done to it."""

DEEPEST = 200
"""How deep values may stand in each other, such as the arms of an `elif` chain."""

LONGEST_LOOK = 500
"""How many values are looked at for what one is made of."""

HEAVIEST_KNOWN = 20_000
"""The same for a text or a container."""


def rewrite(value: Value, change: Change) -> Value:
    """Return the value with `change` applied to its children; the same object when nothing changed."""
    match value:
        case Text(parts, document):
            run = rewrite_run(parts, change)
            return value if run is parts else Text(run, document and change(document))
        case Seq(items, form):
            run = rewrite_run(items, change)
            return value if run is items else Seq(run, form)
        case Map(entries):
            run = rewrite_run(entries, change)
            return value if run is entries else Map(run)
        case Attribute(base, name):
            new = change(base)
            return value if new is base else Attribute(new, name)
        case Op(name, operands, keywords, place, hint):
            new_operands, new_keywords = _each(operands, change), _pairs(keywords, change)
            same = new_operands is operands and new_keywords is keywords
            return value if same else Op(name, new_operands, new_keywords, place, hint)
        case Branch(condition, arms):
            tested, new_arms = condition and change(condition), _each(arms, change)
            same = tested is condition and new_arms is arms
            return value if same else Branch(tested, (new_arms[0], new_arms[1]))
        case Made(_, arguments):
            return _changed(value, arguments=rewrite_arguments(arguments, change))
        case Function():
            return _rewrite_function(value, change)
        case Object(_, attributes):
            return _changed(value, attributes=_pairs(attributes, change))
        case Bound(receiver, _) | Super(receiver, _):
            return _changed(value, receiver=change(receiver))
    return value


class Once:
    """A change of the values that have one of some marks, done once to each; another value stays as it is.

    The change is given what goes on with it inside of a value: a function that held itself would have to wait for the
    garbage collector.
    """

    __slots__ = ("_change", "_seen", "_wanted")

    def __init__(self, wanted: int, change: Callable[[Value, Change], Value]) -> None:
        self._wanted = wanted
        self._change = change
        self._seen: dict[int, tuple[Value, Value]] = {}

    def __call__(self, value: Value) -> Value:
        """Return the changed value."""
        if not marks(value) & self._wanted:
            return value
        known = self._seen.get(id(value))
        if known is None:
            known = self._seen[id(value)] = (value, self._change(value, self))
        return known[1]


def rewrite_run(run: Run, change: Change) -> Run:
    """Return the members with `change` applied to the values in them; the same tuple when nothing changed."""
    new = tuple([_rewrite_member(member, change) for member in run])
    return run if all(map(is_, new, run)) else new


def rewrite_arguments(arguments: Arguments, change: Change) -> Arguments:
    """Return the arguments with `change` applied to their values."""
    positional = rewrite_run(arguments.positional, change)
    keywords = _pairs(arguments.keywords, change)
    if positional is arguments.positional and keywords is arguments.keywords:
        return arguments
    return replace(arguments, positional=positional, keywords=keywords)


def lightened(value: Value) -> Value:
    """Return the value; one that is too heavy as an operation on the things of which it is made."""
    size = getattr(value, "size", None)
    if size is None or (size.nodes <= HEAVIEST and size.depth <= DEEPEST):
        return value
    if size.nodes <= HEAVIEST_KNOWN and size.depth <= DEEPEST and _is_known(value):
        return value
    place = value.place if isinstance(value, Op) else Place("", 0, 0)
    return Op("made of", _made_of(value), (), place, value.hint if isinstance(value, Op) else "")


def _made_of(value: Value) -> tuple[Value, ...]:
    """Return the names and holes that stand first in a value."""
    leaves: dict[Value, None] = {}
    waiting, seen, nodes = [value], set[int](), 0
    while waiting and nodes < LIGHTEST and len(seen) < LONGEST_LOOK:
        part = waiting.pop()
        if id(part) in seen or not marks(part):
            continue
        seen.add(id(part))
        if isinstance(part, Symbol | Hole):
            nodes += part not in leaves
            leaves[part] = None
        elif isinstance(part, Attribute) and part.size.nodes < 10:
            nodes += part.size.nodes * (part not in leaves)
            leaves[part] = None
        elif isinstance(part, Op) and part.name == "disordered":
            waiting.append(part.operands[1])  # of what was put in order before, the order says nothing
        elif isinstance(part, Op) and not part.keywords:
            waiting.extend(reversed(part.operands))
        else:
            waiting.extend(reversed(tuple(parts(part))))
    return tuple(leaves)


def parts(value: Value) -> Iterator[Value]:
    """Yield the values that stand directly in a value, in order."""
    match value:
        case Text(run, document):
            yield from _parts_of_run(run)
            if document is not None:
                yield document
        case Seq(run) | Map(run):
            yield from _parts_of_run(run)
        case Attribute(inner) | Bound(inner) | Super(inner):
            yield inner
        case Op(_, operands, keywords):
            yield from operands
            yield from (inner for _, inner in keywords)
        case Branch(condition, arms):
            if condition is not None:
                yield condition
            yield from arms
        case Made(_, arguments):
            yield from _parts_of_arguments(arguments)
        case Function(_, receiver, closure, given, defaults):
            if receiver is not None:
                yield receiver
            yield from (inner for _, inner in closure)
            yield from _parts_of_arguments(given)
            yield from (inner for _, inner in defaults)
        case Object(_, attributes):
            yield from (inner for _, inner in attributes)


def _parts_of_arguments(arguments: Arguments) -> Iterator[Value]:
    yield from _parts_of_run(arguments.positional)
    yield from (inner for _, inner in arguments.keywords)


def _parts_of_run(run: Run) -> Iterator[Value]:
    for member in run:
        match member:
            case Insert(value) | Element(value) | Spread(value):
                yield value
            case Entry(key, value):
                yield key
                yield value
            case Either(condition, arms):
                if condition is not None:
                    yield condition
                for arm in arms:
                    yield from _parts_of_run(arm)
            case Each(body, over):
                yield from _parts_of_run(body)
                if over is not None:
                    yield over


def _is_known(value: Value) -> bool:
    """Return whether a value is known itself: a container, what a library made, an item or a method of that, its call."""
    match value:
        case Op("[]", (base, *_)) | Attribute(Op("[]") as base):
            return _is_known(base)
        case Attribute(Made() | Attribute() as base) | Op("call", (Attribute() as base, *_)):
            return _is_known(base)
    return isinstance(value, Text | Seq | Map | Object | Made)


def _rewrite_member(member: Member, change: Change) -> Member:
    match member:
        case Insert(value, place) | Element(value, place) | Spread(value, place):
            new = change(value)
            return member if new is value else type(member)(new, place)
        case Entry(key, value):
            return _changed(member, key=change(key), value=change(value))
        case Either(condition, arms):
            tested, new_arms = condition and change(condition), tuple([rewrite_run(arm, change) for arm in arms])
            same = tested is condition and all(map(is_, new_arms, arms))
            return member if same else replace(member, condition=tested, arms=new_arms)
        case Each(body, over):
            return _changed(member, body=rewrite_run(body, change), over=over and change(over))
    return member


def _rewrite_function(value: Function, change: Change) -> Function:
    return _changed(
        value,
        receiver=value.receiver and change(value.receiver),
        closure=_pairs(value.closure, change),
        given=rewrite_arguments(value.given, change),
        defaults=_pairs(value.defaults, change),
    )


def _each(values: tuple[Value, ...], change: Change) -> tuple[Value, ...]:
    new = tuple([change(value) for value in values])
    return values if all(map(is_, new, values)) else new


def _pairs(pairs: tuple[tuple[K, Value], ...], change: Change) -> tuple[tuple[K, Value], ...]:
    changed = False
    new: list[tuple[K, Value]] = []
    for pair in pairs:
        made = change(pair[1])
        changed |= made is not pair[1]
        new.append((pair[0], made))
    return tuple(new) if changed else pairs


def _changed(thing: T, **fields: object) -> T:
    if all(getattr(thing, name) is new for name, new in fields.items()):
        return thing
    return replace(thing, **fields)  # type: ignore[type-var]
