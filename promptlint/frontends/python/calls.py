"""Calls: of the project's functions (by their summaries), of methods of known values, and of everything else."""

from __future__ import annotations

import ast
from dataclasses import replace

from promptlint.frontends.python.atoms import Class, Const, Definition, External, Ref
from promptlint.frontends.python.attributes import class_of, get_attribute
from promptlint.frontends.python.binding import bind, cells, closure, with_cells
from promptlint.frontends.python.construction import fill, instantiate
from promptlint.frontends.python.cutting import is_cut
from promptlint.frontends.python.effects import location_of, write
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.inlining import DEEPEST, changes_names, run_here
from promptlint.frontends.python.leaving import Leaving
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.mappings import change_map
from promptlint.frontends.python.mutators import READING
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.overrides import overridden, receiving
from promptlint.frontends.python.rewriting import lightened
from promptlint.frontends.python.routine import positional_value
from promptlint.frontends.python.scope import is_unfinished
from promptlint.frontends.python.sequences import change_list, read_container
from promptlint.frontends.python.settle import Settle
from promptlint.frontends.python.sinks import send_given, sent_by
from promptlint.frontends.python.state import State, freeze, initial, is_location, thaw
from promptlint.frontends.python.strings import call_string
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Bound,
    Branch,
    Element,
    Function,
    Location,
    Made,
    Map,
    Object,
    Op,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.hole import Link, Volatility
from promptlint.source import Place


def call(frame: Frame, state: State, function: Value, arguments: Arguments, place: Place) -> Value:
    """Return what calling a value returns; its effects and the prompts it sends become the caller's."""
    if (sent := sent_by(frame, state, function, arguments, place)) is not None:
        frame.send(sent)
        return Op("answer", (function,), (), place)
    match function:
        case Function():
            return _call_function(frame, state, function, arguments, place)
        case Class(definition):
            return instantiate(frame, state, definition, arguments, place)
        case Bound(receiver, "__init__"):
            return fill(frame, state, receiver, arguments, place)
        case Bound(receiver, name):
            return _call_method(frame, state, receiver, name, arguments, place)
        case Branch(condition, (first, second)):
            fork, other = state.fork(), state.fork()
            arms = call(frame, fork, first, arguments, place), call(frame, other, second, arguments, place)
            state.merge(condition, fork, other, place)
            return Branch(condition, arms) if arms[0] != arms[1] else arms[0]
        case External(name):
            from promptlint.frontends.python.library import call_external

            return call_external(frame, state, name, arguments, place)
        case Attribute(base, name):
            return _call_attribute(frame, state, base, name, arguments, place)
    if isinstance(state.content(function), Object):
        method = get_attribute(frame, state, function, "__call__")
        if isinstance(method, Function):
            return _invoke(frame, state, method, arguments, place)
    return unknown_call(frame, state, function, arguments, place)


def _call_function(frame: Frame, state: State, function: Function, arguments: Arguments, place: Place) -> Value:
    if function.suspended:
        given = (Element(function, place), *arguments.positional)
        return Made("contextlib.contextmanager", replace(arguments, positional=given), place)
    if changes_names(frame, function):
        return run_here(frame, state, function, None, arguments, place)
    return _invoke(frame, state, function, arguments, place)


def unknown_call(frame: Frame, state: State, function: Value, arguments: Arguments, place: Place) -> Value:
    """Return the result of a call about which nothing is known; it may send the messages that it is given."""
    send_given(frame, state, arguments, place)
    positional = freeze(Seq(arguments.positional, "tuple"), state.memory)
    keywords = tuple((name, freeze(value, state.memory)) for name, value in arguments.keywords)
    frame.budget -= positional.size.nodes // 4 if isinstance(positional, Seq) else 0
    return lightened(Op("call", (freeze(function, state.memory), positional), keywords, place))


def _call_attribute(frame: Frame, state: State, base: Value, name: str, arguments: Arguments, place: Place) -> Value:
    """Call a method of a value whose type is not known: one that changes lists changes what the value holds."""
    grows = name in ("append", "extend", "insert") or (name in ("add", "update") and _is_set(frame, state, base))
    key = Const(0) if name == "popleft" else positional_value(arguments, 0)
    if grows or (name in ("pop", "popleft") and is_cut(state, key)):
        target = settled_down(state, base, place)
        if name in ("add", "update") and not isinstance(state.content(target), Seq):
            state.memory[target] = Seq((Spread(initial(target, place), place),), "set")
        changed = change_list(state, target, name, arguments, place, frame)
        if changed is not None:
            return changed
    from promptlint.frontends.python.made import call_made

    result = call_made(frame, state, base, name, arguments, place)
    if result is not None:
        return result
    return unknown_call(frame, state, Attribute(base, name), arguments, place)


def settled_down(state: State, value: Value, place: Place) -> Location:
    """Return the location of a list that is about to change; one that only a call returned is put in memory first."""
    if is_location(value):
        return value
    ref = state.allocate(Seq((Spread(value, place),)))
    state.names.update((name, ref) for name, held in state.names.items() if held is value)
    return ref


def _is_set(frame: Frame, state: State, base: Value) -> bool:
    """Return whether an attribute starts as a set, by what its class assigns."""
    match base:
        case Attribute(owner, name) if (definition := class_of(frame, state, owner)) is not None:
            for cls in frame.world.classes.lineage(definition):
                match frame.world.module(cls.module).attributes(cls).values.get(name):
                    case ast.Set() | ast.SetComp() | ast.Call(func=ast.Name(id="set")):
                        return True
    return False


