"""Mappings whose keys come in an order that nobody fixed: told by where a value comes from, its annotation and its name."""

from __future__ import annotations

import ast

from promptlint.catalog import Catalog
from promptlint.frontends.python.atoms import Symbol
from promptlint.frontends.python.naming import dotted
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.values import Attribute, Element, Entry, Map, Op, Run, Seq, Value

_MAPPINGS = frozenset(
    ("dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict", "ChainMap", "Any", "object")
)
_COLLECTIONS = frozenset(("list", "List", "Sequence", "Iterable", "tuple", "Tuple", "set", "Set", "frozenset"))
_WRAPPERS = frozenset(("Optional", "Union", "Annotated", "Final", "Required", "NotRequired"))


def may_be_unordered(catalog: Catalog, value: Value, *, inside: bool = False) -> bool:
    """Return whether a value may be a mapping of unknown construction, or known data that holds one.

    `inside` of known data most values are texts and numbers: there only one whose name says so is a mapping.
    """
    match value:
        case Map(run) | Seq(run):
            return any(may_be_unordered(catalog, inner, inside=True) for inner in _values(run))
        case Op("json", (inner, *_)):
            return may_be_unordered(catalog, inner, inside=True)
        case Symbol(_, name) if catalog.is_ordered(name):
            return False
        case Symbol(owner, name) if (annotation := _annotation(owner.node, name)) is not None:
            return _is_mapping(annotation)
        case Symbol() | Attribute() | Op("again" | "call" | "[]" | "item" | "lone item"):
            path = dotted(value)
            if catalog.is_ordered(path) or catalog.is_scalar(path):
                return False
            return not inside or catalog.is_mapping(path)
    return False


def _values(run: Run) -> tuple[Value, ...]:
    return tuple(member.value for member in run if isinstance(member, Element | Entry))


def _annotation(node: ast.AST, name: str) -> ast.expr | None:
    if not isinstance(node, NamedFunction):
        return None
    parameters = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return next((parameter.annotation for parameter in parameters if parameter.arg == name), None)


def _is_mapping(annotation: ast.expr) -> bool:
    """Return whether an annotation names a mapping of any keys, or a collection of such."""
    match annotation:
        case ast.Constant(value=str(text)):
            try:
                return _is_mapping(ast.parse(text, mode="eval").body)
            except SyntaxError:
                return False
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_mapping(left) or _is_mapping(right)
        case ast.Subscript(value=outer, slice=inner):
            arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            if _name(outer) in _WRAPPERS | _COLLECTIONS:
                return any(map(_is_mapping, arguments))
            return _name(outer) in _MAPPINGS
        case _:
            return _name(annotation) in _MAPPINGS | _COLLECTIONS


def _name(annotation: ast.expr) -> str:
    match annotation:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
