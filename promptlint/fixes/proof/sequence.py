"""Sequence: the order in which the calls of an edited text run, which is theirs to keep where one changes what another reads."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from promptlint.files import Files
from promptlint.finding import Edit
from promptlint.fixes.code.effect import Reader
from promptlint.fixes.code.expression import Module, module_of


def reorder(files: Files, edits: Iterable[Edit], others: Iterable[str]) -> bool:
    """Return whether edits may take a call past one that changes what it reads, or reads what it changes.

    `others` are the files that may define the methods of objects.
    """
    by_path: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_path[edit.place.path].append(edit)
    return any(_reorder(files, path, own, tuple(others)) for path, own in by_path.items())


def _reorder(files: Files, path: str, edits: list[Edit], others: tuple[str, ...]) -> bool:
    module = None if files.is_document(path) else module_of(files, path)
    removed = [(edit.place.start, edit.place.end) for edit in edits if edit.place.end > edit.place.start]
    if module is None or not removed or not any(edit.content for edit in edits):
        return False
    moved = list(_calls(module, removed))
    if not moved:
        return False
    whole = (min(edit.place.start for edit in edits), max(edit.place.end for edit in edits))
    reader = Reader(files, module, others)
    passed = [reader.effect(call) for call in _calls(module, [whole]) if call not in moved]
    effects = map(reader.effect, moved) if passed else ()
    return any(effect.hinders(other) for effect in effects for other in passed)


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
