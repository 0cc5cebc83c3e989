"""OpenAI from GPT-5.6 on: a prefix is reused only at a boundary that an earlier request wrote (§1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.simulator.request import TOOLS_FIRST, Answer, Group, Order, Placed, Prompt, Rejected, Request, render
from tests.simulator.store import Store

MODE = "prompt_cache_options.mode"
TTL = "prompt_cache_options.ttl"


@dataclass(slots=True)
class BoundaryCache:
    """§1.1, §1.2. All windows are counted in breakpoints or message endings.

    `stores_developer_end` is the open question ⚠C6: whether a request in implicit mode also stores the end of its initial developer
    group, which takes none of the four writes.
    """

    lives: Mapping[str, float]
    spoils: Mapping[str, Group | Literal["all"]]
    minimum: int = 1024
    first_explicit: int = 2
    latest_explicit: int = 50
    message_ends: int = 20
    writes: int = 4
    stores_developer_end: bool = False
    order: Order = TOOLS_FIRST
    store: Store = field(default_factory=Store)

    def prompt(self, request: Request) -> Prompt:
        """Tools, schema, developer, messages (§1.3)."""
        return render(request, self.order, self.spoils)

    def answer(self, request: Request) -> Answer:
        """§1.2: reads the furthest written boundary; what stands between it and the last written boundary is written."""
        _check_marks(request)
        prompt, life = self.prompt(request), self._life(request)
        explicit = [placed.end for placed in prompt.blocks if placed.block.marked]
        endings = eligible_endings(prompt) if _is_implicit(request) else []
        developer = developer_end(prompt) if _is_implicit(request) else []
        read = self.store.longest(prompt, self._looked_up(explicit, endings, developer), request.at)
        self.store.refresh(prompt.head(read), request.at)
        written = self._written(explicit, endings)
        for end in written | (self._long_enough(developer) if self.stores_developer_end else set()):
            self.store.write(prompt.head(end), request.at, life)
        billed = max(0, max(written, default=0) - read)
        return Answer(read, billed, prompt.total - read - billed)

    def _looked_up(self, explicit: list[int], endings: list[int], developer: list[int]) -> set[int]:
        """§1.2 ⚠C5: the first and the latest explicit breakpoints, the implicit one with the endings before it, the developer group's."""
        first, latest = explicit[: self.first_explicit], explicit[-self.latest_explicit :]
        return {*first, *latest, *endings[-1 - self.message_ends :], *developer}

    def _written(self, explicit: list[int], endings: list[int]) -> set[int]:
        """§1.2: at most four; the implicit breakpoint takes one, the latest explicit ones the rest, none below the minimum."""
        implicit = endings[-1:]
        others = [end for end in explicit if end not in implicit]
        return self._long_enough([*implicit, *others[-(self.writes - len(implicit)) :]])

    def _long_enough(self, ends: list[int]) -> set[int]:
        """§1.1: 1,024 visible input tokens."""
        return {end for end in ends if end >= self.minimum}

    def _life(self, request: Request) -> float:
        """§1.1 ⚠C3: the least life, of all breakpoints of the request."""
        ttl = request.settings.get(TTL, next(iter(self.lives)))
        if ttl not in self.lives:
            raise Rejected(f"{TTL} is one of {', '.join(self.lives)}, not {ttl}")
        return self.lives[ttl]


def eligible_endings(prompt: Prompt) -> list[int]:
    """§1.2: ends of user messages, of groups of tool responses, and of the initial developer group."""
    closing = [placed for placed in prompt.blocks if placed.closes and placed.group == "messages"]
    followed = zip(closing, [*closing[1:], None], strict=False)
    messages = [placed.end for placed, following in followed if _ends_a_turn(placed, following)]
    return [*developer_end(prompt), *messages]


def developer_end(prompt: Prompt) -> list[int]:
    """§1.2: the end of the initial consecutive developer group, if there is one."""
    return [placed.end for placed in prompt.blocks if placed.group == "system"][-1:]


def _ends_a_turn(placed: Placed, following: Placed | None) -> bool:
    """§1.2 (c): neither answers nor developer messages behind the initial group are automatic boundaries."""
    if placed.block.role == "tool":
        return following is None or following.block.role != "tool"
    return placed.block.role == "user"


def _is_implicit(request: Request) -> bool:
    """§1.2: `implicit` is the default; `explicit` without a marker means no caching and no write."""
    return request.settings.get(MODE, "implicit") == "implicit"


def _check_marks(request: Request) -> None:
    """§1.2: markers stand on content that is sent to the model, not on tools, not on answers."""
    if any(block.marked and block.role in {"tools", "schema", "assistant"} for block in request.blocks):
        raise Rejected("prompt_cache_breakpoint is allowed on text, images, audio and files of messages only")
