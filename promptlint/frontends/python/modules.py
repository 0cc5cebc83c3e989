"""Which file an import names, as Python's import system finds it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Found(NamedTuple):
    """A module of the project: its file, or the folder of a package without one, and the names behind it."""

    path: str
    rest: tuple[str, ...] = ()


def is_module(path: str) -> bool:
    """Return whether a file is a module, not one with text or data."""
    return path.endswith(".py")


@dataclass(frozen=True, slots=True)
class Modules:
    """Finds modules in source roots."""

    roots: tuple[str, ...]
    """The folders from which absolute imports start, the innermost first."""
    is_file: Callable[[str], bool]
    is_folder: Callable[[str], bool]
    _known: dict[tuple[str, str], Found | None] = field(default_factory=dict)

    def find(self, path: str, name: str) -> Found | None:
        """Return the longest beginning of a dotted name that is a module as an import in the file `path` sees it.

        Relative names keep their leading dots. None where not even the first part is a module of the project.
        """
        folder = os.path.dirname(path)
        key = folder, name
        if key not in self._known:
            self._known[key] = self._find(folder, name)
        found = self._known[key]
        itself = found is not None and found.path == path and not name.startswith(".")
        return None if itself else found

    def loaded(self, path: str, name: str) -> Iterator[str]:
        """Yield the files that loading a dotted name runs, those of the packages around it included."""
        parts = name.lstrip(".").split(".")
        dots = name[: len(name) - len(name.lstrip("."))]
        for length in range(len(parts) + 1):
            found = self.find(path, dots + ".".join(parts[:length])) if dots or length else None
            if found is not None and not found.rest:
                yield found.path

    def _find(self, folder: str, name: str) -> Found | None:
        level = len(name) - len(name.lstrip("."))
        parts = tuple(part for part in name[level:].split(".") if part)
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            return self._below(folder, parts, relative=True)
        candidates = (self._below(root, parts, relative=False) for root in self._starts(folder))
        return next((found for found in candidates if found), None)

    def _starts(self, folder: str) -> Iterator[str]:
        """Yield where an absolute import in a folder looks.

        First beside a script or beside the package of a module, then in the source roots around, then in others.
        """
        top = folder
        while self.is_file(os.path.join(top, "__init__.py")):
            top = os.path.dirname(top)
        yield top
        around = [root for root in self.roots if _holds(root, folder)]
        yield from around
        yield from (root for root in self.roots if root not in around)

    def _below(self, folder: str, parts: tuple[str, ...], *, relative: bool) -> Found | None:
        initial = os.path.join(folder, "__init__.py")
        found = Found(initial, parts) if relative and self.is_file(initial) else None
        if relative and not parts:
            return found or Found(folder)
        for number, part in enumerate(parts):
            folder, rest = os.path.join(folder, part), parts[number + 1 :]
            if self.is_file(package := os.path.join(folder, "__init__.py")):
                found = Found(package, rest)
            elif self.is_file(folder + ".py"):
                return Found(folder + ".py", rest)
            elif not self.is_folder(folder):
                break
            elif found:
                found = Found(folder, rest)
        return found


def _holds(root: str, folder: str) -> bool:
    return not root or folder == root or folder.startswith(os.path.join(root, ""))
