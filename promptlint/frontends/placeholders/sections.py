"""Sections: nodes that come once, never, or once for every item of a value."""

from __future__ import annotations

from dataclasses import replace

from promptlint.frontends.placeholders.nodes import Assign, Inline, Nodes, Output, Partial, Section
from promptlint.frontends.placeholders.pieces import unknown
from promptlint.frontends.placeholders.scope import Block, Scope
from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.containers import item_of
from promptlint.frontends.python.operators import negation
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.text import alternatives
from promptlint.frontends.python.values import (
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Function,
    Insert,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

_UNROLLED = 64
"""How many known items are gone through one by one."""


def section(scope: Scope, node: Section, place: Place) -> Run:
    """Return the text of a section."""
    block = scope.language.blocks.get(node.call.name)
    if block is not None:
        value = scope.value(node.call.arguments[0], place) if node.call.arguments else NONE
        return block(scope, node, value, place)
    value = scope.value(node.call, place)
    if scope.is_helper(node.call):
        if isinstance(value, Op) and scope.helper(node.call.name).name in scope.frame.world.catalog.messages.makers:
            behind = replace(value, keywords=())
            return (Insert(value, place), *_arm(scope, node, place, taken=True), Insert(behind, place))
        return _depending(scope, node, scope.frozen(value), place)
    return _over(scope, node, value, place)


def _over(scope: Scope, node: Section, value: Value, place: Place) -> Run:
    """Return a section on a value: a list is gone through, anything else is there or not."""
    content = scope.state.content(value)
    match content:
        case Branch():
            return _by_arms(_over, scope, node, content, place)
        case Function():
            return unknown(place)
        case Seq(items):
            return _each(scope, node, items, value, place)
    empty = scope.language.empty(scope.state, content)
    if not scope.language.climbs and isinstance(content, Text | Const) and content not in (NONE, Const(False)):
        empty = False
    if empty is not None:
        return _arm(scope, node, place, taken=not empty, contexts=() if content == Const(True) else (value,))
    if isinstance(content, Text | Const | Map) or not _goes_through(scope, node):
        return _depending(scope, node, scope.frozen(value), place, contexts=(value,))
    return _each(scope, node, (Spread(scope.frozen(value), place),), value, place)


def _by_arms(block: Block, scope: Scope, node: Section, value: Branch, place: Place) -> Run:
    """Return a section on either of two values."""
    inner = scope.inside(unsure=True)
    if inner is None:
        return unknown(place)
    one, other = (block(inner, node, arm, place) for arm in value.arms)
    return alternatives(value.condition and scope.frozen(value.condition), one, other, place)


def _goes_through(scope: Scope, node: Section) -> bool:
    """Return whether the body of a section on an unknown value asks for something of it, as that on a list does.

    One that names the value itself asks whether there is any: `{{#name}}Dear {{name}}{{/name}}`.
    """
    names = set(_names(node.body))
    return bool(names) and not (scope.language.climbs and node.call.name in names)


def _names(nodes: Nodes) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        match node:
            case Output(call) | Partial(call):
                found.add(call.name)
            case Section(call, body, otherwise):
                found |= {call.name} | _names(body) | _names(otherwise)
            case Inline(_, body):
                found |= _names(body)
    return found


def _arm(scope: Scope, node: Section, place: Place, *, taken: bool, contexts: tuple[Value, ...] = ()) -> Run:
    """Return one side of a section."""
    from promptlint.frontends.placeholders.rendering import render

    inner = scope.inside(*(contexts if taken else ()))
    if inner is None:
        return unknown(place)
    if taken and contexts and node.params:
        inner = replace(inner, names={**scope.names, node.params[0]: contexts[0]})
    return render(inner, node.body if taken else node.otherwise)


def _depending(scope: Scope, node: Section, condition: Value, place: Place, *, contexts: tuple[Value, ...] = ()) -> Run:
    """Return either side of a section."""
    unsure = replace(scope, unknown=scope.unknown + 1)
    first = _arm(unsure, node, place, taken=True, contexts=contexts)
    return alternatives(condition, first, _arm(unsure, node, place, taken=False), place)


def _each(scope: Scope, node: Section, items: Run, value: Value, place: Place) -> Run:
    """Return the body once for every item."""
    if len(items) > _UNROLLED:
        items = (Spread(scope.frozen(value), place),)
    if not items:
        return _arm(scope, node, place, taken=False)
    count = len(items) if all(isinstance(item, Element | Entry) for item in items) else None
    numbers = iter(range(len(items)))

    def one(member: Member) -> Run:
        number = None if count is None else next(numbers)
        match member:
            case Element(item):
                return _round(scope, node, item, _position(number, count, place), place)
            case Entry(key, item):
                return _round(scope, node, item, _position(number, count, place) | {"key": key}, place)
            case Spread(over, where):
                unsure = replace(scope, unknown=scope.unknown + 1)
                body = _round(unsure, node, item_of(over, place), _position(None, None, place), place)
                return (Each(body, over, place, where=where),) if body else ()
        return ()

    run = replaced(items, one)
    if count is not None or not node.otherwise:
        return run
    absent = negation(scope.state, scope.frozen(value), place)
    return (*run, Either(absent, (_arm(scope, node, place, taken=False), ()), place))


def _position(number: int | None, count: int | None, place: Place) -> dict[str, Value]:
    """Return the variables that say which item it is."""
    if number is None or count is None:
        return dict.fromkeys(("index", "key", "first", "last"), Op("position", (), (), place))
    first, last = Const(number == 0), Const(number == count - 1)
    return {"index": Const(number), "key": Const(number), "first": first, "last": last}


def _round(scope: Scope, node: Section, item: Value, data: dict[str, Value], place: Place) -> Run:
    from promptlint.frontends.placeholders.rendering import render

    inner = scope.inside(item) if not scope.language.loop else scope.inside()
    if inner is None:
        return unknown(place)
    names = dict(zip(node.params, (item, data["key"]), strict=False))
    if scope.language.loop:
        names[scope.language.loop] = _counted(data, place)
    return render(replace(inner, data={**scope.data, **data}, names={**scope.names, **names}), node.body)


def _counted(data: dict[str, Value], place: Place) -> Map:
    """Return the variable that says which item of a list it is, counted from one."""
    index = data["index"]
    one = Const(index.value + 1) if isinstance(index, Const) and isinstance(index.value, int) else index
    known = {"index": one, "index0": index, "first": data["first"], "last": data["last"]}
    rest = Spread(Op("position", (), (), place), place)
    return Map((rest, *(Entry(literal(name), value, place) for name, value in known.items())))


def assigned(nodes: Nodes) -> set[str]:
    """Return the names that nodes set."""
    found: set[str] = set()
    for node in nodes:
        match node:
            case Assign(name):
                found.add(name)
            case Section(_, body, otherwise):
                found |= assigned(body) | assigned(otherwise)
    return found


def _if(scope: Scope, node: Section, value: Value, place: Place, *contexts: Value) -> Run:
    empty = scope.language.empty(scope.state, scope.state.content(value))
    if empty is not None:
        return _arm(scope, node, place, taken=not empty, contexts=contexts)
    return _depending(scope, node, scope.frozen(value), place, contexts=contexts)


def _unless(scope: Scope, node: Section, value: Value, place: Place) -> Run:
    return _if(scope, node._replace(body=node.otherwise, otherwise=node.body), value, place)


def _with(scope: Scope, node: Section, value: Value, place: Place) -> Run:
    return _if(scope, node, value, place, value)


def _each_block(scope: Scope, node: Section, value: Value, place: Place) -> Run:
    content = scope.state.content(value)
    match content:
        case Branch():
            return _by_arms(_each_block, scope, node, content, place)
        case Seq(run) | Map(run):
            return _each(scope, node, run, value, place)
        case Const() | Text():
            return _arm(scope, node, place, taken=False)
    return _each(scope, node, (Spread(scope.frozen(value), place),), value, place)


BLOCKS: dict[str, Block] = {
    "if": _if,
    "unless": _unless,
    "with": _with,
    "each": _each_block,
}
"""The sections of languages that have statements."""
