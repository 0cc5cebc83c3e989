"""Attributes, items and calls in templates: an attribute of a mapping is a key of it, and the other way around."""

from __future__ import annotations

from promptlint.frontends.jinja.objects import (
    BlockReference,
    Cycler,
    Loop,
    Macro,
    Method,
    Module,
    Namespace,
    SelfReference,
)
from promptlint.frontends.jinja.scope import UNDEFINED, Scope, seek
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.attributes import class_of, get_attribute
from promptlint.frontends.python.containers import find
from promptlint.frontends.python.operators import choose, truth
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.protocols import item
from promptlint.frontends.python.routine import argument
from promptlint.frontends.python.values import (
    Bound,
    Branch,
    Either,
    Element,
    Entry,
    Made,
    Map,
    Object,
    Op,
    Seq,
    Text,
    Value,
)
from promptlint.source import Place

_GROUP = ("grouper", "list")


def member(scope: Scope, base: Value, name: str, place: Place) -> Value:
    """Return `base.name`: an attribute, failing that a key."""
    content = scope.state.content(base)
    match content:
        case Const(Loop() | Module() | SelfReference() | BlockReference() | Namespace() | Cycler() | Macro() as thing):
            return _of_object(scope, thing, name, place)
        case Branch(condition, (first, second)):
            return choose(
                scope.state,
                condition,
                member(scope, first, name, place),
                member(scope, second, name, place),
                place,
            )
        case Map():
            return Bound(base, name) if hasattr(dict, name) else _key(scope, base, content, literal(name), place)
        case Seq((Element(first), Element(second)), "tuple") if name in _GROUP:
            return first if name == "grouper" else second
        case Seq(form="list" | "tuple" | "set" as form):
            return Bound(base, name) if hasattr({"list": list, "tuple": tuple, "set": set}[form], name) else UNDEFINED
        case Text() | Const(None | bool() | int() | float()):
            kind = str if isinstance(content, Text) else type(content.value)
            return Bound(base, name) if hasattr(kind, name) else UNDEFINED
        case External(UNDEFINED.name):
            return UNDEFINED
        case Object() if _lacks(scope, base, name):
            return item(scope.frame, scope.state, base, literal(name), place)
        case Object() if _has_none(scope, content, name):
            return UNDEFINED
    return get_attribute(scope.frame, scope.state, base, name)


def _lacks(scope: Scope, base: Value, name: str) -> bool:
    """Return whether an instance has items and no attribute of a name."""
    definition = class_of(scope.frame, scope.state, base)
    classes = scope.frame.world.classes
    content = scope.state.content(base)
    own = isinstance(content, Object) and name in dict(content.attributes)
    if definition is None or own or classes.member(definition, name) is not None:
        return False
    typed = "typing.TypedDict" in classes.external_bases(definition)
    return typed or classes.member(definition, "__getitem__") is not None


def _has_none(scope: Scope, content: Object, name: str) -> bool:
    """Return whether an instance certainly has no attribute of a name."""
    world, lineage = scope.frame.world, scope.frame.world.classes.lineage(content.definition)
    if name in dict(content.attributes) or world.classes.external_bases(content.definition):
        return False
    held = {
        *world.classes.written(content.definition),
        *(key for cls in lineage for key in world.classes.namespace(cls)),
    }
    return held.isdisjoint((name, "__getattr__", "__getattribute__")) and not hasattr(object, name)


def _key(scope: Scope, base: Value, content: Map, key: Value, place: Place) -> Value:
    name = plain(key)
    if name is not None and all(isinstance(e, Entry | Either) and _has_known_keys(e) for e in content.entries):
        return seek(scope.state, content.entries, name, lambda: UNDEFINED, place)
    found = find(content.entries, key, scope.state)
    if found is not None:
        return found
    whole = all(isinstance(entry, Entry) and _is_known(entry.key) for entry in content.entries)
    return UNDEFINED if whole and _is_known(key) else Op("[]", (base, key), (), place)


def _has_known_keys(member: object) -> bool:
    """Return whether all keys of an entry, or of a choice between entries, are known."""
    match member:
        case Entry(key):
            return _is_known(key)
        case Either(_, arms):
            return all(_has_known_keys(inner) for arm in arms for inner in arm)
    return False


