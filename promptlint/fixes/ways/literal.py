"""Moves within one text: the line or sentence with the value goes behind the static text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import filterfalse
from typing import NamedTuple

from promptlint.finding import Edit
from promptlint.fixes.code.adding import operands
from promptlint.fixes.code.arguments import following
from promptlint.fixes.code.climb import climb
from promptlint.fixes.code.expression import Expression, Module
from promptlint.fixes.proposal import Proposal, Target
from promptlint.fixes.text import body, passage
from promptlint.fixes.text.body import Body
from promptlint.fixes.text.frame import Page
from promptlint.fixes.text.inlay import inlays
from promptlint.fixes.text.move import Move
from promptlint.fixes.text.passage import Passage
from promptlint.layout.units import GAP
from promptlint.prompt import Literal, Site
from promptlint.source import Place
from promptlint.walk import text_holes


class Held(NamedTuple):
    """A text and the mark in it that holds a value."""

    body: Body
    page: Page
    mark: int
    module: Module | None = None
    """Where it is an expression."""
    node: ast.expr | None = None


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the moves of a value's line or sentence to the end of each text that holds it, the innermost first."""
    label = target.found.hole.label if target.found else ""
    for held in filterfalse(_is_added_to, texts(target)) if target.found else ():
        for edits in filter(None, _moves(target, held)):
            yield Proposal(f"Move `{label}` behind the static text", edits)


def _moves(target: Target, held: Held) -> Iterator[tuple[Edit, ...]]:
    """Yield the ways to move what holds a mark to the end of its text."""
    own, mark = held.body, held.mark
    found = passage.find(held.page, mark)
    if found and own.marks[found.stop :].strip():
        before = passage.ahead_of(held.page, found)
        more = following(held.module, held.node, own.marks, found, before) if held.module and held.node else ()
        for ended in dict.fromkeys((_is_ended(target), False)) if more is not None else ():
            yield *Move(own, found, before, ended).edits(), *(more or ())
    number = own.leaf(mark)
    if own.leaves[number].written is None and number + 1 < len(own.leaves):
        alone = Passage(mark, mark + 1, mark, mark + 1)
        for parted in (False, True):
            yield tuple(Move(own, alone, None, ended=False, parted=parted).edits())


def _is_added_to(held: Held) -> bool:
    """Return whether a value stands in what the assignment around a chain adds to: in `text` of `text = text + …`."""
    match held.module.parents.get(held.node) if held.module and held.node else None:
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as changed]):
            start, end = held.body.leaves[held.body.leaf(held.mark)].whole
            return held.body.source.text[start:end] == ast.unparse(changed)
    return False


def texts(target: Target) -> Iterator[Held]:
    """Yield the texts that hold a value, the innermost first."""
    place = target.finding.place
    site = _site(target)
    source = target.files.source(place.path)
    own = body.of_site(source, site) if site and source else None
    if own and site and site.syntax != "python":
        yield Held(own, _page(target, own), own.mark(place.start))
        return
    seen = set[ast.expr]()
    for spot in climb(target.files, place, target.others):
        top = _top(spot)
        if top not in seen:
            seen.add(top)
            found = body.of_chain(spot.module.source, operands(top))
            if found:
                start = place.start if top is spot.node else spot.module.source.place(spot.node).start
                yield Held(found, _page(target, found), found.mark(start), spot.module, top)


def _top(spot: Expression) -> ast.expr:
    """Return the whole text of which an expression is a part: the `+` chain, the f-string, or itself."""
    node: ast.AST = spot.node
    while isinstance(parent := spot.module.parents.get(node), ast.FormattedValue | ast.JoinedStr | ast.BinOp):
        if isinstance(parent, ast.BinOp) and not isinstance(parent.op, ast.Add):
            break
        node = parent
    return node if isinstance(node, ast.expr) else spot.node


def _site(target: Target) -> Site | None:
    """Return the innermost literal in which a value stands."""
    place = target.finding.place
    parts = target.block.text if target.block else ()
    sites = [part.site for part in parts if isinstance(part, Literal) and part.site and part.site.place.holds(place)]
    return min(sites, key=lambda site: site.place.end - site.place.start, default=None)


def _page(target: Target, held: Body) -> Page:
    """Return the lines of a text, with the values of the same block in it, and all else that is no static text."""
    whole = Place(held.source.path, held.leaves[0].whole.start, held.leaves[-1].whole.end)
    text = target.block.text if target.block else ()
    values = {held.mark(splice.place.start) for splice in text_holes(text) if whole.holds(splice.place)}
    static = list(inlays(text, held, sorted(values)))
    values |= {found.start() for found in re.finditer(GAP, held.marks)} - {inlay.span.start for inlay in static}
    return Page(held.marks, sorted(values), [inlay.span for inlay in static if inlay.is_long])


def _is_ended(target: Target) -> bool:
    """Return whether the block ends with the end of a line."""
    match target.block.text[-1:] if target.block else ():
        case (Literal(text=last),):
            return last.endswith("\n")
    return False
