"""Overrides: the methods that a call of an abstract one may mean."""

from __future__ import annotations

from dataclasses import replace

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.frame import Frame, World
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.scope import is_unfinished
from promptlint.frontends.python.values import Function, Value

_MOST = 4
"""How many overrides a call is followed into; of more than that it means none."""


def overridden(frame: Frame, function: Function, cls: Definition | None) -> Value | None:
    """Return what a call of an abstract method of an instance of a class may call; None where that is not known."""
    method = function.definition
    classes = frame.world.classes
    if cls is None or not _is_unfinished(method) or classes.method(cls, method.name) is not method:
        return None
    found = dict.fromkeys(classes.method(each, method.name) for each in classes.subclasses(cls))
    finished = [each for each in found if each is not None and not _is_unfinished(each)]
    choice: Value | None = None
    for override in reversed(finished) if len(finished) <= _MOST else ():
        value = classes.namespace(_owner(override)).get(method.name)
        if isinstance(value, Function) and value.definition is override and not value.binding:
            bound = replace(value, receiver=function.receiver, given=function.given)
            choice = bound if choice is None else join(None, bound, choice, method.place)
    return choice


def receiving(world: World, method: Definition, cls: Definition | None) -> Definition | None:
    """Return the class of the object whose method is called: at least the one that defines the method."""
    owner = method.parent
    if cls is None or owner is None or owner is cls or not owner.is_class:
        return cls
    return owner if cls in world.classes.lineage(owner) else cls


def _owner(method: Definition) -> Definition:
    assert method.parent is not None
    return method.parent


def _is_unfinished(method: Definition) -> bool:
    return isinstance(method.node, NamedFunction) and is_unfinished(method.node)
