"""How the decoded text of a literal maps to where it was written, for every syntax that literals are written in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from promptlint.frontends.python.literal import read_literal


class Written(Protocol):
    """A literal that was read."""

    def span(self, at: int, length: int) -> tuple[int, int]:
        """Return where `length` decoded code points from index `at` on stand in the file, as two offsets."""


class Plain(NamedTuple):
    """Text that stands in a file as it is."""

    start: int

    def span(self, at: int, length: int) -> tuple[int, int]:
        """Return the same stretch of the file."""
        return self.start + at, self.start + at + length


def read_plain(text: str, start: int, end: int) -> Plain:
    """Return the map of a stretch of a file whose text is taken as it stands."""
    return Plain(start)


READERS: dict[str, Callable[[str, int, int], Written]] = {"python": read_literal, "text": read_plain}
"""What reads the literal at a span of a file, by the syntax of its site; raises ValueError where there is none."""