def _is_known(value: Value) -> bool:
    return isinstance(value, Const) or plain(value) is not None


def subscripted(scope: Scope, base: Value, key: Value, place: Place) -> Value:
    """Return `base[key]`: an item, failing that an attribute."""
    content, name = scope.state.content(base), plain(key)
    match content:
        case Const(Loop() | Module() | SelfReference() | BlockReference() | Namespace() | Cycler()) if name is not None:
            return member(scope, base, name, place)
        case External(UNDEFINED.name):
            return UNDEFINED
        case Map():
            found = _key(scope, base, content, key, place)
            return Bound(base, name) if found == UNDEFINED and name is not None and hasattr(dict, name) else found
        case Seq(items) | Text(items) if isinstance(key, Const) and isinstance(key.value, int):
            known = plain(content) if isinstance(content, Text) else None
            size = len(items) if isinstance(content, Seq) and all(isinstance(i, Element) for i in items) else None
            size = len(known) if known is not None else size
            if size is not None and not -size <= key.value < size:
                return UNDEFINED
        case Object() if name is not None and not _lacks(scope, base, name):
            return get_attribute(scope.frame, scope.state, base, name)
    return item(scope.frame, scope.state, base, key, place)


def _of_object(scope: Scope, thing: object, name: str, place: Place) -> Value:
    match thing:
        case Loop(known):
            if name in ("cycle", "changed"):
                return Const(Method(thing, name))
            return known.get(name, Op("position", (), (), place))
        case Module(names):
            return names.get(name, UNDEFINED)
        case SelfReference():
            return Const(BlockReference(name, 0)) if name in scope.context.blocks else UNDEFINED
        case BlockReference(block, level) if name == "super":
            return above(scope, block, level)
        case Namespace(table):
            content = scope.state.memory[table]
            entries = content.entries if isinstance(content, Map) else ()
            cell = seek(scope.state, entries, name, lambda: UNDEFINED, place)
            return _contents(scope, cell, place)
        case Macro(known_as) if name == "name":
            return literal(known_as) if known_as else NONE
        case Cycler(items, position):
            if name == "current":
                return subscripted(scope, row(items, place), scope.state.content(position), place)
            return Const(Method(thing, name))
    return UNDEFINED


def _contents(scope: Scope, cell: Value, place: Place) -> Value:
    """Return what stands in the location of a namespace's name, or in either of two."""
    if isinstance(cell, Branch):
        first, second = (_contents(scope, arm, place) for arm in cell.arms)
        return choose(scope.state, cell.condition, first, second, place)
    return scope.state.content(cell)


def above(scope: Scope, block: str, level: int) -> Value:
    """Return the block that one at a level overrides."""
    known = scope.context.blocks.get(block, ())
    return Const(BlockReference(block, level + 1)) if level + 1 < len(known) else UNDEFINED


def row(items: tuple[Value, ...], place: Place) -> Seq:
    return Seq(tuple(Element(item, place) for item in items), "tuple")


def put(scope: Scope, thing: Value, name: str, value: Value, place: Place) -> None:
    """Do `{% set thing.name = value %}`."""
    match thing:
        case Const(Namespace(table)):
            content = scope.state.memory[table]
            entries = content.entries if isinstance(content, Map) else ()
            cell = next((e.value for e in entries if isinstance(e, Entry) and plain(e.key) == name), None)
            if cell is not None:
                scope.state.memory[cell] = value  # type: ignore[index]
            else:
                scope.set(name, scope.state.allocate(value), at=table)
        case Branch(_, arms):
            for arm in arms:
                put(scope, arm, name, Op("unknown", (), (), place, name), place)


def is_true(scope: Scope, value: Value, place: Place) -> bool | None:
    """Return whether a value counts as true; None where that is not known."""
    from promptlint.frontends.python import protocols

    if value == UNDEFINED:
        return False
    if isinstance(value, Const) and not isinstance(value.value, bool | int | float | complex | bytes | None):
        return True
    if isinstance(value, Made) and value.name.endswith("Markup"):
        value = argument(value.arguments, 0, "object", EMPTY)
    known = protocols.is_true(scope.frame, scope.state, value, place)
    return truth(scope.state, value) if known is None else known
