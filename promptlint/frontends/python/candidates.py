"""Candidates: the definitions in which a prompt may start, as far as their names and texts tell."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.world import Program

Root = tuple[Definition, Definition | None]
"""A definition, and the class of the instance that it is a method of."""


def candidates(world: Program, path: str) -> Iterator[tuple[Root, int]]:
    """Yield the roots of a file, each with the offset in code points of a sign of a prompt in it."""
    silent = world.is_model(path) or world.project.is_silent(path)
    facts = None if silent else world.project.facts(path)
    for offset in facts.candidates if facts and not facts.problem else ():
        yield from ((root, offset) for root in roots_at(world, world.module(path), offset))


def roots_at(world: Program, module: Module, offset: int) -> Iterator[Root]:
    """Yield the outermost function around an offset, once for each class that has it as a method; else the module."""
    owner, function = module.around(offset)
    if function is None or not owner.is_class:
        yield function or owner, None
        return
    for cls in world.classes.subclasses(owner):
        if not world.classes.is_abstract(cls) and function is world.classes.method(cls, function.name):
            yield function, cls
