"""How the decoded text of a literal maps to where it was written, for every syntax that literals are written in."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from promptlint.frontends.json import strings as json
from promptlint.frontends.python.literal import read_literal
from promptlint.frontends.toml import strings as toml
from promptlint.frontends.yaml.scalars import read_scalar
from promptlint.prompt import Site
from promptlint.source import Place, Source


class Written(Protocol):
    """A literal that was read."""

    def span(self, at: int, length: int) -> tuple[int, int]:
        """Return where `length` decoded code points from index `at` on stand in the file, as two offsets."""


class Plain(NamedTuple):
    """Text that stands in a file as it is, but for line ends of two characters, each of which is read as one."""

    start: int
    pairs: tuple[int, ...] = ()
    """The decoded indexes of those line ends."""

    def span(self, at: int, length: int) -> tuple[int, int]:
        """Return the same stretch of the file."""
        return self._offset(at), self._offset(at + length)

    def _offset(self, at: int) -> int:
        return self.start + at + bisect.bisect_left(self.pairs, at)


def read_plain(text: str, start: int, end: int) -> Plain:
    """Return the map of a stretch of a file that is read with universal newlines."""
    pairs = (match.start() - number for number, match in enumerate(re.finditer("\r\n", text[start:end])))
    return Plain(start, tuple(pairs))


def read_raw(text: str, start: int, end: int) -> Plain:
    """Return the map of a stretch of a file that is read as it stands, as bytes are."""
    return Plain(start)


READERS: dict[str, Callable[[str, int, int], Written]] = {
    "python": read_literal,
    "text": read_plain,
    "raw": read_raw,
    "yaml": read_scalar,
    "json": json.read_string,
    "toml": toml.read_string,
}
"""What reads the literal at a span of a file, by the syntax of its site; raises ValueError where there is none."""


@dataclass(frozen=True, slots=True)
class Literals:
    """The literals of some files, each read once."""

    source: Callable[[str], Source | None]
    """The text of a file; None for one that cannot be read."""
    _read: dict[tuple[Place, str], Written | None] = field(default_factory=dict)

    def span(self, site: Site, at: int, length: int) -> Place:
        """Return where `length` code points of a literal's decoded text were written, the first one `at` behind the site.

        It is the whole literal where that cannot be told.
        """
        place, key = site.place, (site.place, site.syntax)
        if key not in self._read:
            self._read[key] = self._written(site)
        found = self._read[key]
        return place if found is None else Place(place.path, *found.span(site.at + at, length))

    def _written(self, site: Site) -> Written | None:
        source = self.source(site.place.path)
        try:
            return READERS[site.syntax](source.text, site.place.start, site.place.end) if source else None
        except ValueError:
            return None
