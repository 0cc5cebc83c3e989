"""Which statements of a module body make what its names hold."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property

from promptlint.frontends.python.binders import bound_by, bound_names, evaluated_here, own_nodes
from promptlint.frontends.python.nodes import NamedFunction, Scope, walk

_MOST = 8
"""How many names a function may change for what a module body calls it for to be followed."""


class Making:
    """What the statements of one module body do to its names."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._changed_by: dict[str, frozenset[str]] = {}
        self._changes_of: dict[NamedFunction, frozenset[str]] = {}

    @cached_property
    def makers(self) -> dict[str, tuple[ast.stmt, ...]]:
        """The statements that bind each name or change what it holds, in order: also by another name, or by a function.

        What an import brings is the other module's, whatever is done to it here.
        """
        table: dict[str, list[ast.stmt]] = {}
        for statement in self._tree.body:
            for name in dict.fromkeys((*_bound(statement), *self._changed(statement))):
                table.setdefault(name, []).append(_making(statement, name))
        return {name: tuple(statements) for name, statements in table.items()}

    def _changed(self, statement: ast.stmt) -> Iterator[str]:
        """Yield the names whose objects a statement changes in place."""
        for name in changed_objects(statement):
            yield from self._same.get(name, (name,) if name not in self._imported else ())
        for name in called_names(statement):
            yield from self._same.get(name, ())
            yield from self.changed_by(name)

    @cached_property
    def _imported(self) -> frozenset[str]:
        """The names that imports bind."""
        imports = (each for each in self._tree.body if isinstance(each, ast.Import | ast.ImportFrom))
        return frozenset(name for each in imports for name in _bound(each))

    @cached_property
    def _same(self) -> dict[str, frozenset[str]]:
        """The names that may hold the same object, or a part or method of it, by each of them."""
        groups: dict[str, set[str]] = {}
        for statement in self._tree.body:
            names = set(_sharing(statement))
            if len(names) > 1:
                whole = names.union(*(groups.get(name, set()) for name in names))
                groups.update(dict.fromkeys(whole, whole))
        return {name: frozenset(group) for name, group in groups.items() if not group & self._imported}

    def of(self, name: str) -> tuple[ast.stmt, ...]:
        """Return the statements that make a name, and what it is made of as that stands then, in order.

        A name that one statement alone makes is the same whenever it is read.
        """
        own = self.makers[name]
        last, found, waiting = own[-1].lineno, set(own), list(own)
        while waiting:
            for used in _read_names(waiting.pop()):
                makers = self.makers.get(used, ())
                fresh = (
                    [each for each in makers if each.lineno <= last and each not in found] if len(makers) > 1 else []
                )
                found.update(fresh)
                waiting.extend(fresh)
        return tuple(sorted(found, key=lambda statement: (statement.lineno, statement.col_offset)))

    def changed_by(self, name: str) -> frozenset[str]:
        """Return the names whose objects a function at the top of the module changes, where they are few."""
        if name not in self._changed_by:
            functions = (each for each in self._tree.body if isinstance(each, NamedFunction) and each.name == name)
            changed = next((self._changes(each) & self._names for each in functions), frozenset[str]())
            self._changed_by[name] = changed if len(changed) <= _MOST else frozenset()
        return self._changed_by[name]

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names that the body binds."""
        return frozenset(name for statement in self._tree.body for name in _bound(statement))

    def _changes(self, function: NamedFunction) -> frozenset[str]:
        if function not in self._changes_of:
            self._changes_of[function] = _changes(function)
        return self._changes_of[function]

    @cached_property
    def changers(self) -> dict[str, frozenset[str]]:
        """The functions at the top of the module that change what a few of its names hold, with these names."""
        functions = (each.name for each in self._tree.body if isinstance(each, NamedFunction))
        return {name: changed for name in functions if (changed := self.changed_by(name))}

    @cached_property
    def changed_by_functions(self) -> frozenset[str]:
        """The names whose objects functions may change in place."""
        return self.changed_later(frozenset())

    def changed_later(self, early: frozenset[str]) -> frozenset[str]:
        """Return the names whose objects functions may change in place, but for those that only module bodies call."""
        found: set[str] = set()
        for function in self._functions:
            if function.name not in early or function not in self._top:
                found |= self._changes(function)
        return frozenset(found & self.makers.keys())

    @cached_property
    def _top(self) -> frozenset[ast.stmt]:
        return frozenset(self._tree.body)

    @cached_property
    def called(self) -> frozenset[str]:
        """The names that statements of the body call for what that does, or decorate with."""
        return frozenset(name for statement in self._tree.body for name in called_names(statement))

    @cached_property
    def touched(self) -> tuple[tuple[ast.stmt | None, tuple[str, ...]], ...]:
        """What statements of the body and, with no statement, functions change in place or call: names with their attributes."""
        here = ((each, one) for each in self._tree.body for one in _touched(_here(each)))
        later = ((None, one) for each in self._functions for body in each.body for one in _touched(walk(body)))
        chains = ((statement, _chain(one)) for statement, one in (*here, *later))
        return tuple(dict.fromkeys((statement, chain) for statement, chain in chains if chain))

    @cached_property
    def _functions(self) -> tuple[NamedFunction, ...]:
        return tuple(node for node in walk(self._tree) if isinstance(node, NamedFunction))

    @cached_property
    def used_in_functions(self) -> frozenset[str]:
        """The names that functions read."""
        bodies = (statement for each in self._functions for statement in each.body)
        return frozenset(node.id for body in bodies for node in walk(body) if isinstance(node, ast.Name))


def _making(statement: ast.stmt, name: str) -> ast.stmt:
    """Return what makes a name of a statement: of an import of many names that of one, so that no other is asked for."""
    if not isinstance(statement, ast.ImportFrom) or len(statement.names) == 1:
        return statement
    own = [alias for alias in statement.names if (alias.asname or alias.name) == name]
    return ast.copy_location(ast.ImportFrom(statement.module, own, statement.level), statement)


def _changes(function: NamedFunction) -> frozenset[str]:
    """Return the names around a function whose objects it may change or that it binds anew."""
    return frozenset(name for statement in function.body for name in changed_names(statement)) - bound_names(function)


def _bound(statement: ast.stmt) -> Iterator[str]:
    for node in own_nodes(statement) if not isinstance(statement, Scope) else [statement]:
        yield from bound_by(node)


def _sharing(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that an assignment makes hold the same object, or a part or method of it."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
            yield from _root_name(value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name
            yield from _root_name(value)


def called_names(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement calls, for what that does, or decorates a definition with."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            yield name
        case ast.With(items=items) | ast.AsyncWith(items=items):
            called_here = (each.context_expr.func for each in items if isinstance(each.context_expr, ast.Call))
            yield from (each.id for each in called_here if isinstance(each, ast.Name))
    for decorator in getattr(statement, "decorator_list", ()):
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(called, ast.Name):
            yield called.id


def _read_names(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement reads when it runs."""
    waiting = [*evaluated_here(statement)] if isinstance(statement, Scope) else [statement]
    for node in (inner for each in waiting for inner in own_nodes(each)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id


def changed_names(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds, and those whose objects it may change in place."""
    yield from _bound(statement)
    yield from changed_objects(statement)


def changed_objects(statement: ast.stmt) -> Iterator[str]:
    """Yield the names whose objects a statement may change in place."""
    for node in own_nodes(statement) if not isinstance(statement, Scope) else [statement]:
        for decorator in getattr(node, "decorator_list", ()):
            yield from _registers(decorator)
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=target))):
                yield from _root_name(target)
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del(), value=target)
                | ast.Subscript(ctx=ast.Store() | ast.Del(), value=target)
            ):
                yield from _root_name(target)
            case ast.Call(func=ast.Attribute(value=target, attr="pop" | "popitem" | "setdefault")):
                yield from _root_name(target)
            case ast.Expr(value=ast.Call(args=arguments)):
                yield from (name for argument in arguments for name in _root_name(argument))
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name
            case ast.Expr(value=ast.ListComp() | ast.SetComp() | ast.DictComp() as made):
                yield from _changed_inside(made)
            case ast.withitem(context_expr=ast.Call(func=function, args=arguments)) if not _opens(function):
                yield from (name for each in (function, *arguments) for name in _root_name(each))


def _changed_inside(made: ast.ListComp | ast.SetComp | ast.DictComp) -> Iterator[str]:
    """Yield the names whose objects a comprehension may change whose value nobody takes."""
    for generator in made.generators:
        yield from _root_name(generator.iter)
    for node in walk(made):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from _root_name(node.func.value)


def _opens(function: ast.expr) -> bool:
    """Return whether a function only reads what it is given to make a context manager."""
    return isinstance(function, ast.Name) and function.id == "open"


def _registers(decorator: ast.expr) -> Iterator[str]:
    """Yield the name of the object whose method decorates a definition: it may keep it."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(called, ast.Attribute):
        yield from _root_name(called.value)


def _root_name(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _here(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes that run where a statement stands."""
    return own_nodes(statement) if not isinstance(statement, Scope) else iter((statement,))


def _touched(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """Yield what nodes change in place or call."""
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=target) as function):
                yield from (target, function)
            case ast.Call(func=function):
                yield function
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del(), value=target)
                | ast.Subscript(ctx=ast.Store() | ast.Del(), value=target)
                | ast.AugAssign(target=target)
            ):
                yield target
        for decorator in getattr(node, "decorator_list", ()):
            yield decorator.func if isinstance(decorator, ast.Call) else decorator


def _chain(node: ast.expr) -> tuple[str, ...]:
    """Return the names of an attribute of an attribute and so on, subscripts left out; nothing for another expression."""
    names: list[str] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        names += [node.attr] if isinstance(node, ast.Attribute) else []
        node = node.value
    return (node.id, *reversed(names)) if isinstance(node, ast.Name) else ()
