"""Uses: where the value of an expression ends up, through names, attributes, calls, results, lists and dicts."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from promptlint.files import Files
from promptlint.fixes.code.bindings import Unclear, attributes, called, calls, home, reads
from promptlint.fixes.code.expression import Module, qualified
from promptlint.frontends.python.mutators import CHANGING, KEEPING
from promptlint.frontends.python.nodes import NamedFunction, NamedScope
from promptlint.source import Place

_MOST = 200
"""How many expressions are looked at."""

Keys: TypeAlias = tuple[str | None, ...]
"""Where something stands in lists and dicts, from the outside in; None for an item, and for a key that nobody knows."""


class Held(NamedTuple):
    """An expression, and where in its value something stands."""

    module: Module
    node: ast.expr
    keys: Keys = ()

    @property
    def parent(self) -> ast.AST | None:
        """What holds the expression."""
        return self.module.parents.get(self.node)

    def to(self, node: ast.AST | None, keys: Keys) -> Held:
        """Return another expression of the same module."""
        assert isinstance(node, ast.expr)
        return Held(self.module, node, keys)


def uses(files: Files, starts: Iterable[Held], sends: Collection[Place]) -> Iterator[Held]:
    """Yield the expressions whose value is used for something else than to hand it on. Raises Unclear where one may be missed.

    Annotations of what holds the value are among them. `sends` are the calls that nothing is followed into.
    """
    waiting, seen = deque(starts), set[tuple[Place, type, Keys]]()
    while waiting:
        held = waiting.popleft()
        key = (held.module.place(held.node), type(held.node), held.keys)
        if key in seen:
            continue
        seen.add(key)
        if len(seen) > _MOST:
            raise Unclear
        onward = _onward(files, held, sends)
        if onward is None:
            yield held
        else:
            waiting.extend(onward)


def _onward(files: Files, held: Held, sends: Collection[Place]) -> Iterable[Held] | None:
    """Return the expressions that have the value next; None where it is used here."""
    parent = held.parent
    match parent:
        case ast.Expr() | ast.If() | ast.While() | ast.Assert() | ast.UnaryOp(op=ast.Not()):
            return ()
        case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
            return ()
        case ast.IfExp(test=test) if test is held.node:
            return ()
        case ast.IfExp() | ast.BoolOp() | ast.Await():
            return (held.to(parent, held.keys),)
        case ast.NamedExpr(target=target):
            return (held.to(parent, held.keys), *bound(files, held, target))
        case ast.Assign(targets=targets):
            return [each for target in targets for each in bound(files, held, target)]
        case ast.AnnAssign(target=target, value=value, annotation=said) if value is held.node:
            return (*bound(files, held, target), held.to(said, held.keys))
        case ast.Return():
            return _returned(files, held)
        case ast.keyword() | ast.Call() if is_argument(held):
            return _handed(files, held, sends)
        case ast.expr() | ast.comprehension() | ast.For() | ast.AugAssign():
            return _around(files, held) or (_inside(files, held) if held.keys else None)
    return None


def _around(files: Files, held: Held) -> Iterable[Held] | None:
    """Return the list or dict that an expression becomes an item of; None where it becomes none."""
    _, node, keys = held
    parent = held.parent
    match parent:
        case ast.List(ctx=ast.Load()) | ast.Tuple(ctx=ast.Load()) | ast.Set():
            return (held.to(parent, (None, *keys)),)
        case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item) if item is node:
            return (held.to(parent, (None, *keys)),)
        case ast.DictComp(value=item) if item is node:
            return (held.to(parent, (None, *keys)),)
        case ast.Dict(keys=names, values=values) if node in values:
            name = names[values.index(node)]
            if name is not None:
                return (held.to(parent, (_key(name), *keys)),)
    return None


def _inside(files: Files, held: Held) -> Iterable[Held] | None:
    """Return what is made of a list or dict that holds the value, or taken out of it; None where nobody knows."""
    module, node, (first, *rest) = held
    parent, inner = held.parent, tuple(rest)
    outer = module.parents.get(parent) if parent else None
    match parent:
        case ast.Dict() | ast.BinOp(op=ast.Add() | ast.BitOr()):
            return (held.to(parent, held.keys),)
        case ast.Starred() if first is None and isinstance(outer, ast.List | ast.Tuple | ast.Set):
            return (held.to(outer, held.keys),)
        case ast.Subscript(value=value, ctx=ast.Load(), slice=at) if value is node:
            return _picked(held, parent, at)
        case ast.Subscript(value=value) if value is node:
            return None if isinstance(outer, ast.AugAssign) else ()
        case ast.Attribute(attr=method) if isinstance(outer, ast.Call) and outer.func is parent:
            return _asked(held, outer, method)
        case ast.comprehension(target=ast.Name() as target, iter=items) if items is node and first is None:
            found = module.loads(target.id, outer) if outer else ()
            return [held.to(each, inner) for each in found]
        case ast.For(target=target, iter=items) if items is node and first is None:
            return bound(files, held._replace(keys=inner), target)
        case ast.AugAssign(target=target):
            return bound(files, held, target)
    return None


def _picked(held: Held, picked: ast.AST, at: ast.expr) -> Iterable[Held]:
    """Return an item of a list or dict, where the value may be in it."""
    key, first = _key(at), held.keys[0]
    if isinstance(at, ast.Slice):
        return (held.to(picked, held.keys),)
    return (held.to(picked, held.keys[1:]),) if None in (key, first) or key == first else ()


def _asked(held: Held, call: ast.Call, method: str) -> Iterable[Held] | None:
    """Return what a method of a list or dict yields of the value."""
    match method, call.args:
        case "get" | "pop" | "setdefault", [at, *_]:
            return _picked(held, call, at)
        case "pop", []:
            return (held.to(call, held.keys[1:]),)
        case "copy", []:
            return (held.to(call, held.keys),)
        case "values", []:
            return (held.to(call, (None, *held.keys[1:])),)
        case _ if method in CHANGING:
            return ()
    return None


def _key(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def bound(files: Files, held: Held, target: ast.expr) -> Iterator[Held]:
    """Yield where what is bound to a target is read, and where it is added to."""
    module, _, keys = held
    match target:
        case ast.Name(id=name):
            where = home(module, name, target)
            yield from (Held(*each, keys) for each in reads(files, module, name, where))
            yield from (held.to(each, keys) for each in _added(module, target) if not keys)
            yield from (held.to(each, keys) for each in _said_of(module, name, where))
        case ast.Attribute(attr=name):
            yield from (Held(*each, keys) for each in attributes(files, name))
            yield from (held.to(each, keys) for each in _added(module, target) if not keys)
            yield from (held.to(each, keys) for each in _said(module, name))
        case ast.Subscript(value=value, slice=at):
            yield from bound(files, held._replace(keys=(_key(at), *keys)), value)
        case ast.Tuple(elts=items) | ast.List(elts=items) if keys[:1] == (None,):
            for item in items:
                yield from bound(files, held._replace(keys=keys[1:]), item)
        case _:
            raise Unclear


def _added(module: Module, target: ast.Name | ast.Attribute) -> Iterator[ast.expr]:
    """Yield the targets of assignments that add to a variable or an attribute."""
    for node in module.parents:
        match target, node:
            case ast.Name(id=name), ast.AugAssign(target=ast.Name(id=other) as added) if name == other:
                if home(module, name, added) is home(module, name, target):
                    yield added
            case ast.Attribute(attr=name), ast.AugAssign(target=ast.Attribute(attr=other) as added) if name == other:
                yield added


def _said_of(module: Module, name: str, where: ast.AST) -> Iterator[ast.expr]:
    """Yield what a function, class or module says of a variable."""
    for node in ast.walk(where):
        match node:
            case ast.arg(arg=other, annotation=ast.expr() as said) if other == name:
                yield from (said,) if module.scope(node) is where else ()
            case ast.AnnAssign(target=ast.Name(id=other), annotation=said) if other == name:
                yield from (said,) if home(module, name, node) is where else ()


def _said(module: Module, name: str) -> Iterator[ast.expr]:
    """Yield what the classes of a file say of an attribute."""
    for node in module.parents:
        match node:
            case ast.AnnAssign(target=ast.Name(id=other), annotation=said) if other == name:
                if isinstance(module.parents[node], ast.ClassDef):
                    yield said


def _returned(files: Files, held: Held) -> Iterator[Held]:
    """Yield the calls of the function whose result an expression is, and what the function says that it returns."""
    function = held.module.scope(held.node)
    if not isinstance(function, NamedFunction):
        raise Unclear
    yield from (Held(*each, held.keys) for each in calls(files, held.module, function))
    if function.returns:
        yield held.to(function.returns, held.keys)


def is_argument(held: Held) -> bool:
    """Return whether an expression is an argument of a call."""
    parent = held.parent
    call = held.module.parents.get(parent) if isinstance(parent, ast.keyword) else parent
    return isinstance(call, ast.Call) and call.func is not held.node


def call_of(held: Held) -> ast.Call:
    """Return the call that an expression is an argument of."""
    parent = held.parent
    call = held.module.parents.get(parent) if isinstance(parent, ast.keyword) else parent
    assert isinstance(call, ast.Call)
    return call


def _handed(files: Files, held: Held, sends: Collection[Place]) -> Iterable[Held] | None:
    """Return where functions of the project read an argument, and the list or method that gets it; None for other calls."""
    module, node, keys = held
    call, parent = call_of(held), held.parent
    if module.place(call) in sends:
        return None
    at: str | int | None = parent.arg if isinstance(parent, ast.keyword) else call.args.index(node)
    match call.func:
        case ast.Attribute(value=changed, attr=method) if method in KEEPING and isinstance(at, int):
            if isinstance(changed, ast.Name | ast.Attribute):
                inner = keys if method in ("extend", "update") else (None, *keys)
                return bound(files, held._replace(keys=inner), changed)
        case function if isinstance(at, str) and qualified(files, module, function) == "builtins.dict":
            return (held.to(call, (at, *keys)),)
    found = called(files, module, call.func)
    return [each for owner, scope in found for each in _received(files, held, owner, scope, at)] if found else None


def _received(files: Files, held: Held, module: Module, scope: NamedScope, at: str | int | None) -> Iterator[Held]:
    """Yield where a function or a class reads an argument, and what it says of the parameter."""
    keys, function, skipped = held.keys, scope, 0
    if at is None and keys and keys[0]:
        at, keys = keys[0], keys[1:]
    if isinstance(scope, ast.ClassDef):
        made = next((each for each in scope.body if isinstance(each, NamedFunction) and each.name == "__init__"), None)
        if made is None:
            yield from _field(files, held, module, scope, at)
            return
        function, skipped = made, 1
    elif isinstance(module.parents.get(scope), ast.ClassDef):
        skipped = not any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in scope.decorator_list)
    assert isinstance(function, NamedFunction)
    parameters = [*function.args.posonlyargs, *function.args.args]
    named = {each.arg: each for each in (*parameters, *function.args.kwonlyargs)}
    if isinstance(at, str) and at in named:
        parameter = named[at]
    elif isinstance(at, int) and at + skipped < len(parameters):
        parameter = parameters[at + skipped]
    elif isinstance(at, str) and function.args.kwarg:
        parameter, keys = function.args.kwarg, (at, *keys)
    else:
        raise Unclear
    yield from (Held(*each, keys) for each in reads(files, module, parameter.arg, function))
    yield from (Held(module, each, keys) for each in _added_to(module, function, parameter.arg) if not keys)
    if parameter.annotation:
        yield Held(module, parameter.annotation, keys)


def _added_to(module: Module, function: NamedFunction, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            yield node.target


def _field(files: Files, held: Held, module: Module, cls: ast.ClassDef, at: str | int | None) -> Iterator[Held]:
    """Yield where the field of a class is read that a keyword sets, and what the class says of it."""
    said = [each for each in cls.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
    own = next((each for each in said if isinstance(each.target, ast.Name) and each.target.id == at), None)
    if own is None or not isinstance(at, str):
        raise Unclear
    yield from (Held(*each, held.keys) for each in attributes(files, at))
    yield Held(module, own.annotation, held.keys)
