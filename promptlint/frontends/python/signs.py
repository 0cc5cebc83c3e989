"""Signs: which of the places that the gate takes for a part of a prompt are more than a word in a text or an annotation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from promptlint.frontends.python.binders import bound_by
from promptlint.frontends.python.nodes import NamedScope, around, children, walk
from promptlint.gate import Gate
from promptlint.source import AstPosition, Source

_IDENTIFIER = re.compile(r"[^\W\d]\w*+")
_ADDRESS = re.compile(r"[\w.:-]*+/")
_ANNOTATIONS = ("annotation", "returns", "type_params")


def candidates(source: Source, tree: ast.Module, gate: Gate) -> Iterator[int]:
    """Yield the offsets in code points at which the gate finds something and a definition may hold a part of a prompt."""
    known: dict[ast.AST, Signs] = {}
    for offset in gate.candidates(source):
        definition = _definition(tree, source.position(offset).row)
        if definition not in known:
            known[definition] = signs_of(definition)
        if known[definition].hold(source, offset, gate):
            yield offset


def _definition(tree: ast.Module, row: int) -> ast.AST:
    """Return the outermost function around a row that stands in nothing but classes, else the innermost class, else the module."""
    found: ast.AST = tree
    for node in around(tree, row):
        found = node
        if not isinstance(node, ast.ClassDef):
            break
    return found


@dataclass(frozen=True, slots=True)
class Signs:
    """What a definition uses, binds and writes, as far as it runs as a part of it."""

    used: frozenset[AstPosition]
    """Where attributes are read, and names that are not the definition's own."""
    given: frozenset[AstPosition]
    """Where an argument is given under a name."""
    bound: frozenset[AstPosition]
    """Where names and attributes are given something."""
    named: frozenset[str]
    """The names of functions, and those that patterns and handlers bind: a node does not tell where they stand."""
    texts: tuple[ast.expr, ...]
    """The strings, docstrings left out."""
    formatted: frozenset[str]
    """The names that f-strings read: older Pythons do not tell where they stand."""

    def hold(self, source: Source, offset: int, gate: Gate) -> bool:
        """Return whether something stands at an offset in code points that may be a part of a prompt.

        What sends is read there; a role is given by name; what says prompt may be bound too, or be a key; a key or an
        address stands in a string.
        """
        name = _IDENTIFIER.match(source.text, offset)
        at = source.ast_position(offset)
        if name is None or at in self.used:
            return name is not None or self._is_written(source, offset)
        if gate.names.find(name[0]) is not None:
            is_bound = at in self.bound or name[0] in self.named
            return at in self.given or is_bound or self._is_written(source, offset)
        if at in self.given:
            return name[0] in gate.roles
        is_text = name[0] in self.formatted or _ADDRESS.match(source.text, offset)
        return bool(is_text) and self._is_written(source, offset)

    def _is_written(self, source: Source, offset: int) -> bool:
        return any(place.start <= offset < place.end for place in map(source.place, self.texts))


def signs_of(definition: ast.AST) -> Signs:
    """Return the signs of a definition; a module's and a class's are those of their statements, not of the functions in them."""
    read: dict[AstPosition, str] = {}
    given: set[AstPosition] = set()
    bound: dict[AstPosition, str] = {}
    named: set[str] = set()
    texts: list[ast.expr] = []
    for node in _running(definition):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read[_first(node)] = name
            case ast.Attribute(ctx=ast.Load()):
                read[_last(node)] = f".{node.attr}"
            case ast.keyword():
                given.add(_first(node))
            case ast.Attribute():
                bound[_last(node)] = f".{node.attr}"
            case ast.Name(id=name) | ast.arg(arg=name):
                bound[_first(node)] = name
            case ast.JoinedStr() | ast.Constant(value=str()):
                texts.append(node)
            case _:
                named.update(bound_by(node))
    own = {*bound.values(), *named}
    used = (at for at, name in read.items() if name not in own)
    formatted = frozenset(name for text in texts if isinstance(text, ast.JoinedStr) for name in _read(text))
    return Signs(frozenset(used), frozenset(given), frozenset(bound), frozenset(named), tuple(texts), formatted)


def _first(node: ast.Name | ast.arg | ast.keyword) -> AstPosition:
    return AstPosition(node.lineno, node.col_offset)


def _last(node: ast.Attribute) -> AstPosition:
    """Return where the name of an attribute stands."""
    return AstPosition(node.end_lineno or node.lineno, (node.end_col_offset or 0) - len(node.attr.encode()))


def _read(node: ast.JoinedStr) -> Iterator[str]:
    for inner in walk(node):
        match inner:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name


def _running(definition: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run as a part of a definition: no imports, tests of classes, annotations and docstrings.

    What stands in the body of a function runs with the function around it, and not with a module or class.
    """
    outer = isinstance(definition, ast.Module | ast.ClassDef)
    waiting: list[ast.AST] = [definition]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass")):
                continue
        yield node
        apart = outer and isinstance(node, NamedScope) and node is not definition
        waiting.extend(_parts(node, (*_ANNOTATIONS, "body") if apart else _ANNOTATIONS))


def _parts(node: ast.AST, without: tuple[str, ...]) -> Iterator[ast.AST]:
    """Yield the nodes directly below a node, those of some fields left out."""
    fields = (getattr(node, name, None) for name in without)
    left_out = {id(part) for field in fields for part in (field if isinstance(field, list) else (field,))}
    yield from (part for part in children(node) if id(part) not in left_out)
