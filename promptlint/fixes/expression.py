"""Expressions of Python: which one stands at a place, what stands around it, and edits of calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.files import Files
from promptlint.finding import Edit
from promptlint.frontends.python.nodes import NamedFunction, children
from promptlint.source import Place, Source

_COMMENT = re.compile(r"#[^\r\n]*+")


class Expression(NamedTuple):
    """An expression, and what it stands in."""

    node: ast.expr
    around: tuple[ast.AST, ...]
    """The nodes in which it stands, the innermost first."""
    source: Source

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.source.place(self.node)

    @property
    def text(self) -> str:
        """How it is written."""
        _, start, end = self.place
        return self.source.text[start:end]

    @property
    def function(self) -> NamedFunction | None:
        """The function in which it stands."""
        return next((node for node in self.around if isinstance(node, NamedFunction)), None)

    @property
    def outer(self) -> Iterator[Expression]:
        """The expressions in which it stands, the innermost first."""
        for at, node in enumerate(self.around):
            if isinstance(node, ast.stmt):
                return
            if isinstance(node, ast.expr):
                yield Expression(node, self.around[at + 1 :], self.source)

    def insert(self, offset: int, content: str) -> Edit:
        """Return the edit that writes something at an offset of its file."""
        return Edit(Place(self.source.path, offset, offset), content)


def at_place(files: Files, place: Place) -> Expression | None:
    """Return the outermost expression that is just what stands at a place; None where there is none."""
    tree, source = files.tree(place.path), files.source(place.path)
    if tree is None or source is None or place.start >= place.end:
        return None
    row = source.position(place.start).row
    for node, around in _on_row(tree, row):
        if isinstance(node, ast.expr) and source.place(node) == place:
            found = Expression(node, around, source)
            return found if _is_written(found) else None
    return None


def _on_row(tree: ast.Module, row: int) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    """Yield the nodes below the statements in which a 1-based row stands, each with those around it."""
    waiting: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(tree, ())]
    while waiting:
        node, around = waiting.pop()
        yield node, around
        inner = (child for child in children(node) if isinstance(child, ast.AST))
        near = [child for child in inner if not isinstance(child, ast.stmt) or _holds(child, row)]
        waiting += [(child, (node, *around)) for child in reversed(near)]


def _holds(node: ast.stmt, row: int) -> bool:
    first = min((each.lineno for each in getattr(node, "decorator_list", ())), default=node.lineno)
    return first <= row <= (node.end_lineno or node.lineno)


def _is_written(found: Expression) -> bool:
    """Return whether an expression surely stands where its node says: inside of f-strings `ast` may be wrong."""
    try:
        read = ast.parse(f"[{found.text}\n]", mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return isinstance(read, ast.List) and [ast.dump(each) for each in read.elts] == [ast.dump(found.node)]


def qualified(files: Files, found: Expression, node: ast.expr) -> str | None:
    """Return the name of something of another package, by the imports of the file; a builtin that is not bound is one.

    None for anything else, and where imports do not agree.
    """
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    facts, name = files.facts(found.source.path), node.id
    targets = {bound.target for bound in facts.imports if bound.name == name} if facts else set()
    if len(targets) > 1:
        return None
    owner = next(iter(targets), f"builtins.{name}")
    return ".".join((owner, *reversed(names)))


def is_bound(files: Files, path: str, name: str) -> bool:
    """Return whether a file gives a builtin's name to something of its own."""
    tree, facts = files.tree(path), files.facts(path)
    if tree is None or facts is None or any(bound.name in (name, "*") for bound in facts.imports):
        return True
    return bindings(tree, name) > 0


def bindings(scope: ast.AST, name: str) -> int:
    """Return how often a name is bound in a scope, and in those inside it."""
    return sum(_binds(node, name) for node in ast.walk(scope))


def loads(scope: ast.AST, name: str) -> list[ast.Name]:
    """Return where a scope, or one inside it, reads a name."""
    names = (node for node in ast.walk(scope) if isinstance(node, ast.Name) and node.id == name)
    return [node for node in names if isinstance(node.ctx, ast.Load)]


def _binds(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Name(id=bound, ctx=ast.Store() | ast.Del()) | ast.arg(arg=bound):
            return bound == name
        case ast.FunctionDef(name=bound) | ast.AsyncFunctionDef(name=bound) | ast.ClassDef(name=bound):
            return bound == name
    return False


def with_keyword(call: Expression, keyword: str) -> tuple[Edit, ...]:
    """Return the edits that give a call one more keyword argument, written as the others are."""
    node, text = call.node, call.source.text
    assert isinstance(node, ast.Call)
    close = call.place.end - 1
    arguments: tuple[ast.expr | ast.keyword, ...] = (*node.args, *node.keywords)
    if not arguments:
        return (call.insert(close, keyword),)
    last = max((call.source.place(each) for each in arguments), key=lambda place: place.end)
    blank = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[last.end : close])
    comma = last.end + blank.index(",") if "," in blank else None
    end = comma + 1 if comma is not None else last.end + len(blank.rstrip())
    line = text.rfind("\n", 0, last.start) + 1
    alone = "\n" in text[end:close] and not text[line : last.start].strip(" \t(")
    if not alone:
        return (call.insert(end, f" {keyword}," if comma is not None else f", {keyword}"),)
    indent = text[line : len(text) - len(text[line:].lstrip(" \t"))]
    stop = text.index("\n", end)
    stop -= text[stop - 1] == "\r"
    newline = "\r\n" if text[stop] == "\r" else "\n"
    added = call.insert(stop, f"{newline}{indent}{keyword}{',' if comma is not None else ''}")
    return (added,) if comma is not None else (call.insert(end, ","), added)
