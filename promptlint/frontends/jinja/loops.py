"""Loops of templates: known items are gone through one by one, unknown ones once for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from promptlint.frontends.jinja.expressions import evaluate, value_of
from promptlint.frontends.jinja.mapping import chosen
from promptlint.frontends.jinja.markup import marked
from promptlint.frontends.jinja.objects import Loop
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.python.atoms import Const, Ref
from promptlint.frontends.python.containers import item_of
from promptlint.frontends.python.merge import grown, join
from promptlint.frontends.python.operators import binary, choose, negation
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Each, Either, Element, Op, Run, Seq, Spread, Value
from promptlint.source import Place

_UNROLLED = 64
"""How many known items of a loop are gone through one by one."""


def run_for(scope: Scope, node: Any) -> Run:
    """Return the text of a `for` statement."""
    place = scope.page.placed(node.iter)
    return _loop(scope, node, value_of(scope, node.iter, place), place, depth=0)


def recurse(scope: Scope, loop: Loop, value: Value, place: Place) -> Value:
    """Return what `loop(items)` returns: the text of the whole loop over other items."""
    around = replace(loop.around, state=scope.state, active=scope.active, unknown=scope.unknown)
    inner = around.entered(loop.node)
    if inner is None:
        return Op("unknown", (), (), place)
    return marked(scope, _loop(inner, loop.node, value, place, depth=loop.depth + 1), place)


def _loop(scope: Scope, node: Any, value: Value, place: Place, depth: int) -> Run:
    items = () if value == UNDEFINED else members_of(scope.frame, scope.state, value, place)
    if len(items) > _UNROLLED:
        items = (Spread(freeze(value, scope.state.memory), place),)
    if node.test is not None:
        items = chosen(scope, items, lambda item: _passes(scope, node, item), place)
    rounds = _Rounds(scope, node, place, depth, items)
    run = rounds.of(items, 0 if rounds.count is not None else None)
    if rounds.broken is None:
        return scope.page.hole(node)
    if not node.else_ or any(isinstance(item, Element) for item in items):
        return run
    if not items:
        return scope.inner().body(node.else_)
    return _or_else(scope, node, value, run, place)


def _or_else(scope: Scope, node: Any, value: Value, run: Run, place: Place) -> Run:
    """Return the text of a loop over what may be empty, or what stands behind its `else`."""
    fork = scope.fork()
    other = fork.inner().body(node.else_)
    scope.merge(None, fork, scope.fork(like=fork), place)
    condition = negation(scope.state, freeze(value, scope.state.memory), place)
    return (*run, Either(condition, (other, ()), place)) if other else run


def _passes(scope: Scope, node: Any, item: Value) -> Value:
    """Return the condition behind a loop's `if` for an item."""
    from promptlint.frontends.jinja.statements import bind

    inner, place = scope.inner(), scope.page.placed(node.test)
    bind(inner, node.target, item, place)
    return evaluate(inner, node.test, place)


