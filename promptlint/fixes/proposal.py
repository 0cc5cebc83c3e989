"""Proposals: edits that might mend what a finding tells, before anything is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from promptlint.files import Files
from promptlint.finding import Applicability, Edit, Finding
from promptlint.hole import Hole
from promptlint.layout import Break, Layout
from promptlint.prompt import Block, Prompt
from promptlint.walk import openings, places


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be mended."""

    finding: Finding
    layout: Layout
    found: Break | None
    """The break that the finding tells; None where it is about a setting, or about how blocks are built."""
    files: Files
    prompts: Sequence[Prompt] = ()
    """The prompts of the project that were found."""

    @property
    def others(self) -> tuple[str, ...]:
        """The files with a part in the prompt, sorted: what it is made of is defined in them."""
        return tuple(sorted({place.path for place in places(self.layout.prompt)}))

    @property
    def block(self) -> Block | None:
        """The block in which the break stands."""
        blocks = self.layout.prompt.blocks
        return next((block for block in blocks if self._stands_in(block)), None)

    def tells(self, hole: Hole) -> bool:
        """Return whether a value is the one that the finding tells: of the same source, in no fixed order if that is told."""
        own = self.found.hole if self.found else None
        if own is None or (self.found and self.found.order and hole.order != self.found.order):
            return False
        return hole.label == own.label or (bool(own.chain) and hole.chain[:1] == own.chain[:1])

    def _stands_in(self, block: Block) -> bool:
        return self.finding.place in openings(block.text)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Edits, and what they do."""

    message: str
    """For people, in the imperative: "Move the clock behind the rules"."""
    edits: tuple[Edit, ...]
    splits: bool = False
    """Whether a block becomes two: a list of parts where only a text can stand would be written into the prompt."""
    rewords: bool = False
    """Whether the value is written in another way on purpose: a clock reading as a date, items in another order."""
    most: Applicability = Applicability.SAFE
    """How safe it is at most: nobody knows whether the program still runs as before."""


Proposer: TypeAlias = Callable[[Target], Iterator[Proposal]]
"""Yields proposals, the best one first."""
