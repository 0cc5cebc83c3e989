"""Environments that a module makes for all its functions: what is done to them behind the call that makes them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.frontends.python.atoms import Const, Ref
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.values import Made, Op, Run, Spread, Value


class Changes(NamedTuple):
    """What is done to an environment."""

    options: dict[str, Value]
    """The options that statements of the module set."""
    rest: Run = ()
    """What functions of the module may add to its tables."""


def shared_changes(frame: Frame, made: Made) -> Changes:
    """Return what the module of an environment does to it; nothing for an environment that its user made."""
    if isinstance(dict(made.arguments.keywords).get("globals"), Ref) or not made.place.path:
        return Changes({})
    module = frame.world.module(made.place.path)
    names = [name for name in _changed(module) if frame.world.global_value(made.place.path, name) == made]
    options = dict(pair for name in names for pair in _options(module, name))
    name = next((name for name in names if name in module.making.changed_by_functions), None)
    return Changes(options, () if name is None else (Spread(Op("kept", (), (), made.place, name), made.place),))


def _changed(module: Module) -> Iterator[str]:
    """Yield the names of a module to whose objects more than one of its statements does something."""
    for name, statements in module.makers.items():
        if len(statements) > 1 or name in module.making.changed_by_functions:
            yield name


def _options(module: Module, name: str) -> Iterator[tuple[str, Value]]:
    """Yield the options that statements of a module set as attributes of a name."""
    for statement in module.makers[name]:
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=known), attr=option)], value=value) if (
                known == name
            ):
                yield option, _constant(module, value)


def _constant(module: Module, node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=str(text)):
            return literal(text)
        case ast.Constant(value=bool() | int() | None as value):
            return Const(value)
    return Op("unknown", (), (), module.place(node))
