"""Moves across blocks: what varies leaves the system text for the last user message, so that history behind it is shared."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from promptlint.files import Files
from promptlint.finding import Applicability, Edit
from promptlint.fixes.code.breakpoint import is_called
from promptlint.fixes.code.expression import Expression, Module, module_of, root_of
from promptlint.fixes.proposal import Proposal, Target
from promptlint.fixes.text import body, passage
from promptlint.fixes.text.body import Leaf
from promptlint.fixes.text.move import Move
from promptlint.fixes.ways import literal
from promptlint.fixes.ways.literal import Held
from promptlint.frontends.python.mutators import CHANGING
from promptlint.frontends.python.nodes import Scope
from promptlint.prompt import Block, Role
from promptlint.source import Place

_TIGHT = ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Constant | ast.JoinedStr | ast.BinOp
"""What can stand behind a `+` as it is."""
_OPENING = re.compile(r"""[fF](?P<quote>\"{3}|'{3}|"|')""")


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the moves of a passage of a system text to the start of the last user message, where its values are known too."""
    for label, edits, known in _moves(target):
        if known:
            yield Proposal(f"Move `{label}` into the last user message", edits)


def advise(target: Target) -> Iterator[Proposal]:
    """Yield such moves for display where the values are not known there: somebody has to hand them on."""
    for label, edits, known in _moves(target):
        if not known:
            message = f"Move `{label}` into the last user message, and hand on what it needs"
            yield Proposal(message, edits, most=Applicability.DISPLAY)


def _moves(target: Target) -> Iterator[tuple[str, tuple[Edit, ...], bool]]:
    """Yield the label of a value, the edits of a move, and whether all that it uses is known where it goes."""
    found, block, user = target.found, target.block, _asked(target)
    if found is None or block is None or user is None or not found.history or block.role is not Role.SYSTEM:
        return
    there = module_of(target.files, user.place.path)
    content = there.at(user.place) if there else None
    if there is None or content is None or there.source.place(content) != user.place:
        return
    content = _text(content, target.files.catalog.messages.text_keys)
    for held in literal.texts(target):
        move = _move(held)
        if held.module and held.node and move:
            here, other = Expression(held.module, held.node), Expression(there, content)
            known = is_known(target.files, here, other, names_in(move.said()))
            yield found.hole.label, (*move.removed(), *_ahead(there, content, move)), known


def _text(content: ast.expr, keys: tuple[str, ...]) -> ast.expr:
    """Return the text of the first part of a message, if it is one of text; the content of any other message."""
    match content:
        case ast.List(elts=[ast.Dict(keys=named, values=values), *_]):
            return next((value for key, value in zip(named, values, strict=True) if is_called(key, keys)), content)
    return content


def _move(held: Held) -> Move | None:
    """Return the line, or else the sentence, that holds a value, on its way; None where nothing would be left of the text."""
    marks = held.body.marks
    for found in filter(None, (passage.find(held.page, held.mark), passage.of_sentence(held.page, held.mark))):
        if marks[: found.start].strip() or marks[found.stop :].strip():
            return Move(held.body, found, None, ended=False)
    return None


def _asked(target: Target) -> Block | None:
    """Return the last user message; None where messages that are not known stand behind it."""
    blocks = target.layout.prompt.blocks
    return blocks[-1] if blocks and blocks[-1].role is Role.USER else None


def _ahead(module: Module, content: ast.expr, move: Move) -> Iterator[Edit]:
    """Yield the edits that put a passage ahead of a text: into the same literal where both can be of one kind, else joined to it."""
    path, start, end = module.source.place(content)
    said, inside = move.said(), body.of_chain(module.source, (content,))
    opening = _OPENING.match(said)
    quote = opening["quote"] if opening and said.endswith(opening["quote"]) else ""
    blank = "\n\n" if len(quote) == 3 and "\n" in said else "\\n\\n"
    match inside.leaves if inside else ():
        case (Leaf(prefix=prefix, quote=own),) if opening and own and f"{prefix}{own}" == opening[0]:
            start += len(opening[0])
            yield Edit(Place(path, start, start), f"{said[len(opening[0]) : -len(quote)]}{blank}")
        case _ if quote and isinstance(content, ast.Name):
            yield Edit(Place(path, start, start), f"{said[: -len(quote)]}{blank}{{")
            yield Edit(Place(path, end, end), f"}}{quote}")
        case _:
            opened, closed = ("", "") if isinstance(content, _TIGHT) else ("(", ")")
            yield Edit(Place(path, start, start), f'{said} + "\\n\\n" + {opened}')
            yield from (Edit(Place(path, end, end), closed),) if closed else ()


def names_in(expression: str) -> frozenset[str]:
    """Return the names in an expression."""
    return frozenset(node.id for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name))


def is_known(files: Files, text: Expression, content: Expression, used: frozenset[str]) -> bool:
    """Return whether names mean the same at two expressions: both in one function, or in two that bind none of them."""
    here, there = text.module.scope(text.node), content.module.scope(content.node)
    if here is there:
        start = min(text.place.start, content.place.start)
        return not any(_changes(node, used) and text.module.place(node).start >= start for node in ast.walk(here))
    own, other = _own_object(text), _own_object(content)
    shared = {own[0]} if own and own == other else set()
    if isinstance(here, ast.Module) or any(_is_bound(name, spot) for name in used - shared for spot in (text, content)):
        return False
    paths = text.module.source.path, content.module.source.path
    return paths[0] == paths[1] or _imports_alike(files, paths, used)


def _changes(node: ast.AST, names: frozenset[str]) -> bool:
    """Return whether a node binds one of some names, or changes what one stands for."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name in names
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            return root_of(node) in names
        case ast.Call(func=ast.Attribute(attr=method, value=changed)):
            return method in CHANGING and root_of(changed) in names
    return False


def _own_object(spot: Expression) -> tuple[str, ast.ClassDef] | None:
    """Return what a method calls its own object, and its class."""
    scope = spot.module.scope(spot.node)
    match scope, spot.module.parents.get(scope):
        case (
            ast.FunctionDef(args=args, decorator_list=[]) | ast.AsyncFunctionDef(args=args, decorator_list=[]),
            ast.ClassDef() as cls,
        ) if args.args:
            return args.args[0].arg, cls
    return None


def _is_bound(name: str, spot: Expression) -> bool:
    """Return whether a function or class around an expression binds a name."""
    return any(spot.module.bindings(name, each) for each in spot.around if isinstance(each, Scope))


def _imports_alike(files: Files, paths: Iterable[str], used: frozenset[str]) -> bool:
    """Return whether each of some files imports all the names, as the same."""
    found = [
        {(bound.name, bound.target) for bound in facts.imports if bound.name in used} if facts else set()
        for facts in map(files.facts, paths)
    ]
    return all(each == found[0] and {name for name, _ in each} == used for each in found)
