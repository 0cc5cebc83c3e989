"""Summaries: a definition is evaluated once, symbolic in its parameters and free variables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from promptlint.frontends.python.atoms import NONE, Class, Definition, Symbol
from promptlint.frontends.python.attributes import annotated_class
from promptlint.frontends.python.binders import parameters
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.frame import Effect, Frame, Summary
from promptlint.frontends.python.nodes import AnyFunction, NamedFunction
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.scope import is_of_class
from promptlint.frontends.python.shapes import send_result
from promptlint.frontends.python.sinks import heard, send_messages
from promptlint.frontends.python.sizes import FUNCTIONS, marks
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.statements import run_block
from promptlint.frontends.python.values import Arguments, Attribute, Element, Function, Map, Object, Seq, Value


def summarise(frame: Frame, body: list[ast.stmt] | None = None) -> Summary:
    """Return what calling the frame's definition does, or some of its statements, symbolic in what its caller decides."""
    definition, state = frame.definition, State()
    node = definition.node
    place = definition.place
    if isinstance(node, ast.Lambda):
        _bind_parameters(frame, state, node)
        returned = freeze(frame.value(node.body, state), state.memory)
    elif isinstance(node, NamedFunction):
        _bind_parameters(frame, state, node)
        if frame.module.is_generator(definition):
            frame.yielded = state.allocate(Seq((), "generator"))
        run_block(frame, state, node.body if body is None else body)
        returned = state.finish(place)
        if frame.yielded is not None:
            returned = freeze(frame.yielded, state.memory)
    else:
        assert isinstance(node, ast.Module | ast.ClassDef)
        run_block(frame, state, node.body if body is None else body)
        returned = NONE
    send_result(frame, state, returned)
    _run_callbacks(frame, state)
    effects = tuple(_effects(frame, state))
    return Summary(with_closures(frame, state, returned), effects, tuple(heard(frame)))


def _bind_parameters(frame: Frame, state: State, node: AnyFunction) -> None:
    definition = frame.definition
    method = definition.parent is not None and definition.parent.is_class
    binding = _binding(node) if method else "static"
    for number, parameter in enumerate(parameters(node)):
        cls = annotated_class(frame, frame.module, parameter.annotation)
        if number == 0 and binding != "static" and definition.parent is not None:
            cls = frame.cls or definition.parent
            if binding == "class":
                state.names[parameter.arg] = Class(cls)
                continue
        state.names[parameter.arg] = Symbol(definition, parameter.arg, cls)


def _binding(node: AnyFunction) -> str:
    names = (
        {d.id for d in node.decorator_list if isinstance(d, ast.Name)} if not isinstance(node, ast.Lambda) else set()
    )
    return "static" if "staticmethod" in names else "class" if is_of_class(node) else ""


def _effects(frame: Frame, state: State) -> Iterator[Effect]:
    """Yield what the activation leaves at the locations that its caller can see."""
    for location, value in state.memory.items():
        if not isinstance(location, Symbol | Attribute) or value is location:
            continue
        if _is_untouched_global(frame, location, value):
            continue
        send_messages(frame, state, value, frame.definition.place)
        in_place = isinstance(value, Seq | Map | Object)
        held = freeze(location if in_place else value, state.memory)
        yield Effect(location, with_closures(frame, state, held), in_place)


def _is_untouched_global(frame: Frame, location: Symbol | Attribute, value: Value) -> bool:
    """Return whether a module's list or mapping was only read."""
    if not isinstance(location, Symbol) or not isinstance(value, Seq | Map | Object):
        return False
    if location.owner.is_class and location.name in frame.world.classes.setters(location.owner):
        return frame.world.class_value(location.owner, location.name) == value
    if location.owner.parent is not None:
        return False
    return frame.world.global_value(location.owner.module, location.name) == value


def with_closures(frame: Frame, state: State, value: Value) -> Value:
    """Return the value with the free variables of the functions in it fixed to what they are now."""
    if not marks(value) & FUNCTIONS:
        return value
    captured: set[Definition] = set()

    def settle(part: Value) -> Value:
        if not marks(part) & FUNCTIONS:
            return part
        if not isinstance(part, Function) or part.closure or part.definition.parent is not frame.definition:
            return rewrite(part, settle)
        if part.definition in captured:
            return part
        captured.add(part.definition)
        names = sorted(frame.module.free_names(part.definition))
        held = ((symbol, value) for name in names for symbol, value in _free(frame, state, name))
        closure = tuple((symbol, settle(freeze(value, state.memory))) for symbol, value in held)
        captured.discard(part.definition)
        return replace(part, closure=closure)

    return settle(value)


def _free(frame: Frame, state: State, name: str) -> Iterator[tuple[Symbol, Value]]:
    """Yield what a free variable of a function inside holds: here, or in a function around."""
    if name in state.names:
        yield Symbol(frame.definition, name), state.names[name]
        return
    owner = frame.definition.parent
    while owner is not None and owner.parent is not None:
        if not owner.is_class and name in frame.module.local_names(owner):
            yield Symbol(owner, name), Symbol(owner, name)
            return
        owner = owner.parent


def _run_callbacks(frame: Frame, state: State) -> None:
    """Call the functions inside a function that nobody calls here, with unknown arguments: a framework will."""
    if not frame.definition.is_function or not frame.world.sends(frame.definition):
        return
    called = {sent.definition for sent in frame.sents}
    for node in frame.module.functions_inside(frame.definition):
        assert isinstance(node, AnyFunction)
        definition = frame.module.definition(node, frame.definition)
        if definition.parent is not frame.definition or definition in called or not frame.world.sends(definition):
            continue
        given = tuple(
            Element(Symbol(definition, parameter.arg), definition.place)
            for parameter in (*node.args.posonlyargs, *node.args.args)
        )
        call(frame, state, Function(definition), Arguments(given), definition.place)
