"""What functions and classes say of themselves: their names, docstrings and annotations."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.frontends.python.atoms import NONE, Definition
from promptlint.frontends.python.binders import parameters
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.nodes import NamedScope
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Entry, Map, Value


def described_by(frame: Frame, definition: Definition, name: str) -> Value | None:
    """Return what a function or class says of itself under a special name: its name, docstring and annotations."""
    match name, definition.node:
        case "__name__" | "__qualname__", _:
            return literal(definition.name)
        case "__doc__", ast.FunctionDef(body=[first, *_]) | ast.AsyncFunctionDef(body=[first, *_]) | ast.ClassDef(
            body=[first, *_]
        ):
            match first:
                case ast.Expr(value=ast.Constant(value=str()) as text):
                    return frame.world.around(definition).value(text, State())
            return NONE
        case "__annotations__", ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as node:
            return Map(tuple(_annotations(frame.world.around(definition), node)))
    return None


def _annotations(around: Frame, node: NamedScope) -> Iterator[Entry]:
    for name, annotation in _annotated(node):
        yield Entry(literal(name), around.value(annotation, State()), around.place(annotation))


def _annotated(node: NamedScope) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    yield name, annotation
        return
    yield from ((each.arg, each.annotation) for each in parameters(node) if each.annotation)
    if node.returns:
        yield "return", node.returns
