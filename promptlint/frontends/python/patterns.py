"""Targets and patterns: what assignment, unpacking and `match` bind."""

from __future__ import annotations

import ast

from promptlint.frontends.python.attributes import assign_attribute, get_attribute
from promptlint.frontends.python.containers import items_of, lookup, store
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.operators import binary, truth
from promptlint.frontends.python.state import State, is_location
from promptlint.frontends.python.values import (
    Const,
    Element,
    External,
    Map,
    Op,
    Seq,
    Spread,
    Symbol,
    Text,
    Value,
    lightened,
)

Match = tuple[Value | None, dict[str, Value]]
"""The condition under which a pattern fits (None: not known) and what it binds."""


def assign(frame: Frame, state: State, target: ast.expr, value: Value) -> None:
    """Bind a target to a value."""
    match target:
        case ast.Name(id=name):
            _assign_name(frame, state, name, value)
        case ast.Attribute(value=base, attr=name):
            assign_attribute(frame, state, frame.value(base, state), name, value, frame.place(target))
        case ast.Subscript(value=base, slice=key):
            container = frame.value(base, state)
            if isinstance(key, ast.Slice):
                _assign_slice(frame, state, container, value, target)
            else:
                store(state, container, frame.value(key, state), value, frame.place(target))
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(frame, state, targets, value)
        case ast.Starred(value=inner):
            assign(frame, state, inner, value)


def _assign_name(frame: Frame, state: State, name: str, value: Value) -> None:
    if isinstance(value, Op) and not value.hint and value.name in ("call", "await", "[]", "item"):
        from dataclasses import replace

        value = replace(value, hint=name)
    value = lightened(value)
    owner = frame.definition
    if name in frame.locals or isinstance(owner.node, ast.Module | ast.ClassDef):
        state.names[name] = value
        return
    while owner.parent is not None:
        owner = owner.parent
        if isinstance(owner.node, ast.Module) or name in frame.module.local_names(owner):
            state.memory[Symbol(owner, name)] = state.content(value)
            return


def _assign_slice(frame: Frame, state: State, container: Value, value: Value, target: ast.expr) -> None:
    """Do `items[a:b] = value`: the whole list is replaced, or nothing more is known of it."""
    if is_location(container):
        place = frame.place(target)
        assert isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Slice)
        whole = target.slice.lower is None and target.slice.upper is None
        rest = items_of(state, value, place) if whole else (Spread(Op("changed", (state.content(container), value), (), place), place),)
        state.memory[container] = Seq(rest)


