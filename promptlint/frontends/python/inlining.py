"""Functions of models run where they are called, with what they are given: they may ask for its type and go through it."""

from __future__ import annotations

import ast
from dataclasses import replace

from promptlint.frontends.python.atoms import Definition, Symbol
from promptlint.frontends.python.binders import parameters
from promptlint.frontends.python.binding import bind
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.leaving import Leaving
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.state import State, freeze, thaw
from promptlint.frontends.python.values import Arguments, Attribute, Function, Location, Object, Op, Seq, Value
from promptlint.hole import Volatility
from promptlint.source import Place

DEEPEST = 40
"""How deep functions of models may call each other; past that a call is not known."""


def changes_names(frame: Frame, function: Function) -> bool:
    """Return whether a module body calls a function that changes what the names of a module hold, as a registry does."""
    definition = function.definition
    if not frame.definition.is_module or function.given.positional or function.given.keywords:
        return False
    module = frame.world.module(definition.module)
    return definition.parent is module.body and bool(module.making.changed_by(definition.name))


def run_here(
    frame: Frame, state: State, function: Function, cls: Definition | None, arguments: Arguments, place: Place
) -> Value:
    """Return what a function of a model returns; its effects and the prompts it sends become the caller's.

    What it makes of arguments that say too little waits for them, where it does nothing else.
    """
    function = replace(function, receiver=_made(frame, state, function.receiver))
    inner, callee = enter(frame, state, function, cls, arguments, place)
    before, sendings = dict(callee.memory), inner.sendings
    returned = _closed(inner, callee, _run(inner, callee))
    changed = [location for location, value in callee.memory.items() if before.get(location) is not value]
    idle = inner.sendings == sendings and not inner.sents and not any(location in before for location in changed)
    if idle and isinstance(returned, Op) and returned.name == "made of":
        return _waiting(state, function, arguments, place)
    returned = _keeping(inner, callee, returned, changed)
    _leave(frame, state, inner, callee, changed)
    if (leaving := Leaving.of(frame, function.definition, place)) is not None:
        returned = leaving.value(returned)
        held = {location: state.memory[location] for location in changed if location in state.memory}
        state.memory.update((location, leaving.value(value)) for location, value in held.items())
    for sent in inner.sents:
        if not frame.world.is_model(sent.definition.module):
            frame.sents.append(sent)
        elif sent.sink is not None:
            frame.sents.append(leaving.sent(sent, function.definition) if leaving else sent)
    return returned


def _made(frame: Frame, state: State, receiver: Value | None) -> Value | None:
    """Return the object of a model that a constructor of the project put into an attribute; other values as they are."""
    match receiver:
        case Attribute(Symbol(cls=Definition() as cls), name):
            init = frame.world.classes.member(cls, "__init__")
            if isinstance(init, Function) and init.definition is not frame.definition:
                summary = frame.world.summary(init.definition, cls)
                for effect in summary.effects if summary else ():
                    match effect.location, effect.value:
                        case Attribute(Symbol(owner), written), Object() if (
                            owner is init.definition and written == name
                        ):
                            return thaw(capped(effect.value, Volatility.SESSION), state)
    return receiver


def enter(
    frame: Frame, state: State, function: Function, cls: Definition | None, arguments: Arguments, place: Place
) -> tuple[Frame, State]:
    """Return the evaluation of a function that runs where it is called, and the state in which it begins."""
    definition = function.definition
    module = frame.world.module(definition.module)
    inner = Frame(frame.world, module, definition, cls, module.local_names(definition))
    inner.silent, inner.budget, inner.depth = frame.silent, frame.budget, frame.depth + 1
    inner.sendings, inner.entering = frame.sendings, frame.entering
    inner.home = frame.home if frame.world.is_model(place.path) else place.path
    assert not isinstance(definition.node, ast.ClassDef | ast.Module)
    bindings = bind(frame, state, function, arguments, place)
    names = {each.arg: bindings[definition, each.arg] for each in parameters(definition.node)}
    callee = State(names, dict(state.memory), allocated=state.allocated, borrowed=state.borrowed)
    callee.memory.update(function.closure)
    if not function.closure and definition.parent is frame.definition:
        free = (
            (Symbol(frame.definition, n), state.names[n])
            for n in frame.module.free_names(definition) & state.names.keys()
        )
        callee.memory.update((symbol, value) for symbol, value in free if value != symbol)
    return inner, callee


def _run(inner: Frame, callee: State) -> Value:
    node = inner.definition.node
    if isinstance(node, ast.Lambda):
        return inner.value(node.body, callee)
    assert isinstance(node, NamedFunction)
    if inner.module.is_generator(inner.definition):
        inner.yielded = callee.allocate(Seq((), "generator"))
    inner.run(node.body, callee)
    only = callee.exits[0] if len(callee.exits) == 1 and not callee.alive else None
    returned = callee.finish(inner.definition.place)
    if inner.yielded is not None:
        return callee.content(inner.yielded)
    return only.value if only is not None else returned


def _closed(inner: Frame, callee: State, value: Value) -> Value:
    """Return a function that leaves the one in which it stands together with the variables that it reads there."""
    if not isinstance(value, Function) or value.closure or value.definition.parent is not inner.definition:
        return value
    names = inner.module.free_names(value.definition)
    around = [pair for pair in callee.memory.items() if isinstance(pair[0], Symbol) and pair[0].name in names]
    own = [(Symbol(inner.definition, name), held) for name, held in callee.names.items() if name in names]
    return replace(value, closure=(*around, *own))  # type: ignore[arg-type]


def _keeping(inner: Frame, callee: State, returned: Value, changed: list[Location]) -> Value:
    """Return what is returned; the functions made here keep what their free variables hold."""
    from promptlint.frontends.python.summary import with_closures

    callee.memory.update((location, with_closures(inner, callee, callee.memory[location])) for location in changed)
    return with_closures(inner, callee, returned)


def _leave(frame: Frame, state: State, inner: Frame, callee: State, changed: list[Location]) -> None:
    """Make what a function left in memory, and what it cost, the caller's."""
    for location in changed:
        if isinstance(location, Symbol) and location.owner is frame.definition is frame.module.body:
            state.names[location.name] = callee.memory[location]
        else:
            state.memory[location] = callee.memory[location]
    state.allocated = callee.allocated
    frame.sendings, frame.budget = inner.sendings, inner.budget
    frame.passed = frame.passed or inner.passed


def _waiting(state: State, function: Function, arguments: Arguments, place: Place) -> Value:
    positional = freeze(Seq(arguments.positional, "tuple"), state.memory)
    keywords = tuple((name, freeze(value, state.memory)) for name, value in arguments.keywords)
    return Op("call", (freeze(function, state.memory), positional), keywords, place)
