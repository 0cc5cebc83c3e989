"""Caches that serve the longest common prefix with an earlier request: in blocks, in units, or from a slot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.simulator.request import SYSTEM_FIRST, TOOLS_FIRST, Answer, Group, Order, Prompt, Rejected, Request, render
from tests.simulator.store import Store

Spoils = Mapping[str, Group | Literal["all"]]
Stored = tuple[Prompt, float, float]
"""A prompt, when it was sent, and how long it lives unused."""


@dataclass(slots=True)
class PrefixCache:
    """Serves what `served` leaves of the longest common prefix with any live request (§1.7, §6, §7).

    Every answer stores the whole request, so a prefix lives from its last use.
    """

    served: Callable[[int], int]
    life: Callable[[Request], float]
    order: Order = TOOLS_FIRST
    spoils: Spoils = field(default_factory=lambda: {"model": "all"})
    marks_rejected: bool = False
    stored: list[Stored] = field(default_factory=list)

    def prompt(self, request: Request) -> Prompt:
        """The request in this provider's order."""
        return render(request, self.order, self.spoils)

    def answer(self, request: Request) -> Answer:
        """Reads are free of writes: nothing is ever billed as written."""
        if self.marks_rejected:
            _reject_marks(request)
        prompt = self.prompt(request)
        alive = (stored for stored, sent, life in self.stored if request.at - sent < life)
        read = self.served(max((prompt.common(stored) for stored in alive), default=0))
        self.stored.append((prompt, request.at, self.life(request)))
        return Answer(read, 0, prompt.total - read)


@dataclass(slots=True)
class UnitCache:
    """§6 DeepSeek: only whole stored units match, each from the start of the request.

    Units end at the end of the user input, at the end of the output, where two requests were seen to part (the second of them still
    misses), and every `interval` tokens (size not given, ⚠C14; None leaves these out).
    """

    life: float
    interval: int | None = None
    order: Order = TOOLS_FIRST
    spoils: Spoils = field(default_factory=lambda: {"model": "all", "user_id": "all"})
    units: Store = field(default_factory=Store)
    seen: list[Stored] = field(default_factory=list)

    def prompt(self, request: Request) -> Prompt:
        """The request in the order of the documentation's examples."""
        return render(request, self.order, self.spoils)

    def answer(self, request: Request) -> Answer:
        """Reads the longest unit that the request begins with."""
        prompt, at = self.prompt(request), request.at
        read = self.units.longest(prompt, range(1, prompt.total + 1), at)
        self.units.refresh(prompt.head(read), at)
        whole = self.prompt(request.replied())
        for end in {prompt.total, whole.total, *self._partings(prompt, at), *self._intervals(whole)}:
            self.units.write(whole.head(end), at, self.life)
        self.seen.append((whole, at, self.life))
        return Answer(read, 0, prompt.total - read)

    def _partings(self, prompt: Prompt, at: float) -> set[int]:
        return {prompt.common(seen) for seen, sent, life in self.seen if at - sent < life}

    def _intervals(self, whole: Prompt) -> range:
        return range(self.interval, whole.total + 1, self.interval) if self.interval else range(0)


@dataclass(slots=True)
class SlotCache:
    """§7 llama.cpp, Ollama: each slot holds the last prompt that it served; the common prefix with the chosen slot is reused.

    The slot with the longest common prefix is chosen if that is more than `similarity` of the request (`-sps`), else the slot that was
    used longest ago. Nothing expires, and a slot forgets its old prompt.
    """

    slots: int = 1
    similarity: float = 0.10
    order: Order = SYSTEM_FIRST
    spoils: Spoils = field(default_factory=lambda: {"model": "all"})
    held: list[Prompt] = field(default_factory=list)

    def prompt(self, request: Request) -> Prompt:
        """The request as the chat template renders it."""
        return render(request, self.order, self.spoils)

    def answer(self, request: Request) -> Answer:
        """Reads from one slot, which then holds this prompt; `held` is sorted by last use."""
        prompt = self.prompt(request)
        self.held = [*[Prompt((), ())] * (self.slots - len(self.held)), *self.held]
        nearest = max(self.held, key=prompt.common)
        slot = nearest if prompt.common(nearest) > self.similarity * prompt.total else self.held[0]
        self.held.remove(slot)
        self.held.append(prompt)
        return Answer(prompt.common(slot), 0, prompt.total - prompt.common(slot))


def _reject_marks(request: Request) -> None:
    """§1.1, §2: explicit breakpoints and their options are refused for older models on Azure."""
    if any(block.marked for block in request.blocks) or any(
        name.startswith("prompt_cache_options") for name in request.settings
    ):
        raise Rejected("this model knows no prompt_cache_breakpoint and no prompt_cache_options")