class _Rounds:
    """The rounds of one loop."""

    def __init__(self, scope: Scope, node: Any, place: Place, depth: int, items: Run) -> None:
        self.scope, self.node, self.place, self.depth, self.items = scope, node, place, depth, items
        self.count = len(items) if all(isinstance(item, Element) for item in items) else None
        self.last = scope.state.allocate(UNDEFINED)
        self.broken: bool | None = False
        """Whether a `break` ended the loop; None where that is not known."""

    def of(self, items: Run, first: int | None) -> Run:
        """Return the body once for every item; what is not known item by item stays a repeat."""
        run: Run = ()
        for number, item in enumerate(items):
            if self.broken is not False:
                break
            match item:
                case Element(value):
                    run += self.round(self.scope, value, None if first is None else first + number)
                case Spread(value):
                    over = freeze(value, self.scope.state.memory)
                    one = item_of(over, self.place)
                    run += self._each(over, lambda scope, one=one: self.round(scope, one, None))  # type: ignore[misc]
                case Either(condition, arms, where):
                    run += self._either(condition, arms, where)
                case Each(inner, over, where):
                    run += self._each(over, lambda scope, inner=inner: self._within(scope, inner))  # type: ignore[misc]
        return run

    def round(self, scope: Scope, value: Value, index: int | None) -> Run:
        """Return the text of one round."""
        from promptlint.frontends.jinja.statements import bind

        inner = scope.inner()
        bind(inner, self.node.target, value, self.place)
        inner.set("loop", Const(Loop(self._known(index), index, self.last, self.node, self.scope, self.depth)))
        run = inner.body(self.node.body)
        self.broken = None if inner.left == "break?" else self.broken or inner.left == "break"
        scope.parent = inner.parent
        return run

    def _known(self, index: int | None) -> dict[str, Value]:
        """Return what is known of the variable `loop` in a round."""
        known: dict[str, Value] = {"depth": Const(self.depth + 1), "depth0": Const(self.depth)}
        if index is None or self.count is None:
            return known
        around = [item.value if isinstance(item, Element) else UNDEFINED for item in self.items]
        return known | {
            "index": Const(index + 1),
            "index0": Const(index),
            "revindex": Const(self.count - index),
            "revindex0": Const(self.count - index - 1),
            "first": Const(index == 0),
            "last": Const(index == self.count - 1),
            "length": Const(self.count),
            "previtem": around[index - 1] if index else UNDEFINED,
            "nextitem": around[index + 1] if index + 1 < self.count else UNDEFINED,
        }

    def _within(self, scope: Scope, items: Run) -> Run:
        outer, self.scope = self.scope, scope
        run = self.of(items, None)
        self.scope = outer
        return run

    def _either(self, condition: Value | None, arms: tuple[Run, ...], where: Place) -> Run:
        first = self.scope.fork()
        one = self._within(first, arms[0])
        second = self.scope.fork(like=first)
        other = self._within(second, arms[1])
        self.scope.merge(condition, first, second, where)
        self._unsure()
        return (Either(condition, (one, other), where),) if one or other else ()

    def _each(self, over: Value | None, body: Callable[[Scope], Run]) -> Run:
        """Return the body once for all items: seen once for what it changes, once more from what that makes of memory."""
        probe = self.scope.fork()
        run = body(probe)
        if all(probe.state.memory.get(at) == value for at, value in self.scope.state.memory.items()):
            self.scope.state.memory, self.scope.state.allocated = probe.state.memory, probe.state.allocated
            self._unsure()
            return (Each(run, over, self.place),) if run else ()
        head = self.scope.fork()
        head.state.allocated = probe.state.allocated
        _grow(head.state, self.scope.state, probe.state, over, self.place)
        final = head.fork()
        run = body(final)
        _grow(self.scope.state, head.state, final.state, over, self.place)
        self.scope.state.allocated = final.state.allocated
        self._unsure()
        return (Each(run, over, self.place),) if run else ()

    def _unsure(self) -> None:
        """Take back that the loop certainly ended: the round that ended it may not come."""
        self.broken = None if self.broken is not False else False


def _grow(result: State, old: State, new: State, over: Value | None, place: Place) -> None:
    """Put into `result` what a loop makes of the memory of `old` when one round of it makes that of `new`."""
    for location, value in new.memory.items():
        before = old.memory.get(location, None if isinstance(location, Ref) else location)
        if before is None or before is value or before == value:
            result.memory[location] = value
        elif isinstance(before, Const):
            result.memory[location] = join(None, before, Op("carried", (value,), (), place), place)
        else:
            result.memory[location] = grown(before, value, over, place)


def cycled(scope: Scope, loop: Loop, values: tuple[Value, ...] | None, place: Place) -> Value:
    """Return what `loop.cycle(…)` returns."""
    if not values:
        return Op("unknown", (), (), place)
    if loop.index is not None:
        return values[loop.index % len(values)]
    result = values[-1]
    for value in reversed(values[:-1]):
        result = choose(scope.state, Op("position", (), (), place), value, result, place)
    return result


def changed(scope: Scope, loop: Loop, arguments: Arguments, place: Place) -> Value:
    """Return what `loop.changed(…)` returns: whether it was called with something else in the round before."""
    before, state = scope.state.content(loop.last), scope.state
    now = freeze(Seq(arguments.positional, "tuple"), state.memory)
    state.memory[loop.last] = now
    if before == UNDEFINED:
        return Const(True) if loop.index is not None else Op("position", (), (), place)
    return binary(scope.frame, state, "!=", before, now, (place, place), place)
