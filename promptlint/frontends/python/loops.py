"""Loops: known items are gone through one by one, unknown ones once for all."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from promptlint.frontends.python.atoms import Const, External, Ref
from promptlint.frontends.python.containers import item_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import grown
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.patterns import assign
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Each, Either, Element, Location, Member, Op, Run, Seq, Spread, Value
from promptlint.source import Place

UNROLLED = 64
"""How many rounds of a `while` loop and how many known items of a `for` loop are gone through one by one."""


class _Rounds(NamedTuple):
    """Which rounds of a `while` loop are gone through one by one."""

    most: int
    sending: bool
    """Whether they may send prompts; those of a loop that goes on by itself are requests, one after the other."""


_COUNTED = _Rounds(UNROLLED, sending=True)
_ENDLESS = _Rounds(8, sending=False)
"""Those of a loop that only a `break` ends."""


def run_for(frame: Frame, state: State, node: ast.For | ast.AsyncFor) -> None:
    place = frame.place(node.iter)
    value = frame.value(node.iter, state)
    items = members_of(frame, state, value, place)
    if _only_counts(value, items) and _sends(frame, state, node, items[0]):
        number = Op("count", (Const(0),), (), place)
        _repeat(frame, state, None, place, lambda fork: _iteration(frame, fork, node, number))
    else:
        if len(items) > UNROLLED:
            items = (Spread(freeze(value, state.memory), place),)
        _each(frame, state, items, lambda fork, item: _iteration(frame, fork, node, item))
    frame.run(node.orelse, state)
    state.rejoin("break", place)


def _only_counts(value: Value, items: Run) -> bool:
    """Return whether what a loop goes through are numbers."""
    match value:
        case Op("call", (External("builtins.range"), *_)):
            return True
    return len(items) > 1 and all(isinstance(item, Element) and isinstance(item.value, Const) for item in items)


def _sends(frame: Frame, state: State, node: ast.For | ast.AsyncFor, first: Member) -> bool:
    """Return whether each round of a loop sends a prompt: then its rounds are requests."""
    before, silent, frame.silent = frame.sendings, frame.silent, True
    assert isinstance(first, Element | Spread)
    _iteration(frame, state.fork(), node, first.value)
    frame.silent = silent
    return frame.sendings > before


def _iteration(frame: Frame, state: State, node: ast.For | ast.AsyncFor, item: Value) -> None:
    assign(frame, state, node.target, item)
    frame.run(node.body, state)
    state.rejoin("continue", frame.place(node.iter))


def _each(frame: Frame, state: State, items: Run, body: Callable[[State, Value], None]) -> None:
    """Run a loop's body for every member of what it goes through."""
    for item in items:
        if not state.alive or frame.budget < 0:
            return
        match item:
            case Element(value):
                body(state, value)
            case Spread(value, place):
                _each_unknown(frame, state, value, place, body)
            case Either(condition, (first, second), place):
                one, other = state.fork(), state.fork()
                if condition is not None:
                    one.hold(condition)
                    other.hold(Op("not", (condition,), (), place))
                _each(frame, one, first, body)
                other.allocated = one.allocated
                _each(frame, other, second, body)
                state.merge(condition, one, other, place)
            case Each(inner, over, place):
                _repeat(frame, state, over, place, partial(_each, frame, items=inner, body=body))


def _each_unknown(frame: Frame, state: State, over: Value, place: Place, body: Callable[[State, Value], None]) -> None:
    """Run a loop's body for the items of a value that is not known; where a round sends a prompt, each is sent alone."""
    before = frame.sendings
    _repeat(frame, state, over, place, lambda fork: body(fork, item_of(over, place, alone=frame.sendings > before)))


def _repeat(frame: Frame, state: State, over: Value | None, place: Place, body: Callable[[State], None]) -> None:
    """Run a body an unknown number of times: once to see what it changes, once more from what that makes of the state."""
    silent, frame.silent = frame.silent, True
    around, frame.rounds = frame.rounds, (*frame.rounds, place)
    probe = state.fork()
    body(probe)
    frame.silent = silent
    head = state.fork()
    head.allocated = probe.allocated
    _grow(head, state, probe, over, place)
    final = head.fork()
    body(final)
    frame.rounds = around
    _grow(state, head, final, over, place)
    state.exits.extend(replace(gone, condition=None) for gone in final.exits)
    state.allocated = max(state.allocated, final.allocated)


def _grow(result: State, old: State, new: State, over: Value | None, place: Place) -> None:
    """Put into `result` what a loop makes of `old` when one round of it makes `new`."""
    if not new.alive:
        return
    result.allocated = max(result.allocated, new.allocated)
    for location, value in new.memory.items():
        before = old.memory.get(location) or old.untouched(location)
        result.memory[location] = value if before is None else grown_location(location, before, value, over, place)
    result.names = dict(new.names)
    for name in old.names.keys() & new.names.keys():
        again = _bound_again(result, old, new, old.names[name], new.names[name], over, place)
        result.names[name] = _called(name, again)


def _bound_again(
    result: State, old: State, new: State, before: Value, value: Value, over: Value | None, place: Place
) -> Value:
    """Return what a variable holds behind a loop; a list that each round makes of the one before it is one that grows."""
    match before, value:
        case Ref(), Ref() if before != value:
            first, second = old.memory[before], new.memory[value]
            if isinstance(first, Seq) and isinstance(second, Seq):
                return result.allocate(grown(first, second, over, place))
    return grown(before, value, over, place)


def _called(name: str, value: Value) -> Value:
    """Return what a variable holds behind a loop that gives it something else in every round, by that variable's name."""
    match value:
        case Op("carried" | "made of", hint=""):
            return replace(value, hint=name)
    return value


def grown_location(location: Location, before: Value, value: Value, over: Value | None, place: Place) -> Value:
    """Return what stands at a location behind a loop when one round makes a value of what stood there before."""
    if before == location and isinstance(value, Seq) and value.items[:1] and isinstance(value.items[0], Spread):
        before = Seq(value.items[:1], value.form)
    return grown(before, value, over, place)


def run_while(frame: Frame, state: State, node: ast.While) -> None:
    place = frame.place(node.test)
    if not _counted(frame, state, node):
        _repeat(frame, state, None, place, lambda fork: _round(frame, fork, node))
        if truth(state, frame.value(node.test, state)) and not any(gone.kind == "break" for gone in state.exits):
            state.alive = False
    frame.run(node.orelse, state)
    state.rejoin("break", place)


def _round(frame: Frame, state: State, node: ast.While) -> None:
    around = state.holding
    state.hold(frame.value(node.test, state))
    frame.run(node.body, state)
    state.rejoin("continue", frame.place(node.test))
    state.holding = around


def _counted(frame: Frame, state: State, node: ast.While) -> bool:
    """Run a loop whose condition is known before every round; leave the state alone and return False for another."""
    rounds = _ENDLESS if isinstance(node.test, ast.Constant) else _COUNTED
    trial = state.fork()
    sent, sendings = len(frame.sents), frame.sendings
    for _ in range(rounds.most):
        known = truth(trial, frame.value(node.test, trial))
        if known is None or (known and frame.budget < 0):
            break
        if known:
            _round(frame, trial, node)
        if not known or not trial.alive:
            state.exits.extend(trial.exits)
            state.names, state.memory = trial.names, trial.memory
            state.allocated, state.alive = trial.allocated, trial.alive
            return True
        if trial.exits or (frame.sendings > sendings and not rounds.sending):
            break
    del frame.sents[sent:]
    return False
