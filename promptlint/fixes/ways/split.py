"""Splits: under a cache that serves whole blocks, what varies leaves the block of the static text, which gets the mark."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product

from promptlint.edits import applied
from promptlint.finding import Edit
from promptlint.fixes.code.breakpoint import Forms, filled, forms_of, listed, part_of
from promptlint.fixes.code.expression import Expression, Module
from promptlint.fixes.code.readers import are_free, is_added_to_be_sent, is_only_sent
from promptlint.fixes.proposal import Proposal, Target
from promptlint.fixes.text import passage
from promptlint.fixes.text.move import Move
from promptlint.fixes.text.passage import Passage
from promptlint.fixes.ways import literal
from promptlint.fixes.ways.across import is_known, names_in
from promptlint.fixes.ways.literal import Held
from promptlint.source import Place

_LINE = re.compile(r"""\A(?P<prefix>[fF]?)(?P<quote>\"{3}|'{3})[ \t]*(?P<text>[^"\n]*?)(?P=quote)\Z""")
"""A literal with three quotes on each side that needs one."""


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the splits of each text that holds a value into a block with a cache mark and one without, or with the mark that it had."""
    forms = forms_of(target.layout)
    if forms is None or target.found is None:
        return
    message = f"Move `{target.found.hole.label}` into a block of its own, behind the cache breakpoint"
    behind = (forms.plain, forms.marked) if target.block and target.block.marked else (forms.plain,)
    for held in literal.texts(target):
        for edits in _added(target, held, forms):
            yield Proposal(message, edits, splits=True)
        for found, form in product(_passages(held), behind):
            if held.module and held.node:
                move = Move(held.body, found, None, ended=False)
                for edits in _ways(target, held.module, held.node, move, forms._replace(plain=form)):
                    yield Proposal(message, edits, splits=True)


def _passages(held: Held) -> Iterator[Passage]:
    found = passage.find(held.page, held.mark)
    if found and not _is_all(held, found):
        yield found
    if held.body.leaves[held.body.leaf(held.mark)].written is None and len(held.body.leaves) > 1:
        yield Passage(held.mark, held.mark + 1, held.mark, held.mark + 1)


def _ways(target: Target, module: Module, node: ast.expr, move: Move, forms: Forms) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that make two parts of a text: of a part in a list two parts, of a bare text a list."""
    said = _LINE.sub(r'\g<prefix>"\g<text>"', move.said())
    varying = filled(forms.plain, said)
    if part := part_of(target, module, node):
        if are_free(target, module, part.items):
            yield Edit(module.place(node), move.rest()), *part.marked(forms, varying)
        return
    for whole in _wholes(module, node):
        rest, other = (_replaced(module, node, whole, text) for text in (move.rest(), said))
        use = module.named(whole)
        part = part_of(target, module, use) if use else None
        if use and part and are_free(target, module, part.items):
            if is_known(target.files, Expression(module, node), Expression(module, use), names_in(said)):
                yield Edit(module.place(whole), rest), *part.marked(forms, filled(forms.plain, other))
        elif is_only_sent(target, module, whole):
            parts = filled(forms.marked, rest), filled(forms.plain, other if "\n" in said else said)
            yield (Edit(module.place(whole), listed(module, module.place(whole), parts)),)


def _added(target: Target, held: Held, forms: Forms) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that make `text = […]` of `text += …` where nothing but the value is added: the text so far, and the value."""
    module, node, found = held.module, held.node, passage.find(held.page, held.mark)
    statement = module.parents.get(node) if module and node else None
    match statement:
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add()) if module and found and _is_all(held, found):
            if is_added_to_be_sent(target, module, statement):
                place, said = module.place(statement), Move(held.body, found, None, ended=False).said()
                parts = filled(forms.marked, name), filled(forms.plain, _LINE.sub(r'\g<prefix>"\g<text>"', said))
                yield (Edit(place, f"{name} = {listed(module, place, parts)}"),)


def _is_all(held: Held, found: Passage) -> bool:
    """Return whether there is nothing in a text but a passage."""
    return not (held.body.marks[: found.start].strip() or held.body.marks[found.stop :].strip())


def _wholes(module: Module, node: ast.expr) -> Iterator[ast.expr]:
    """Yield a text, what it is added to, and the calls that are given nothing else, from the inside out: `dedent(…).strip()`."""
    whole: ast.expr | None = node
    while whole:
        yield whole
        parent = module.parents.get(whole)
        outer = module.parents.get(parent) if isinstance(parent, ast.Attribute) else None
        match parent, outer:
            case ast.Call(args=[only], keywords=[]) as call, _ if only is whole:
                whole = call
            case ast.BinOp(op=ast.Add()) as chain, _:
                whole = chain
            case ast.Attribute(), ast.Call(func=func, args=[], keywords=[]) as call if func is parent:
                whole = call
            case _:
                whole = None


def _replaced(module: Module, node: ast.expr, whole: ast.expr, text: str) -> str:
    """Return what an expression is with another text in it."""
    path, start, end = module.place(whole)
    own = module.place(node)
    return applied(module.source.text[start:end], [Edit(Place(path, own.start - start, own.end - start), text)])
