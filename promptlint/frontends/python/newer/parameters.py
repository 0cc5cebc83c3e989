"""What the parameters and type parameters of libcst are in `ast`."""

from __future__ import annotations

import ast
import sys
from typing import Any

import libcst as cst

from promptlint.frontends.python.newer.reader import LOAD, Reader, identifier

_GENERIC = "type_params" in ast.FunctionDef._fields
_DEFAULTS = sys.version_info >= (3, 13)


def arguments(reader: Reader, node: cst.Parameters) -> ast.arguments:
    """Return the parameters of a function or lambda."""
    positional = [*node.posonly_params, *node.params]
    defaults = [reader.expression(each.default) for each in positional if each.default]
    if any(each.default is None for each in positional[len(positional) - len(defaults) :]):
        raise SyntaxError("a parameter without a default follows one with a default")
    return ast.arguments(
        posonlyargs=[_parameter(reader, each) for each in node.posonly_params],
        args=[_parameter(reader, each) for each in node.params],
        vararg=_parameter(reader, node.star_arg) if isinstance(node.star_arg, cst.Param) else None,
        kwonlyargs=[_parameter(reader, each) for each in node.kwonly_params],
        kw_defaults=[reader.optional(each.default) for each in node.kwonly_params],
        kwarg=_parameter(reader, node.star_kwarg) if node.star_kwarg else None,
        defaults=defaults,
    )


def _parameter(reader: Reader, node: cst.Param) -> ast.arg:
    start, end = reader.spans.of(node.name)
    annotation = node.annotation and node.annotation.annotation
    if annotation:
        end = reader.spans.around(annotation).end
    return ast.arg(identifier(node.name), reader.optional(annotation), **reader.where(start, end))


def type_parameters(reader: Reader, node: cst.TypeParameters | None) -> dict[str, Any]:
    """Return the type parameters of a definition as a field, where this Python has it."""
    if not _GENERIC:
        return {}
    return {"type_params": [_type_parameter(reader, each) for each in node.params] if node else []}


def _type_parameter(reader: Reader, node: cst.TypeParam) -> ast.AST:
    kind: Any = getattr(ast, type(node.param).__name__)
    start, end = reader.spans.of(node.param)
    fields: dict[str, Any] = {"name": identifier(node.param.name)}
    if isinstance(node.param, cst.TypeVar):
        fields["bound"] = reader.optional(node.param.bound)
    if _DEFAULTS and node.default:
        end = reader.spans.around(node.default).end
        fields["default_value"] = _default(reader, node, end)
    parameter: ast.AST = kind(**fields, **reader.where(start, end))
    return parameter


def _default(reader: Reader, node: cst.TypeParam, end: int) -> ast.expr | None:
    default = reader.optional(node.default)
    if not node.star or default is None or not isinstance(node.equal, cst.AssignEqual):
        return default
    return ast.Starred(default, LOAD, **reader.where(reader.spans.around(node.equal).end, end))
