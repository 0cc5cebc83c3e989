"""Slices: the statements of a definition on which what it sends may depend (Weiser, Program Slicing, 1981).

A statement too many costs time, one too few a text.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from promptlint.frontends.python.accesses import HARMLESS, Access, Accesses
from promptlint.frontends.python.forward import Held, called, targets, use
from promptlint.frontends.python.nodes import NamedScope, walk
from promptlint.frontends.python.pruning import JUMPS, LOOPS, blocks, pruned
from promptlint.frontends.python.scope import Module


class Criterion(NamedTuple):
    """What of a definition is of interest: what stands at some offsets in code points, and what mentions some names."""

    offsets: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()

    def plus(self, other: Criterion) -> Criterion:
        """Return both together."""
        return Criterion(self.offsets | other.offsets, self.names | other.names)


class Slice(NamedTuple):
    """The statements that matter, and the positions of those that mention a name of interest."""

    body: list[ast.stmt]
    mentioning: frozenset[tuple[int, int]] = frozenset()
    """Rows and columns, as `ast` counts them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A simple statement, a definition, or what a compound statement does itself."""

    node: ast.stmt
    around: tuple[ast.stmt, ...]
    """The compound statements that hold it, the outermost first."""
    parts: tuple[ast.AST, ...]
    """What runs of it here."""
    access: Access
    mentions: bool
    """Whether a name of interest stands in it."""
    wanted: bool


@dataclass(frozen=True, slots=True)
class Slicer:
    """Slices one definition."""

    module: Module
    accesses: Accesses
    criterion: Criterion

    def slice(self, body: list[ast.stmt]) -> Slice:
        """Return the statements of a body that matter; compound ones hold those of theirs that do."""
        self.accesses.define(body)
        steps = list(self._steps(body, ()))
        head = self.module.place(body[0]).start
        results = any(offset < head for offset in self.criterion.offsets)
        wanted = [step for step in steps if step.wanted or (results and _results(step.node))]
        if not wanted:
            return Slice([])
        further = list(self._further(steps, set(wanted)))
        kept = _kept(steps, wanted, further)
        whole = {step.node for step in (*wanted, *further)}
        mentioning = frozenset(position(step.node) for step in (*wanted, *further) if step.mentions or step in further)
        return Slice(pruned(body, kept, whole), mentioning)

    def _steps(self, body: Iterable[ast.stmt], around: tuple[ast.stmt, ...]) -> Iterator[_Step]:
        for node in body:
            inside = list(blocks(node))
            parts = tuple(_header(node)) if inside else (node,)
            access = self.accesses.of(parts)
            for value in _bound(node):
                access = Access(access.reads | access.writes, access.writes | self.accesses.shared(value))
            mentions = any(map(self._mentions, parts))
            yield _Step(node, around, parts, access, mentions, mentions or any(map(self._holds, parts)))
            for block in inside:
                yield from self._steps(block, (*around, node))

    def _mentions(self, part: ast.AST) -> bool:
        names = self.criterion.names
        return bool(names) and any(_names(node) in names for node in walk(part))

    def _holds(self, part: ast.AST) -> bool:
        """Return whether an offset of interest lies in a part."""
        if not self.criterion.offsets or not hasattr(part, "lineno"):
            return False
        place = self.module.place(part)
        start = min([place.start, *(self.module.place(each).start for each in getattr(part, "decorator_list", ()))])
        return any(start <= offset < place.end for offset in self.criterion.offsets)

    def _further(self, steps: list[_Step], wanted: set[_Step]) -> Iterator[_Step]:
        """Yield the statements to which what those of interest make goes on."""
        held = Held()
        for step in steps:
            if step in wanted:
                held = held.plus(self._held(step))
                continue
            text, made = (use(step.parts, each, self.accesses.own, self.module.imported) for each in held)
            if text.itself or text.argument or made.itself:
                yield step
                bound = targets(step.node) if made.itself else frozenset[str]()
                held = held.plus(Held(step.access.writes if text.itself else frozenset(), bound))

    def _held(self, step: _Step) -> Held:
        """Return what holds what a statement of interest makes: of a call that is of interest, what it returns."""
        function = called(step.node)
        if step.mentions or (function is not None and self._holds(function)):
            return Held(made=targets(step.node))
        return Held(texts=step.access.writes)


def position(node: ast.stmt) -> tuple[int, int]:
    """Return the row and the column of a statement, as `ast` counts them."""
    return node.lineno, node.col_offset


def _names(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=name):
            return name
        case ast.Constant(value=str(name)):
            return name
    return None


def _bound(node: ast.stmt) -> Iterator[ast.expr]:
    """Yield what a statement binds its targets to, as a whole or part by part."""
    match node:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) | ast.AugAssign(value=value):
            yield value
        case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.Match(subject=value):
            yield value
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from (part for item in items if item.optional_vars for part in _given(item.context_expr))


def _given(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what a context manager may give: itself, or what it was made of."""
    match node:
        case ast.Call(func=ast.Attribute(value=base), args=arguments):
            yield from (base, *arguments)
        case ast.Call(args=arguments):
            yield from arguments
        case _:
            yield node


