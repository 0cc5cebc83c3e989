"""What the patterns of libcst are in `ast`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from promptlint.frontends.python.newer.reader import CONSTANTS, PatternRule, Reader, Where, identifier


def _value(reader: Reader, node: cst.MatchValue) -> ast.pattern:
    return ast.MatchValue(reader.expression(node.value), **reader.at(node.value))


def _singleton(reader: Reader, node: cst.MatchSingleton) -> ast.pattern:
    return ast.MatchSingleton(CONSTANTS[node.value.value], **reader.at(node.value))


def _as(reader: Reader, node: cst.MatchAs) -> ast.pattern:
    pattern = reader.pattern(node.pattern) if node.pattern else None
    return ast.MatchAs(pattern, identifier(node.name) if node.name else None, **reader.at(node))


def _or(reader: Reader, node: cst.MatchOr) -> ast.pattern:
    return ast.MatchOr([reader.pattern(each.pattern) for each in node.patterns], **reader.at(node))


def _list(reader: Reader, node: cst.MatchList) -> ast.pattern:
    where = reader.at(node) if node.lbracket else _listed(reader, node.patterns)
    return ast.MatchSequence(_elements(reader, node.patterns), **where)


def _tuple(reader: Reader, node: cst.MatchTuple) -> ast.pattern:
    if node.lpar:
        where = reader.where(reader.spans.of(node.lpar[-1]).start, reader.spans.of(node.rpar[0]).end)
    else:
        where = _listed(reader, node.patterns)
    return ast.MatchSequence(_elements(reader, node.patterns), **where)


_Element = cst.MatchSequenceElement | cst.MatchStar


def _listed(reader: Reader, nodes: Sequence[_Element]) -> Where:
    """Return the position of patterns without brackets, with the comma behind the last one."""
    last = nodes[-1]
    end = reader.spans.of(last.comma).end if isinstance(last.comma, cst.Comma) else reader.spans.around(last).end
    return reader.where(reader.spans.of(nodes[0]).start, end)


def _elements(reader: Reader, nodes: Sequence[_Element]) -> list[ast.pattern]:
    return [reader.pattern(node if isinstance(node, cst.MatchStar) else node.value) for node in nodes]


def _star(reader: Reader, node: cst.MatchStar) -> ast.pattern:
    start = reader.spans.of(node).start
    if node.name:
        return ast.MatchStar(identifier(node.name), **reader.where(start, reader.spans.of(node.name).end))
    end = reader.spans.of(node.whitespace_before_name).end + len("_")
    return ast.MatchStar(None, **reader.where(start, end))


def _mapping(reader: Reader, node: cst.MatchMapping) -> ast.pattern:
    keys = [reader.expression(element.key) for element in node.elements]
    patterns = [reader.pattern(element.pattern) for element in node.elements]
    return ast.MatchMapping(keys, patterns, identifier(node.rest) if node.rest else None, **reader.at(node))


def _class(reader: Reader, node: cst.MatchClass) -> ast.pattern:
    named = [identifier(element.key) for element in node.kwds]
    patterns = [reader.pattern(element.pattern) for element in node.kwds]
    return ast.MatchClass(
        reader.expression(node.cls), _elements(reader, node.patterns), named, patterns, **reader.at(node)
    )


PATTERNS: dict[type[cst.CSTNode], PatternRule] = {
    cst.MatchAs: _as,
    cst.MatchClass: _class,
    cst.MatchList: _list,
    cst.MatchMapping: _mapping,
    cst.MatchOr: _or,
    cst.MatchSingleton: _singleton,
    cst.MatchStar: _star,
    cst.MatchTuple: _tuple,
    cst.MatchValue: _value,
}
