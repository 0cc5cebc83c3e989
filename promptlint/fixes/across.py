"""Moves across blocks: what varies leaves the system text for the last user message, so that history behind it is shared."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.finding import Edit
from promptlint.fixes import body, literal, passage
from promptlint.fixes.body import Leaf
from promptlint.fixes.climb import Module
from promptlint.fixes.literal import Held
from promptlint.fixes.move import Move
from promptlint.fixes.proposal import Proposal, Target
from promptlint.prompt import Block, Role
from promptlint.source import Place


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the moves of a passage of a system text to the start of the last user message, where both stand in one function."""
    found, block, user = target.found, target.block, _asked(target)
    if found is None or block is None or user is None or not found.history or block.role is not Role.SYSTEM:
        return
    for held in literal.texts(target):
        for edits in _edits(held, user):
            yield Proposal(f"Move `{found.hole.label}` into the last user message", edits)


def _asked(target: Target) -> Block | None:
    """Return the last user message; None where messages that are not known stand behind it."""
    blocks = target.layout.prompt.blocks
    return blocks[-1] if blocks and blocks[-1].role is Role.USER else None


def _edits(held: Held, user: Block) -> Iterator[tuple[Edit, ...]]:
    module, found = held.module, passage.find(held.body.marks, held.mark)
    content = module.at(user.place) if module and module.source.path == user.place.path else None
    if module is None or held.node is None or content is None or found is None:
        return
    move = Move(held.body, found, None, ended=False)
    whole = not held.body.marks[: found.start].strip() and not held.body.marks[found.stop :].strip()
    if not whole and module.source.place(content) == user.place and _is_known_at(module, held.node, content):
        yield *move.removed(), _ahead(module, content, move)


def _ahead(module: Module, content: ast.expr, move: Move) -> Edit:
    """Return the edit that puts a passage ahead of a text: into the same literal where both are of one kind, else joined to it."""
    source, said = module.source, move.said()
    start = source.place(content).start
    inside = body.of_chain(source, (content,))
    match inside.leaves if inside else ():
        case (Leaf(prefix=prefix, quote=quote),) if quote and said.startswith(opening := f"{prefix}{quote}"):
            start += len(opening)
            text = f"{said[len(opening) : -len(quote)]}\\n\\n"
        case _:
            text = f'{said} + "\\n\\n" + '
    return Edit(Place(source.path, start, start), text)


def _is_known_at(module: Module, text: ast.expr, content: ast.expr) -> bool:
    """Return whether all that a text uses is bound where another expression of the same function stands."""
    scope = module.scope(text)
    if scope is not module.scope(content):
        return False
    used = {node.id for node in ast.walk(text) if isinstance(node, ast.Name)}
    bound = [node for node in ast.walk(scope) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return all(node.lineno < content.lineno for node in bound if node.id in used)
