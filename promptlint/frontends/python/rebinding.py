"""Attributes of classes that functions set anew: an instance that is made once, a setting, a counter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from promptlint.frontends.python.atoms import Definition, Symbol
from promptlint.frontends.python.binders import own_object
from promptlint.frontends.python.frame import Classes, Summary
from promptlint.frontends.python.nodes import NamedFunction, walk
from promptlint.frontends.python.scope import Module, is_of_class, methods
from promptlint.frontends.python.values import Branch, Op, Text, Value
from promptlint.source import Source

_SETTING = re.compile(r"(?:\b([^\W\d]\w*+)|\))\.\w++[ \t]*+(?::[^=\r\n]*+)?[-+*/|&]?=(?!=)")
"""Sets an attribute of a name, or of what a call returned."""
_AT_HAND = frozenset({"cls", "klass", "__class__", ""})
"""What stands for the class at hand; the last one is a call."""


@lru_cache(maxsize=256)
def _set_in(source: Source) -> frozenset[str]:
    """Return the names of which a file sets attributes."""
    return frozenset(_SETTING.findall(source.text))


class Member(NamedTuple):
    """An attribute of a class that functions set."""

    owner: Definition
    name: str


class World(Protocol):
    """What is asked about the functions that set attributes of a class."""

    @property
    def classes(self) -> Classes:
        """What is known of the classes of the project."""

    def summary(self, definition: Definition, cls: Definition | None) -> Summary | None:
        """Return what a call does; None for one that closes a cycle of calls."""


def setters(module: Module, cls: Definition) -> dict[str, tuple[Definition, ...]]:
    """Return the functions of a module that set attributes of one of its classes itself, by the attribute."""
    found: dict[str, dict[Definition, None]] = {}
    if _set_in(module.source).isdisjoint((cls.name, *_AT_HAND)):
        return {}
    for node, owner in (*((node, cls) for node in methods(cls)), *_functions(module)):
        for name in _set(node, cls):
            found.setdefault(name, {})[module.definition(node, owner)] = None
    return {name: tuple(functions) for name, functions in found.items()}


def _functions(module: Module) -> Iterator[tuple[NamedFunction, Definition]]:
    yield from ((node, module.body) for node in module.tree.body if isinstance(node, NamedFunction))


def _set(function: NamedFunction, cls: Definition) -> Iterator[str]:
    """Yield the attributes that a function sets of a class, by its name or as the class of its own object."""
    own = own_object(function)
    for node in walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Store()):
                if name == cls.name or (name == own and is_of_class(function)):
                    yield attribute
            case ast.Attribute(value=ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=name)]), attr=attribute) if (
                name == own and isinstance(node.ctx, ast.Store)
            ):
                yield attribute
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr="__class__"), attr=attribute) if (
                name == own and isinstance(node.ctx, ast.Store)
            ):
                yield attribute


def value_of_attribute(world: World, cls: Definition, name: str) -> Value:
    """Return what an attribute of a class may hold: what its body says, and what functions set it to.

    Where one of them writes a text in the place of another text, it depends on the requests before which one stands
    there. What they are given, and what stands where nothing stood, is set once.
    """
    lineage = world.classes.lineage(cls)
    value = world.classes.member(cls, name)
    for function in world.classes.setters(cls).get(name, ()):
        summary = world.summary(function, cls if function.parent is not None and function.parent.is_class else None)
        effects = summary.effects if summary else ()
        unknown = Op("unknown", (), (), cls.place, name)
        found = (
            each.value for each in effects if isinstance(each.location, Symbol) and _is_of(each.location, lineage, name)
        )
        set_to = next(found, unknown)
        rewritten = isinstance(value, Text) and isinstance(set_to, Text) and value.parts
        condition = Op("rewritten", (), (), cls.place, name) if rewritten else unknown
        value = set_to if value is None else Branch(condition, (value, set_to))
    return Op("unknown", (), (), cls.place, name) if value is None else value


def _is_of(location: Symbol, lineage: tuple[Definition, ...], name: str) -> bool:
    return location.name == name and location.owner in lineage
