"""The stub packages as the tests see them: where they come from, and the programs in their docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from promptlint.catalog import load

FOLDER = Path(load().models[-1])
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?((?: \d+=\w+)*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A program, or a file beside the next one with its name: `yaml config/agents.yaml 3=PRM101` has a finding in row 3."""
_CODES = re.compile(r"# ((?:PRM\d+ ?)+)$")
_SOURCE = re.compile(r"^source:\s(.*?);\s+read\s+\d{4}-\d\d-\d\d", re.MULTILINE | re.DOTALL)


class Beside(NamedTuple):
    """A file beside a program."""

    name: str
    text: str
    codes: str
    """What is to be reported of it: `3=PRM101`."""

    @property
    def report(self) -> Iterator[tuple[str, int, str]]:
        """What is to be reported of it."""
        for row, _, code in (word.partition("=") for word in self.codes.split()):
            yield self.name, int(row), code


class Program(NamedTuple):
    """A program in a docstring."""

    name: str
    text: str
    beside: tuple[Beside, ...] = ()

    @property
    def report(self) -> list[tuple[str, int, str]]:
        """What is to be reported, sorted: the file, the row from 1, and the code."""
        rows = [(row, found[1]) for row, line in enumerate(self.text.splitlines(), 1) if (found := _CODES.search(line))]
        own = [("program.py", row, code) for row, codes in rows for code in codes.split()]
        return sorted([*own, *(each for file in self.beside for each in file.report)])

    def write(self, folder: Path) -> Path:
        """Write the program with the files beside it into a folder, and return its path."""
        for name, text, _ in self.beside:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        (folder / "program.py").write_text(self.text)
        return folder / "program.py"

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
        beside: list[Beside] = []
        numbers = count(1)
        for language, name, codes, text in _FENCE.findall(self.text):
            if language == "python":
                yield Program(f"{self.name}:{next(numbers)}", text, tuple(beside))
                beside = []
            else:
                beside.append(Beside(name, text, codes))

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
