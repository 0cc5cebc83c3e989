"""What a definition leaves behind that sends prompts by itself: where that is used, prompts are sent."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.frontends.python.atoms import Definition, Symbol
from promptlint.frontends.python.frame import Summary
from promptlint.frontends.python.operators import branches
from promptlint.frontends.python.values import Attribute, Element, Entry, Map, Object, Seq, Value
from promptlint.frontends.python.world import Program


def holders(world: Program, definition: Definition, summary: Summary) -> Iterator[str]:
    """Yield the names under which others find an object of a model that a definition made.

    They are those of a module or class body, of the attributes that a method sets, and that of the function which returns
    one, or of the class that is one.
    """
    if definition.is_class and any(world.is_model(base.module) for base in world.classes.lineage(definition)):
        yield definition.name
    for name, value in _left(world, definition, summary):
        if any(_is_model(world, each) for each in branches(value)):
            yield name


def _left(world: Program, definition: Definition, summary: Summary) -> Iterator[tuple[str, Value]]:
    match definition.node:
        case ast.Module(body=statements):
            for name in dict.fromkeys(name for statement in statements for name in _bound(statement)):
                if (value := world.global_value(definition.module, name)) is not None:
                    yield name, value
        case ast.ClassDef():
            yield from world.classes.namespace(definition).items()
        case _:
            yield definition.name, summary.returned
    for effect in summary.effects:
        match effect.location:
            case Attribute(_, name) | Symbol(_, name):
                yield name, effect.value


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def _is_model(world: Program, value: Value) -> bool:
    match value:
        case Object(definition):
            return world.is_model(definition.module)
        case Seq(items) | Map(items):
            return any(isinstance(item, Element | Entry) and _is_model(world, item.value) for item in items)
    return False
