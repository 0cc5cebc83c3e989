"""Decoded text: what a literal says, and where in its source each character was written."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_RUNS = 200_000
"""Of how many runs a literal may consist; where the characters of a longer one stand is not remembered."""


class Run(NamedTuple):
    """Decoded text from index `at` on, written from offset `start` on with `width` code points for each of its own."""

    at: int
    start: int
    width: int


class Decoded(NamedTuple):
    """The text of a literal, and the runs of which it is made; the last one is empty and stands at its end."""

    text: str
    runs: tuple[Run, ...]

    def span(self, at: int, length: int) -> tuple[int, int]:
        """Return where `length` decoded code points from index `at` on were written, all between them included.

        No code points are the point in the source at which text for index `at` would be inserted.
        """
        start = self._written(at)[0]
        return start, self._written(at + length - 1)[1] if length else start

    def _written(self, at: int) -> tuple[int, int]:
        run = self.runs[bisect.bisect_right(self.runs, at, key=lambda run: run.at) - 1]
        start = run.start + (at - run.at) * run.width
        return start, start + run.width


def read_pieces(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the pieces of which a stretch of a text is made, each where the one before it ends.

    Raises ValueError where the pattern finds none.
    """
    while start < end:
        piece = pattern.match(text, start, end)
        if piece is None:
            raise ValueError(f"nothing that could stand in a string at offset {start}")
        yield piece
        start = piece.end()


@dataclass(slots=True)
class Draft:
    """Decoded text that is being read."""

    chunks: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    length: int = 0

    def put(self, text: str, start: int, width: int = 1) -> None:
        """Append decoded text, each code point of which was written in `width` ones from offset `start` on.

        Raises ValueError where that is too much to remember.
        """
        last = self.runs[-1] if self.runs else Run(0, -1, 0)
        if last.width != width or last.start + (self.length - last.at) * width != start:
            self.runs.append(Run(self.length, start, width))
            if len(self.runs) > MOST_RUNS:
                raise ValueError(f"a literal of more than {MOST_RUNS:,} pieces")
        self.chunks.append(text)
        self.length += len(text)

    def finish(self, end: int) -> Decoded:
        """Return what was read; `end` is where text could be appended."""
        return Decoded("".join(self.chunks), (*self.runs, Run(self.length, end, 1)))