def _results(node: ast.stmt) -> bool:
    """Return whether a statement gives what a function returns or yields."""
    return isinstance(node, ast.Return) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom)
    )


def _kept(steps: list[_Step], wanted: list[_Step], further: list[_Step]) -> set[ast.stmt]:
    """Return the nodes of the statements on which those of interest may depend."""
    candidates = [step for step in steps if _may_matter(step, wanted)]
    kept: set[ast.stmt] = set()
    needed: set[str] = set()
    seen: set[_Step] = set()
    waiting = [*wanted, *further]
    while waiting:
        for step in waiting:
            kept.add(step.node)
            kept.update(step.around)
            if not isinstance(step.node, JUMPS) or step in wanted or step in further:
                needed |= step.access.reads
        seen.update(waiting)
        waiting = [
            step
            for step in candidates
            if step not in seen
            and (
                step.node in kept
                or _always(step.node)
                or not needed.isdisjoint(step.access.writes)
                or (isinstance(step.node, JUMPS) and (not step.around or not kept.isdisjoint(step.around)))
            )
        ]
    return kept


def _always(node: ast.stmt) -> bool:
    """Return whether a statement may matter wherever it stands: a function whose result nobody takes changes something."""
    match node:
        case ast.Expr(
            value=ast.Call(func=ast.Name(id=name))
            | ast.ListComp(elt=ast.Call(func=ast.Name(id=name)))
            | ast.SetComp(elt=ast.Call(func=ast.Name(id=name)))
        ):
            return name not in HARMLESS
        case ast.With(items=items) | ast.AsyncWith(items=items):
            called = (each.context_expr.func for each in items if isinstance(each.context_expr, ast.Call))
            return any(isinstance(each, ast.Name) and each.id not in HARMLESS for each in called)
    return isinstance(node, ast.Global | ast.Nonlocal)


def _may_matter(step: _Step, wanted: list[_Step]) -> bool:
    """Return whether a statement may run before one that is of interest."""
    last = max(each.node.end_lineno or each.node.lineno for each in wanted)
    loops = {each for one in wanted for each in (*one.around, one.node) if isinstance(each, (*LOOPS, NamedScope))}
    return (
        step.node.lineno <= last
        or not loops.isdisjoint(step.around)
        or any(isinstance(each, NamedScope) for each in loops)
    )


def _header(node: ast.stmt) -> Iterator[ast.AST]:
    """Yield what a compound statement evaluates and binds itself."""
    match node:
        case ast.If(test=test) | ast.While(test=test):
            yield test
        case ast.For(target=target, iter=iterated) | ast.AsyncFor(target=target, iter=iterated):
            yield from (target, iterated)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from (part for item in items for part in (item.context_expr, item.optional_vars) if part)
        case ast.Match(subject=subject, cases=cases):
            yield subject
            yield from (part for case in cases for part in (case.pattern, case.guard) if part)
        case ast.Try(handlers=handlers) | ast.TryStar(handlers=handlers):
            yield from (ast.Name(handler.name, ast.Store()) for handler in handlers if handler.name)
