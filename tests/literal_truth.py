"""What Python itself says about a string expression; run as a script, it checks maps made by another interpreter.

Only the standard library and the literal reader are imported, so that any interpreter can run it.
"""

from __future__ import annotations

import ast
import json
import sys
import warnings
from typing import Any

from promptlint.frontends.python.literal import LiteralMap, read_literal
from promptlint.source import Source


def parse_literal(text: str) -> ast.Constant | ast.JoinedStr:
    """Return the last string expression of a program whose last statement is `x = (…)`."""
    node = _parsed(text).body[-1].value  # type: ignore[attr-defined]
    assert isinstance(node, ast.Constant | ast.JoinedStr)
    return node


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def span(source: Source, node: Any) -> tuple[int, int]:
    return source.offset(node.lineno, node.col_offset), source.offset(node.end_lineno, node.end_col_offset)


def read(text: str) -> LiteralMap:
    return read_literal(text, *span(Source("x.py", text), parse_literal(text)))


def verify(text: str) -> LiteralMap:
    """Return the map of a program's last string expression; raise AssertionError where Python reads it otherwise."""
    literal = read(text)
    _verify(Source("x.py", text), parse_literal(text), literal)
    return literal


def _verify(source: Source, node: ast.expr, literal: LiteralMap) -> None:
    decoded, values = _flat(node)
    assert literal.text == decoded, (literal.text, decoded)
    assert [field.at for field in literal.fields] == [at for at, _ in values]
    for field, (_, value) in zip(literal.fields, values, strict=True):
        assert source.text[field.whole.start] == "{"
        assert source.text[field.whole.end - 1] == "}"
        assert (value.conversion != -1) == bool(field.conversion or (field.equals and not field.spec))
        _verify_expression(source, value.value, field.expression)
        assert (value.format_spec is None) == (field.spec is None)
        if value.format_spec and field.spec:
            _verify(source, value.format_spec, field.spec)


def _verify_expression(source: Source, node: ast.expr, expression: tuple[int, int]) -> None:
    """The reader's span is that of `ast`, but for brackets round it, which are no part of a node."""
    start, end = span(source, node)
    written = source.text[slice(*expression)]
    assert ast.dump(_parsed(f"({written}\n)").body[0].value) == ast.dump(node)  # type: ignore[attr-defined]
    if not written.startswith("(") and not isinstance(node, ast.Tuple):
        assert (start, end) == expression


def _flat(node: ast.expr) -> tuple[str, list[tuple[int, ast.FormattedValue]]]:
    if isinstance(node, ast.Constant):
        return (node.value if isinstance(node.value, str) else node.value.decode("latin-1")), []
    decoded, values = "", []
    assert isinstance(node, ast.JoinedStr)
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            values.append((len(decoded), part))
        else:
            assert isinstance(part, ast.Constant)
            decoded += part.value
    return decoded, values


def check(cases: list[list[str]]) -> None:
    """Compare the maps that another interpreter made with those made here, and with this interpreter's own reading."""
    for text, literal in cases:
        try:
            assert repr(verify(text)) == literal, "another interpreter made another map"
        except Exception as error:
            error.add_note(repr(text))
            raise


if __name__ == "__main__":
    check(json.load(sys.stdin))
