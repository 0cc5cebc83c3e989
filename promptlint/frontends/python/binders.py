"""Which names the nodes of a scope bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.frontends.python.nodes import children, walk

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
"""The nodes that have names of their own."""
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def parameters(node: _Function) -> tuple[ast.arg, ...]:
    """Return every parameter of a function, those with stars included."""
    args = node.args
    starred = tuple(arg for arg in (args.vararg, args.kwarg) if arg)
    return (*args.posonlyargs, *args.args, *args.kwonlyargs, *starred)


def bound_names(node: ast.AST) -> frozenset[str]:
    """Return the names that a scope binds itself: its parameters and the targets of its statements."""
    names = {arg.arg for arg in parameters(node)} if isinstance(node, _Function) else set()
    elsewhere: set[str] = set()
    for inner in own_nodes(node):
        if isinstance(inner, ast.Global | ast.Nonlocal):
            elsewhere.update(inner.names)
        names.update(bound_by(inner))
    return frozenset(names - elsewhere)


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope; nested scopes are yielded and not entered, except for what they evaluate here."""
    body = node.body if isinstance(node, (*SCOPES, ast.Module)) else [node]
    pending: list[ast.AST] = list(body) if isinstance(body, list) else [body]
    while pending:
        inner = pending.pop()
        yield inner
        if isinstance(inner, SCOPES):
            pending.extend(evaluated_here(inner))
        elif isinstance(inner, _COMPREHENSIONS):
            pending.extend(child for child in walk(inner) if isinstance(child, ast.NamedExpr))
        else:
            pending.extend(children(inner))


def evaluated_here(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a definition evaluates in the scope around it."""
    if isinstance(node, _Function):
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