def _unpack(frame: Frame, state: State, targets: list[ast.expr], value: Value) -> None:
    place = frame.place(targets[0]) if targets else frame.definition.place
    items = items_of(state, value, place)
    starred = next((n for n, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    known = all(isinstance(item, Element) for item in items)
    if not known or (len(items) != len(targets) and starred is None) or len(items) < len(targets) - 1:
        for number, target in enumerate(targets):
            assign(frame, state, target, lookup(state, value, Const(number)))
        return
    values = [item.value for item in items if isinstance(item, Element)]
    if starred is not None:
        behind = len(targets) - starred - 1
        rest = items[starred : len(items) - behind]
        values = [*values[:starred], state.allocate(Seq(rest)), *values[len(values) - behind :]]
    for target, inner in zip(targets, values, strict=True):
        assign(frame, state, target, inner)


def fits(frame: Frame, state: State, pattern: ast.pattern, subject: Value) -> Match:
    """Return when a `match` pattern fits a subject, and the names that it binds then."""
    place = frame.place(pattern)
    match pattern:
        case ast.MatchValue(value=node):
            return binary(frame, state, "==", subject, frame.value(node, state), (place, place), place), {}
        case ast.MatchSingleton(value=single):
            return binary(frame, state, "is", subject, Const(single), (place, place), place), {}
        case ast.MatchAs(pattern=None, name=name):
            return Const(True), ({name: subject} if name else {})
        case ast.MatchAs(pattern=inner, name=str(name)) if inner is not None:
            condition, bound = fits(frame, state, inner, subject)
            return condition, {**bound, name: subject}
        case ast.MatchOr(patterns=patterns):
            return _any(state, [fits(frame, state, inner, subject) for inner in patterns])
        case ast.MatchSequence(patterns=patterns):
            return _sequence(frame, state, patterns, subject)
        case ast.MatchMapping(keys=keys, patterns=patterns, rest=rest):
            return _mapping(frame, state, keys, patterns, rest, subject)
        case ast.MatchClass():
            return _class(frame, state, pattern, subject)
    return None, {}


def _any(state: State, matches: list[Match]) -> Match:
    bound = {name: value for _, names in reversed(matches) for name, value in names.items()}
    known = [None if condition is None else truth(state, condition) for condition, _ in matches]
    if True in known:
        return Const(True), matches[known.index(True)][1]
    return (Const(False) if all(value is False for value in known) else None), bound


def _all(state: State, matches: list[Match]) -> Match:
    bound = {name: value for _, names in matches for name, value in names.items()}
    known = [None if condition is None else truth(state, condition) for condition, _ in matches]
    if False in known:
        return Const(False), bound
    undecided = [condition for (condition, _), value in zip(matches, known, strict=True) if value is None]
    if not undecided:
        return Const(True), bound
    return (undecided[0] if len(undecided) == 1 else None), bound


def _sequence(frame: Frame, state: State, patterns: list[ast.pattern], subject: Value) -> Match:
    content = state.content(subject)
    if isinstance(content, Text | Map | Const):
        return Const(False), {}
    starred = next((n for n, inner in enumerate(patterns) if isinstance(inner, ast.MatchStar)), None)
    items = content.items if isinstance(content, Seq) else None
    if items is None or not all(isinstance(item, Element) for item in items):
        bound = [fits(frame, state, p, lookup(state, subject, Const(n))) for n, p in enumerate(patterns) if n != starred]
        return None, _all(state, bound)[1]
    count = len(patterns) - (starred is not None)
    if len(items) < count or (starred is None and len(items) != count):
        return Const(False), {}
    matches: list[Match] = []
    behind = len(patterns) - (starred or 0) - 1
    for number, inner in enumerate(patterns):
        if isinstance(inner, ast.MatchStar):
            rest = Seq(items[number : len(items) - behind])
            matches.append((Const(True), {inner.name: rest} if inner.name else {}))
            continue
        at = number if starred is None or number < starred else len(items) - (len(patterns) - number)
        item = items[at]
        assert isinstance(item, Element)
        matches.append(fits(frame, state, inner, item.value))
    return _all(state, matches)


def _mapping(
    frame: Frame, state: State, keys: list[ast.expr], patterns: list[ast.pattern], rest: str | None, subject: Value
) -> Match:
    content = state.content(subject)
    matches: list[Match] = []
    for key, inner in zip(keys, patterns, strict=True):
        value = lookup(state, subject, frame.value(key, state))
        missing = isinstance(content, Map) and isinstance(value, Op) and value.operands[:1] == (subject,)
        condition, bound = fits(frame, state, inner, value)
        matches.append((Const(False) if missing else condition if isinstance(content, Map) else None, bound))
    condition, bound = _all(state, matches)
    return condition, {**bound, rest: Op("changed", (subject,), (), frame.definition.place)} if rest else bound


_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool, "bytes": bytes}


def _class(frame: Frame, state: State, pattern: ast.MatchClass, subject: Value) -> Match:
    """Fit `Name(…)`: built-in types of known values, attributes by keyword."""
    cls = frame.value(pattern.cls, state)
    content = state.content(subject)
    matches: list[Match] = []
    if isinstance(cls, External) and (name := cls.name.removeprefix("builtins.")) in _TYPES:
        known = str if isinstance(content, Text) else type(content.value) if isinstance(content, Const) else None
        matches.append((None if known is None else Const(issubclass(known, _TYPES[name])), {}))
        matches += [fits(frame, state, inner, subject) for inner in pattern.patterns]
        return _all(state, matches)
    from promptlint.frontends.python.attributes import class_of
    from promptlint.frontends.python.values import Class

    definition = class_of(frame, state, subject)
    certain = definition is not None and isinstance(cls, Class)
    if certain and isinstance(cls, Class) and definition is not None:
        matches.append((Const(cls.definition in frame.world.lineage(definition)), {}))
    from promptlint.frontends.python.calls import field_names

    positional = field_names(frame, cls.definition) if isinstance(cls, Class) else ()
    named = [*zip(positional, pattern.patterns, strict=False), *zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)]
    matches += [fits(frame, state, inner, get_attribute(frame, state, subject, attr)) for attr, inner in named]
    condition, bound = _all(state, matches)
    return condition if certain else None, bound


