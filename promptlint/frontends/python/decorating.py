"""Decorators of classes and of their methods: what they put into a class, and which methods have one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.frontends.python.atoms import Class, Definition, Symbol
from promptlint.frontends.python.attributes import class_of, get_attribute
from promptlint.frontends.python.binders import own_object
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.nodes import walk
from promptlint.frontends.python.paths import this_file
from promptlint.frontends.python.routine import Routine, argument
from promptlint.frontends.python.scope import methods
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Element, Function, Seq, Value
from promptlint.source import Place


def put_into(frame: Frame, definition: Definition) -> dict[str, Value]:
    """Return the attributes that its decorators set on a class; `frame` evaluates what is around it."""
    assert isinstance(definition.node, ast.ClassDef)
    state = State()
    frame.silent = True
    for node in reversed(definition.node.decorator_list):
        decorator, place = frame.value(node, state), frame.place(node)
        if isinstance(decorator, Function) and _sets_attributes(decorator.definition.node):
            frame.call(state, decorator, Arguments((Element(Class(definition), place),)), place)
    held = (pair for pair in state.memory.items() if isinstance(pair[0], Symbol) and pair[0].owner is definition)
    return {location.name: freeze(value, state.memory) for location, value in held if isinstance(location, Symbol)}


def _sets_attributes(node: ast.AST) -> bool:
    """Return whether a function sets attributes of its first parameter."""
    first = own_object(node)
    return any(
        isinstance(each, ast.Attribute)
        and isinstance(each.ctx, ast.Store)
        and isinstance(each.value, ast.Name)
        and each.value.id == first
        for each in walk(node)
    )


def _decorated(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return the methods of an object that a decorator stands on, in order."""
    owner, decorator = argument(arguments, 0, "owner"), argument(arguments, 1, "decorator")
    definition = class_of(frame, state, owner)
    if definition is None or not isinstance(decorator, Function):
        return None
    names = _with(frame.world.around(definition), definition, decorator.definition)
    found = (Element(get_attribute(frame, state, owner, name), place) for name in names)
    return state.allocate(Seq(tuple(found)))


def _with(around: Frame, definition: Definition, decorator: Definition) -> Iterator[str]:
    for node in methods(definition):
        values = (around.value(each, State()) for each in node.decorator_list)
        if any(isinstance(value, Function) and value.definition is decorator for value in values):
            yield node.name


def _file_of(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    match argument(arguments, 0, "object"):
        case Class(definition) | Function(definition):
            return this_file(definition.module)
    return None


ROUTINES: dict[str, Routine] = {"promptlint.intrinsics.decorated": _decorated, "inspect.getfile": _file_of}
"""What looks at where something stands, and at what stands above it."""
