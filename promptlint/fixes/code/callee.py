"""Callees: the functions of the project that a call may run."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from promptlint.files import Files
from promptlint.fixes.code.expression import Module, module_of
from promptlint.frontends.python.nodes import NamedFunction, NamedScope

_KEPT = 8
"""Of how many modules the definitions are kept."""


class Callee(NamedTuple):
    """A function of the project."""

    module: Module
    function: NamedFunction
    is_method: bool


def callees(files: Files, module: Module, func: ast.expr, others: Sequence[str]) -> Iterator[Callee]:
    """Yield the functions that an expression may be in a call: all methods of a name, in the file and in others."""
    match func:
        case ast.Attribute(value=base, attr=name) if is_object(files, module, base):
            for path in dict.fromkeys((module.source.path, *others)):
                found = module_of(files, path) if _defines(files, path, name) else None
                yield from (each for each in _named(found, name) if each.is_method) if found else ()
        case ast.Name(id=name) if not _imported(files, module, name):
            yield from _named(module, name)
        case ast.Name() | ast.Attribute():
            found, (*_, name) = _module(files, module, func)
            yield from _named(found, name) if found else ()


def _defines(files: Files, path: str, name: str) -> bool:
    """Return whether a file says that it defines a function of a name."""
    facts = files.facts(path)
    return facts is not None and any(each.name == name for each in facts.definitions)


def is_object(files: Files, module: Module, node: ast.expr) -> bool:
    """Return whether an expression is something else than an import from outside of the project, or a module of it."""
    root = node
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name) or not _imported(files, module, root.id):
        return True
    found, rest = _module(files, module, node)
    return found is not None and any(rest) and not any(_named(found, rest[-1]))


def _imported(files: Files, module: Module, name: str) -> str | None:
    """Return what an import of the file binds to a name."""
    facts = files.facts(module.source.path)
    return next((each.target for each in facts.imports if each.name == name), None) if facts else None


def _module(files: Files, module: Module, node: ast.expr) -> tuple[Module | None, Sequence[str]]:
    """Return the module of the project in which something imported stands, and its name there."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    target = _imported(files, module, node.id) if isinstance(node, ast.Name) else None
    found = files.modules.find(module.source.path, ".".join((target, *reversed(names)))) if target else None
    return (module_of(files, found.path), found.rest or ("",)) if found else (None, ("",))


def _named(module: Module, name: str) -> Iterator[Callee]:
    """Yield the functions of a name in a module; of a class what makes its objects."""
    for node in _definitions(module).get(name, ()):
        if isinstance(node, ast.ClassDef):
            made = (each for each in node.body if isinstance(each, NamedFunction) and each.name == "__init__")
            yield from (Callee(module, each, is_method=True) for each in made)
        else:
            yield Callee(module, node, isinstance(module.parents.get(node), ast.ClassDef))


@lru_cache(maxsize=_KEPT)
def _definitions(module: Module) -> Mapping[str, Sequence[NamedScope]]:
    """Return the functions and classes of a module by their names."""
    found: dict[str, list[NamedScope]] = defaultdict(list)
    for node in module.parents:
        if isinstance(node, NamedScope):
            found[node.name].append(node)
    return found