def _call_method(frame: Frame, state: State, receiver: Value, name: str, arguments: Arguments, place: Place) -> Value:
    """Call a method of a string, list, mapping or constant."""
    content = state.content(receiver)
    result: Value | None = None
    match content:
        case Text():
            result = call_string(frame, state, content, name, arguments, place)
        case Seq() | Map():
            if is_location(receiver):
                result = change_map(state, receiver, name, arguments, place)
                result = change_list(state, receiver, name, arguments, place, frame) if result is None else result
            if result is None:
                result = read_container(state, receiver, name, arguments, place)
        case _:
            from promptlint.frontends.python.made import call_made

            result = call_made(frame, state, receiver, name, arguments, place)
    if result is not None:
        return result
    unknown = unknown_call(frame, state, Attribute(receiver, name), arguments, place)
    if isinstance(receiver, Ref) and name not in READING:
        _disturb(state, receiver, unknown, place)
    return unknown


def _disturb(state: State, receiver: Ref, change: Value, place: Place) -> None:
    """Forget what a container holds: a method of which nothing is known may have changed it."""
    content = state.memory[receiver]
    rest = (Spread(Op("changed", (freeze(content, state.memory), change), (), place), place),)
    if isinstance(content, Seq | Map):
        state.memory[receiver] = Seq(rest, content.form) if isinstance(content, Seq) else Map(rest)


def _invoke(frame: Frame, state: State, function: Function, arguments: Arguments, place: Place) -> Value:
    """Return what a function of the project returns for these arguments."""
    definition = function.definition
    given = Arguments(function.given.positional + arguments.positional, function.given.keywords + arguments.keywords)
    cls = class_of(frame, state, function.receiver) if function.receiver is not None else None
    cls = (
        function.receiver.definition
        if isinstance(function.receiver, Class)
        else receiving(frame.world, definition, cls)
    )
    model = frame.world.is_model(definition.module) and frame.depth < DEEPEST
    entered = not model and frame.enters(definition)
    summary = frame.world.summary(definition, cls) if entered else None
    if model and not (isinstance(definition.node, NamedFunction) and is_unfinished(definition.node)):
        return run_here(frame, state, function, cls, given, place)
    if summary is None or (isinstance(definition.node, NamedFunction) and is_unfinished(definition.node)):
        if (meant := overridden(frame, function, cls)) is not None:
            return call(frame, state, meant, arguments, place)
        unknown = unknown_call(frame, state, External(definition.name), given, place)
        again = freeze(replace(function, given=Arguments()), state.memory)
        return Op("again", (again, unknown), (), place) if entered and summary is None else unknown
    if not summary.sents and frame.depth < DEEPEST and _asks_its_arguments(frame, state, function, given, place):
        return run_here(frame, state, function, cls, given, place)
    bindings = {**closure(frame, state, function, summary), **bind(frame, state, function, given, place)}
    settle = Settle(frame, state, bindings)
    effects = [
        (location_of(effect.location, definition, settle, cells(function)), settle(effect.value), effect.in_place)
        for effect in summary.effects
    ]
    own = isinstance(function.receiver, Ref) and function.life is Volatility.SESSION and not state.borrowed
    returned = settle(summary.returned if own else capped(summary.returned, function.life))
    sents = tuple(_passed_on(sent, settle, definition, place) for sent in summary.sents if _goes_on(frame, sent))
    if (leaving := Leaving.of(frame, definition, place)) is not None:
        effects = [(location, leaving.value(value), in_place) for location, value, in_place in effects]
        returned = leaving.value(returned)
        sents = tuple(leaving.sent(sent, definition) for sent in sents)
    if not any(sent.sink for sent in sents):
        send_given(frame, state, arguments, place, lists=True)
    for sent in sents:
        frame.send(sent)
    for location, value, in_place in effects:
        write(frame, state, location, thaw(value, state), in_place=in_place)
    return thaw(with_cells(frame, state, returned), state)


def _asks_its_arguments(frame: Frame, state: State, function: Function, given: Arguments, place: Place) -> bool:
    """Return whether a function calls methods, for what they do, of a parameter without a class that is given an object."""
    asked = frame.world.module(function.definition.module).asked_parameters(function.definition)
    values = bind(frame, state, function, given, place) if asked else {}
    given_to = {name: values.get((function.definition, name)) for name in asked}
    held = (value for value in given_to.values() if value is not None and value is not function.receiver)
    return any(isinstance(state.content(value), Object) for value in held)


NEAR = 2
"""Through how many calls the values of a text are followed that no sink in sight is given."""


def _goes_on(frame: Frame, sent: Sent) -> bool:
    """Return whether a caller sees what a callee sends: near ones do, all of them what a sink is given.

    What comes back to where it came through says nothing new: a function that calls itself sends what it sends.
    """
    comes_back = frame.definition is sent.definition or frame.definition in sent.through
    return not comes_back and (sent.sink is not None or len(sent.chain) < NEAR)


def _passed_on(sent: Sent, settle: Settle, definition: Definition, place: Place) -> Sent:
    """Return a prompt that a callee sends, as the caller sees it."""
    arguments = tuple((name, freeze(settle(value), settle.state.memory)) for name, value in sent.arguments)
    if all(new[1] is old[1] for new, old in zip(arguments, sent.arguments, strict=True)):
        return sent
    link = Link(f"sent through `{definition.name}()`, called here", place)
    return replace(sent, arguments=arguments, chain=(*sent.chain, link), through=(*sent.through, definition))
