"""Moves of statements: `parts.append(…)`, `text += …` and `text = text + …` go behind the static ones that build the same text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from promptlint.finding import Edit
from promptlint.fixes.climb import climb
from promptlint.fixes.expression import Module
from promptlint.fixes.proposal import Proposal, Target
from promptlint.source import Place
from promptlint.walk import places, text_holes

_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom, ast.Await, ast.NamedExpr)


def propose(target: Target) -> Iterator[Proposal]:
    """Yield the moves of the statement that adds a value behind the last one that adds static text to the same."""
    if target.found is None:
        return
    others = sorted({other.path for other in places(target.layout.prompt)})
    label = target.found.hole.label
    seen = set[ast.stmt]()
    for spot in climb(target.files, target.finding.place, others):
        statement = spot.module.statement(spot.node)
        built = _built(statement) if statement else None
        if statement is None or built is None or statement in seen:
            continue
        seen.add(statement)
        for last in _behind(target, spot.module, _whole(spot.module, statement, built), built):
            yield Proposal(f"Move `{label}` behind the static parts", last)


def _built(statement: ast.stmt) -> str | None:
    """Return what a statement adds to, as it is written: `parts` of `parts.append(…)`, `text` of `text += …` and of `text = text + …`."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute() as changed), args=[_])):
            return ast.unparse(changed)
        case ast.AugAssign(target=ast.Name() | ast.Attribute() as changed, op=ast.Add()):
            return ast.unparse(changed)
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as changed], value=ast.BinOp() as added):
            name = ast.unparse(changed)
            return name if ast.unparse(_first(added)) == name else None
    return None


def _first(node: ast.expr) -> ast.expr:
    """Return what a `+` chain begins with."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        node = node.left
    return node


def _whole(module: Module, statement: ast.stmt, built: str) -> ast.stmt:
    """Return the statement, or the condition that does nothing else than to add it or not."""
    parent = module.parents.get(statement)
    while isinstance(parent, ast.If) and not parent.orelse and all(_built(each) == built for each in parent.body):
        statement, parent = parent, module.parents.get(parent)
    return statement


def _behind(target: Target, module: Module, moved: ast.stmt, built: str) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits that put a statement behind a later one of the same suite: the last static one, failing that the last, or the last static one but one."""
    later = _later(module, moved)
    names = _names(moved) - {built}
    reach: list[ast.stmt] = []
    for statement in later:
        if not _passes(statement, built, names):
            break
        reach.append(statement)
    adding = [
        statement
        for statement in reach
        if any(_built(each) == built for each in ast.walk(statement) if isinstance(each, ast.stmt))
    ]
    values = [splice.place for block in target.layout.prompt.blocks for splice in text_holes(block.text)]
    static = [statement for statement in adding if not any(_holds(module, statement, place) for place in values)]
    for last in dict.fromkeys((*static[-1:], *adding[-1:], *static[-2:-1])):
        edits = _edits(module, moved, last)
        if edits:
            yield edits


def _later(module: Module, moved: ast.stmt) -> Sequence[ast.stmt]:
    """Return the statements behind one in its suite."""
    parent = module.parents.get(moved)
    for name in ("body", "orelse", "finalbody"):
        suite = getattr(parent, name, [])
        if isinstance(suite, list) and moved in suite:
            return suite[suite.index(moved) + 1 :]
    return ()


def _passes(statement: ast.stmt, built: str, names: frozenset[str]) -> bool:
    """Return whether another statement may be done first: it does not leave, read what is built, or bind or change what is used."""
    nodes = list(ast.walk(statement))
    if any(isinstance(node, _LEAVING) for node in nodes):
        return False
    adds = [node for node in nodes if isinstance(node, ast.stmt) and _built(node) == built]
    mentions = sum(isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) == built for node in nodes)
    again = sum(isinstance(statement, ast.Assign) for statement in adds)
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    called = {name for node in nodes if isinstance(node, ast.Call) for name in _names(node.func)}
    return mentions == len(adds) + again and names.isdisjoint(bound) and names.isdisjoint(called)


def _names(node: ast.AST) -> frozenset[str]:
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def _holds(module: Module, statement: ast.stmt, place: Place) -> bool:
    own = module.source.place(statement)
    return own.path == place.path and own.start <= place.start and place.end <= own.end


def _edits(module: Module, moved: ast.stmt, last: ast.stmt) -> tuple[Edit, ...]:
    """Return the edits that put the lines of a statement behind those of another; none where it shares a line."""
    source = module.source
    own, other = _lines(module, moved), _lines(module, last)
    if own is None or other is None:
        return ()
    text, behind = (source.text[each.start : each.end].rstrip("\r\n") for each in (own, other))
    at = other.start + len(behind)
    return Edit(own, ""), Edit(Place(source.path, at, at), f"\n{text}")


def _lines(module: Module, statement: ast.stmt) -> Place | None:
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
