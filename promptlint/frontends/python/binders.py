"""Which names the nodes of a scope bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.frontends.python.nodes import AnyFunction, Comprehension, NamedFunction, Scope, children, walk


def parameters(node: AnyFunction) -> tuple[ast.arg, ...]:
    """Return every parameter of a function, those with stars included."""
    args = node.args
    starred = tuple(arg for arg in (args.vararg, args.kwarg) if arg)
    return (*args.posonlyargs, *args.args, *args.kwonlyargs, *starred)


def own_object(method: ast.AST) -> str | None:
    """Return the name of a function's first parameter; None for a lambda and other nodes."""
    if not isinstance(method, NamedFunction):
        return None
    return next((arg.arg for arg in (*method.args.posonlyargs, *method.args.args)), None)


def bound_names(node: ast.AST) -> frozenset[str]:
    """Return the names that a scope binds itself: its parameters and the targets of its statements."""
    names = {arg.arg for arg in parameters(node)} if isinstance(node, AnyFunction) else set()
    elsewhere: set[str] = set()
    for inner in own_nodes(node):
        if isinstance(inner, ast.Global | ast.Nonlocal):
            elsewhere.update(inner.names)
        names.update(bound_by(inner))
    return frozenset(names - elsewhere)


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope; nested scopes are yielded and not entered, except for what they evaluate here."""
    body = node.body if isinstance(node, Scope | ast.Module) else [node]
    pending: list[ast.AST] = list(body) if isinstance(body, list) else [body]
    while pending:
        inner = pending.pop()
        yield inner
        if isinstance(inner, Scope):
            pending.extend(evaluated_here(inner))
        elif isinstance(inner, Comprehension):
            pending.extend(child for child in walk(inner) if isinstance(child, ast.NamedExpr))
        else:
            pending.extend(children(inner))


def evaluated_here(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a definition evaluates in the scope around it."""
    if isinstance(node, AnyFunction):
        yield from node.args.defaults
        yield from (default for default in node.args.kw_defaults if default)
    if not isinstance(node, ast.Lambda):
        yield from node.decorator_list  # type: ignore[attr-defined]


def bound_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that one node binds."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Import() | ast.ImportFrom():
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
