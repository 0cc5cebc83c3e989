"""What the statements of libcst are in `ast`, definitions apart."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeAlias

import libcst as cst

from promptlint.frontends.python.newer.operators import AUGMENTED
from promptlint.frontends.python.newer.reader import DELETE, Reader, StatementRule, dotted, identifier

_Imported: TypeAlias = cst.ImportStar | Sequence[cst.ImportAlias]


def _expression(reader: Reader, node: cst.Expr) -> ast.stmt:
    return ast.Expr(reader.expression(node.value), **reader.at(node))


def _assign(reader: Reader, node: cst.Assign) -> ast.stmt:
    targets = [reader.target(each.target) for each in node.targets]
    return ast.Assign(targets, reader.expression(node.value), **reader.at(node))


def _annotated(reader: Reader, node: cst.AnnAssign) -> ast.stmt:
    target = reader.target(node.target)
    if not isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
        raise SyntaxError("only single targets can be annotated")
    annotation, value = reader.expression(node.annotation.annotation), reader.optional(node.value)
    return ast.AnnAssign(target, annotation, value, int(isinstance(target, ast.Name)), **reader.at(node))


def _augmented(reader: Reader, node: cst.AugAssign) -> ast.stmt:
    target = reader.target(node.target)
    if not isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
        raise SyntaxError("only single targets can be augmented")
    return ast.AugAssign(target, AUGMENTED[type(node.operator)], reader.expression(node.value), **reader.at(node))


def _delete(reader: Reader, node: cst.Del) -> ast.stmt:
    targets: list[cst.CSTNode] = [node.target]
    if isinstance(node.target, cst.Tuple) and not node.target.lpar:
        targets = [element.value for element in node.target.elements]
    return ast.Delete([reader.target(each, DELETE) for each in targets], **reader.at(node))


def _pass(reader: Reader, node: cst.Pass) -> ast.stmt:
    return ast.Pass(**reader.at(node))


def _break(reader: Reader, node: cst.Break) -> ast.stmt:
    return ast.Break(**reader.at(node))


def _continue(reader: Reader, node: cst.Continue) -> ast.stmt:
    return ast.Continue(**reader.at(node))


def _return(reader: Reader, node: cst.Return) -> ast.stmt:
    return ast.Return(reader.optional(node.value), **reader.at(node))


def _raise(reader: Reader, node: cst.Raise) -> ast.stmt:
    cause = reader.optional(node.cause and node.cause.item)
    return ast.Raise(reader.optional(node.exc), cause, **reader.at(node))


def _assert(reader: Reader, node: cst.Assert) -> ast.stmt:
    return ast.Assert(reader.expression(node.test), reader.optional(node.msg), **reader.at(node))


def _global(reader: Reader, node: cst.Global) -> ast.stmt:
    return ast.Global([identifier(each.name) for each in node.names], **reader.at(node))


def _nonlocal(reader: Reader, node: cst.Nonlocal) -> ast.stmt:
    return ast.Nonlocal([identifier(each.name) for each in node.names], **reader.at(node))


def _import(reader: Reader, node: cst.Import | cst.LazyImport) -> ast.stmt:
    return ast.Import(_aliases(reader, node.names), **reader.at(node))


def _import_from(reader: Reader, node: cst.ImportFrom | cst.LazyImportFrom) -> ast.stmt:
    module = dotted(node.module) if node.module else None
    return ast.ImportFrom(module, _aliases(reader, node.names), len(node.relative), **reader.at(node))


def _aliases(reader: Reader, names: _Imported) -> list[ast.alias]:
    if isinstance(names, cst.ImportStar):
        return [ast.alias("*", **reader.at(names))]
    return [ast.alias(dotted(each.name), _as_name(each.asname), **reader.at(each)) for each in names]


def _as_name(node: cst.AsName | None) -> str | None:
    return dotted(node.name) if node else None


def _if(reader: Reader, node: cst.If) -> ast.stmt:
    test, body = reader.expression(node.test), reader.block(node.body)
    rest = reader.statements([node.orelse]) if isinstance(node.orelse, cst.If) else _else(reader, node.orelse)
    return ast.If(test, body, rest, **reader.at(node))


def _else(reader: Reader, node: cst.Else | cst.Finally | None) -> list[ast.stmt]:
    return reader.block(node.body) if node else []


def _while(reader: Reader, node: cst.While) -> ast.stmt:
    test, body = reader.expression(node.test), reader.block(node.body)
    return ast.While(test, body, _else(reader, node.orelse), **reader.at(node))


def _for(reader: Reader, node: cst.For) -> ast.stmt:
    kind = ast.AsyncFor if node.asynchronous else ast.For
    target, source, body = reader.target(node.target), reader.expression(node.iter), reader.block(node.body)
    return kind(target, source, body, _else(reader, node.orelse), **reader.at(node))


def _with(reader: Reader, node: cst.With) -> ast.stmt:
    kind = ast.AsyncWith if node.asynchronous else ast.With
    items = [
        ast.withitem(reader.expression(each.item), reader.target(each.asname.name) if each.asname else None)
        for each in node.items
    ]
    return kind(items, reader.block(node.body), **reader.at(node))


def _try(reader: Reader, node: cst.Try | cst.TryStar) -> ast.stmt:
    kind = ast.TryStar if isinstance(node, cst.TryStar) else ast.Try
    handlers = [_handler(reader, each) for each in node.handlers]
    body, rest, final = reader.block(node.body), _else(reader, node.orelse), _else(reader, node.finalbody)
    return kind(body, handlers, rest, final, **reader.at(node))


def _handler(reader: Reader, node: cst.ExceptHandler | cst.ExceptStarHandler) -> ast.ExceptHandler:
    return ast.ExceptHandler(
        reader.optional(node.type), _as_name(node.name), reader.block(node.body), **reader.at(node)
    )


def _match(reader: Reader, node: cst.Match) -> ast.stmt:
    cases = [
        ast.match_case(reader.pattern(case.pattern), reader.optional(case.guard), reader.block(case.body))
        for case in node.cases
    ]
    return ast.Match(reader.expression(node.subject), cases, **reader.at(node))


STATEMENTS: dict[type[cst.CSTNode], StatementRule] = {
    cst.AnnAssign: _annotated,
    cst.Assert: _assert,
    cst.Assign: _assign,
    cst.AugAssign: _augmented,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Del: _delete,
    cst.Expr: _expression,
    cst.For: _for,
    cst.Global: _global,
    cst.If: _if,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.LazyImport: _import,
    cst.LazyImportFrom: _import_from,
    cst.Match: _match,
    cst.Nonlocal: _nonlocal,
    cst.Pass: _pass,
    cst.Raise: _raise,
    cst.Return: _return,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.While: _while,
    cst.With: _with,
}
