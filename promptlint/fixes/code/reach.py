"""Reach: the statements behind one that may run ahead of it, and which of them add to the same text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promptlint.fixes.code.adding import YIELDED, adding, additions
from promptlint.fixes.code.effect import Effect, Reader
from promptlint.fixes.code.expression import Module, qualified
from promptlint.fixes.proposal import Target
from promptlint.frontends.python.changing import is_number
from promptlint.prompt import Role
from promptlint.source import Place
from promptlint.walk import places, text_holes

_LEAVING = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)
_WAITING = (*_LEAVING, ast.Await, ast.AsyncFor, ast.AsyncWith)
_SKIPPING = (ast.Break, ast.Continue)
_SUPPRESSING = "contextlib.suppress"
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
        if any(_leaves(self.moved, self.built, _LEAVING)) or any(self._others()):
            return ()
        own = self._effect(self.added or self.moved)
        return () if own.touches(self.built) or self._is_caught(self.moved) else tuple(self._passed(own))

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
                or self._is_caught(statement)
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

    def _is_caught(self, statement: ast.stmt) -> bool:
        """Return whether a statement may fail where what is built is still wanted then."""
        around = list(self.module.around(self.moved))
        caught = any(self._catches(each) and self._is_wanted_behind(each) for each in around)
        return caught and any(self._may_fail(each) for each in ast.walk(statement))

    def _catches(self, node: ast.AST) -> bool:
        """Return whether what fails in a statement may go on behind it."""
        if isinstance(node, ast.With):
            made = (each.context_expr for each in node.items)
            calls = (each.func for each in made if isinstance(each, ast.Call))
            return any(qualified(self.target.files, self.module, each) == _SUPPRESSING for each in calls)
        return isinstance(node, ast.Try) and bool(node.handlers)

    def _is_wanted_behind(self, held: ast.AST) -> bool:
        """Return whether what is built is read behind the suite of a statement; where no handler goes on behind it, in it."""
        handlers = getattr(held, "handlers", [])
        stays = bool(handlers) and all(isinstance(each.body[-1], ast.Return | ast.Raise) for each in handlers)
        start = self.module.place(held.body[-1]).end  # type: ignore[attr-defined]
        end = self.module.place(held).end if stays else len(self.module.source.text)
        return any(start < self.module.place(node).start < end for node in self._reads())

    def _may_fail(self, node: ast.AST) -> bool:
        """Return whether an expression may raise what somebody catches: a call that is not known, or an item that may be missing."""
        if not isinstance(node, ast.Call):
            return isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
        found, catalog = adding(self.module.parents.get(node, node)), self.target.files.catalog
        name = qualified(self.target.files, self.module, node.func)
        known = name is not None and catalog.call(catalog.original(name)) is not None
        return not known and not (found and found.to == self.built)

    def _reads(self) -> Iterator[ast.expr]:
        """Yield where what is built is read."""
        _, dot, attribute = self.built.rpartition(".")
        scope = self.module.scope(self.moved)
        yield from self.module.attributes.get(attribute, ()) if dot else self.module.loads(self.built, scope)

    def _others(self) -> Iterator[ast.expr]:
        """Yield where something behind the statement is read from what is built by its position, and where it got another name ahead."""
        moved = self.module.place(self.moved)
        for node in self._reads():
            behind = self.module.place(node).start > moved.start
            if _is_placed(self.module, node) if behind else isinstance(self.module.parents.get(node), ast.Assign):
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
    found = suite(module, moved)
    return found[found.index(moved) + 1 :]


def suite(module: Module, statement: ast.stmt) -> Sequence[ast.stmt]:
    """Return the statements among which one stands."""
    parent = module.parents.get(statement)
    suites = (getattr(parent, name, []) for name in ("body", "orelse", "finalbody"))
    return next((each for each in suites if isinstance(each, list) and statement in each), [statement])


def holds(module: Module, statement: ast.stmt, place: Place) -> bool:
    """Return whether something stands in a statement."""
    own = module.source.place(statement)
    return own.holds(place)
