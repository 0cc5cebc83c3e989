"""Generators that are context managers: they run up to their `yield`, then the block that they are around, then the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from promptlint.frontends.python.atoms import Class
from promptlint.frontends.python.attributes import class_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.inlining import DEEPEST, enter
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.overrides import receiving
from promptlint.frontends.python.scope import is_unfinished
from promptlint.frontends.python.state import Exit, State
from promptlint.frontends.python.values import Arguments, Function, Location, Op, Value
from promptlint.hole import Link
from promptlint.source import Place

_CARRIED = "="
"""Stands before the names, and the kinds of exits, of the block in the state of the generator: no identifier starts so."""

Block = Callable[[Value], None]
"""What runs when a context manager was entered, given what it yields."""


def run_around(
    frame: Frame, state: State, function: Function, arguments: Arguments, place: Place, block: Block
) -> None:
    """Run a generator, and where it yields a block of the frame, which changes the state."""
    definition = function.definition
    assert isinstance(definition.node, NamedFunction)
    if frame.depth >= DEEPEST or not frame.enters(definition) or is_unfinished(definition.node):
        left = len(state.exits)
        block(Op("unknown", (), (), place))
        state.alive = state.alive or len(state.exits) == left  # it may swallow what the block raises
        return
    cls = class_of(frame, state, function.receiver) if function.receiver is not None else None
    cls = (
        function.receiver.definition
        if isinstance(function.receiver, Class)
        else receiving(frame.world, definition, cls)
    )
    inner, callee = enter(frame, state, function, cls, arguments, place)
    around = _Around(frame, state, inner, callee, block, dict(state.memory))
    callee.names |= {_CARRIED + name: value for name, value in state.names.items()}
    before = dict(callee.memory)
    inner.resume = around.resume
    inner.run(definition.node.body, callee)
    callee.finish(definition.place)
    around.leave(before)
    link = Link(f"sent through `{definition.name}()`, called here", place)
    for sent in inner.sents:
        frame.send(replace(sent, chain=(*sent.chain, link)))
    if not around.ran and callee.alive:
        block(Op("unknown", (), (), place))


@dataclass(slots=True)
class _Around:
    """A generator that runs, the block that it is around, and what both do to one memory.

    While the generator has control its state carries the names of the block, so they fork and join with its own.
    """

    frame: Frame
    state: State
    inner: Frame
    callee: State
    block: Block
    outside: dict[Location, Value]
    """What stood in memory before."""
    ran: bool = False
    gone: tuple[Exit, ...] = ()
    """The ways on which the block was left for good where the rest of the generator runs for them."""
    behind: dict[Location, Value] = field(default_factory=dict)
    """What stood in memory when the block was left for good."""

    def resume(self, callee: State, value: Value) -> None:
        """Run the block where the generator yields a value in one of its states."""
        frame, state, inner = self.frame, self.state, self.inner
        self.ran, before, own = True, len(state.exits), _own(callee)
        state.names, state.memory, state.allocated, state.alive = (
            _carried(callee),
            callee.memory,
            callee.allocated,
            True,
        )
        frame.budget, frame.sendings = inner.budget, inner.sendings
        self.block(value)
        inner.budget, inner.sendings = frame.budget, frame.sendings
        inner.passed, callee.allocated = inner.passed or frame.passed, state.allocated
        left, state.exits[before:] = tuple(state.exits[before:]), []
        if not state.alive and left and callee is self.callee:
            self.gone, self.behind = left, dict(left[-1].memory)
            callee.memory = dict(left[-1].memory)
            return
        callee.exits += [replace(each, kind=_CARRIED + each.kind) for each in left]
        callee.names = own | {_CARRIED + name: held for name, held in state.names.items()}
        callee.memory, callee.alive = state.memory, state.alive

    def leave(self, before: dict[Location, Value]) -> None:
        """Make the state of the block what it is behind the generator; `before` stood in memory where that began."""
        frame, state, inner, callee = self.frame, self.state, self.inner, self.callee
        changed = {each: held for each, held in callee.memory.items() if before.get(each) is not held}
        state.names, state.memory, state.allocated = _carried(callee), self.outside | changed, callee.allocated
        rest = [replace(each, kind=each.kind[1:]) for each in callee.exits if each.kind.startswith(_CARRIED)]
        state.exits += [*rest, *(self._caught_up(each) for each in self.gone)]
        state.alive = callee.alive and not self.gone
        frame.budget, frame.sendings, frame.passed = inner.budget, inner.sendings, frame.passed or inner.passed

    def _caught_up(self, gone: Exit) -> Exit:
        """Return a way out of the block with what the rest of the generator did to memory."""
        changed = {each: held for each, held in self.callee.memory.items() if self.behind.get(each) is not held}
        place = self.inner.definition.place
        caught_up = {
            each: held
            if gone.memory.get(each) is self.behind.get(each)
            else Op("changed", (gone.memory[each],), (), place)
            for each, held in changed.items()
        }
        return replace(gone, memory=gone.memory | caught_up)


def _own(callee: State) -> dict[str, Value]:
    return {name: value for name, value in callee.names.items() if not name.startswith(_CARRIED)}


def _carried(callee: State) -> dict[str, Value]:
    return {name[1:]: value for name, value in callee.names.items() if name.startswith(_CARRIED)}
