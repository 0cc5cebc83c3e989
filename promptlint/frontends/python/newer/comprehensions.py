"""What the comprehensions of libcst are in `ast`.

A comprehension that unpacks (Python 3.15) is read in its older spelling: `[*a for a in b]` is `[x for a in b for x in a]`.
"""

from __future__ import annotations

import ast

import libcst as cst

from promptlint.frontends.python.newer.reader import LOAD, STORE, ExpressionRule, Reader, Where

_UNPACKED = "unpacked item"
"""No name in a program, for it holds a blank."""


def _list(reader: Reader, node: cst.ListComp) -> ast.expr:
    return ast.ListComp(*_element(reader, node), **reader.at(node))


def _set(reader: Reader, node: cst.SetComp) -> ast.expr:
    return ast.SetComp(*_element(reader, node), **reader.at(node))


def _generator(reader: Reader, node: cst.GeneratorExp) -> ast.expr:
    start, end = reader.spans.of(node)
    if node.lpar:
        start, end = reader.spans.of(node.lpar[-1]).start, reader.spans.of(node.rpar[0]).end
    return ast.GeneratorExp(*_element(reader, node), **reader.where(start, end))


def _dict(reader: Reader, node: cst.DictComp) -> ast.expr:
    key, value = reader.expression(node.key), reader.expression(node.value)
    return ast.DictComp(key, value, _generators(reader, node.for_in), **reader.at(node))


def _starred_dict(reader: Reader, node: cst.StarredDictComp) -> ast.expr:
    at = reader.at(node.value)
    key, value = f"{_UNPACKED} key", f"{_UNPACKED} value"
    bound: list[ast.expr] = [ast.Name(key, STORE, **at), ast.Name(value, STORE, **at)]
    method = ast.Attribute(reader.expression(node.value), "items", LOAD, **at)
    items = ast.comprehension(ast.Tuple(bound, STORE, **at), ast.Call(method, [], [], **at), [], 0)
    generators = [*_generators(reader, node.for_in), items]
    return ast.DictComp(ast.Name(key, LOAD, **at), ast.Name(value, LOAD, **at), generators, **reader.at(node))


def _element(
    reader: Reader, node: cst.ListComp | cst.SetComp | cst.GeneratorExp
) -> tuple[ast.expr, list[ast.comprehension]]:
    element, generators = reader.expression(node.elt), _generators(reader, node.for_in)
    if not isinstance(element, ast.Starred):
        return element, generators
    at: Where = reader.at(node.elt)
    generators.append(ast.comprehension(ast.Name(_UNPACKED, STORE, **at), element.value, [], 0))
    return ast.Name(_UNPACKED, LOAD, **at), generators


def _generators(reader: Reader, node: cst.CompFor) -> list[ast.comprehension]:
    generators: list[ast.comprehension] = []
    inner: cst.CompFor | None = node
    while inner:
        tests = [reader.expression(each.test) for each in inner.ifs]
        target, source = reader.target(inner.target), reader.expression(inner.iter)
        generators.append(ast.comprehension(target, source, tests, int(inner.asynchronous is not None)))
        inner = inner.inner_for_in
    return generators


COMPREHENSIONS: dict[type[cst.CSTNode], ExpressionRule] = {
    cst.DictComp: _dict,
    cst.GeneratorExp: _generator,
    cst.ListComp: _list,
    cst.SetComp: _set,
    cst.StarredDictComp: _starred_dict,
}
