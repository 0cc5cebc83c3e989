"""Moves of statements: `parts.append(…)`, `text += …` and `text = text + …` go behind the static ones that build the same text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.finding import Edit
from promptlint.fixes.code.adding import adding, built
from promptlint.fixes.code.climb import spots
from promptlint.fixes.code.expression import Module
from promptlint.fixes.code.heading import with_heading
from promptlint.fixes.code.lines import behind, lines_of
from promptlint.fixes.code.parting import partings
from promptlint.fixes.code.reach import Reach
from promptlint.fixes.proposal import Proposal, Target
from promptlint.fixes.ways import beginning, excerpt, links


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the moves of the statement that adds a value behind the last one that adds static text to the same."""
    if target.found is None:
        return
    label = target.found.hole.label
    for edits in excerpt.moves(target):
        yield Proposal(f"Move `{label}` behind the static parts", edits)
    seen = set[ast.stmt]()
    for spot in spots(target):
        module = spot.module
        for moved, name in _wholes(module, module.statement(spot.node)):
            fresh = _moves(Reach(target, module, moved, name)) if moved not in seen else ()
            seen.add(moved)
            for edits in fresh:
                yield Proposal(f"Move `{label}` behind the static parts", edits)
        for edits in (*links.moves(target, module, spot.node), *beginning.moves(target, module, spot.node)):
            yield Proposal(f"Move `{label}` behind the static parts", edits)


def _wholes(module: Module, statement: ast.stmt | None) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statement and the conditions and loops around it that do nothing else than to add to one thing, the outermost first."""
    found: list[tuple[ast.stmt, str]] = []
    while statement is not None and (name := built(statement)) and (not found or found[-1][1] == name):
        found.append((statement, name))
        parent = module.parents.get(statement)
        statement = parent if isinstance(parent, ast.stmt) else None
    yield from reversed(found)


def _moves(reach: Reach) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that put the lines of a statement, with its heading, behind those of another, first as they are, then with blanks ahead of its text."""
    module, following, run = reach.module, reach.following(), with_heading(reach)
    own, found, other = lines_of(module, reach.moved), adding(reach.moved), following and adding(following)
    heads = [lines for each in (run or ())[:-1] if (lines := lines_of(module, each))]
    if own is None or following is None or run is None or len(heads) + 1 < len(run):
        return
    removed = [Edit(each.place, "") for each in (*heads, own)]
    texts = found.values if found and not found.call and not heads else ()
    for inside, more in partings(module.source, texts, other.values if other and not other.call else ()):
        for last in reach.lasts():
            behind_it = lines_of(module, last)
            if behind_it and last not in run:
                moved = "\n".join((*(each.with_edits() for each in heads), own.with_edits(*inside)))
                yield *removed, *more, behind(module, behind_it, moved)
