"""The stub packages as the tests see them: where they come from, and the programs in their docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from promptlint.catalog import load

FOLDER = Path(load().models[-1])
_FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODES = re.compile(r"# ((?:PRM\d+ ?)+)$")
_SOURCE = re.compile(r"^source:\s(.*?);\s+read\s+\d{4}-\d\d-\d\d", re.MULTILINE | re.DOTALL)


class Program(NamedTuple):
    """A program in a docstring."""

    name: str
    text: str

    @property
    def report(self) -> list[tuple[int, str]]:
        """What is to be reported: the row from 1, and the code."""
        rows = enumerate(self.text.splitlines(), 1)
        return [(row, code) for row, line in rows if (found := _CODES.search(line)) for code in found[1].split()]

    @property
    def imports(self) -> set[str]:
        """The modules that it imports."""
        return set(_imported(ast.parse(self.text)))


class Origin(NamedTuple):
    """The package that a stub stands for: files of one version, as patterns of paths in it."""

    package: str
    version: str
    files: tuple[str, ...]


class Stub(NamedTuple):
    """One file of a stub package."""

    name: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """The dotted name that a program imports."""
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """The first name of the module's."""
        return self.module.partition(".")[0]

    @property
    def imports(self) -> set[str]:
        """The modules that it imports."""
        return set(_imported(self.tree))

    @property
    def text(self) -> str:
        """The docstring."""
        return ast.get_docstring(self.tree, clean=False) or ""

    @property
    def programs(self) -> Iterator[Program]:
        """The programs in the docstring."""
        for number, text in enumerate(_FENCE.findall(self.text), 1):
            yield Program(f"{self.name}:{number}", text)

    @property
    def origins(self) -> Iterator[Origin]:
        """The packages that the docstring names."""
        found = _SOURCE.search(self.text)
        for part in found[1].split(";") if found else ():
            package, version, *_ = part.split()
            yield Origin(package, version, tuple(re.findall(r"[\w./*-]+\.pyi?", part)))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                yield from (each.name for each in names)
            case ast.ImportFrom(str(module), names):
                yield from (module, *(f"{module}.{each.name}" for each in names))


def _read() -> Iterator[Stub]:
    for path in sorted(FOLDER.rglob("*.py")):
        tree = ast.parse(path.read_text())
        if tree.body:
            yield Stub(path.relative_to(FOLDER).as_posix(), tree)


STUBS = tuple(_read())
PROGRAMS = tuple(program for stub in STUBS for program in stub.programs)
