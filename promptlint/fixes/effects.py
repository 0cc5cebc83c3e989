"""Effects: calls in an edited text that change something, so that their order is theirs to keep."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from promptlint.files import Files
from promptlint.finding import Edit
from promptlint.fixes.bindings import Unclear, called, names_of
from promptlint.fixes.expression import Module, module_of, qualified, root_of
from promptlint.frontends.python.binders import parameters
from promptlint.frontends.python.mutators import CHANGING
from promptlint.frontends.python.nodes import NamedFunction

_DEEP = 3
"""How many calls deep something may be changed."""
_NEXT = "builtins.next"


def reorder(files: Files, edits: Iterable[Edit]) -> bool:
    """Return whether edits may take a call that changes something past another one."""
    by_path: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_path[edit.place.path].append(edit)
    return any(_reorder(files, path, own) for path, own in by_path.items())


def _reorder(files: Files, path: str, edits: list[Edit]) -> bool:
    module = None if files.is_document(path) else module_of(files, path)
    removed = [(edit.place.start, edit.place.end) for edit in edits if edit.place.end > edit.place.start]
    if module is None or not removed or not any(edit.content for edit in edits):
        return False
    moved = list(_calls(module, removed))
    if not any(_is_changing(files, module, call) for call in moved):
        return False
    whole = (min(edit.place.start for edit in edits), max(edit.place.end for edit in edits))
    return sum(_is_changing(files, module, call) for call in _calls(module, [whole])) > 1


def _calls(module: Module, spans: Iterable[tuple[int, int]]) -> Iterator[ast.Call]:
    """Yield the calls in some stretches of a file, but for those that are statements: what they add up to is seen by linking."""
    for node, holder in module.parents.items():
        if isinstance(node, ast.Call) and not isinstance(holder, ast.Expr):
            known = module.written(node)
            _, start, end = module.place(known)
            if any(max(start, first) < min(end, last) for first, last in spans) and (
                known is not node or any(first <= start and end <= last for first, last in spans)
            ):
                yield node


def _is_changing(files: Files, module: Module, call: ast.Call) -> bool:
    """Return whether a call changes what others may read: an iterator or a container, or what a function of the project sets."""
    match call.func:
        case ast.Attribute(attr=method) if method in CHANGING:
            return True
        case ast.Name(id="next"):
            return qualified(files, module, call.func) == _NEXT
    return _calls_one(files, module, call, _DEEP)


def _calls_one(files: Files, module: Module, call: ast.Call, deep: int) -> bool:
    """Return whether a call may mean a function that changes something."""
    try:
        found = called(files, module, call.func) if deep else ()
    except Unclear:
        return True
    return any(isinstance(scope, NamedFunction) and _sets(files, owner, scope, deep - 1) for owner, scope in found)


def _sets(files: Files, module: Module, function: NamedFunction, deep: int) -> bool:
    """Return whether a function changes something that it did not make."""
    own = names_of(function) - {parameter.arg for parameter in parameters(function)}
    nodes = list(ast.walk(function))
    return any(_changes(node, own) for node in nodes) or any(
        isinstance(node, ast.Call) and _calls_one(files, module, node, deep) for node in nodes
    )


def _changes(node: ast.AST, own: frozenset[str]) -> bool:
    match node:
        case ast.Global() | ast.Nonlocal():
            return True
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            return root_of(node) not in own
        case ast.Call(func=ast.Attribute(attr=method, value=changed)) if method in CHANGING:
            return root_of(changed) not in own
        case ast.Call(func=ast.Name(id="next"), args=[ast.expr() as changed, *_]):
            return root_of(changed) not in own
    return False
