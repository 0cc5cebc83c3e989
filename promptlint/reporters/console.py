"""Where reporters write: lines, with colours that the console drops where nobody could see them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from promptlint.hole import Scope
from promptlint.source import Source

BETWEEN = {
    Scope.EVERYONE: "different users",
    Scope.ONE_USER: "the conversations of one user",
    Scope.ONE_CONVERSATION: "the requests of one conversation",
}
"""Between whom a scope's prefix is shared."""


def between(scopes: Iterable[Scope]) -> str:
    """Return between whom the prefix of some scopes is shared, for a sentence."""
    chosen = tuple(scopes)
    return (
        "between any two requests"
        if len(chosen) == len(Scope)
        else f"between {listed(BETWEEN[scope] for scope in chosen)}"
    )


_TAB = "    "


class Console(NamedTuple):
    """A sink for lines, and how many cells wide it is."""

    write: Callable[[str], object]
    width: int = 120


def shown(path: str) -> str:
    """Return a path as people read it: relative to the working directory where it stands below that."""
    return path.removeprefix(os.path.join(os.getcwd(), ""))


class Spot(NamedTuple):
    """Where people look for a place: its row and column from 1, those of the cell in a notebook."""

    cell: int | None
    """The number of the cell among all cells of a notebook, from 1."""
    row: int
    column: int

    def __str__(self) -> str:
        cell = f"cell {self.cell}:" if self.cell else ""
        return f"{cell}{self.row}:{self.column}"


def spot(source: Source | None, offset: int) -> Spot:
    """Return where an offset is found; the first position of a source that could not be read."""
    if source is None:
        return Spot(None, 1, 1)
    row, column = source.position(min(offset, len(source.text)))
    cell = source.cell(offset)
    return Spot(cell.number, row - source.position(cell.start).row + 1, column) if cell else Spot(None, row, column)


def printable(text: str) -> str:
    """Return text in which nothing moves the cursor or speaks to the terminal: controls become their pictures."""
    return text if text.isascii() and text.isprintable() else "".join(map(_glyph, text))


def cells(text: str) -> int:
    """Return how many cells of a terminal a printable text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: `1 file`, `1,212 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _glyph(char: str) -> str:
    if char == "\t":
        return _TAB
    if char < " ":
        return chr(0x2400 + ord(char))
    return (
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in _BIDI else char
    )


_BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
