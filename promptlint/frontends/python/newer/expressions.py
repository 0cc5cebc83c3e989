"""What the expressions of libcst are in `ast`, strings and comprehensions apart."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from promptlint.frontends.python.newer.operators import BINARY, BOOLEAN, COMPARISON, UNARY
from promptlint.frontends.python.newer.parameters import arguments
from promptlint.frontends.python.newer.reader import CONSTANTS, LOAD, ExpressionRule, Reader, identifier
from promptlint.frontends.python.quoting import Span


def _name(reader: Reader, node: cst.Name) -> ast.expr:
    if node.value in CONSTANTS:
        return ast.Constant(CONSTANTS[node.value], **reader.at(node))
    return ast.Name(identifier(node), LOAD, **reader.at(node))


def _number(reader: Reader, node: cst.BaseNumber) -> ast.expr:
    assert isinstance(node, cst.Integer | cst.Float | cst.Imaginary)
    return ast.Constant(ast.literal_eval(node.value), **reader.at(node))


def _ellipsis(reader: Reader, node: cst.Ellipsis) -> ast.expr:
    return ast.Constant(..., **reader.at(node))


def _attribute(reader: Reader, node: cst.Attribute) -> ast.expr:
    return ast.Attribute(reader.expression(node.value), identifier(node.attr), LOAD, **reader.at(node))


def _starred(reader: Reader, node: cst.StarredElement) -> ast.expr:
    return ast.Starred(reader.expression(node.value), LOAD, **reader.at(node))


def _tuple(reader: Reader, node: cst.Tuple) -> ast.expr:
    if node.lpar:
        start, end = reader.spans.of(node.lpar[-1]).start, reader.spans.of(node.rpar[0]).end
    else:
        start, end = _listed(reader, node.elements)
    return ast.Tuple(_elements(reader, node.elements), LOAD, **reader.where(start, end))


def _listed(reader: Reader, nodes: Sequence[cst.Element | cst.SubscriptElement | cst.BaseElement]) -> Span:
    """Return the span of elements with the comma behind the last one."""
    last = nodes[-1]
    if isinstance(last.comma, cst.Comma):
        end = reader.spans.of(last.comma).end
    elif isinstance(last, cst.SubscriptElement) and isinstance(last.slice, cst.Slice):
        end = _slice_span(reader, last.slice).end
    else:
        end = reader.spans.of(last).end
    return Span(reader.spans.of(nodes[0]).start, end)


def _elements(reader: Reader, nodes: Sequence[cst.BaseElement]) -> list[ast.expr]:
    return [reader.expression(node.value if isinstance(node, cst.Element) else node) for node in nodes]


def _list(reader: Reader, node: cst.List) -> ast.expr:
    return ast.List(_elements(reader, node.elements), LOAD, **reader.at(node))


def _set(reader: Reader, node: cst.Set) -> ast.expr:
    return ast.Set(_elements(reader, node.elements), **reader.at(node))


def _dict(reader: Reader, node: cst.Dict) -> ast.expr:
    keys = [reader.expression(item.key) if isinstance(item, cst.DictElement) else None for item in node.elements]
    return ast.Dict(keys, [reader.expression(item.value) for item in node.elements], **reader.at(node))


def _subscript(reader: Reader, node: cst.Subscript) -> ast.expr:
    first = node.slice[0]
    if len(node.slice) == 1 and not isinstance(first.comma, cst.Comma) and not getattr(first.slice, "star", None):
        index = reader.expression(first.slice)
    else:
        parts = [reader.expression(element.slice) for element in node.slice]
        index = ast.Tuple(parts, LOAD, **reader.where(*_listed(reader, node.slice)))
    return ast.Subscript(reader.expression(node.value), index, LOAD, **reader.at(node))


def _index(reader: Reader, node: cst.Index) -> ast.expr:
    value = reader.expression(node.value)
    return ast.Starred(value, LOAD, **reader.at(node)) if node.star else value


def _slice(reader: Reader, node: cst.Slice) -> ast.expr:
    parts = [reader.optional(part) for part in (node.lower, node.upper, node.step)]
    return ast.Slice(*parts, **reader.where(*_slice_span(reader, node)))


def _slice_span(reader: Reader, node: cst.Slice) -> Span:
    """Return the span of a slice without the blanks behind its last colon."""
    start = (reader.spans.around(node.lower) if node.lower else reader.spans.of(node.first_colon)).start
    last = node.first_colon if node.upper is None else node.upper
    last = node.second_colon if isinstance(node.second_colon, cst.Colon) else last
    last = last if node.step is None else node.step
    return Span(start, (reader.spans.of if isinstance(last, cst.Colon) else reader.spans.around)(last).end)


def _binary(reader: Reader, node: cst.BinaryOperation) -> ast.expr:
    left, right = reader.expression(node.left), reader.expression(node.right)
    return ast.BinOp(left, BINARY[type(node.operator)], right, **reader.at(node))


def _boolean(reader: Reader, node: cst.BooleanOperation) -> ast.expr:
    values, left = [node.right], node.left
    while isinstance(left, cst.BooleanOperation) and type(left.operator) is type(node.operator) and not left.lpar:
        values.append(left.right)
        left = left.left
    terms = [reader.expression(value) for value in (left, *reversed(values))]
    return ast.BoolOp(BOOLEAN[type(node.operator)], terms, **reader.at(node))


def _unary(reader: Reader, node: cst.UnaryOperation) -> ast.expr:
    return ast.UnaryOp(UNARY[type(node.operator)], reader.expression(node.expression), **reader.at(node))


def _comparison(reader: Reader, node: cst.Comparison) -> ast.expr:
    operators = [COMPARISON[type(each.operator)] for each in node.comparisons]
    compared = [reader.expression(each.comparator) for each in node.comparisons]
    return ast.Compare(reader.expression(node.left), operators, compared, **reader.at(node))


def _conditional(reader: Reader, node: cst.IfExp) -> ast.expr:
    test, body, orelse = (reader.expression(part) for part in (node.test, node.body, node.orelse))
    return ast.IfExp(test, body, orelse, **reader.at(node))


def _named(reader: Reader, node: cst.NamedExpr) -> ast.expr:
    target = reader.target(node.target)
    if not isinstance(target, ast.Name):
        raise SyntaxError("an assignment expression binds a name")
    return ast.NamedExpr(target, reader.expression(node.value), **reader.at(node))


def _await(reader: Reader, node: cst.Await) -> ast.expr:
    return ast.Await(reader.expression(node.expression), **reader.at(node))


def _yield(reader: Reader, node: cst.Yield) -> ast.expr:
    if isinstance(node.value, cst.From):
        return ast.YieldFrom(reader.expression(node.value.item), **reader.at(node))
    return ast.Yield(reader.optional(node.value), **reader.at(node))


def _lambda(reader: Reader, node: cst.Lambda) -> ast.expr:
    return ast.Lambda(arguments(reader, node.params), reader.expression(node.body), **reader.at(node))


def _call(reader: Reader, node: cst.Call) -> ast.expr:
    function = reader.expression(node.func)
    positional, keywords = call_arguments(reader, node.args)
    match node.args, positional:
        case [cst.Arg(value=cst.GeneratorExp(lpar=[]))], [ast.GeneratorExp() as alone]:
            start, end = reader.spans.of(node.whitespace_after_func).end, reader.spans.of(node).end
            positional = [ast.GeneratorExp(alone.elt, alone.generators, **reader.where(start, end))]
    return ast.Call(function, positional, keywords, **reader.at(node))


def call_arguments(reader: Reader, nodes: Sequence[cst.Arg]) -> tuple[list[ast.expr], list[ast.keyword]]:
    """Return the positional and the named arguments of a call."""
    positional: list[ast.expr] = []
    keywords: list[ast.keyword] = []
    for node in nodes:
        value = reader.expression(node.value)
        if node.keyword or node.star == "**":
            name = identifier(node.keyword) if node.keyword else None
            keywords.append(ast.keyword(name, value, **reader.at(node)))
        else:
            positional.append(ast.Starred(value, LOAD, **reader.at(node)) if node.star else value)
    return positional, keywords


EXPRESSIONS: dict[type[cst.CSTNode], ExpressionRule] = {
    cst.Attribute: _attribute,
    cst.Await: _await,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.Call: _call,
    cst.Comparison: _comparison,
    cst.Dict: _dict,
    cst.Ellipsis: _ellipsis,
    cst.Float: _number,
    cst.IfExp: _conditional,
    cst.Imaginary: _number,
    cst.Index: _index,
    cst.Integer: _number,
    cst.Lambda: _lambda,
    cst.List: _list,
    cst.Name: _name,
    cst.NamedExpr: _named,
    cst.Set: _set,
    cst.Slice: _slice,
    cst.StarredElement: _starred,
    cst.Subscript: _subscript,
    cst.Tuple: _tuple,
    cst.UnaryOperation: _unary,
    cst.Yield: _yield,
}
