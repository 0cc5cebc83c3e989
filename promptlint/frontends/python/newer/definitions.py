"""What the functions, classes and type aliases of libcst are in `ast`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence

import libcst as cst

from promptlint.frontends.python.newer.expressions import call_arguments
from promptlint.frontends.python.newer.parameters import arguments, type_parameters
from promptlint.frontends.python.newer.reader import Reader, StatementRule, identifier


def _function(reader: Reader, node: cst.FunctionDef) -> ast.stmt:
    kind = ast.AsyncFunctionDef if node.asynchronous else ast.FunctionDef
    return kind(
        name=identifier(node.name),
        args=arguments(reader, node.params),
        body=reader.block(node.body),
        decorator_list=_decorators(reader, node.decorators),
        returns=reader.optional(node.returns and node.returns.annotation),
        **type_parameters(reader, node.type_parameters),
        **reader.at(node),
    )


def _class(reader: Reader, node: cst.ClassDef) -> ast.stmt:
    given = sorted((*node.bases, *node.keywords), key=reader.spans.of)
    bases, keywords = call_arguments(reader, given)
    return ast.ClassDef(
        name=identifier(node.name),
        bases=bases,
        keywords=keywords,
        body=reader.block(node.body),
        decorator_list=_decorators(reader, node.decorators),
        **type_parameters(reader, node.type_parameters),
        **reader.at(node),
    )


def _decorators(reader: Reader, nodes: Sequence[cst.Decorator]) -> list[ast.expr]:
    return [reader.expression(node.decorator) for node in nodes]


def _alias(reader: Reader, node: cst.TypeAlias) -> ast.stmt:
    """Return a type alias; a Python without them gets the assignment that it stands for."""
    name, value = reader.target(node.name), reader.expression(node.value)
    if sys.version_info >= (3, 12):
        return ast.TypeAlias(name=name, **type_parameters(reader, node.type_parameters), value=value, **reader.at(node))
    return ast.Assign([name], value, **reader.at(node))


DEFINITIONS: dict[type[cst.CSTNode], StatementRule] = {
    cst.ClassDef: _class,
    cst.FunctionDef: _function,
    cst.TypeAlias: _alias,
}
