"""Targets and patterns: what assignment, unpacking and `match` bind."""

from __future__ import annotations

import ast
from dataclasses import replace

from promptlint.frontends.python.atoms import NONE, Class, Const, External, Ref, Symbol
from promptlint.frontends.python.attributes import assign_attribute, class_of, get_attribute
from promptlint.frontends.python.changing import changed, is_number
from promptlint.frontends.python.construction import field_names
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.indexing import store, store_slice
from promptlint.frontends.python.mappings import lookup_or
from promptlint.frontends.python.operators import binary, sliced, truth
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.rewriting import lightened
from promptlint.frontends.python.shapes import send_named, spoken
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Element, Entry, Function, Map, Object, Op, Seq, Spread, Text, Value
from promptlint.source import Place

_NAMED = ("call", "again", "await", "[]", "item", "lone item")
"""The operations whose results are known by the variable that first holds them."""

Match = tuple[Value | None, dict[str, Value]]
"""The condition under which a pattern fits (None: not known) and what it binds."""


def assign(frame: Frame, state: State, target: ast.expr, value: Value) -> None:
    """Bind a target to a value; one that lasts and whose name says prompt holds a prompt."""
    if not isinstance(target, ast.Name) or not frame.definition.is_function:
        send_named(frame, state, spoken(target), value, frame.place(target))
    match target:
        case ast.Name(id=name):
            _assign_name(frame, state, name, value)
        case ast.Attribute(value=base, attr=name):
            assign_attribute(frame, state, changed(frame, state, base, None), name, value, frame.place(target))
        case ast.Subscript(value=base, slice=key):
            container = changed(frame, state, base, key)
            if isinstance(container, Op):
                container = _settled_down(state, container, key, frame.place(base))
            if isinstance(key, ast.Slice):
                _assign_slice(frame, state, container, value, target)
            else:
                store(state, container, frame.value(key, state), value, frame.place(target))
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(frame, state, targets, value)
        case ast.Starred(value=inner):
            assign(frame, state, inner, value)


def _settled_down(state: State, container: Op, key: ast.expr, place: Place) -> Ref:
    """Return the location of a container that a call returned and that is about to change."""
    rest = (Spread(container, place),)
    ref = state.allocate(Seq(rest) if is_number(key) else Map(rest))
    state.names.update((name, ref) for name, held in state.names.items() if held is container)
    return ref


def _assign_name(frame: Frame, state: State, name: str, value: Value) -> None:
    if isinstance(value, Op) and not value.hint and value.name in _NAMED:
        value = replace(value, hint=name)
    value = lightened(value)
    owner = frame.definition
    if name in frame.locals or not owner.is_function:
        state.names[name] = value
        return
    while owner.parent is not None:
        owner = owner.parent
        if owner.is_module or name in frame.module.local_names(owner):
            state.memory[Symbol(owner, name)] = state.content(value)
            return


def _assign_slice(frame: Frame, state: State, container: Value, value: Value, target: ast.Subscript) -> None:
    """Do `items[a:b] = value`."""
    assert isinstance(target.slice, ast.Slice)
    parts = (target.slice.lower, target.slice.upper, target.slice.step)
    lower, upper, step = (frame.value(part, state) if part else NONE for part in parts)
    store_slice(state, container, (lower, upper, step), value, frame.place(target))


