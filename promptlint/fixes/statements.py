"""Moves of statements: `parts.append(…)`, `text += …` and `text = text + …` go behind the static ones that build the same text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from promptlint.edits import applied
from promptlint.finding import Edit
from promptlint.fixes.adding import adding, built
from promptlint.fixes.climb import climb
from promptlint.fixes.expression import Expression, Module
from promptlint.fixes.parting import parted
from promptlint.fixes.proposal import Proposal, Target
from promptlint.fixes.reach import Reach
from promptlint.source import Place
from promptlint.walk import places


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the moves of the statement that adds a value behind the last one that adds static text to the same."""
    if target.found is None:
        return
    label = target.found.hole.label
    seen = set[ast.stmt]()
    for spot in _spots(target):
        for moved, name in _wholes(spot.module, spot.module.statement(spot.node)):
            if moved in seen:
                continue
            seen.add(moved)
            lasts = tuple(Reach(target, spot.module, moved, name).lasts())
            for edits in _moves(spot.module, moved, lasts):
                yield Proposal(f"Move `{label}` behind the static parts", edits)


def _spots(target: Target) -> Iterator[Expression]:
    """Yield the expressions that hold the value: where it enters the text, and where it comes from."""
    others = sorted({other.path for other in places(target.layout.prompt)})
    chain = target.found.hole.chain if target.found else ()
    for place in dict.fromkeys((target.finding.place, *(link.place for link in chain))):
        yield from climb(target.files, place, others)


def _wholes(module: Module, statement: ast.stmt | None) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statement and the conditions and loops around it that do nothing else than to add to one thing, the outermost first."""
    found: list[tuple[ast.stmt, str]] = []
    while statement is not None and (name := built(statement)) and (not found or found[-1][1] == name):
        found.append((statement, name))
        parent = module.parents.get(statement)
        statement = parent if isinstance(parent, ast.stmt) else None
    yield from reversed(found)


def _moves(module: Module, moved: ast.stmt, lasts: Sequence[ast.stmt]) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that put the lines of a statement behind those of another, first as they are, then with its blanks ahead of its text."""
    own, found = lines(module, moved), adding(moved)
    blanks = parted(module.source, found.values) if found and not found.call else ()
    for inside in ((), blanks) if blanks else ((),):
        for last in lasts:
            other = lines(module, last)
            if own and other:
                yield Edit(own, ""), behind(module, other, within(module, own, inside))


def within(module: Module, place: Place, edits: tuple[Edit, ...]) -> str:
    """Return what stands at a place with edits inside of it."""
    path, start, end = place
    moved = (Edit(Place(path, each.place.start - start, each.place.end - start), each.content) for each in edits)
    return applied(module.source.text[start:end], list(moved)).rstrip("\r\n")


def behind(module: Module, other: Place, text: str) -> Edit:
    """Return the edit that puts lines behind others."""
    at = other.start + len(module.source.text[other.start : other.end].rstrip("\r\n"))
    return Edit(Place(other.path, at, at), f"\n{text}")


def lines(module: Module, statement: ast.stmt) -> Place | None:
    """Return the lines of a statement with the comments directly above it; None where it shares a line with another one."""
    source = module.source
    place = source.place(statement)
    first = source.position(place.start).row
    start = source.line_starts[first - 1]
    row = source.position(place.end).row
    end = source.line_starts[row] if row < len(source.line_starts) else len(source.text)
    rest = source.text[place.end : end].strip()
    if source.text[start : place.start].strip() or not (rest == "" or rest.startswith("#")):
        return None
    while first > 1 and source.line(first - 1).strip().startswith("#"):
        first -= 1
    return Place(source.path, source.line_starts[first - 1], end)
