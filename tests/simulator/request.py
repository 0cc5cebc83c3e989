"""What one request sends, what a cache answers, and the order in which a provider reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Literal, NamedTuple, Protocol

from hypothesis.vendor.pretty import RepresentationPrinter

Role = Literal["tools", "schema", "system", "user", "assistant", "tool"]
Group = Literal["tools", "schema", "system", "messages"]
Order = tuple[Group, ...]

TOOLS_FIRST: Order = ("tools", "schema", "system", "messages")
"""§0.5, §1.3: OpenAI hosted, Anthropic, Bedrock."""

SYSTEM_FIRST: Order = ("system", "tools", "schema", "messages")
"""§0.5: harmony (gpt-oss) and MiniMax's passive cache."""


class Rejected(ValueError):
    """The provider refuses the request (HTTP 400)."""


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """One content block, one tool or one schema.

    `marked` is the lifetime of an explicit breakpoint behind the block ("5m", "1h", "30m"), or empty. Neighbours of one role with the
    same number in `message` are one message; a block without a number is a message of its own.
    """

    role: Role
    tokens: tuple[int, ...]
    marked: str = ""
    message: int | None = None

    def __post_init__(self) -> None:
        if not self.tokens:
            raise ValueError("a block holds at least one token")

    def __repr__(self) -> str:
        """The block with its tokens as runs: written out, one counterexample would fill screens."""
        starts = [i for i, token in enumerate(self.tokens) if not i or token != self.tokens[i - 1] + 1]
        runs = (self.tokens[start:end] for start, end in pairwise([*starts, len(self.tokens)]))
        spelled = " + ".join(f"({run[0]}, …, {run[-1]})" for run in runs)
        return f"Block({self.role!r}, {len(self.tokens)} tokens {spelled}, {self.marked!r}, {self.message})"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Hypothesis prints dataclasses by their fields otherwise."""
        printer.text(repr(self))


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its blocks, its settings by their dotted names, when it is sent (seconds), and the tokens that are answered."""

    blocks: tuple[Block, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    at: float = 0.0
    output: tuple[int, ...] = field(default=(), repr=False)

    def replied(self) -> "Request":
        """The request with its own answer behind it, as the next turn of the conversation repeats it."""
        return replace(self, blocks=(*self.blocks, Block("assistant", self.output))) if self.output else self


class Answer(NamedTuple):
    """The input tokens of one request: served from cache, stored at the price of a write, and neither."""

    read: int
    written: int
    uncached: int


class Cache(Protocol):
    """One provider's cache, which remembers the requests that it answered."""

    def answer(self, request: Request) -> Answer:
        """What is read and written; raises `Rejected`. Requests come in the order of their times."""

    def prompt(self, request: Request) -> "Prompt":
        """The request as this provider reads it."""


class Segment(NamedTuple):
    """One message, tool or schema as it is hashed: its role, the settings that it was rendered under, its tokens."""

    role: Role
    settings: tuple[tuple[str, str], ...]
    tokens: tuple[int, ...]


Prefix = tuple[Segment, ...]


class Placed(NamedTuple):
    """A block in its place: the tokens up to its end, and whether its message ends there."""

    block: Block
    group: Group
    end: int
    closes: bool


class Prompt(NamedTuple):
    """A request in the order in which a provider reads it."""

    segments: Prefix
    blocks: tuple[Placed, ...]

    @property
    def total(self) -> int:
        """All input tokens."""
        return sum(len(segment.tokens) for segment in self.segments)

    def head(self, tokens: int) -> Prefix:
        """The first tokens with their roles and settings."""
        kept = []
        for segment in self.segments:
            if tokens <= 0:
                break
            kept.append(segment._replace(tokens=segment.tokens[:tokens]))
            tokens -= len(segment.tokens)
        return tuple(kept)

    def common(self, other: "Prompt") -> int:
        """The length of the longest common prefix, in tokens."""
        length = 0
        for mine, theirs in zip(self.segments, other.segments, strict=False):
            if mine == theirs:
                length += len(mine.tokens)
            elif mine[:2] == theirs[:2]:
                return length + _agreeing(mine.tokens, theirs.tokens)
            else:
                return length
        return length


def render(request: Request, order: Order, spoils: Mapping[str, Group | Literal["all"]]) -> Prompt:
    """The request in `order`; a setting of `spoils` changes the segments of its group and all behind it."""
    segments, placed, end = [], [], 0
    for group, message in _messages(request, order):
        tokens = tuple(token for block in message for token in block.tokens)
        segments.append(Segment(message[0].role, _rendered_under(request.settings, group, order, spoils), tokens))
        for left, block in zip(reversed(range(len(message))), message, strict=True):
            end += len(block.tokens)
            placed.append(Placed(block, group, end, closes=not left))
    return Prompt(tuple(segments), tuple(placed))


def text(name: int, tokens: int) -> tuple[int, ...]:
    """A text of so many tokens: texts of one name begin alike, texts of two names differ in every token."""
    return tuple(range(name * 1_000_000, name * 1_000_000 + tokens))


def _messages(request: Request, order: Order) -> Iterator[tuple[Group, list[Block]]]:
    keyed = [
        (group, (block.role, index if block.message is None else -1, block.message), block)
        for index, (group, block) in enumerate(_grouped(request))
    ]
    keyed.sort(key=lambda entry: order.index(entry[0]))
    for (group, _), same in groupby(keyed, key=lambda entry: entry[:2]):
        yield group, [block for _, _, block in same]


def _grouped(request: Request) -> Iterator[tuple[Group, Block]]:
    """A system text behind the first turn stands in the history, like any message (§1.2 c)."""
    talking = False
    for block in request.blocks:
        talking = talking or block.role in {"user", "assistant", "tool"}
        match block.role:
            case "tools" | "schema":
                yield block.role, block
            case "system" if not talking:
                yield "system", block
            case _:
                yield "messages", block


def _rendered_under(
    settings: Mapping[str, str], group: Group, order: Order, spoils: Mapping[str, Group | Literal["all"]]
) -> tuple[tuple[str, str], ...]:
    reached = {"all", *order[: order.index(group) + 1]}
    return tuple(sorted((name, value) for name, value in settings.items() if spoils.get(name) in reached))


def _agreeing(mine: tuple[int, ...], theirs: tuple[int, ...]) -> int:
    for index, (one, other) in enumerate(zip(mine, theirs, strict=False)):
        if one != other:
            return index
    return min(len(mine), len(theirs))