def _unpack(frame: Frame, state: State, targets: list[ast.expr], value: Value) -> None:
    place = frame.place(targets[0]) if targets else frame.definition.place
    items = members_of(frame, state, value, place)
    starred = next((n for n, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    known = all(isinstance(item, Element) for item in items)
    if not known or (len(items) != len(targets) and starred is None) or len(items) < len(targets) - 1:
        for number, target in enumerate(targets):
            assign(frame, state, target, _unpacked(state, value, number, len(targets), starred, place))
        return
    values = [item.value for item in items if isinstance(item, Element)]
    if starred is not None:
        behind = len(targets) - starred - 1
        rest = items[starred : len(items) - behind]
        values = [*values[:starred], state.allocate(Seq(rest)), *values[len(values) - behind :]]
    for target, inner in zip(targets, values, strict=True):
        assign(frame, state, target, inner)


def _unpacked(state: State, value: Value, number: int, count: int, starred: int | None, place: Place) -> Value:
    """Return what the target of a number takes of a value that is not known item by item."""
    if starred is None or number < starred:
        return lookup(state, value, Const(number))
    if number > starred:
        return lookup(state, value, Const(number - count))
    end = Const(starred + 1 - count) if starred + 1 < count else NONE
    return sliced(state, value, (Const(starred), end, NONE), place)


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
            return _any(state, [fits(frame, state, inner, subject) for inner in patterns], place)
        case ast.MatchSequence():
            return _sequence(frame, state, pattern, subject)
        case ast.MatchMapping():
            return _mapping(frame, state, pattern, subject)
        case ast.MatchClass():
            return _class(frame, state, pattern, subject)
    return None, {}


def _any(state: State, matches: list[Match], place: Place) -> Match:
    bound = {name: value for _, names in reversed(matches) for name, value in names.items()}
    return _combined(state, "or", [condition for condition, _ in matches], place), bound


def _all(state: State, matches: list[Match], place: Place) -> Match:
    bound = {name: value for _, names in matches for name, value in names.items()}
    return _combined(state, "and", [condition for condition, _ in matches], place), bound


def _combined(state: State, name: str, conditions: list[Value | None], place: Place) -> Value | None:
    """Return whether any or all of some conditions hold; None where one that decides is not known."""
    known = [None if condition is None else truth(state, condition) for condition in conditions]
    if (name == "or") in known:
        return Const(name == "or")
    undecided = [condition for condition, value in zip(conditions, known, strict=True) if value is None]
    if None in undecided:
        return None
    values = tuple(condition for condition in undecided if condition is not None)
    if len(values) < 2:
        return values[0] if values else Const(name == "and")
    return Op(name, values, (), place)


def _sequence(frame: Frame, state: State, pattern: ast.MatchSequence, subject: Value) -> Match:
    place, patterns = frame.place(pattern), pattern.patterns
    starred = next((n for n, inner in enumerate(patterns) if isinstance(inner, ast.MatchStar)), None)
    count = len(patterns) - (starred is not None)
    test = Op("length", (subject, Const(count), Const(starred is not None)), (), place)
    matches: list[Match] = [(has_length(state, test), {})]
    for number, inner in enumerate(patterns):
        if not isinstance(inner, ast.MatchStar):
            at = number if starred is None or number < starred else number - len(patterns)
            matches.append(fits(frame, state, inner, lookup(state, subject, Const(at))))
        elif inner.name:
            behind = len(patterns) - number - 1
            rest = sliced(state, subject, (Const(number), Const(-behind or None), NONE), place)
            matches.append((Const(True), {inner.name: rest}))
    return _all(state, matches, place)


def has_length(state: State, test: Op) -> Value:
    """Return whether a subject is a sequence of a length (operands: the subject, the length, whether more may follow)."""
    subject, count, more = test.operands
    match state.content(subject), count, more:
        case ((Text() | Map() | Const()), _, _):
            return Const(False)
        case Seq(items), Const(int(wanted)), Const(bool(longer)) if all(isinstance(item, Element) for item in items):
            return Const(len(items) >= wanted if longer else len(items) == wanted)
    return test


def _mapping(frame: Frame, state: State, pattern: ast.MatchMapping, subject: Value) -> Match:
    place = frame.place(pattern)
    matches: list[Match] = []
    for node, inner in zip(pattern.keys, pattern.patterns, strict=True):
        key = frame.value(node, state)
        matches.append((has_key(state, Op("has", (subject, key), (), place)), {}))
        matches.append(fits(frame, state, inner, lookup(state, subject, key)))
    condition, bound = _all(state, matches, place)
    rest = {pattern.rest: Op("changed", (subject,), (), place)} if pattern.rest else {}
    return condition, {**bound, **rest}


def has_key(state: State, test: Op) -> Value:
    """Return whether a subject is a mapping that has a key (operands: the subject, the key)."""
    subject, key = test.operands
    match state.content(subject):
        case Text() | Seq() | Const():
            return Const(False)
        case Map(entries) as content:
            if lookup_or(state, content, key, MISSING) is MISSING:
                return Const(False)
            if any(isinstance(entry, Entry) and plain(entry.key) == plain(key) for entry in entries):
                return Const(True)
    return test


_TYPES: dict[str, type] = {
    cls.__name__: cls for cls in (str, int, float, bool, bytes, list, tuple, dict, set, type(None))
}
_BUILT_ON_TYPES = frozenset(
    {*(f"builtins.{name}" for name in _TYPES), "enum.StrEnum", "enum.IntEnum", "typing.NamedTuple", "typing.TypedDict"}
)
MISSING = Const(...)


def _class(frame: Frame, state: State, pattern: ast.MatchClass, subject: Value) -> Match:
    """Fit `Name(…)`: by type, then each attribute; the position 0 of a built-in type is the subject itself."""
    place, cls = frame.place(pattern), frame.value(pattern.cls, state)
    matches: list[Match] = [(is_instance(frame, state, Op("isinstance", (subject, cls), (), place)), {})]
    if isinstance(cls, External):
        matches += [fits(frame, state, inner, subject) for inner in pattern.patterns]
    positional = field_names(frame, cls.definition) if isinstance(cls, Class) else ()
    named = [
        *zip(positional, pattern.patterns, strict=False),
        *zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True),
    ]
    matches += [fits(frame, state, inner, get_attribute(frame, state, subject, attr)) for attr, inner in named]
    return _all(state, matches, place)


def is_instance(frame: Frame, state: State, test: Op) -> Value:
    """Return whether a value is an instance of a class (operands: the value, the class)."""
    subject, cls = test.operands
    content = state.content(subject)
    match cls:
        case Class(definition):
            if isinstance(content, Text | Seq | Map | Const | Function | Class):
                return Const(False)
            own = class_of(frame, state, subject)
            held = own is not None and definition in frame.world.classes.lineage(own)
            return Const(held) if held or isinstance(content, Object) else test
        case External(name) if name.removeprefix("builtins.") in _TYPES:
            known = _type_of(frame, content)
            return test if known is None else Const(issubclass(known, _TYPES[name.removeprefix("builtins.")]))
        case Seq(items, "tuple"):
            members = [Op("isinstance", (subject, i.value), (), test.place) for i in items if isinstance(i, Element)]
            results = [is_instance(frame, state, member) for member in members]
            return _combined(state, "or", [*results], test.place) or test
    return test


def _type_of(frame: Frame, content: Value) -> type | None:
    match content:
        case Text():
            return str
        case Map():
            return dict
        case Seq(_, form):
            return {"list": list, "tuple": tuple, "set": set}.get(form)
        case Const(known):
            return type(known)
        case Object(definition) if not frame.world.classes.external_bases(definition) & _BUILT_ON_TYPES:
            return object
        case Function() | Class():
            return object
    return None
