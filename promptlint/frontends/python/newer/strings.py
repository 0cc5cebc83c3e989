"""What the strings of libcst are in `ast`: adjacent literals are one, and positions are those that Python 3.12 and later give."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import libcst as cst

from promptlint.frontends.python.literal import Field, LiteralMap, read_literal
from promptlint.frontends.python.newer.reader import ExpressionRule, Reader
from promptlint.frontends.python.newer.templates import Interpolation, TemplateStr
from promptlint.frontends.python.quoting import Span

_Literal: TypeAlias = cst.SimpleString | cst.FormattedString | cst.TemplatedString
_Replaced: TypeAlias = cst.FormattedStringExpression | cst.TemplatedStringExpression
_CONVERSIONS = {None: -1, "s": ord("s"), "r": ord("r"), "a": ord("a")}


class _Text(NamedTuple):
    """Decoded text of one literal."""

    value: str
    span: Span
    kind: str | None


_Piece: TypeAlias = _Text | ast.expr


def _string(reader: Reader, node: cst.SimpleString | cst.ConcatenatedString) -> ast.expr:
    literals = _literals(node)
    if all(isinstance(each, cst.SimpleString) for each in literals):
        return _constant(reader, node, [each for each in literals if isinstance(each, cst.SimpleString)])
    pieces = [piece for each in literals for piece in _pieces(reader, each)]
    return ast.JoinedStr(_folded(reader, pieces), **reader.at(node))


def _formatted(reader: Reader, node: cst.FormattedString) -> ast.expr:
    return ast.JoinedStr(_folded(reader, list(_pieces(reader, node))), **reader.at(node))


def _template(reader: Reader, node: cst.TemplatedString) -> ast.expr:
    template: ast.expr = TemplateStr(_folded(reader, list(_pieces(reader, node))), **reader.at(node))
    return template


def _literals(node: cst.BaseExpression) -> list[_Literal]:
    """Return the adjacent literals of a string; f-strings and t-strings do not mix."""
    found: list[_Literal] = []
    while isinstance(node, cst.ConcatenatedString):
        if not isinstance(node.left, cst.SimpleString | cst.FormattedString):
            raise SyntaxError("cannot mix strings and templates")
        found.append(node.left)
        node = node.right
    if not isinstance(node, cst.SimpleString | cst.FormattedString):
        raise SyntaxError("cannot mix strings and templates")
    return [*found, node]


def _constant(reader: Reader, node: cst.BaseExpression, literals: Sequence[cst.SimpleString]) -> ast.expr:
    values = [ast.literal_eval(each.value) for each in literals]
    octets = [value for value in values if isinstance(value, bytes)]
    if octets and len(octets) < len(values):
        raise SyntaxError("cannot mix bytes and nonbytes literals")
    value = b"".join(octets) if octets else "".join(values)
    return ast.Constant(value, _kind(literals[0]), **reader.at(node))


def _kind(node: cst.SimpleString) -> str | None:
    return "u" if node.value.startswith("u") else None


def _pieces(reader: Reader, node: _Literal) -> Iterator[_Piece]:
    span = reader.spans.of(node)
    if isinstance(node, cst.SimpleString):
        value = ast.literal_eval(node.value)
        if not isinstance(value, str):
            raise SyntaxError("cannot mix bytes and nonbytes literals")
        yield _Text(value, span, _kind(node))
    else:
        yield from _body(reader, node.parts, read_literal(reader.source.text, *span))


def _body(reader: Reader, parts: Sequence[cst.CSTNode], written: LiteralMap) -> Iterator[_Piece]:
    """Yield the text and the fields of a body, or of a format specification."""
    replaced = [p for p in parts if isinstance(p, cst.FormattedStringExpression | cst.TemplatedStringExpression)]
    at = 0
    for field, node in zip(written.fields, replaced, strict=True):
        yield from _verbatim(written, at, field.at)
        yield _replacement(reader, node, field)
        at = field.at
    yield from _verbatim(written, at, len(written.text))


def _verbatim(written: LiteralMap, start: int, end: int) -> Iterator[_Text]:
    if start < end:
        yield _Text(written.text[start:end], written.span(start, end - start), None)


def _replacement(reader: Reader, node: _Replaced, field: Field) -> ast.expr:
    value, spec = reader.expression(node.expression), _specification(reader, node, field)
    if node.conversion not in _CONVERSIONS:
        raise SyntaxError(f"invalid conversion character {node.conversion!r}")
    conversion = _CONVERSIONS["r" if field.equals and not field.spec and not node.conversion else node.conversion]
    where = reader.where(*field.whole)
    if isinstance(node, cst.TemplatedStringExpression):
        interpolation: ast.expr = Interpolation(value, reader.text(field.expression), conversion, spec, **where)
        return interpolation
    return ast.FormattedValue(value, conversion, spec, **where)


def _specification(reader: Reader, node: _Replaced, field: Field) -> ast.JoinedStr | None:
    if node.format_spec is None or field.spec is None:
        return None
    start, end = field.spec.place
    values = _folded(reader, list(_body(reader, node.format_spec, field.spec)))
    return ast.JoinedStr(values, **reader.where(start - len(":"), end))


def _folded(reader: Reader, pieces: Sequence[_Piece]) -> list[ast.expr]:
    """Return the pieces with each run of texts as one constant; there is none for no text."""
    values: list[ast.expr] = []
    run: list[_Text] = []
    for piece in (*pieces, None):
        if isinstance(piece, _Text):
            run.append(piece)
            continue
        if text := "".join(each.value for each in run):
            where = reader.where(run[0].span.start, run[-1].span.end)
            values.append(ast.Constant(text, run[0].kind, **where))
        run.clear()
        values += [piece] if piece else []
    return values


STRINGS: dict[type[cst.CSTNode], ExpressionRule] = {
    cst.ConcatenatedString: _string,
    cst.FormattedString: _formatted,
    cst.SimpleString: _string,
    cst.TemplatedString: _template,
}
