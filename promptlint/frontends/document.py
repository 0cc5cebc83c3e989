"""What a file of structured data says, in whatever syntax, and where its scalars stand."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

DEEPEST = 200
"""How deep listings and tables may stand in each other; a document that is deeper is not read."""


class Span(NamedTuple):
    """Offsets in code points, the end exclusive."""

    start: int
    end: int


class Scalar(NamedTuple):
    """A text, number, boolean, date or nothing; an ellipsis for a value that only the program's own code makes."""

    value: object
    span: Span | None = None
    """Where it was written, quotes included; None where that is not known."""


class Listing(NamedTuple):
    """Items in order."""

    items: tuple[Node, ...]


class Table(NamedTuple):
    """Keys with their values, in order."""

    pairs: tuple[tuple[Scalar, Node], ...]


Node: TypeAlias = Scalar | Listing | Table
