"""Effects: what running a statement binds, reads and writes, the functions of the project that it calls included."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from promptlint.files import Files
from promptlint.fixes.code.adding import adding
from promptlint.fixes.code.callee import Callee, callees, is_object
from promptlint.fixes.code.expression import Module, qualified
from promptlint.frontends.python.binders import bound_by, bound_names, own_object, parameters
from promptlint.frontends.python.mutators import CHANGING, READING
from promptlint.frontends.python.nodes import children, walk

_WORLD = "*"
"""What functions may read and write that nobody has read."""
_DEEPEST = 5
"""How many calls inside of each other are read."""
_PURE = frozenset({*READING, *dir(str), *dir(datetime)})
"""Methods that change nothing: those of texts and dates, and the reading ones of containers."""
_GIVEN = frozenset({"setattr", "delattr", "next"})
"""Builtins that change what they are given."""
_OUTSIDE = frozenset({"input", "exec", "eval", "__import__"})
"""Builtins that may do anything."""


class How(Enum):
    """What is done with a name, or with what a name leads to."""

    BINDS = "binds"
    READS = "reads"
    WRITES = "writes"


class Touch(NamedTuple):
    """One thing that a statement does: to `self.user`, say."""

    how: How
    path: str

    @property
    def root(self) -> str:
        """The name with which the path begins."""
        return self.path.partition(".")[0]


class Effect(NamedTuple):
    """What running a statement does; names that it binds itself before it reads them are not among those read."""

    binds: frozenset[str]
    reads: frozenset[str]
    writes: frozenset[str]

    def hinders(self, other: Effect) -> bool:
        """Return whether two statements may not change their places."""
        return _meet(self.writes | self.binds, other.reads | other.writes) or _meet(
            other.writes | other.binds, self.reads | self.writes
        )

    def touches(self, path: str) -> bool:
        """Return whether it reads or changes what a path leads to."""
        return _meet(self.binds | self.reads | self.writes, {path})


def _meet(some: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether one of some paths leads to one of the others, or past it."""
    return any(
        f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.") for one in some for other in others
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what statements of a module do."""

    files: Files
    module: Module
    others: tuple[str, ...]
    """The files that may define the methods of its objects."""
    inside: tuple[ast.AST, ...] = ()
    """The functions whose calls are being read."""

    def effect(self, node: ast.AST, to: str = "") -> Effect:
        """Return what a statement or an expression does, but for what it adds to something."""
        found: dict[How, set[str]] = {how: set() for how in How}
        for how, path in self._touches(node, to):
            if how is not How.READS or path.partition(".")[0] not in found[How.BINDS]:
                found[how].add(path)
        return Effect(*map(frozenset, (found[How.BINDS], found[How.READS], found[How.WRITES])))

    def _touches(self, node: ast.AST, to: str = "") -> Iterator[Touch]:
        """Yield what is done, in order."""
        match node:
            case ast.stmt() if (found := adding(node)) and found.to == to:
                for value in found.values:
                    yield from self._touches(value, to)
                if found.call:
                    made = self._called(found.call, dropped=True)
                    yield from (touch for touch in made if not _meet([touch.path], [to]))
            case ast.Expr(value=ast.Call() as call):
                yield from self._given(call, to)
                yield from self._called(call, dropped=True)
            case ast.Call():
                yield from self._given(node, to)
                yield from self._called(node, dropped=False)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                yield from self._place(node, to)
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                own = {name for each in walk(node) for name in _named(each)}
                yield from (
                    touch for each in children(node) for touch in self._touches(each, to) if touch.root not in own
                )
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield Touch(How.BINDS, name)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                yield from (Touch(How.READS, name), *self._touches(value, to), Touch(How.BINDS, name))
            case _:
                yield from (Touch(How.BINDS, name) for name in bound_by(node))
                for each in _in_order(node):
                    yield from self._touches(each, to)

    def _place(self, node: ast.Name | ast.Attribute | ast.Subscript, to: str) -> Iterator[Touch]:
        """Yield what reading or writing a name, an attribute or an item does."""
        path, reads = _path(node), isinstance(node.ctx, ast.Load)
        match node:
            case ast.Name(id=name):
                yield Touch(How.READS if reads else How.BINDS, name)
            case ast.Attribute(value=base):
                yield from (Touch(How.READS if reads else How.WRITES, path),) if path else self._touches(base, to)
            case ast.Subscript(value=base, slice=key):
                held = _path(base)
                yield from self._touches(key, to)
                yield from self._touches(base, to)
                yield from (Touch(How.WRITES, held),) if held and not reads else ()

    def _given(self, call: ast.Call, to: str) -> Iterator[Touch]:
        """Yield what making the function and the arguments of a call does."""
        func = call.func
        own = _path(func) if isinstance(func, ast.Attribute) else None
        if own and any(callees(self.files, self.module, func, self.others)):
            yield Touch(How.READS, own)
        else:
            yield from self._touches(func.value if isinstance(func, ast.Attribute) else func, to)
        for each in (*call.args, *call.keywords):
            yield from self._touches(each, to)

    def _called(self, call: ast.Call, *, dropped: bool) -> Iterator[Touch]:
        """Yield what a call does; `dropped` says whether nobody wants its result, so that it is made for what it does."""
        given = [path for each in call.args if (path := _path(each))]
        found = list(callees(self.files, self.module, call.func, self.others))
        for callee in found:
            yield from self._within(callee, call.func, given)
        given = [] if _is_told(call) else given
        match call.func:
            case ast.Attribute(value=base, attr=name) if is_object(self.files, self.module, base):
                changes = name in CHANGING or (not found and name not in _PURE)
                yield from (Touch(How.WRITES, _path(base) or _WORLD),) if changes and (_path(base) or dropped) else ()
                yield from (Touch(How.WRITES, path) for path in given if changes and dropped and name not in CHANGING)
            case func if not found:
                yield from self._outside(func, given, dropped)

    def _outside(self, func: ast.expr, given: list[str], dropped: bool) -> Iterator[Touch]:
        """Yield what a function outside of the project may do."""
        name = qualified(self.files, self.module, func) or ""
        owner, _, short = name.rpartition(".")
        if owner == "builtins" and hasattr(builtins, short):
            yield from (Touch(How.WRITES, path) for path in given if short in _GIVEN)
            yield from (Touch(How.WRITES, _WORLD),) if short in _OUTSIDE else ()
            return
        catalog = self.files.catalog
        if not catalog.call(catalog.original(name)):
            yield Touch(How.READS, _WORLD)
        if dropped:
            yield from (Touch(How.WRITES, path) for path in (_WORLD, *given))

    def _within(self, callee: Callee, func: ast.expr, given: list[str]) -> Iterator[Touch]:
        """Yield what the body of a function does that others see."""
        function = callee.function
        if function in self.inside or len(self.inside) > _DEEPEST:
            yield from (Touch(How.WRITES, _WORLD),) if function not in self.inside else ()
            return
        reader = replace(self, module=callee.module, inside=(*self.inside, function))
        own = own_object(function) if callee.is_method else None
        receiver = _path(func.value) if isinstance(func, ast.Attribute) else None
        named, local = {each.arg for each in parameters(function)} - {own}, bound_names(function)
        for how, path in (touch for each in function.body for touch in reader._touches(each)):
            root, dot, rest = path.partition(".")
            if root == own:
                yield from (Touch(how, f"{receiver}{dot}{rest}"),) if receiver and how is not How.BINDS else ()
            elif root in named:
                yield from (Touch(How.WRITES, each) for each in given if how is How.WRITES)
            elif root not in local:
                yield Touch(How.WRITES if how is How.BINDS else how, path)


def _is_told(call: ast.Call) -> bool:
    """Return whether a text stands ahead of what a call is given: a message about it, or a key for it."""
    first = call.args[0] if call.args else None
    return isinstance(first, ast.JoinedStr) or (isinstance(first, ast.Constant) and isinstance(first.value, str))


def _path(node: ast.AST) -> str | None:
    """Return a name and the attributes behind it, as they are written; None for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=base, attr=name):
            held = _path(base)
            return f"{held}.{name}" if held else None
    return None


def _named(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node inside a comprehension or lambda binds for it alone."""
    match node:
        case ast.comprehension(target=target):
            yield from (each.id for each in walk(target) if isinstance(each, ast.Name))
        case ast.arg(arg=name):
            yield name


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes directly below a node, in the order in which they run."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from (value, *targets)
        case ast.For(target=target, iter=items) | ast.AsyncFor(target=target, iter=items):
            yield from (items, target, *node.body, *node.orelse)
        case ast.NamedExpr(target=target, value=value):
            yield from (value, target)
        case ast.AnnAssign(target=target, value=value):
            yield from (value, target) if value else ()
        case _:
            yield from children(node)
