"""The project: the folder in which everything is known, and what an import or a name in it may mean."""

from __future__ import annotations

import os
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import resolve_name

MARK = ".git"
CONFIGURATION = "pyproject.toml"

_IDENTIFIER = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_IMPORT = re.compile(
    rb"\b(?:from[ \t]*+(\.*+(?:(?!import\b)[.\w\x80-\xff]++)?)[ \t]*+import\b[ \t]*+"
    rb"(\((?:[^)#]++|#[^\r\n]*+)*+\)|[^\r\n;#]++)|import[ \t]++([^\r\n;#]++))"
)
"""Import statements: the module and the names of a `from`, or the modules."""
_CALLED = re.compile(rb"\b(?:import_module|__import__)\b")
_QUOTED = re.compile(rb"[\"'](\.*+[^\W\d]\w*+(?:\.\w++)*+)[\"']")
"""Dotted names in quotes: where a file imports by a call, each may be the name of a module."""
_RELATIVE = re.compile(
    rb"\bimport_module\(\s*+[\"'](\.[.\w]++)[\"'],\s*+(?:package\s*+=\s*+)?[\"']([^\W\d][.\w]*+)[\"']"
)
"""Calls that import a module below a package: both names."""
_COMMENT = re.compile(rb"#[^\r\n]*+")
_CONTINUED = re.compile(rb"\\\r?\n")
_NAME = re.compile(rb"[.\w\x80-\xff]++")
_DEFINED = re.compile(
    rb"\b(?:def|class|as)[ \t]++([\w\x80-\xff]++)|([\w\x80-\xff]++)[ \t]*+:="
    rb"|^[ \t]*+(?:async[ \t]++)?([\w\x80-\xff]++(?:[ \t]*+,[ \t*]*+[\w\x80-\xff]++)*+)[ \t]*+,?[ \t]*+(?::|[-+*/|&]?=(?!=))",
    re.MULTILINE,
)
"""Names that a file binds: of definitions, aliases and walruses, and one or more targets of an assignment."""
_SET = re.compile(rb"(?<!\bself)\.([A-Za-z_\x80-\xff][\w\x80-\xff]*+)[ \t]*+(?::[^=\r\n]*+)?[-+*/|&]?=(?!=)")
"""Attributes of something but `self` that are assigned."""


def project_root(folder: str) -> str | None:
    """Return the nearest folder upward with `.git`, else the topmost with a `pyproject.toml`; None without any."""
    above = tuple(_upward(os.path.abspath(folder)))
    marked = (each for each in above if os.path.lexists(os.path.join(each, MARK)))
    configured = (each for each in reversed(above) if os.path.isfile(os.path.join(each, CONFIGURATION)))
    return next(marked, None) or next(configured, None)


