"""Moves of list elements and dict entries: a varying part goes behind the static ones of the same list."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptlint.fixes.code.climb import spots
from promptlint.fixes.code.expression import Module
from promptlint.fixes.code.readers import are_free
from promptlint.fixes.code.rotation import rotated
from promptlint.fixes.proposal import Proposal, Target
from promptlint.frontends.python.quoting import Span
from promptlint.prompt import Block, Role
from promptlint.source import Place
from promptlint.walk import text_holes


class _Items(NamedTuple):
    """What stands between the brackets of a list or dict, in order."""

    module: Module
    node: ast.expr
    spans: Sequence[Span]
    chosen: int
    """The one that holds the value."""

    def place(self, number: int) -> Place:
        """Return where an item stands."""
        return Place(self.module.source.path, *self.spans[number])


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the moves of an element behind the last static one of its list, the innermost list first."""
    if target.found is None:
        return
    label = target.found.hole.label
    for spot in spots(target):
        items = _items(spot.module, spot.node)
        if items is None or not are_free(target, items.module, items.node):
            continue
        for last in _behind(target, items):
            edits = rotated(items.module.source, items.spans, items.chosen, items.chosen + 1, last)
            if edits:
                yield Proposal(f"Move `{label}` behind the static parts", edits)


def _items(module: Module, node: ast.expr) -> _Items | None:
    parent = module.parents.get(node)
    if isinstance(parent, ast.Starred):
        node, parent = parent, module.parents.get(parent)
    match parent:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) if node in elements:
            return _Items(module, parent, [_span(module, each) for each in elements], elements.index(node))
        case ast.Dict(keys=keys, values=values) if node in values and None not in keys:
            starts = [_span(module, key).start for key in keys if key]
            spans = [Span(start, _span(module, value).end) for start, value in zip(starts, values, strict=True)]
            return _Items(module, parent, spans, values.index(node))
    return None


def _span(module: Module, node: ast.expr) -> Span:
    return Span(*module.source.place(node)[1:])


def _behind(target: Target, items: _Items) -> Iterator[int]:
    """Yield the elements behind which the chosen one may go: of messages the last of the system's, else the last static one, and the last."""
    later = range(items.chosen + 1, len(items.spans))
    messages = [_blocks(target, items, number) for number in range(len(items.spans))]
    if messages[items.chosen] and any(messages[number] for number in later):
        fixed = (number for number in later if {block.role for block in messages[number]} == {Role.SYSTEM})
        yield from deque(fixed, maxlen=1)
        return
    values = [splice.place for block in target.layout.prompt.blocks for splice in text_holes(block.text)]
    static = [number for number in later if not any(items.place(number).holds(place) for place in values)]
    yield from dict.fromkeys((*static[-1:], *later[-1:]))


def _blocks(target: Target, items: _Items, number: int) -> list[Block]:
    """Return the messages that an item is."""
    return [block for block in target.layout.prompt.blocks if items.place(number).holds(block.place)]
