"""Excerpts: the line or sentence with a value leaves its statement, and is added behind the static parts by one of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.finding import Edit
from promptlint.fixes.code.adding import adding
from promptlint.fixes.code.expression import Module
from promptlint.fixes.code.heading import with_heading
from promptlint.fixes.code.lines import behind, lines_of
from promptlint.fixes.code.reach import Reach
from promptlint.fixes.proposal import Target
from promptlint.fixes.text import passage
from promptlint.fixes.text.move import Move
from promptlint.fixes.ways import literal
from promptlint.fixes.ways.literal import Held

_OPENING = re.compile(r"""[fF]?(?P<quote>\"{3}|'{3}|"|')""")


class _Form(NamedTuple):
    """How a text is added to something: what stands around it in a statement."""

    to: str
    opening: str
    closing: str = ""


def moves(target: Target) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that add a line or sentence of a text behind what is added to the same later, where the text says more than that."""
    for held in literal.texts(target):
        statement = held.module.statement(held.node) if held.module and held.node else None
        form = _form(held.module, statement, held.node) if held.module and statement and held.node else None
        move = _move(held)
        if held.module and held.node and statement and form and move:
            reach = Reach(target, held.module, statement, form.to, ast.Expr(value=held.node))
            yield from _edits(reach, form, move) if with_heading(reach) else ()


def _form(module: Module, statement: ast.stmt, node: ast.expr) -> _Form | None:
    """Return how a statement adds a text, or begins with it; None where it does anything else."""
    match statement:
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as named], value=value) if value is node:
            return _Form(ast.unparse(named), f"{ast.unparse(named)} += ") if not adding(statement) else None
        case ast.AnnAssign(target=ast.Name() | ast.Attribute() as named, value=value) if value is node:
            return _Form(ast.unparse(named), f"{ast.unparse(named)} += ")
        case ast.AugAssign(target=named, value=value) if value is node and adding(statement):
            return _Form(ast.unparse(named), f"{ast.unparse(named)} += ")
        case ast.Expr(value=ast.Call(func=func, args=[only], keywords=[])) if only is node:
            found, name = adding(statement), module.place(func)
            text = module.source.text[name.start : name.end]
            return _Form(found.to, f"{text}(", ")") if found else None
    return None


def _move(held: Held) -> Move | None:
    """Return the line, or else the sentence, that holds a value, on its way; None where nothing static would be left of the text."""
    marks = held.body.marks
    for found in filter(None, (passage.find(held.page, held.mark), passage.of_sentence(held.page, held.mark))):
        if any(each.isalpha() for each in marks[: found.start] + marks[found.stop :]):
            return Move(held.body, found, None, ended=False)
    return None


def _edits(reach: Reach, form: _Form, move: Move) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits, the text parted from others as it was: at its end or at its start."""
    said, own = move.said(), lines_of(reach.module, reach.moved)
    marks, found = move.body.marks, move.passage
    is_line = "\n" in marks[found.start : found.stop] or marks[: found.first].endswith("\n")
    blanks = "\n" * found.ends if is_line else " "
    parted = dict.fromkeys((_with(said, "", blanks), _with(said, blanks, ""))) if not form.closing else (said,)
    for text in parted if own else ():
        for last in reach.lasts():
            other = lines_of(reach.module, last)
            if other and own and text:
                yield *move.removed(), behind(reach.module, other, f"{own.indent}{form.opening}{text}{form.closing}")


def _with(said: str, ahead: str, after: str) -> str | None:
    """Return a literal with blanks at its ends; None where it is no single literal."""
    opening = _OPENING.match(said)
    if opening is None or not said.endswith(opening["quote"]) or not _is_literal(said):
        return None
    inside = said[opening.end() : -len(opening["quote"])]
    first, last = (each if len(opening["quote"]) == 3 else each.replace("\n", "\\n") for each in (ahead, after))
    return f"{opening[0]}{first}{inside}{last}{opening['quote']}"


def _is_literal(said: str) -> bool:
    try:
        return isinstance(ast.parse(said, mode="eval").body, ast.JoinedStr | ast.Constant)
    except SyntaxError:
        return False
