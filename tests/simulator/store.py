"""Prefixes that a cache wrote, each with its own lifetime."""

from collections.abc import Container
from dataclasses import dataclass, field

from tests.simulator.request import Prefix, Prompt


@dataclass(slots=True)
class Entry:
    """A prefix, when it was written and last used, and how long it lives unused, in seconds."""

    prefix: Prefix
    written: float
    used: float
    life: float


@dataclass(slots=True)
class Store:
    """All entries ever written. In a `blind` one, requests of one moment do not see what the others of that moment write."""

    blind: bool = False
    entries: list[Entry] = field(default_factory=list)

    def longest(self, prompt: Prompt, ends: Container[int], at: float) -> int:
        """The furthest of the ends at which an entry stands that the prompt begins with, or 0."""
        lengths = ((entry, tokens(entry.prefix)) for entry in self._visible(at))
        return max(
            (length for entry, length in lengths if length in ends and prompt.head(length) == entry.prefix), default=0
        )

    def refresh(self, read: Prefix, at: float) -> None:
        """Whoever reads a prefix uses every entry inside it."""
        for entry in self._visible(at):
            if entry.prefix == Prompt(read, ()).head(tokens(entry.prefix)):
                entry.used = at

    def write(self, prefix: Prefix, at: float, life: float) -> None:
        """A new entry, beside an older one of the same prefix."""
        self.entries.append(Entry(prefix, at, at, life))

    def _visible(self, at: float) -> list[Entry]:
        return [
            entry for entry in self.entries if at - entry.used < entry.life and (entry.written < at or not self.blind)
        ]


def tokens(prefix: Prefix) -> int:
    """The length of a prefix in tokens."""
    return sum(len(segment.tokens) for segment in prefix)
