"""Claude and its relatives: prefixes are written at marked blocks and found by walking back from them (§4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.simulator.request import TOOLS_FIRST, Answer, Group, Order, Placed, Prompt, Rejected, Request, render
from tests.simulator.store import Store

AUTOMATIC = "cache_control"

Mark = tuple[int, str]
"""The place of a marked block among the blocks as they are read, and the lifetime of its breakpoint."""


@dataclass(slots=True)
class BreakpointCache:
    """§4. `lookback` is counted in positions, the marked block's own among them.

    `runs_count_once`: neighbouring tool results are one position (Claude API). `automatic`: whether `cache_control` at the top level of
    a request, here the setting of that name with a lifetime as its value, marks its last block.
    """

    minimum: int
    lives: Mapping[str, float]
    spoils: Mapping[str, Group | Literal["all"]]
    lookback: int = 20
    most: int = 4
    runs_count_once: bool = True
    automatic: bool = True
    order: Order = TOOLS_FIRST
    store: Store = field(default_factory=lambda: Store(blind=True))

    def prompt(self, request: Request) -> Prompt:
        """§4: tools, system, messages."""
        return render(request, self.order, self.spoils)

    def answer(self, request: Request) -> Answer:
        """§4: reads the furthest entry within the lookback of any breakpoint; the rest up to the last breakpoint is written."""
        prompt = self.prompt(request)
        marks = self._marks(prompt, request)
        found = {end for index, _ in marks for end in self._walk_back(prompt.blocks, index)}
        read = self.store.longest(prompt, found, request.at)
        self.store.refresh(prompt.head(read), request.at)
        written = {prompt.blocks[index].end: life for index, life in marks if prompt.blocks[index].end >= self.minimum}
        for end, life in written.items():
            self.store.write(prompt.head(end), request.at, self.lives[life])
        billed = max(0, max(written, default=0) - read)
        return Answer(read, billed, prompt.total - read - billed)

    def _marks(self, prompt: Prompt, request: Request) -> list[Mark]:
        """§4: at most four, the automatic one among them; longer lifetimes first."""
        marks = [(index, placed.block.marked) for index, placed in enumerate(prompt.blocks) if placed.block.marked]
        if AUTOMATIC in request.settings:
            marks = self._with_automatic(marks, (len(prompt.blocks) - 1, request.settings[AUTOMATIC]))
        if len(marks) > self.most:
            raise Rejected(f"at most {self.most} breakpoints, not {len(marks)}")
        if any(life not in self.lives for _, life in marks):
            raise Rejected(f"a breakpoint lives {' or '.join(self.lives)}")
        seconds = [self.lives[life] for _, life in marks]
        if seconds != sorted(seconds, reverse=True):
            raise Rejected("a breakpoint that lives longer stands before one that lives shorter")
        return marks

    def _with_automatic(self, marks: list[Mark], mark: Mark) -> list[Mark]:
        """§4: takes one slot; refused beside four explicit breakpoints, and on a last block with another lifetime."""
        if not self.automatic:
            raise Rejected("no automatic caching here")
        if len(marks) == self.most:
            raise Rejected(f"automatic caching needs one of the {self.most} breakpoints")
        if marks and marks[-1][0] == mark[0] and marks[-1][1] != mark[1]:
            raise Rejected("the last block has a breakpoint of another lifetime")
        return [*marks, mark]

    def _walk_back(self, blocks: Sequence[Placed], index: int) -> Iterator[int]:
        """§4: the ends of the blocks at most 20 positions back."""
        positions = 0
        for here in range(index, -1, -1):
            in_run = here < index and blocks[here].block.role == blocks[here + 1].block.role == "tool"
            positions += not (in_run and self.runs_count_once)
            if positions > self.lookback:
                return
            yield blocks[here].end
