"""Comprehensions and generator expressions: a member for every item that is known, a repeat for those that are not."""

from __future__ import annotations

import ast
from collections.abc import Callable

from promptlint.frontends.python.containers import item_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.loops import grown_location
from promptlint.frontends.python.mappings import merged
from promptlint.frontends.python.nodes import Comprehension, walk
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.patterns import assign
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.state import State, snapshot
from promptlint.frontends.python.values import (
    Each,
    Either,
    Element,
    Entry,
    Location,
    Map,
    Member,
    Run,
    Seq,
    Spread,
    Value,
)

_FORMS = {ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator"}


def comprehension(frame: Frame, state: State, node: Comprehension) -> Value:
    """Return the list, set, mapping or generator that a comprehension makes."""
    targets, around, outer = _targets(node), frame.locals, dict(state.names)
    frame.locals = around | targets
    run = _run(frame, state, node, 0)
    frame.locals = around
    kept = {name: value for name, value in state.names.items() if name not in targets}
    state.names = {**{name: value for name, value in outer.items() if name in targets}, **kept}
    if isinstance(node, ast.DictComp):
        known = all(isinstance(member, Entry) for member in run)
        return state.allocate(Map(merged((), run) if known else run))
    form = _FORMS[type(node)]
    value = Seq(tuple(dict.fromkeys(run)) if form == "set" else run, form)
    return value if form == "generator" else state.allocate(value)


def run_comprehension(frame: Frame, state: State, node: Comprehension) -> None:
    """Run a comprehension whose value nobody takes: it is a loop, and its targets are its own."""
    targets, around = _targets(node), frame.locals
    outer = {name: value for name, value in state.names.items() if name in targets}
    frame.locals = around | targets
    frame.run(_as_loops(node), state)
    frame.locals = around
    state.names = {name: value for name, value in state.names.items() if name not in targets} | outer


def _as_loops(node: Comprehension) -> list[ast.stmt]:
    results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    body: list[ast.stmt] = [ast.copy_location(ast.Expr(result), node) for result in results]
    for generator in reversed(node.generators):
        for test in reversed(generator.ifs):
            body = [ast.copy_location(ast.If(test, body, []), node)]
        body = [ast.copy_location(ast.For(generator.target, generator.iter, body, []), node)]
    return body


def _targets(node: Comprehension) -> frozenset[str]:
    nodes = (inner for generator in node.generators for inner in walk(generator.target))
    return frozenset(inner.id for inner in nodes if isinstance(inner, ast.Name))


def _run(frame: Frame, state: State, node: Comprehension, depth: int) -> Run:
    """Return the members that the generators from `depth` on make."""
    if depth == len(node.generators):
        return (_member(frame, state, node),)
    generator = node.generators[depth]
    place = frame.place(generator.iter)
    items = members_of(frame, state, frame.value(generator.iter, state), place)

    def body(item: Element) -> Run:
        assign(frame, state, generator.target, item.value)
        return _where(frame, state, generator.ifs, lambda: _run(frame, state, node, depth + 1))

    def repeated(item: Member) -> Run:
        if not isinstance(item, Spread):
            return body(item) if isinstance(item, Element) else ()
        element = Element(item_of(item.value, item.place), item.place)
        return (Each(_rounds(state, item, lambda: body(element)), item.value, item.place),)

    return replaced(items, repeated)


def _rounds(state: State, items: Spread, body: Callable[[], Run]) -> Run:
    """Return what a body makes of every item, from what the rounds before it left in memory."""
    before = dict(state.memory)
    run = body()
    if not _grow(state, before, items):
        return run
    before = dict(state.memory)
    run = body()
    _grow(state, before, items)
    return run


def _grow(state: State, before: dict[Location, Value], items: Spread) -> bool:
    """Put into memory what many rounds make of it; return whether one changed something."""
    changed = [location for location, held in before.items() if state.memory[location] is not held]
    for location in changed:
        new = state.memory[location]
        state.memory[location] = grown_location(location, before[location], new, items.value, items.place)
    return bool(changed)


def _where(frame: Frame, state: State, tests: list[ast.expr], body: Callable[[], Run]) -> Run:
    """Return the members where all tests hold; a choice where that is not known."""
    if not tests:
        return body()
    condition = frame.value(tests[0], state)
    known = truth(state, condition)
    if known is False:
        return ()
    condition = snapshot(condition, state.memory, frame.place(tests[0]))
    members = _where(frame, state, tests[1:], body)
    return members if known or not members else (Either(condition, (members, ()), frame.place(tests[0])),)


def _member(frame: Frame, state: State, node: Comprehension) -> Member:
    if isinstance(node, ast.DictComp):
        return Entry(frame.value(node.key, state), frame.value(node.value, state), frame.place(node.value))
    return Element(frame.value(node.elt, state), frame.place(node.elt))
