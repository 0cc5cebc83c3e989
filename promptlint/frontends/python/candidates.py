"""Candidates: the definitions in which a prompt may start, as far as their names and texts tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.nodes import children
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.world import Program

Root = tuple[Definition, Definition | None]
"""A definition, and the class of the instance that it is a method of."""

_IDENTIFIER = re.compile(r"[^\W\d]\w*+")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_ANNOTATIONS = ("annotation", "returns", "type_params")
_LONGEST = 200
"""How many code points a text may have that is a key, an address or the name of an event."""


def candidates(world: Program, path: str) -> Iterator[tuple[Root, int]]:
    """Yield the roots of a file, each with the offset in code points of a sign of a prompt in it.

    A sign is more than a word in a text or an annotation.
    """
    silent = world.is_model(path) or world.project.is_silent(path)
    facts = None if silent else world.project.facts(path)
    used: dict[ast.AST, frozenset[str]] = {}
    for offset in facts.candidates if facts else ():
        module = world.module(path)
        owner, function = _around(module, offset)
        node = (function or owner).node
        if node not in used:
            used[node] = frozenset(_used(node))
        sign = _IDENTIFIER.match(module.source.text, offset)
        if sign is None or sign[0] in used[node]:
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


def _used(definition: ast.AST) -> Iterator[str]:
    """Yield the names that a definition uses or binds other than by an import, annotations aside, and the words of its keys."""
    waiting: list[ast.AST] = [definition]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass")):
                continue
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Constant(value=str(text)) if len(text) <= _LONGEST and " " not in text:
                yield from _IDENTIFIER.findall(text)
        waiting.extend(_parts(node, definition))


def _parts(node: ast.AST, definition: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that run as a part of a definition."""
    apart = isinstance(node, _DEFINITIONS) and not isinstance(definition, _FUNCTIONS) and node is not definition
    fields = node.__dict__
    skipped = [fields[name] for name in _ANNOTATIONS if name in fields] + (fields["body"] if apart else [])
    yield from (part for part in children(node) if part not in skipped)
