"""What the names of modules hold once their bodies have run."""

from __future__ import annotations

from typing import Protocol

from promptlint.frontends.python import outside
from promptlint.frontends.python.atoms import NONE, Definition, Symbol
from promptlint.frontends.python.frame import Frame, Summary
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.outside import Outside
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.statements import run_statement
from promptlint.frontends.python.values import Branch, Map, Object, Op, Seq, Spread, Text, Value
from promptlint.hole import Volatility


class World(outside.World, Protocol):
    """What is asked about the modules of a program."""

    def frame(self, definition: Definition) -> Frame:
        """Return a fresh evaluation of a definition."""

    def summary(self, definition: Definition, cls: Definition | None) -> Summary | None:
        """Return what a call does; None for one that closes a cycle of calls."""


def value_of_global(world: World, module: Module, name: str, *, first: bool) -> Value:
    """Return what a name of a module holds, as stable as the process; `first` leaves out what functions bind it to."""
    frame, state = _fresh(world, module), State()
    for statement in module.making.of(name):
        run_statement(frame, state, statement)
        state.alive = True
    value = state.names.get(name, NONE)
    others: tuple[Outside, ...] = ()
    if isinstance(state.content(value), Seq | Map | Object):
        others = tuple(outside.outside(world, module.source.path, name))
    loaded = [each for each in others if each.statements]
    if len(loaded) == 1:
        _run_other(world, module, name, state, loaded[0])
        value = state.names[name]
    value = capped(freeze(value, state.memory), Volatility.PROCESS)
    if name in module.rebound_names and not first:
        return _rebound(world, module, name, value)
    if not isinstance(value, Seq | Map):
        return value
    is_open = len(loaded) > 1 or any(each.later for each in others) or name in _changed_later(module, others)
    return _opened(module, name, value) if is_open else value


def _fresh(world: World, module: Module) -> Frame:
    frame = world.frame(module.body)
    frame.silent = True
    return frame


def _run_other(world: World, module: Module, name: str, state: State, other: Outside) -> None:
    """Run what another module does to an object when it is loaded; where nobody imports that module, it may not be."""
    symbol = Symbol(module.body, name)
    fork = State({}, {**state.memory, symbol: state.names[name]}, allocated=state.allocated)
    frame = _fresh(world, world.module(other.path))
    for statement in other.statements:
        run_statement(frame, fork, statement)
        fork.alive = True
    fork.names = {**state.names, name: fork.memory.pop(symbol)}
    if world.project.is_imported(other.path):
        state.names, state.memory, state.allocated = fork.names, fork.memory, fork.allocated
    else:
        state.merge(None, fork, state.fork(), module.body.place)


def _rebound(world: World, module: Module, name: str, value: Value) -> Value:
    """Return what a name may hold that functions of the module bind anew.

    Where one of them writes a text in the place of another text, it depends on the requests before which one stands
    there. What they are given, and what stands where nothing stood, is set once.
    """
    location = Symbol(module.body, name)
    for node in module.tree.body:
        if not isinstance(node, NamedFunction) or name not in module.rebound(node):
            continue
        summary = world.summary(module.definition(node, module.body), None)
        effects = summary.effects if summary else ()
        unknown = Op("unknown", (), (), module.place(node), name)
        set_to = next((effect.value for effect in effects if effect.location == location), unknown)
        rewritten = isinstance(value, Text) and isinstance(set_to, Text) and value.parts
        value = Branch(Op("rewritten", (), (), unknown.place, name) if rewritten else unknown, (value, set_to))
    return value


def _changed_later(module: Module, others: tuple[Outside, ...]) -> frozenset[str]:
    """Return the names whose objects functions may change that not only module bodies call."""
    making = module.making
    called = making.called if not others else making.called | making.changers.keys()
    return making.changed_later(frozenset(called & making.changers.keys() - making.used_in_functions))


def _opened(module: Module, name: str, value: Seq | Map) -> Value:
    """Return a module's list or mapping with what functions add to it as an open rest."""
    place = module.place(module.makers[name][0])
    rest = Spread(Op("kept", (), (), place, name), place)
    return Seq((*value.items, rest), value.form) if isinstance(value, Seq) else Map((*value.entries, rest))


def imported_from(world: World, path: str, name: str, target: str) -> tuple[str, str]:
    """Return the module that binds what a module imports under a name, and its name there; itself where none is known."""
    found = world.project.modules.find(path, target)
    if found is None or len(found.rest) != 1:
        return path, name
    owner, own = world.origin(found.path, found.rest[0])
    return (owner, own) if own in world.module(owner).names else (path, name)
