"""Statements that extensions bring to Jinja, read without the extensions: as calls of functions that the catalogue knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.format import Statement

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.ext import Extension
    from jinja2.parser import Parser


def extension(statements: tuple[Statement, ...]) -> type[Extension]:
    """Return an extension by which a parser of Jinja reads statements; each becomes a call of its function and its block.

    Behind its block the function is called once more, without arguments.
    """
    from jinja2.ext import Extension

    known = {statement.name: statement for statement in statements}

    def parse(self: Extension, parser: Parser) -> list[nodes.Node]:
        token = next(parser.stream)
        return _read(parser, known[str(token.value)], token.lineno)

    return type("Statements", (Extension,), {"tags": set(known), "parse": parse})


def _read(parser: Parser, statement: Statement, at: int) -> list[nodes.Node]:
    """Return what a statement becomes, whose first word at an offset was read."""
    from jinja2 import nodes

    args: list[nodes.Expr] = []
    kwargs: list[nodes.Keyword] = []
    while parser.stream.current.type != "block_end":
        parser.stream.skip_if("comma")
        name = parser.stream.current
        if name.type == "name" and parser.stream.look().type == "assign":
            parser.stream.skip(2)
            kwargs.append(nodes.Keyword(name.value, parser.parse_expression(), lineno=at))
        else:
            args.append(parser.parse_expression())
    before = [_call(statement.call, args, kwargs, at)] if statement.call else []
    if not statement.end:
        return before
    block = nodes.Scope(parser.parse_statements((f"name:{statement.end}",), drop_needle=True), lineno=at)
    return [*before, block, _call(statement.call, [], [], at)] if statement.call else [block]


def _call(name: str, args: list[nodes.Expr], kwargs: list[nodes.Keyword], at: int) -> nodes.Node:
    from jinja2 import nodes

    function = nodes.ImportedName(name, lineno=at)
    return nodes.Output([nodes.Call(function, args, kwargs, None, None, lineno=at)], lineno=at)
