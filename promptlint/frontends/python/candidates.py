"""Candidates: the definitions in which a prompt may start, as far as their names and texts tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.nodes import children
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.signs import Signs, signs_of
from promptlint.frontends.python.world import Program

Root = tuple[Definition, Definition | None]
"""A definition, and the class of the instance that it is a method of."""


def candidates(world: Program, path: str) -> Iterator[tuple[Root, int]]:
    """Yield the roots of a file, each with the offset in code points of a sign of a prompt in it."""
    silent = world.is_model(path) or world.project.is_silent(path)
    facts = None if silent else world.project.facts(path)
    known: dict[ast.AST, Signs] = {}
    for offset in facts.candidates if facts else ():
        module = world.module(path)
        owner, function = _around(module, offset)
        node = (function or owner).node
        if node not in known:
            known[node] = signs_of(node)
        if known[node].hold(module.source, offset, world.catalog):
            yield from ((root, offset) for root in _roots(world, owner, function))


def roots_at(world: Program, module: Module, offset: int) -> Iterator[Root]:
    """Yield the outermost function around an offset, once for each class that has it as a method; else the module."""
    return _roots(world, *_around(module, offset))


def _around(module: Module, offset: int) -> tuple[Definition, Definition | None]:
    """Return the class, or the module, whose body holds an offset, and the outermost function around it there."""
    owner: Definition = module.body
    for node in _enclosing(module, offset):
        definition = module.definition(node, owner)
        if not isinstance(node, ast.ClassDef):
            return owner, definition
        owner = definition
    return owner, None


def _roots(world: Program, owner: Definition, function: Definition | None) -> Iterator[Root]:
    if function is None or not isinstance(owner.node, ast.ClassDef):
        yield function or owner, None
        return
    for cls in world.classes.subclasses(owner):
        if not world.classes.is_abstract(cls) and function is _method(world, cls, function.name):
            yield function, cls


def _method(world: Program, cls: Definition, name: str) -> Definition | None:
    for base in world.classes.lineage(cls):
        assert isinstance(base.node, ast.ClassDef)
        for statement in base.node.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name == name:
                return world.module(base.module).definition(statement, base)
    return None


def _enclosing(module: Module, offset: int) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the functions and classes in whose bodies an offset stands, the outermost first."""
    row = module.source.position(offset).row
    nodes: list[ast.AST] = list(module.tree.body)
    while nodes:
        node = nodes.pop()
        if not getattr(node, "lineno", 0) <= row <= (getattr(node, "end_lineno", None) or row):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node
            nodes = list(node.body)
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            nodes.extend(
                child for child in children(node) if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)
            )
