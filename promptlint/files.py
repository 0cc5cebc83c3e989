"""The files of a project, each read at most once: bytes, gate, source, facts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from promptlint.disk import holds, read_bytes
from promptlint.naming import names_in, naming, with_named
from promptlint.problems import UNREADABLE, too_large
from promptlint.project import Index, are_alike, entries, source_roots
from promptlint.source import Place, Source, Unreadable, compact, decode

if TYPE_CHECKING:
    import ast

    from promptlint.catalog import Catalog
    from promptlint.facts import Facts, Problem
    from promptlint.frontends.formats.recognise import Recognised
    from promptlint.frontends.notebook.read import Notebook
    from promptlint.frontends.python.modules import Modules
    from promptlint.frontends.python.trees import Trees
    from promptlint.gate import Gate

LARGEST = 2_000_000
"""The size in bytes above which a file is not parsed."""

PYTHON = (".py", ".pyi")
NOTEBOOK = ".ipynb"

LARGEST_NOTEBOOK = 50_000_000
"""The size in bytes above which a notebook is not read; most of a large one is pictures, its code has to be below LARGEST."""

_SPEAKS = b"promptlint:"

Data: TypeAlias = bytes
"""The bytes of a file."""


class File(NamedTuple):
    """One readable file, and what was read from it."""

    source: Source
    facts: Facts
    document: Recognised | None = None
    """What it is as a document of a format."""


def _trees() -> Trees:
    from promptlint.frontends.python.trees import Trees

    return Trees()


@dataclass(frozen=True)
class Files:
    """What `link` asks about a project; a path of `given` has those bytes, whatever the disk says."""

    catalog: Catalog
    gate: Gate
    given: Mapping[str, bytes] = field(default_factory=dict)
    root: str = ""
    """The folder outside of which nothing is read; empty for a project that is `given` alone."""
    listed: Callable[[], Iterable[str]] = tuple
    """Lists the Python files of the project."""
    documents: Callable[[], Iterable[str]] = tuple
    """Lists the documents of the project whose names say that they may hold prompts."""
    _files: dict[str, File | Problem | None] = field(default_factory=dict)
    _sources: dict[str, Source | None] = field(default_factory=dict)
    _inert: set[str] = field(default_factory=set)
    """The documents in which nothing may be a placeholder."""
    _inside: dict[str, bool] = field(default_factory=dict)
    _exists: dict[str, bool] = field(default_factory=dict)
    _trees: Trees = field(default_factory=_trees)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The Python files of the project, sorted."""
        return tuple(sorted(path for path in {*self.listed(), *self.given} if not self.is_document(path)))

    def changed(self, given: Mapping[str, Data]) -> Files:
        """Return the same project with other bytes of some files; what was read of all others is kept."""
        given = {path: data for path, data in given.items() if self.given.get(path) != data}
        after = replace(
            self,
            given={**self.given, **given},
            _files={path: file for path, file in self._files.items() if path not in given},
            _sources={path: source for path, source in self._sources.items() if path not in given},
            _inert=self._inert - given.keys(),
            _trees=_trees(),
        )
        if all(self.is_file(path) and are_alike(self.bytes(path), after.bytes(path)) for path in given):
            of_all = self.__dict__.keys() & {"paths", "modules", "index"}
            after.__dict__.update({name: self.__dict__[name] for name in of_all})
        return after

    @cached_property
    def modules(self) -> Modules:
        """Which file of the project, or failing that of the models, an import names."""
        from promptlint.frontends.python.modules import Modules

        roots = source_roots(self.root, self.paths)
        return Modules((*roots, *self.catalog.models), self.is_file, self.is_folder)

    @cached_property
    def index(self) -> Index:
        """Which files mention what, and which import which."""
        return Index(self.paths, self.bytes, self.modules.loaded)

    def source(self, path: str) -> Source | None:
        """Return the text of a file of the project, of any kind; None for one that may not or cannot be read."""
        if path not in self._sources:
            self._sources[path] = self._source(path)
        return self._sources[path]

    def facts(self, path: str) -> Facts | None:
        """Return the facts of a Python file of the project, or None."""
        file = self.read(path, named=True) if self.is_file(path) else None
        return file.facts if isinstance(file, File) else None

    def tree(self, path: str) -> ast.Module | None:
        """Return the syntax tree of a Python file of the project; None where there is none."""
        import ast

        source = None if self.is_document(path) else self.source(path)
        tree = self._trees.parse(source) if source else None
        return tree if isinstance(tree, ast.Module) else None

    def is_file(self, path: str) -> bool:
        """Return whether something is a file that may be read."""
        if path not in self._exists:
            self._exists[path] = path in self.given or (self._is_inside(path) and os.path.isfile(path))
        return self._exists[path]

    def is_document(self, path: str) -> bool:
        """Return whether a file is read as a document, never as a program."""
        return self.catalog.documents.is_document(path)

    def document(self, path: str) -> Recognised | None:
        """Return what a file is as a document of a format; None for a program, and for one that is no prompt file."""
        file = self.read(path, named=True) if self.is_document(path) and self.is_file(path) else None
        return file.document if isinstance(file, File) else None

    def is_folder(self, path: str) -> bool:
        """Return whether something is a folder of the project."""
        below = os.path.join(path, "")
        return any(name.startswith(below) for name in self.given) or (self._is_inside(path) and os.path.isdir(path))

    def entries(self, path: str) -> tuple[str, ...]:
        """Return the names of what stands in a folder of the project, sorted; nothing for anything else."""
        below = os.path.join(path, "")
        given = {name.removeprefix(below).split(os.sep)[0] for name in self.given if name.startswith(below)}
        return tuple(sorted({*given, *(entries(path) if self._is_inside(below) else ())}))

    def users(self, path: str, name: str) -> tuple[str, ...]:
        """Return the files that mention a name which a file defines, and import that file, sorted."""
        return self.index.users(path, name)

    def is_imported(self, path: str) -> bool:
        """Return whether another file imports a file."""
        return self.index.is_imported(path)

    def relatives(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return some files with all those that a prompt with a part in them may be sent by or through, sorted."""
        given = set(paths)
        documents = set(filter(self.is_document, given))
        asked = {path for path in documents if self.document(path) is not None or path not in self._inert}
        users = documents | (naming(asked, self._named) if asked else set())
        programs = given - documents
        if not given.issuperset(self.paths):
            programs |= {reader for path in users for reader in self._readers(path)}
            programs.update(self.index.relatives(programs) if programs else ())
        return tuple(sorted({*programs, *(with_named(users, self._named) if asked else users)}))

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        """The names of files that stand in each document of the project that may be a prompt file."""
        paths = filter(self.is_document, {*self.documents(), *self.given})
        return {path: names_in(self.bytes(path)) for path in paths}

    def _readers(self, document: str) -> Iterable[str]:
        """Return the files that may read a document with placeholders; of one that is no prompt file only those that name it."""
        if self.catalog.documents.is_harmless(document):
            return ()
        if self.read(document, named=False) is None and document in self._inert:
            return ()
        packages = {package for name, package in self.catalog.opened if f"{os.sep}{document}".endswith(f"/{name}")}
        return self.index.readers(document, packages, computed=self.document(document) is not None)

    @property
    def set_outside(self) -> frozenset[str]:
        """The attributes that something in the project sets on objects that are not its own."""
        return self.index.set_outside

    def is_silent(self, path: str) -> bool:
        """Return whether nothing in a file may be a root of a prompt, as far as the gate can tell."""
        return self.read(path, named=False) is None

    def bytes(self, path: str) -> bytes:
        """Return the bytes of a file, of a notebook those of its code; none where it cannot be read."""
        try:
            data = self.data(path)
        except (OSError, Unreadable):
            return b""
        if not path.endswith(NOTEBOOK):
            return data
        from promptlint.frontends.notebook.read import code

        return code(data) if len(data) <= LARGEST_NOTEBOOK else b""

    def data(self, path: str) -> Data:
        """Return the bytes of a file as they stand. Raises OSError or Unreadable where they cannot be had."""
        return self.given[path] if path in self.given else read_bytes(path)

    def _is_inside(self, path: str) -> bool:
        """Return whether a path stands in the project or among the models, links to other places excluded."""
        folder, inside = os.path.dirname(path), self._inside
        if folder not in inside:
            inside[folder] = self._is_ours(folder)
        return inside[folder] and (not os.path.islink(path) or self._is_ours(path))

    def _is_ours(self, path: str) -> bool:
        folders = (self.root, *self.catalog.models) if self.root else self.catalog.models
        real = os.path.realpath(path)
        return any(holds(folder, path) and holds(os.path.realpath(folder), real) for folder in folders)

    def read(self, path: str, *, named: bool) -> File | Problem | None:
        """Return a file, or what keeps it from being checked; None where nothing in it concerns promptlint.

        A file that is named is read to the end, whatever the gate says of it.
        """
        known = self._files.get(path)
        if known is None and (named or path not in self._files):
            known = self._files[path] = self._read(path, named)
        return known

    def _read(self, path: str, named: bool) -> File | Problem | None:
        from promptlint.facts import Problem
        from promptlint.frontends.python.facts import read_facts

        try:
            data = self.data(path)
            if self.is_document(path):
                return self._of_document(path, data, named)
            passes = self.gate.passes(data)
            if not (passes or named or _SPEAKS in data):
                return None
            largest = LARGEST_NOTEBOOK if path.endswith(NOTEBOOK) else LARGEST
            if len(data) > largest:
                return too_large(path, len(data), largest) if passes else None
            if path.endswith(NOTEBOOK):
                from promptlint.frontends.notebook.read import read

                return self._of_notebook(read(path, data, LARGEST), named)
            source = Source(path, compact(decode(data, python=True)))
        except (OSError, Unreadable) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return Problem(UNREADABLE, f"this file cannot be read: {reason}", Place(path, 0, 0))
        self._sources[path] = source
        return File(source, read_facts(source, self.gate, self._trees.parse))

    def _of_document(self, path: str, data: Data, named: bool) -> File | Problem | None:
        """Return a document as a file; None for one that is no prompt file, as far as its name and its bytes tell."""
        from promptlint.frontends.formats.facts import read_file
        from promptlint.frontends.formats.recognise import MARKS, likely

        if not any(mark in data for mark in MARKS):
            self._inert.add(path)
        formats = likely(self.catalog.documents, self.catalog.shapes, path, data)
        if len(data) > LARGEST:
            return too_large(path, len(data), LARGEST) if self.catalog.documents.is_sure(path) else None
        if not (formats or named):
            return None
        source = self._sources[path] = Source(path, compact(decode(data, python=False)))
        return File(source, *read_file(self.catalog.documents, formats, source))

    def _of_notebook(self, notebook: Notebook, named: bool) -> File | None:
        """Return a notebook as a file; what concerns promptlint may stand in its outputs only."""
        code = notebook.source.written.encode("utf-8", "replace")
        if not (named or self.gate.passes(code) or _SPEAKS in code):
            return None
        self._sources[notebook.source.path] = notebook.source
        return File(notebook.source, notebook.facts(self.gate, self._trees.parse))

    def _source(self, path: str) -> Source | None:
        if not self.is_file(path):
            return None
        if path.endswith(NOTEBOOK):
            file = self.read(path, named=True)
            return file.source if isinstance(file, File) else None
        try:
            data = self.data(path)
            return Source(path, compact(decode(data, python=path.endswith(PYTHON)))) if len(data) <= LARGEST else None
        except (OSError, Unreadable):
            return None
