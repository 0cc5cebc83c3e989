"""A file's text, decoded once, and places in it; offsets are code points everywhere."""

from __future__ import annotations

import bisect
import codecs
import io
import re
import tokenize
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

# `str.splitlines` also splits on form feeds and U+2028; editors, git and the Python tokenizer do not.
NEWLINE = re.compile(r"\r\n|\r|\n")


class Place(NamedTuple):
    """A span of one file: offsets in code points, the end exclusive."""

    path: str
    start: int
    end: int

    def holds(self, other: Place) -> bool:
        """Return whether another place is the same or stands inside of this one."""
        return self.path == other.path and self.start <= other.start and other.end <= self.end


class Position(NamedTuple):
    """A row and a column, both 1-based; the column counts code points."""

    row: int
    column: int


class AstPosition(NamedTuple):
    """A 1-based row and a 0-based column in UTF-8 bytes, as `ast` counts them."""

    row: int
    column: int


class Spanning(Protocol):
    """A node of a syntax tree that stands somewhere."""

    lineno: int
    col_offset: int
    end_lineno: int | None
    end_col_offset: int | None


class Cell(NamedTuple):
    """A code cell of a notebook."""

    number: int
    """Its place among all cells of the notebook, from 1."""
    start: int
    """The offset of its first code point in the source."""
    text: str
    """The cell as it was written. What stands for it in the source has the same length and the same lines."""


class Unreadable(Exception):
    """A file whose text cannot be had; the message says why, for people."""


def compact(text: str) -> str | bytes:
    """Return a text for a `Source` to keep: one rare character makes Python take up to four bytes for each of the others."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=32)
def _expand(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Source:
    """One file's text without its byte order mark; of a notebook, its code cells one behind the other."""

    path: str
    content: str | bytes
    """The text, or what `compact` makes of it."""
    cells: tuple[Cell, ...] = ()
    """The code cells of a notebook, in order; one code point that belongs to none stands behind each."""

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.content if isinstance(self.content, str) else _expand(self.content)

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """The offset in code points at which each line starts."""
        return array("I", (0, *(match.end() for match in NEWLINE.finditer(self.text))))

    @cached_property
    def _ascii(self) -> bool:
        return self.text.isascii()

    def position(self, offset: int) -> Position:
        """Return the row and column of an offset in code points."""
        row = bisect.bisect_right(self.line_starts, offset)
        return Position(row, offset - self.line_starts[row - 1] + 1)

    def line(self, row: int) -> str:
        """Return the text of a 1-based row, without its line ending."""
        start = self.line_starts[row - 1]
        end = self.line_starts[row] if row < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    @cached_property
    def written(self) -> str:
        """The text as it was written, what could not be read included: in a notebook, magics and broken cells."""
        return "".join(f"{cell.text}\n" for cell in self.cells) or self.text

    def cell(self, offset: int) -> Cell | None:
        """Return the cell of a notebook in which an offset stands, None in any other file."""
        index = bisect.bisect_right(self.cells, offset, key=lambda cell: cell.start)
        return self.cells[index - 1] if index else None

    def written_line(self, offset: int) -> str:
        """Return the line as it was written in which an offset stands, without its ending."""
        index = bisect.bisect_right(self.line_starts, offset)
        end = self.line_starts[index] if index < len(self.line_starts) else len(self.text)
        return self.written[self.line_starts[index - 1] : end].rstrip("\r\n")

    def ast_position(self, offset: int) -> AstPosition:
        """Return the position that `ast` gives to what stands at an offset in code points."""
        row, column = self.position(offset)
        return AstPosition(row, len(self.text[offset - column + 1 : offset].encode("utf-8", "surrogatepass")))

    def place(self, node: Spanning) -> Place:
        """Return where a node of the text's syntax tree stands."""
        end_row, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return Place(self.path, self.offset(node.lineno, node.col_offset), self.offset(end_row, end_column))

    def offset(self, row: int, utf8_column: int) -> int:
        """Return the offset of a 1-based row and a 0-based column in UTF-8 bytes, as `ast` counts them."""
        start = self.line_starts[row - 1]
        if self._ascii:
            return start + utf8_column
        prefix = self.text[start : start + utf8_column].encode("utf-8", "surrogatepass")[:utf8_column]
        return start + len(prefix.decode("utf-8", "surrogatepass"))


def decode(data: bytes, *, python: bool) -> str:
    """Return the text of a file's bytes, without its byte order mark.

    Python files may name their encoding in a comment (PEP 263); everything else is UTF-8.
    Raises Unreadable when the bytes are not text in that encoding.
    """
    if b"\0" in data[:8192]:
        raise Unreadable("it holds NUL bytes, so it is not text")
    name = encoding(data, python=python)
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start} is not valid {name.removesuffix('-sig')}") from error


def encoding(data: bytes, *, python: bool) -> str:
    """Return the name of the encoding of a file's bytes; `utf-8-sig` where a byte order mark stands ahead of the text.

    Raises Unreadable for a name that Python does not know.
    """
    if not python:
        return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError as error:
        raise Unreadable(_undecodable(data) or str(error)) from error


def _undecodable(data: bytes) -> str | None:
    """Return which byte is not UTF-8, for people; None where all are."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return f"byte {error.start} is not valid utf-8"
    return None
