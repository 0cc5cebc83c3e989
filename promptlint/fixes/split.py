"""Splits: under a cache that serves whole blocks, what varies leaves the block of the static text, which gets the mark."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.finding import Edit
from promptlint.fixes import literal, passage
from promptlint.fixes.breakpoint import Forms, filled, forms_of, listed, part_of
from promptlint.fixes.expression import Module
from promptlint.fixes.literal import Held
from promptlint.fixes.move import Move
from promptlint.fixes.passage import Passage
from promptlint.fixes.proposal import Proposal, Target
from promptlint.fixes.readers import are_free, is_only_sent


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the splits of each text that holds a value into a block with a cache mark and one without."""
    forms = forms_of(target.layout)
    if forms is None or target.found is None:
        return
    for held in literal.texts(target):
        for found in _passages(held):
            if held.module and held.node:
                yield Proposal(
                    f"Move `{target.found.hole.label}` into a block of its own, behind the cache breakpoint",
                    tuple(_edits(target, held.module, held.node, Move(held.body, found, None, ended=False), forms)),
                    splits=True,
                )


def _passages(held: Held) -> Iterator[Passage]:
    found = passage.find(held.page, held.mark)
    if found and (held.body.marks[: found.start].strip() or held.body.marks[found.stop :].strip()):
        yield found
    if held.body.leaves[held.body.leaf(held.mark)].written is None and len(held.body.leaves) > 1:
        yield Passage(held.mark, held.mark + 1, held.mark, held.mark + 1)


def _edits(target: Target, module: Module, node: ast.expr, move: Move, forms: Forms) -> Iterator[Edit]:
    """Yield the edits that make two parts of a text: of a part in a list two parts, of a bare text a list."""
    varying = filled(forms.plain, move.said())
    if part := part_of(target, module, node):
        if are_free(target, module, part.items):
            yield Edit(module.place(node), move.rest())
            yield from part.marked(forms, varying)
        return
    if not is_only_sent(target, module, node):
        return
    place = module.place(node)
    yield Edit(place, listed(module, place, (filled(forms.marked, move.rest()), varying)))
