"""What a target of an assignment changes: also an item that is known by nothing but its number or key."""

from __future__ import annotations

import ast

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.containers import find
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.indexing import index_of, store
from promptlint.frontends.python.mappings import stored
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.state import State, initial, is_location
from promptlint.frontends.python.values import Attribute, Element, Entry, Map, Object, Op, Run, Seq, Spread, Value
from promptlint.source import Place


def changed(frame: Frame, state: State, node: ast.expr, key: ast.expr | None) -> Value:
    """Return what `node[key] = …` changes, or `node.name = …` where the key is None.

    An item that does not stand in memory is put there, and its location into the list or mapping that holds it.
    """
    value = frame.value(node, state)
    match node:
        case ast.Subscript(value=base, slice=inner) if not is_location(value) and _only_reads(node):
            container, number, place = changed(frame, state, base, inner), frame.value(inner, state), frame.place(base)
            item = _item(state, container, number, place) if is_location(container) else None
            if item is not None:
                ref = state.allocate(item if isinstance(item, Map | Seq | Object) else _opened(item, key, place))
                store(state, container, number, ref, place)
                return ref
    return value


def is_number(key: ast.expr | None) -> bool:
    """Return whether a subscript counts items."""
    return isinstance(key, ast.Slice | ast.UnaryOp) or (isinstance(key, ast.Constant) and isinstance(key.value, int))


def _only_reads(node: ast.expr) -> bool:
    """Return whether an expression can be evaluated twice."""
    match node:
        case ast.Name():
            return True
        case ast.Attribute(value=base):
            return _only_reads(base)
        case ast.Subscript(value=base, slice=ast.Constant() | ast.Name() | ast.UnaryOp()):
            return _only_reads(base)
    return False


def _item(state: State, container: Value, key: Value, place: Place) -> Value | None:
    """Return what stands under a key before it changes; None where it cannot be told from what else stands there."""
    match state.content(container):
        case Map(entries) if plain(key) is not None:
            return find(entries, key, state)
        case Seq(items) if (at := index_of(items, key)) is not None:
            item = items[at]
            return item.value if isinstance(item, Element) else None
        case Seq((Spread(rest), *_)) if key == Const(0):
            return Op("[]", (rest, key), (), place)
        case Seq((*_, Spread(rest))) if key == Const(-1):
            return Op("[]", (rest, key), (), place)
        case Seq():
            return None
        case unknown if is_location(unknown) and (plain(key) is not None or key in (Const(0), Const(-1))):
            return Op("[]", (initial(unknown, place), key), (), place)
    return None


def _opened(item: Value, key: ast.expr | None, place: Place) -> Value:
    """Return a list or a mapping of which nothing is known but what it is in place of."""
    rest = (Spread(item, place),)
    return Seq(rest) if is_number(key) else Map(rest)


def with_first_changed(before: Value, after: Value, name: str) -> Seq | None:
    """Return the list that an attribute holds if a method, which leaves `after` in it, may change its first item."""
    match before, after:
        case Seq((Element(old, at), *others), form), Seq((Element(Map((Spread(item), *entries)), place), *_)):
            match item:
                case Op("[]", (Op("before", (Attribute(_, same),)), _)) if same == name:
                    changed_item = _either(old, tuple(entries), place)
                    return Seq((Element(changed_item, at), *others), form)
    return None


def _either(item: Value, entries: Run, place: Place) -> Value:
    """Return an item that may hold what it held or what some entries say."""
    own = item.attributes if isinstance(item, Object) else ()
    held = item.entries if isinstance(item, Map) else tuple(Entry(literal(name), value, place) for name, value in own)
    for entry in entries:
        old = find(held, entry.key, State()) if isinstance(entry, Entry) else None
        if isinstance(entry, Entry) and old is not None:
            held = stored(held, entry.key, join(None, old, entry.value, place), entry.place)
    if isinstance(item, Object):
        pairs = tuple((plain(entry.key) or "", entry.value) for entry in held if isinstance(entry, Entry))
        return Object(item.definition, pairs)
    return Map(held) if isinstance(item, Map) else item