def _upward(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def entries(folder: str) -> list[str]:
    """Return the names of what stands in a folder, in any order; nothing where it cannot be listed."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


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
    _importers: dict[str, int] = field(default_factory=dict)
    """The files that import a file, one bit each."""
    _definers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The files that define a function or class of a name."""

    def mentioning(self, name: str) -> tuple[str, ...]:
        """Return the files that mention an identifier, sorted."""
        return tuple(self.files[number] for number in self._numbers.get(name, ()))

    def defining(self, name: str) -> tuple[str, ...]:
        """Return the files that define a function or class of a name, anywhere in them, sorted."""
        if name not in self._definers:
            definition = re.compile(rf"\b(?:def|class)\s+{re.escape(name)}\b".encode())
            found = (path for path in self.mentioning(name) if definition.search(self.read(path)))
            self._definers[name] = tuple(found)
        return self._definers[name]

    def users(self, path: str, name: str) -> tuple[str, ...]:
        """Return the files that mention a name which a file defines, and import that file, sorted."""
        importers = self._importing(path)
        return tuple(self.files[number] for number in self._numbers.get(name, ()) if importers >> number & 1)

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
            names = set(_defined(self.read(path))) if self.is_imported(path) else ()
            users = {user for name in names for user in self.users(path, name)} - found
            found |= users
            waiting.extend(users)
        return found

    def readers(self, document: str, packages: Iterable[str], *, computed: bool) -> set[str]:
        """Return the files that hold all words of a document's name, or of that of a package which looks for it.

        `computed` adds those with its end and its folder's name.
        """
        folder, name = os.path.split(document)
        found = self._holding(name).union(*map(self._holding, packages))
        return found | self._holding(f"{os.path.basename(folder)}{os.path.splitext(name)[1]}") if computed else found

    def _holding(self, name: str) -> set[str]:
        words = [word.decode() for word in _IDENTIFIER.findall(name.encode())]
        numbers = [set(self._numbers.get(word, ())) for word in words]
        return {self.files[number] for number in set.intersection(*numbers)} if numbers else set()

    def is_imported(self, path: str) -> bool:
        """Return whether another file imports a file."""
        return bool(self._imported_by.get(path, set()) - {path})

    def _importing(self, path: str) -> int:
        """Return the files that import a file, directly or through others, and the file itself, one bit each."""
        if path not in self._importers:
            found, waiting = {path}, [path]
            while waiting:
                fresh = self._imported_by.get(waiting.pop(), set()) - found
                found |= fresh
                waiting.extend(fresh)
            self._importers[path] = sum(1 << number for each in found if (number := self._number.get(each)) is not None)
        return self._importers[path]

    @cached_property
    def _number(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.files)}

    @cached_property
    def _tables(self) -> tuple[dict[str, array[int]], dict[str, set[str]]]:
        numbers: dict[bytes, array[int]] = defaultdict(lambda: array("I"))
        imports: dict[str, set[str]] = {}
        same = {path: path for path in self.files}
        for number, path in enumerate(self.files):
            data = self.read(path)
            mentioned = set(_IDENTIFIER.findall(data))
            for name in mentioned:
                numbers[name].append(number)
            loaded = (each for name in set(_imported(data)) for each in self._loaded(path, name, mentioned))
            imports[path] = {same.get(each, each) for each in loaded}
        return {name.decode("utf-8", "replace"): found for name, found in numbers.items()}, imports

    def _loaded(self, path: str, name: str, mentioned: set[bytes]) -> Iterator[str]:
        """Yield the files that an import may load: also modules in a package whose names the file mentions."""
        found = tuple(self.find(path, name))
        yield from found
        waiting = [each for each in found[-1:] if os.path.basename(_package(each)) == name.rpartition(".")[2]]
        while waiting:
            children = self._children.get(_package(waiting.pop()), {})
            inside = [children[child] for child in children.keys() & mentioned]
            yield from inside
            waiting.extend(inside)

    @cached_property
    def set_outside(self) -> frozenset[str]:
        """The attributes that something in the project sets on objects that are not its own."""
        found = {name for path in self.files for name in _SET.findall(self.read(path))}
        return frozenset(name.decode("utf-8", "replace") for name in found)

    @cached_property
    def _children(self) -> dict[str, dict[bytes, str]]:
        """The modules and packages in each folder, by name; a package without a file is its folder."""
        children: dict[str, dict[bytes, str]] = {}
        for path in self.files:
            parent, name = os.path.split(_package(path).removesuffix(".py"))
            children.setdefault(parent, {})[os.fsencode(name)] = path
            above, name = os.path.split(parent)
            while name and os.fsencode(name) not in (inside := children.setdefault(above, {})):
                inside[os.fsencode(name)] = parent
                parent, (above, name) = above, os.path.split(above)
        return children

    @property
    def _numbers(self) -> dict[str, array[int]]:
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


def are_alike(one: bytes, other: bytes) -> bool:
    """Return whether an index knows the same of two files: identifiers, and what is imported, bound and set in them."""
    looks = (_IDENTIFIER.findall, _imported, _defined, _SET.findall)
    return all(set(look(one)) == set(look(other)) for look in looks)


def _package(path: str) -> str:
    """Return the folder of a package, given the file that it runs; other paths as they are."""
    return os.path.dirname(path) if os.path.basename(path) == "__init__.py" else path


def _defined(data: bytes) -> Iterator[str]:
    """Yield the names that a file binds, aliases of what it imports included."""
    for groups in _DEFINED.findall(data):
        for names in groups:
            yield from (name.decode("utf-8", "replace") for name in _IDENTIFIER.findall(names))


def _imported(data: bytes) -> Iterator[str]:
    """Yield every dotted name that import statements of a file may load, relative ones with their leading dots."""
    for module, names, modules in _IMPORT.findall(_CONTINUED.sub(b" ", data)):
        if modules:
            yield from _each_name(modules)
            continue
        origin = module.decode("utf-8", "replace")
        inside = [*_each_name(_COMMENT.sub(b"", names).strip(b"()"))]
        dot = "" if origin.endswith(".") else "."
        yield from (f"{origin}{dot}{name}" for name in inside)
        if not inside:
            yield origin
    if _CALLED.search(data):
        names = {name.decode() for name in _QUOTED.findall(data)}
        yield from names | {f".{name}" for name in names if not name.startswith(".")}
    for name, package in _RELATIVE.findall(data):
        with suppress(ImportError):
            yield resolve_name(name.decode(), package.decode())


def _each_name(names: bytes) -> Iterator[str]:
    """Yield the names between commas, without their aliases."""
    for part in names.split(b","):
        if name := _NAME.search(part):
            yield name[0].decode("utf-8", "replace")
