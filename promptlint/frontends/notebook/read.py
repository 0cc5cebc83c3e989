"""Reading: a notebook's bytes to the source of its code, in which every offset belongs to one cell."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from promptlint.facts import Facts, Problem
from promptlint.frontends.document import Broken
from promptlint.frontends.notebook.document import CodeCell, code_cells
from promptlint.frontends.notebook.magics import blank, is_python, starts_bare, without_magics
from promptlint.frontends.python.facts import read_facts
from promptlint.frontends.python.parse import parse
from promptlint.gate import Gate
from promptlint.problems import TOO_LARGE, UNPARSABLE
from promptlint.source import Cell, Place, Source, decode

_END = "\n"
"""What stands behind every cell, so that its end is not the start of the next one."""

Parser: TypeAlias = Callable[[Source], ast.Module | Problem]


class Notebook(NamedTuple):
    """The code of a notebook."""

    source: Source
    """Its cells; the text of the file where that could not be read as cells."""
    problem: Problem | None = None
    """Why no cell was read."""
    unread: tuple[Problem, ...] = ()
    """Why some cells were left out."""

    def facts(self, gate: Gate, parse: Parser) -> Facts:
        """Return what the notebook says about itself; `parse` may remember the tree that it returns."""
        if self.problem:
            return Facts(self.source.path, problem=self.problem)
        return replace(read_facts(self.source, gate, parse), unread=self.unread)


class _Read(NamedTuple):
    """A cell, the Python that stands for it, and why that is blank."""

    cell: CodeCell
    python: str
    problem: Problem | None = None


def read(path: str, data: bytes, largest: int) -> Notebook:
    """Return the code of a notebook, of at most `largest` code points; empty where it holds no Python.

    Raises Unreadable for bytes that are no text.
    """
    text = decode(data, python=False)
    try:
        cells = [cell for cell in code_cells(text) if is_python(cell.text)]
    except Broken as error:
        return Notebook(Source(path, text), Problem(UNPARSABLE, str(error), Place(path, error.offset, error.offset)))
    size = sum(len(cell.text) for cell in cells)
    if size > largest:
        return Notebook(Source(path, text), _too_large(path, size, largest))
    return _joined(path, (_parsed(path, cell) for cell in cells))


def code(data: bytes) -> bytes:
    """Return the code of a notebook without positions, for a search in it; empty where there is none."""
    try:
        cells = code_cells(data.decode("utf-8-sig"))
    except (Broken, UnicodeDecodeError):
        return b""
    return "".join(cell.text + _END for cell in cells if is_python(cell.text)).encode("utf-8", "replace")


def _parsed(path: str, cell: CodeCell) -> _Read:
    """Return a cell as Python: blank where it cannot be parsed, so that it does not hide the others."""
    python = without_magics(cell.text)
    problem = parse(Source(path, python))
    if not isinstance(problem, Problem):
        return _Read(cell, python)
    return _Read(cell, blank(cell.text), None if starts_bare(cell.text) else problem)


def _joined(path: str, read: Iterable[_Read]) -> Notebook:
    cells: list[Cell] = []
    python: list[str] = []
    problems: list[Problem] = []
    start = 0
    for cell, text, problem in read:
        cells.append(Cell(cell.number, start, cell.text))
        python += [text, _END]
        problems += _moved(problem, start, len(text))
        start += len(text) + len(_END)
    return Notebook(Source(path, "".join(python), tuple(cells)), None, tuple(problems))


def _moved(problem: Problem | None, start: int, length: int) -> Iterator[Problem]:
    """Yield the problem of a cell at its place in the whole."""
    if problem:
        path, first, last = problem.place
        yield replace(problem, place=Place(path, start + min(first, length), start + min(last, length)))


def _too_large(path: str, size: int, largest: int) -> Problem:
    much = f"this notebook has {size / 1e6:,.1f} MB of code"
    message = f"{much}; above {largest / 1e6:.0f} MB Python is not parsed, so its prompts are not checked"
    return Problem(TOO_LARGE, message, Place(path, 0, 0))
