"""Bindings: where what a name, an attribute or a function stands for is read, in any file of a project."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from promptlint.files import Files
from promptlint.fixes.code.expression import Module, module_of, root_of
from promptlint.frontends.python.binders import bound_names
from promptlint.frontends.python.nodes import AnyFunction, NamedFunction, NamedScope

_MOST = 40
"""In how many files something is looked for."""

names_of = lru_cache(maxsize=64)(bound_names)
"""The names that a scope binds itself."""


class Unclear(Exception):
    """Nobody can tell where something is read."""


def home(module: Module, name: str, node: ast.AST) -> ast.AST:
    """Return the function, class or module whose variable a name is at a node."""
    inner = node
    for each in module.around(node):
        if isinstance(each, ast.ClassDef) and module.scope(inner) is not each:
            continue
        if isinstance(each, AnyFunction | ast.ClassDef) and name in names_of(each):
            return each
    return module.tree


def reads(files: Files, module: Module, name: str, where: ast.AST) -> Iterator[tuple[Module, ast.expr]]:
    """Yield where a variable of a function, class or module is read; that of a module also in the files that import it."""
    yield from ((module, node) for node in module.loads(name, where) if home(module, name, node) is where)
    if isinstance(where, ast.ClassDef):
        yield from attributes(files, name)
    if isinstance(where, ast.Module):
        for other in _mentioning(files, name):
            if other.source.path != module.source.path:
                yield from ((other, node) for node in _imported(files, other, name))


def _imported(files: Files, module: Module, name: str) -> Iterator[ast.expr]:
    """Yield where a file reads what it imports by a name, or an attribute of that name of something that it imports."""
    facts = files.facts(module.source.path)
    imports = facts.imports if facts else ()
    own = {bound.name for bound in imports if bound.target.rpartition(".")[2] == name}
    starred = {name} if any(bound.name == "*" for bound in imports) else set()
    for each in own | starred:
        yield from module.loads(each, module.tree)
    known = {bound.name for bound in imports}
    for attribute in module.attributes.get(name, ()):
        if root_of(attribute) in known:
            yield attribute


def attributes(files: Files, name: str) -> Iterator[tuple[Module, ast.expr]]:
    """Yield where an attribute of a name is read, of whatever it is one."""
    for module in _mentioning(files, name):
        yield from ((module, node) for node in module.attributes.get(name, ()))


def _mentioning(files: Files, name: str) -> Iterator[Module]:
    paths = files.index.mentioning(name)
    if len(paths) > _MOST:
        raise Unclear
    yield from filter(None, (module_of(files, path) for path in paths))


def calls(files: Files, module: Module, function: NamedFunction) -> Iterator[tuple[Module, ast.expr]]:
    """Yield the calls of a function. Raises Unclear where it is handed on instead, or decorated by something unknown."""
    owner = module.parents.get(function)
    kinds = {_decorator(each) for each in function.decorator_list}
    if not kinds <= _READ | _KEPT:
        raise Unclear
    found = reads(files, module, function.name, owner if isinstance(owner, ast.ClassDef) else _around(module, function))
    for other, node in found:
        call = other.parents.get(node)
        if kinds & _READ:
            yield other, node
        elif isinstance(call, ast.Call) and call.func is node:
            yield other, call
        else:
            raise Unclear


_READ = frozenset({"property", "cached_property"})
"""The decorators that make an attribute of a method."""
_KEPT = frozenset({"staticmethod", "classmethod", "cache", "lru_cache", "override", "abstractmethod", "wraps"})
"""The decorators after which a function is called as it was."""


def _decorator(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _around(module: Module, node: ast.AST) -> ast.AST:
    """Return the function or module in which a definition stands."""
    return next(each for each in module.around(node) if isinstance(each, AnyFunction | ast.Module))


def called(files: Files, module: Module, function: ast.expr) -> tuple[tuple[Module, NamedScope], ...]:
    """Return the functions and classes of the project that a call may mean, by their name."""
    match function:
        case ast.Name(id=name):
            own = tuple(_defined(module, name))
            facts = files.facts(module.source.path)
            targets = (
                {bound.target.rpartition(".")[2] for bound in facts.imports if bound.name == name} if facts else ()
            )
            return own or tuple(each for target in targets for each in _anywhere(files, target))
        case ast.Attribute(value=ast.Constant() | ast.JoinedStr()):
            return ()
        case ast.Attribute(attr=name):
            return tuple(_anywhere(files, name))
    return ()


def _defined(module: Module, name: str) -> Iterator[tuple[Module, NamedScope]]:
    for node in module.parents:
        if isinstance(node, NamedScope) and node.name == name:
            yield module, node


def _anywhere(files: Files, name: str) -> Iterator[tuple[Module, NamedScope]]:
    paths = files.index.defining(name)
    if len(paths) > _MOST:
        raise Unclear
    for module in filter(None, (module_of(files, path) for path in paths)):
        yield from _defined(module, name)
