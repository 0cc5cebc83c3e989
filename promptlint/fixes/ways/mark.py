"""Marks: a static prefix that nothing tells the cache to store gets the provider's breakpoint."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.finding import Applicability, Edit
from promptlint.fixes.code.breakpoint import Forms, filled, forms_of, listed, part_of
from promptlint.fixes.code.expression import module_of
from promptlint.fixes.code.keywords import removed
from promptlint.fixes.code.readers import are_free, is_only_sent
from promptlint.fixes.proposal import Proposal, Target
from promptlint.source import Place


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the mark behind the last block that requests have in common, and behind the one ahead of a value, whose own mark goes."""
    forms = forms_of(target.layout)
    for place in dict.fromkeys(_places(target)) if forms else ():
        edits = tuple(_edits(target, place, forms)) if forms else ()
        gone = _unmarked(target) if edits else ()
        if gone:
            message = "Move the cache breakpoint behind the static text"
            yield Proposal(message, (*edits, *gone), most=Applicability.UNSAFE)
        if edits:
            yield Proposal("Set a cache breakpoint behind the static text", edits, most=Applicability.UNSAFE)


def _unmarked(target: Target) -> tuple[Edit, ...]:
    """Return the edits that remove the marks of the block with a value, as far as they are its own."""
    marks = target.block.marks if target.found and target.block else ()
    return tuple(edit for mark in marks if mark.on for edit in removed(target.files, mark.place))


def _places(target: Target) -> Iterator[Place]:
    """Yield the blocks that a mark could end."""
    yield from (found.place for found in target.layout.markable.values())
    blocks, own = target.layout.prompt.blocks, target.block
    if target.found and own and (at := blocks.index(own)):
        yield blocks[at - 1].place


def _edits(target: Target, place: Place, forms: Forms) -> Iterator[Edit]:
    module = module_of(target.files, place.path)
    node = module.at(place) if module else None
    if module is None or node is None:
        return
    if part := part_of(target, module, node):
        if not forms.apart or are_free(target, module, part.items):
            yield from part.marked(forms)
    elif is_only_sent(target, module, node):
        text = module.source.text[place.start : place.end]
        yield Edit(place, listed(module, place, (filled(forms.marked, text),)))
