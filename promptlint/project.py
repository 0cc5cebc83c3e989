"""The project: the folder in which everything is known, and what an import or a name in it may mean."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

MARK = ".git"
CONFIGURATION = "pyproject.toml"

_IDENTIFIER = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_IMPORT = re.compile(
    rb"^[ \t]*+(?:from[ \t]++([.\w]++)[ \t]++import[ \t]*+(\([^)]*+\)|[^\r\n;#]++(?:\\\r?\n[^\r\n;#]++)*+)|import[ \t]++([^\r\n;#]++))",
    re.MULTILINE,
)
_NAME = re.compile(rb"[.\w]+")
_DEFINED = re.compile(
    rb"^[ \t]*+(?:async[ \t]++)?(?:def|class)[ \t]++(\w++)|^[ \t]*+(\w++)[ \t]*+(?::|[-+*/|&]?=(?!=))", re.MULTILINE
)


def project_root(folder: str) -> str:
    """Return the nearest folder upward with `.git`, else the topmost with a `pyproject.toml`, else the folder itself."""
    above = tuple(_upward(os.path.abspath(folder)))
    marked = (each for each in above if os.path.lexists(os.path.join(each, MARK)))
    configured = (each for each in reversed(above) if os.path.isfile(os.path.join(each, CONFIGURATION)))
    return next(marked, None) or next(configured, None) or above[0]


def _upward(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def source_roots(root: str, files: Iterable[str]) -> tuple[str, ...]:
    """Return the folders of a project from which absolute imports start, the innermost first.

    They are the root, each folder with a `pyproject.toml`, and each folder named `src`.
    """
    inside = {above for path in files for above in _up_to(os.path.dirname(path), root)}
    found = {root, *(folder for folder in inside if os.path.basename(folder) == "src")}
    found |= {folder for folder in inside if os.path.isfile(os.path.join(folder, CONFIGURATION))}
    return tuple(sorted(found, key=lambda folder: (-folder.count(os.sep), folder)))


def _up_to(folder: str, root: str) -> Iterator[str]:
    for above in _upward(folder):
        yield above
        if above == root:
            return


@dataclass(frozen=True)
class Index:
    """Which files of a project mention an identifier, and which of them reach which other by imports.

    Identifiers are read from the bytes of every file, comments and strings included: a file too many, never one too few.
    """

    files: tuple[str, ...]
    read: Callable[[str], bytes]
    find: Callable[[str, str], Iterable[str]]
    """The files that a dotted name in an import of a file may load."""
    _importers: dict[str, frozenset[str]] = field(default_factory=dict)

    def mentioning(self, name: str) -> tuple[str, ...]:
        """Return the files that mention an identifier, sorted."""
        return tuple(self.files[number] for number in self._numbers.get(name, ()))

    def users(self, path: str, name: str) -> tuple[str, ...]:
        """Return the files that mention a name which a file defines, and import that file, sorted."""
        importers = self.importers(path)
        return tuple(user for user in self.mentioning(name) if user in importers)

    def relatives(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return some files, those that use what they define, and those that any of these load, sorted.

        A prompt with a part in a file is sent by a function of one of its relatives, and so is every call on the way there.
        """
        found = self._using(paths)
        waiting = list(found)
        while waiting:
            fresh = self._imports.get(waiting.pop(), set()) - found
            found |= fresh
            waiting.extend(fresh)
        return tuple(sorted(found))

    def _using(self, paths: Iterable[str]) -> set[str]:
        """Return some files, and those that use what they define, directly or through others."""
        found = set(paths)
        waiting = list(found)
        while waiting:
            path = waiting.pop()
            fresh = self.importers(path) - found
            names = {first or second for first, second in _DEFINED.findall(self.read(path))} if fresh else ()
            users = {user for name in names for user in self.mentioning(name.decode("utf-8", "replace"))} & fresh
            found |= users
            waiting.extend(users)
        return found

    def importers(self, path: str) -> frozenset[str]:
        """Return the files that import a file, directly or through others, the file itself included."""
        if path not in self._importers:
            found, waiting = {path}, [path]
            while waiting:
                fresh = self._imported_by.get(waiting.pop(), set()) - found
                found |= fresh
                waiting.extend(fresh)
            self._importers[path] = frozenset(found)
        return self._importers[path]

    @cached_property
    def _tables(self) -> tuple[dict[str, list[int]], dict[str, set[str]]]:
        numbers: dict[bytes, list[int]] = {}
        imports: dict[str, set[str]] = {}
        for number, path in enumerate(self.files):
            data = self.read(path)
            for name in set(_IDENTIFIER.findall(data)):
                numbers.setdefault(name, []).append(number)
            imports[path] = {loaded for name in set(_imported(data)) for loaded in self.find(path, name)}
        return {name.decode("utf-8", "replace"): found for name, found in numbers.items()}, imports

    @property
    def _numbers(self) -> dict[str, list[int]]:
        return self._tables[0]

    @property
    def _imports(self) -> dict[str, set[str]]:
        return self._tables[1]

    @cached_property
    def _imported_by(self) -> dict[str, set[str]]:
        importers: dict[str, set[str]] = {}
        for path, loaded in self._imports.items():
            for each in loaded:
                importers.setdefault(each, set()).add(path)
        return importers


def _imported(data: bytes) -> Iterator[str]:
    """Yield every dotted name that import statements of a file may load, relative ones with their leading dots."""
    for module, names, modules in _IMPORT.findall(data):
        if modules:
            for part in modules.split(b","):
                if name := _NAME.search(part):
                    yield name[0].decode("utf-8", "replace")
            continue
        origin = module.decode("utf-8", "replace")
        yield origin
        for part in names.strip(b"()").split(b","):
            if name := _NAME.search(part):
                yield f"{origin}{'' if origin.endswith('.') else '.'}{name[0].decode('utf-8', 'replace')}"
