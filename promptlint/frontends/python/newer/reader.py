"""Reading a libcst tree as the tree that `ast` would give: what every rule uses."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypedDict, TypeVar

import libcst as cst

from promptlint.frontends.python.newer.spans import Spans
from promptlint.frontends.python.quoting import Span
from promptlint.source import Source

_Tree = TypeVar("_Tree", bound=ast.AST)

LOAD, STORE, DELETE = ast.Load(), ast.Store(), ast.Del()

CONSTANTS: dict[str, bool | None] = {"None": None, "True": True, "False": False}
"""The names that are constants."""


class Where(TypedDict):
    """The position of a node as `ast` counts: rows from 1, columns in UTF-8 bytes from 0."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What each kind of libcst node is read as."""

    expressions: Mapping[type[cst.CSTNode], ExpressionRule]
    statements: Mapping[type[cst.CSTNode], StatementRule]
    patterns: Mapping[type[cst.CSTNode], PatternRule]


@dataclass(frozen=True, slots=True)
class Reader:
    """A file that is being read.

    All methods raise SyntaxError for what no Python accepts though libcst does, and for kinds of nodes without a rule.
    """

    source: Source
    octets: Sequence[int]
    """How many bytes of UTF-8 stand before each offset."""
    spans: Spans
    rules: Rules

    def expression(self, node: cst.CSTNode) -> ast.expr:
        """Return an expression that is evaluated."""
        return _rule(self.rules.expressions, node)(self, node)

    def optional(self, node: cst.CSTNode | None) -> ast.expr | None:
        """Return an expression that need not be there."""
        return None if node is None else self.expression(node)

    def target(self, node: cst.CSTNode, context: ast.expr_context = STORE) -> ast.expr:
        """Return an expression that is bound or deleted."""
        return _bound(self.expression(node), context)

    def pattern(self, node: cst.CSTNode) -> ast.pattern:
        """Return a pattern of a `case`."""
        return _rule(self.rules.patterns, node)(self, node)

    def block(self, suite: cst.BaseSuite) -> list[ast.stmt]:
        """Return the statements of a block."""
        return self.statements([suite] if isinstance(suite, cst.SimpleStatementSuite) else suite.body)

    def statements(self, lines: Iterable[cst.CSTNode]) -> list[ast.stmt]:
        """Return the statements of lines and compound statements."""
        simple = cst.SimpleStatementLine | cst.SimpleStatementSuite
        nodes = (node for line in lines for node in (line.body if isinstance(line, simple) else (line,)))
        return [_rule(self.rules.statements, node)(self, node) for node in nodes]

    def at(self, node: cst.CSTNode) -> Where:
        """Return where a node stands, without the parentheses around it."""
        return self.where(*self.spans.of(node))

    def where(self, start: int, end: int) -> Where:
        """Return the position of a span of the file."""
        row, column = self._position(start)
        end_row, end_column = self._position(end)
        return Where(lineno=row, col_offset=column, end_lineno=end_row, end_col_offset=end_column)

    def text(self, span: Span) -> str:
        """Return the text of a span of the file."""
        return self.source.text[span.start : span.end]

    def _position(self, offset: int) -> tuple[int, int]:
        row = self.source.position(offset).row
        return row, self.octets[offset] - self.octets[self.source.line_starts[row - 1]]


ExpressionRule: TypeAlias = Callable[[Reader, Any], ast.expr]
StatementRule: TypeAlias = Callable[[Reader, Any], ast.stmt]
PatternRule: TypeAlias = Callable[[Reader, Any], ast.pattern]


def identifier(node: cst.Name) -> str:
    """Return a name as Python compares names."""
    return node.value if node.value.isascii() else unicodedata.normalize("NFKC", node.value)


def dotted(node: cst.BaseExpression) -> str:
    """Return a dotted name."""
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(identifier(node.attr))
        node = node.value
    if not isinstance(node, cst.Name):
        raise SyntaxError("not a dotted name")
    return ".".join((identifier(node), *reversed(names)))


def _rule(
    rules: Mapping[type[cst.CSTNode], Callable[[Reader, Any], _Tree]], node: cst.CSTNode
) -> Callable[[Reader, Any], _Tree]:
    rule = rules.get(type(node))
    if rule is None:
        raise SyntaxError(f"{type(node).__name__} cannot stand here")
    return rule


def _bound(node: ast.expr, context: ast.expr_context) -> ast.expr:
    match node:
        case ast.Name() | ast.Attribute() | ast.Subscript():
            node.ctx = context
        case ast.Starred():
            node.ctx = context
            _bound(node.value, context)
        case ast.Tuple() | ast.List():
            node.ctx = context
            for element in node.elts:
                _bound(element, context)
        case _:
            raise SyntaxError(f"cannot assign to {type(node).__name__}")
    return node
