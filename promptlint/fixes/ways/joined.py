"""Joined texts: under a cache that serves whole blocks, an item with a value leaves a list that is joined to a text, for a block of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.finding import Edit
from promptlint.fixes.code.breakpoint import Forms, filled, forms_of, listed
from promptlint.fixes.code.climb import climb
from promptlint.fixes.code.expression import Expression, Module
from promptlint.fixes.code.keywords import item_span
from promptlint.fixes.code.readers import is_only_sent
from promptlint.fixes.proposal import Proposal, Target
from promptlint.fixes.ways.across import is_known
from promptlint.frontends.python.quoting import Span
from promptlint.source import Place


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the splits of joined texts into a block with the other items, and a cache mark, and one with the item of the value."""
    forms = forms_of(target.layout)
    if forms is None or target.found is None:
        return
    message = f"Move `{target.found.hole.label}` into a block of its own, behind the cache breakpoint"
    for spot in climb(target.files, target.finding.place, target.others):
        items = spot.module.parents.get(spot.node)
        if isinstance(items, ast.List | ast.Tuple) and len(items.elts) > 1 + isinstance(items, ast.Tuple):
            for call in _joins(spot.module, items):
                if edits := _edits(target, spot, items, Expression(spot.module, call), forms):
                    yield Proposal(message, edits, splits=True)


def _joins(module: Module, items: ast.expr) -> Iterator[ast.Call]:
    """Yield the call that joins some items, or the variable of a function that is bound to them and read by that call alone."""
    parent = module.parents.get(items)
    match parent:
        case ast.Call(func=ast.Attribute(attr="join"), args=[only]) if only is items:
            yield parent
        case ast.Assign() | ast.AnnAssign() if use := module.named(items):
            yield from _joins(module, use) if isinstance(module.parents.get(use), ast.Call) else ()


def _edits(
    target: Target, spot: Expression, items: ast.List | ast.Tuple, call: Expression, forms: Forms
) -> tuple[Edit, ...]:
    """Return the edits that make two parts of a joined text; none where the value may be another one at the call."""
    module, source = spot.module, spot.module.source
    used = frozenset(node.id for node in ast.walk(spot.node) if isinstance(node, ast.Name))
    spans = [Span(*module.place(each)[1:]) for each in items.elts]
    span = item_span(source.text, spans, items.elts.index(spot.node))
    if span is None or not (is_known(target.files, spot, call, used) and is_only_sent(target, module, call.node)):
        return ()
    gone, said = Place(source.path, *span), source.text[slice(*spot.place[1:])]
    start, end = call.place.start, call.place.end
    inside = start <= span.start and span.end <= end
    rest = source.text[start : span.start] + source.text[span.end : end] if inside else source.text[start:end]
    whole = Edit(call.place, listed(module, call.place, (filled(forms.marked, rest), filled(forms.plain, said))))
    return (whole,) if inside else (Edit(gone, ""), whole)
