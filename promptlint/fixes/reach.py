"""Reach: the statements behind one that may run ahead of it, and which of them add to the same text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promptlint.fixes.adding import YIELDED, additions
from promptlint.fixes.effect import Effect, Reader
from promptlint.fixes.expression import Module
from promptlint.fixes.proposal import Target
from promptlint.frontends.python.changing import is_number
from promptlint.prompt import Role
from promptlint.source import Place
from promptlint.walk import places, text_holes

_LEAVING = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)
_WAITING = (*_LEAVING, ast.Await, ast.AsyncFor, ast.AsyncWith)
_SKIPPING = (ast.Break, ast.Continue)
_PLACED = frozenset(
    {"endswith", "find", "index", "insert", "partition", "pop", "popleft", "removeprefix", "removesuffix"}
    | {"rfind", "rindex", "rpartition", "rsplit", "split", "splitlines", "startswith"}
)
"""Methods that depend on what stands where in a text or list."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The statements behind one in its suite, up to the first that may not run ahead of it."""

    target: Target
    module: Module
    moved: ast.stmt
    built: str
    added: ast.stmt | None = None
    """What is moved of it, where that is not all."""

    def passed(self) -> Sequence[ast.stmt]:
        """Return the statements that may run first."""
        if any(_leaves(self.moved, self.built, _LEAVING)) or any(self._placed()):
            return ()
        own = self._effect(self.added or self.moved)
        return () if own.touches(self.built) else tuple(self._passed(own))

    def following(self) -> ast.stmt | None:
        """Return the first statement behind it that adds to the same."""
        return next((each for each in self.passed() if any(additions(each, self.built))), None)

    def lasts(self) -> Iterator[ast.stmt]:
        """Yield the statements behind which it may go: the last that adds static text, failing that the last, or the last static one but one."""
        adding = [each for each in self.passed() if any(additions(each, self.built))]
        values = [splice.place for block in self.target.layout.prompt.blocks for splice in text_holes(block.text)]
        static = [each for each in adding if not any(holds(self.module, each, place) for place in values)]
        yield from dict.fromkeys((*static[-1:], *adding[-1:], *static[-2:-1]))

    def _passed(self, own: Effect) -> Iterator[ast.stmt]:
        for statement in later(self.module, self.moved):
            other = self._effect(statement)
            if (
                any(_leaves(statement, self.built, _WAITING))
                or other.touches(self.built)
                or own.hinders(other)
                or self._is_left(statement, own.binds & other.binds)
                or self._is_turn(statement)
            ):
                return
            yield statement

    def _effect(self, statement: ast.stmt) -> Effect:
        others = tuple(sorted({each.path for each in places(self.target.layout.prompt)}))
        return Reader(self.target.files, self.module, others).effect(statement, self.built)

    def _is_left(self, statement: ast.stmt, names: frozenset[str]) -> bool:
        """Return whether somebody else reads a name that both statements bind."""
        scope = self.module.scope(statement)
        inside = (statement, self.moved)
        reads = (node for name in names for node in self.module.loads(name, scope))
        return any(not any(each in inside for each in self.module.around(node)) for node in reads)

    def _is_turn(self, statement: ast.stmt) -> bool:
        """Return whether the moved statement adds a message, and another one any that is not of the system."""
        own, other = (self._roles(each) for each in (self.moved, statement))
        return bool(own) and bool(other - {Role.SYSTEM})

    def _roles(self, statement: ast.stmt) -> set[Role]:
        blocks = self.target.layout.prompt.blocks
        return {block.role for block in blocks if holds(self.module, statement, block.place)}

    def _placed(self) -> Iterator[ast.expr]:
        """Yield where something behind the statement is read from what is built by its position."""
        _, dot, attribute = self.built.rpartition(".")
        scope = self.module.scope(self.moved)
        reads = self.module.attributes.get(attribute, ()) if dot else self.module.loads(self.built, scope)
        for node in reads:
            if self.module.place(node).start > self.module.place(self.moved).start and _is_placed(self.module, node):
                yield node


def _is_placed(module: Module, node: ast.expr) -> bool:
    match module.parents.get(node):
        case ast.Subscript(value=value, slice=key):
            return value is node and is_number(key)
        case ast.Attribute(attr=name):
            return name in _PLACED
    return False


def _leaves(statement: ast.stmt, built: str, kinds: tuple[type[ast.AST], ...]) -> Iterator[ast.AST]:
    """Yield where a statement may leave its suite, or does something else of some kinds; not where a generator yields what is built."""
    looped = {
        inner for each in ast.walk(statement) if isinstance(each, ast.For | ast.While) for inner in ast.walk(each)
    }
    yielded = {each.value for each in additions(statement, built) if isinstance(each, ast.Expr)}
    for node in ast.walk(statement):
        leaves = isinstance(node, kinds) and not (built == YIELDED and node in yielded)
        if leaves or (isinstance(node, _SKIPPING) and node not in looped):
            yield node


def later(module: Module, moved: ast.stmt) -> Sequence[ast.stmt]:
    """Return the statements behind one in its suite."""
    parent = module.parents.get(moved)
    for name in ("body", "orelse", "finalbody"):
        suite = getattr(parent, name, [])
        if isinstance(suite, list) and moved in suite:
            return suite[suite.index(moved) + 1 :]
    return ()


def holds(module: Module, statement: ast.stmt, place: Place) -> bool:
    """Return whether something stands in a statement."""
    own = module.source.place(statement)
    return own.path == place.path and own.start <= place.start and place.end <= own.end
