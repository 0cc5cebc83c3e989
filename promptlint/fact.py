"""Facts: what a source says about a cache, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from promptlint.hole import Confidence

Value: TypeAlias = str | bool | float | tuple[str, ...]
"""Words, or a number; the unit is that of the key."""


class Source(NamedTuple):
    """Where something is said."""

    id: str
    url: str
    date: str
    """A year, month or day: of the document, or when it was read."""
    note: str = ""


class Other(NamedTuple):
    """What another source says; None where nobody noted which."""

    value: Value
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that names its source."""

    value: Value
    source: Source
    confidence: Confidence
    others: tuple[Other, ...] = ()
    note: str = ""

    @property
    def values(self) -> tuple[Value, ...]:
        """What any of the sources says, the likely one first."""
        return self.value, *(other.value for other in self.others)

    @property
    def numbers(self) -> tuple[float, ...]:
        """Those of the values that are numbers."""
        return tuple(value for value in self.values if isinstance(value, int | float))


Facts: TypeAlias = Mapping[str, Fact]
"""By the path of the key, written with dots: `price.read`. Keys of lifetimes and settings may hold dots themselves."""


def merged(below: Facts, above: Mapping[str, Fact | None]) -> dict[str, Fact]:
    """Return facts with others laid over them; None takes away a key and all below it."""
    gone = tuple(key for key, fact in above.items() if fact is None)
    kept = {
        key: fact for key, fact in below.items() if not any(key == path or key.startswith(f"{path}.") for path in gone)
    }
    return {**kept, **{key: fact for key, fact in above.items() if fact is not None}}


@dataclass(frozen=True, slots=True)
class Values:
    """The values of facts by path; None, or nothing, where a key is missing."""

    known: Mapping[str, Value]

    def below(self, path: str) -> Values:
        """Return what stands below a path."""
        ahead = f"{path}."
        return Values({key.removeprefix(ahead): value for key, value in self.known.items() if key.startswith(ahead)})

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words of a list; a single text counts as one."""
        value = self.known.get(key, ())
        return value if isinstance(value, tuple) else (str(value),)

    def text(self, key: str) -> str | None:
        """Return text."""
        return str(self.known[key]) if key in self.known else None

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        return bool(self.known[key]) if key in self.known else None

    def number(self, key: str) -> float | None:
        """Return a number."""
        value = self.known.get(key)
        return value if isinstance(value, int | float) else None

    def count(self, key: str) -> int | None:
        """Return a whole number."""
        value = self.number(key)
        return None if value is None else int(value)
