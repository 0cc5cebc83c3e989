"""What a file of structured data says, in whatever syntax, and where its parts stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

_WRITTEN = re.compile(r"[^\r\n]")

DEEPEST = 200
"""How deep listings and tables may stand in each other; a document that is deeper is not read."""

MOST = 200_000
"""How many listings, tables and scalars a text may hold, what is merged counted again; one with more is not read."""


class Broken(ValueError):
    """A text that is no document: why, for people, and the offset in code points at which that shows."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class Excessive(Broken):
    """A text that is too deep, or holds too much, to be read."""


class Span(NamedTuple):
    """Offsets in code points, the end exclusive."""

    start: int
    end: int


class Tag(NamedTuple):
    """What says of a value that only a program's own code makes it."""

    name: str
    """In full, whatever it is short for."""
    span: Span
    """Where it was written."""


class Scalar(NamedTuple):
    """A text, number, boolean, date or nothing; an ellipsis for a value that only the program's own code makes."""

    value: object
    span: Span | None = None
    """Where it was written, quotes included; None where that is not known."""
    tag: Tag | None = None
    """What stands in front of a value that is an ellipsis."""


class Listing(NamedTuple):
    """Items in order."""

    items: tuple[Node, ...]
    span: Span | None = None
    """From the first item or bracket to the last; None where that is not known."""


class Table(NamedTuple):
    """Keys with their values, in order; of several equal keys the last one."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span | None = None
    """From the first key or bracket to the last value or bracket; None where that is not known."""
    repeated: tuple[tuple[Scalar, Scalar], ...] = ()
    """The keys whose values are lost, each with the equal one behind it."""


Node: TypeAlias = Scalar | Listing | Table
"""What aliases name is shared, so a small text can be a tree of billions: look at nodes through `walk`."""


def alone(text: str, span: Span) -> str:
    """Return a text that ends with a stretch of another one, at the same offset and in the same row and column."""
    return _WRITTEN.sub(" ", text[: span.start]) + text[span.start : span.end]


class Step(NamedTuple):
    """A node of a document."""

    path: tuple[object, ...]
    """The keys and the indexes that lead to it."""
    node: Node


def walk(document: Node) -> Iterator[Step]:
    """Yield each node of a document once, in the order of the text; one that aliases share where it stands first."""
    waiting, seen = [Step((), document)], set[int]()
    while waiting:
        path, node = step = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield step
        match node:
            case Table(pairs):
                waiting += [Step((*path, key.value), value) for key, value in reversed(pairs)]
            case Listing(items):
                waiting += [Step((*path, index), item) for index, item in reversed([*enumerate(items)])]


def repeated_keys(document: Node) -> Iterator[tuple[Scalar, Scalar]]:
    """Yield the keys whose values a document loses, each with the equal one behind it."""
    for _, node in walk(document):
        if isinstance(node, Table):
            yield from node.repeated
