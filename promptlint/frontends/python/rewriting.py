"""Rewriting: a value made anew with something done to all that is in it, and values that are too heavy to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

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
    Symbol,
    Text,
    Value,
)
from promptlint.prompt import Hole
from promptlint.source import Place

K = TypeVar("K")
T = TypeVar("T")

HEAVIEST = 60
"""How many nodes a value may have that is not known; a heavier one keeps only what it is made of."""

DEEPEST = 200
"""How deep values may stand in each other, such as the arms of an `elif` chain."""

HEAVIEST_KNOWN = 20_000
"""The same for a text or a container."""


def rewrite(value: Value, change: Callable[[Value], Value]) -> Value:
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
        case Op(_, operands, keywords):
            return _changed(value, operands=_each(operands, change), keywords=_pairs(keywords, change))
        case Branch(condition, (first, second)):
            arms = _each((first, second), change)
            return _changed(value, condition=condition and change(condition), arms=arms)
        case Made(_, arguments):
            return _changed(value, arguments=rewrite_arguments(arguments, change))
        case Function():
            return _rewrite_function(value, change)
        case Object(_, attributes):
            return _changed(value, attributes=_pairs(attributes, change))
        case Bound(receiver, _) | Super(receiver, _):
            return _changed(value, receiver=change(receiver))
    return value


def rewrite_run(run: Run, change: Callable[[Value], Value]) -> Run:
    """Return the members with `change` applied to the values in them; the same tuple when nothing changed."""
    new = tuple(_rewrite_member(member, change) for member in run)
    return run if all(a is b for a, b in zip(new, run, strict=True)) else new


def rewrite_arguments(arguments: Arguments, change: Callable[[Value], Value]) -> Arguments:
    """Return the arguments with `change` applied to their values."""
    positional = rewrite_run(arguments.positional, change)
    keywords = _pairs(arguments.keywords, change)
    if positional is arguments.positional and keywords is arguments.keywords:
        return arguments
    return replace(arguments, positional=positional, keywords=keywords)


def lightened(value: Value) -> Value:
    """Return the value; one that is too heavy as an operation on the things of which it is made."""
    size = getattr(value, "size", None)
    if size is None or (
        size.depth <= DEEPEST
        and size.nodes <= (HEAVIEST_KNOWN if isinstance(value, Text | Seq | Map | Object) else HEAVIEST)
    ):
        return value
    leaves: dict[Value, None] = {}
    nodes: list[int] = []
    seen: set[int] = set()

    def visit(part: Value) -> Value:
        if id(part) not in seen and sum(nodes) < HEAVIEST // 2:
            seen.add(id(part))
            if isinstance(part, Symbol | Hole) or (isinstance(part, Attribute) and part.size.nodes < 10):
                nodes.append(1 if not isinstance(part, Attribute) else part.size.nodes)
                leaves[part] = None
            else:
                rewrite(part, visit)
        return part

    visit(value)
    place = value.place if isinstance(value, Op) else Place("", 0, 0)
    return Op("made of", tuple(leaves), (), place, value.hint if isinstance(value, Op) else "")


def _rewrite_member(member: Member, change: Callable[[Value], Value]) -> Member:
    match member:
        case Insert(value) | Element(value) | Spread(value):
            new = change(value)
            return member if new is value else replace(member, value=new)
        case Entry(key, value):
            return _changed(member, key=change(key), value=change(value))
        case Either(condition, arms):
            new_arms = tuple(rewrite_run(arm, change) for arm in arms)
            arms = arms if all(a is b for a, b in zip(new_arms, arms, strict=True)) else new_arms
            return _changed(member, condition=condition and change(condition), arms=arms)
        case Each(body, over):
            return _changed(member, body=rewrite_run(body, change), over=over and change(over))
    return member


def _rewrite_function(value: Function, change: Callable[[Value], Value]) -> Function:
    return _changed(
        value,
        receiver=value.receiver and change(value.receiver),
        closure=_pairs(value.closure, change),
        given=rewrite_arguments(value.given, change),
        defaults=_pairs(value.defaults, change),
    )


def _each(values: tuple[Value, ...], change: Callable[[Value], Value]) -> tuple[Value, ...]:
    new = tuple(change(value) for value in values)
    return values if all(a is b for a, b in zip(new, values, strict=True)) else new


def _pairs(pairs: tuple[tuple[K, Value], ...], change: Callable[[Value], Value]) -> tuple[tuple[K, Value], ...]:
    new = tuple((key, change(value)) for key, value in pairs)
    return pairs if all(a[1] is b[1] for a, b in zip(new, pairs, strict=True)) else new


def _changed(thing: T, **fields: object) -> T:
    if all(getattr(thing, name) is new for name, new in fields.items()):
        return thing
    return replace(thing, **fields)  # type: ignore[type-var]
