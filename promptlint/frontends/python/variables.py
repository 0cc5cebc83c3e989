"""Names: in this scope, in an enclosing function, in the module, among the built-ins."""

from __future__ import annotations

import ast

from promptlint.frontends.python.atoms import Definition, Imported, Ref, Symbol
from promptlint.frontends.python.binders import parameters
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.modules import is_module
from promptlint.frontends.python.paths import this_file
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Map, Object, Op, Seq, Value


def read_name(frame: Frame, state: State, name: str) -> Value:
    """Return what a name holds: in this scope, in an enclosing function, in the module, among the built-ins."""
    if name in state.names:
        return state.names[name]
    if name in frame.locals and frame.definition.is_function:
        return Op("unknown", (), (), frame.definition.place, name)
    owner: Definition | None = frame.definition
    while owner is not None and (owner := owner.parent) is not None:
        if owner.is_function and name in frame.module.local_names(owner):
            symbol = Symbol(owner, name, frame.cls if _is_receiver(owner, name) else None)
            return _held(state, symbol, symbol)
    value = read_global(frame, state, frame.definition.module, name)
    if value is None and name == "__file__":
        return this_file(frame.definition.module)
    return frame.world.imported(frame.definition.module, f"builtins.{name}") if value is None else value


def read_global(frame: Frame, state: State, path: str, name: str) -> Value | None:
    """Return what a name of a module holds; None for no such name.

    What can change is read by its location in the module that binds it; a name that an import binds does not change with that.
    """
    origin = frame.world.origin(path, name)
    symbol = Symbol(frame.world.module(origin[0]).body, origin[1])
    own = symbol if origin == (path, name) else Symbol(frame.world.module(path).body, name)
    if own in state.memory:
        return _held(state, own, own)
    if isinstance(state.memory.get(symbol), Ref | Seq | Map | Object):
        return _held(state, symbol, symbol)
    value = frame.world.global_value(path, name)
    return _held(state, symbol, value) if isinstance(value, Seq | Map | Object) else value


def read_member(frame: Frame, state: State, module: Imported, name: str) -> Value:
    """Return an attribute of a module of the project, by its location where it can change."""
    held = read_global(frame, state, module.path, name) if is_module(module.path) else None
    return frame.world.member(module, name) if held is None else held


def _held(state: State, location: Symbol, value: Value) -> Value:
    """Return a variable of an outer scope: by its location when it can change in place."""
    if location in state.memory:
        held = state.memory[location]
        return location if isinstance(held, Seq | Map | Object) else held
    if isinstance(value, Seq | Map | Object):
        state.look_at(location, value)
        return location
    return value


def _is_receiver(owner: Definition, name: str) -> bool:
    """Return whether a name is the first parameter of a method."""
    if owner.parent is None or not owner.parent.is_class or not owner.is_function:
        return False
    assert not isinstance(owner.node, ast.ClassDef | ast.Module)
    return next((arg.arg for arg in parameters(owner.node)), None) == name
