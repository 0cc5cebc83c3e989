"""Nesting: whether a value stands inside the definition of a tool, or is one or more of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.layout import Break, Layout
from promptlint.prompt import Choice, Literal, Repeat, Splice, Text
from promptlint.source import Place

_TOKEN = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


class Nesting(NamedTuple):
    """Where a part of a JSON text stands: the open brackets, whether a string is open, whether any text stands ahead."""

    depth: int = 0
    quoted: bool = False
    begun: bool = False

    @property
    def inside(self) -> bool:
        """Whether that is inside one item of a list, or in text that is no JSON."""
        return self.depth > 1 or self.quoted or (self.begun and self.depth == 0)

    def behind(self, text: str) -> Nesting:
        """Return where the part behind a literal text stands."""
        depth, quoted = self.depth, self.quoted
        for match in _TOKEN.finditer(text):
            if match[0] == '"':
                quoted = not quoted
            elif not quoted and len(match[0]) == 1:
                depth += 1 if match[0] in "[{" else -1
        return Nesting(depth, quoted, self.begun or bool(text.strip()))


def is_inside(layout: Layout, found: Break) -> bool:
    """Return whether a break stands inside an item of the list that its block is."""
    blocks = (block for block in layout.prompt.blocks if block.role is found.role)
    nestings = [each for block in blocks for place, each in _places(block.text, Nesting()) if place == found.place]
    return bool(nestings) and all(each.inside for each in nestings)


def _places(text: Text, nesting: Nesting) -> Iterator[tuple[Place, Nesting]]:
    """Yield where values stand in a text, and how deep."""
    for part in text:
        match part:
            case Literal(text=literal):
                nesting = nesting.behind(literal)
            case Splice(place=place):
                yield place, nesting
                nesting = nesting._replace(begun=True)
            case Choice(arms=arms, place=place):
                yield place, nesting
                for arm in arms:
                    yield from _places(arm, nesting)
            case Repeat(body=body, place=place):
                yield place, nesting
                yield from _places(body, nesting)
