"""The prompt: structured text whose parts know their origin and their volatility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple, TypeAlias

from promptlint.source import Place


class Volatility(IntEnum):
    """How long a value stays the same. UNKNOWN counts as stable: it never hides a known break."""

    UNKNOWN = -1
    LITERAL = 0
    PROCESS = 1
    DAY = 2
    USER = 3
    SESSION = 4
    MINUTE = 5
    REQUEST = 6


class Scope(StrEnum):
    """Who shares a cached prefix with the earlier request."""

    EVERYONE = "everyone"
    ONE_USER = "one user"
    ONE_CONVERSATION = "one conversation"


SHARED: dict[Scope, Volatility] = {
    Scope.EVERYONE: Volatility.DAY,
    Scope.ONE_USER: Volatility.USER,
    Scope.ONE_CONVERSATION: Volatility.SESSION,
}
"""The most volatile value on which two requests of a scope still agree."""


class Kind(StrEnum):
    """What a hole is."""

    CLOCK = "clock"
    DATE = "date"
    RANDOM = "random"
    USER = "user"
    SESSION = "session"
    INPUT = "input"
    RETRIEVAL = "retrieval"
    HISTORY = "history"
    ENVIRONMENT = "environment"
    COUNTER = "counter"
    SIGNATURE = "signature"
    """An address that is signed anew, so that it runs out."""
    TOOLS = "tools"
    ORDER = "order"
    CHOICE = "choice"
    SETTING = "setting"
    UNKNOWN = "unknown"


class Growth(StrEnum):
    """How a hole of several items changes from one request to the next."""

    FIXED = "fixed"
    APPEND = "append"
    WINDOW = "window"
    REWRITTEN = "rewritten"


class Confidence(IntEnum):
    """How sure the evaluator is: a known source, a name or shape, a guess."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2


class Role(StrEnum):
    """What a block is, in no particular order; a profile says in which order they are rendered."""

    TOOLS = "tools"
    SCHEMA = "schema"
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"
    REST = "rest"
    FRAGMENT = "fragment"
    """A text of which only its name says that it is a prompt: nobody knows what stands before and behind it."""


class Link(NamedTuple):
    """One step of the way of a value into a prompt, for people."""

    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Order:
    """Why the items of a value come in no fixed order (`cause`), and how often that order changes.

    `cause` is a word of the catalogue: set, listing, completion, mapping, sample, repr.
    """

    cause: str
    volatility: Volatility


@dataclass(frozen=True, slots=True)
class Hole:
    """A value that only the running program knows."""

    label: str
    kind: Kind = Kind.UNKNOWN
    volatility: Volatility = Volatility.UNKNOWN
    order: Order | None = None
    growth: Growth = Growth.FIXED
    confidence: Confidence = Confidence.LOW
    period: int | None = None
    """How often a clock reading changes, in seconds; None where that is not known."""
    chain: tuple[Link, ...] = ()
    """The way that the value took, its source first."""
    form: str = ""
    """How `str` writes a clock reading, as a strftime format; empty where that is not known."""

    @property
    def rate(self) -> Volatility:
        """The volatility of the value or of its order, whichever is greater."""
        return max(self.volatility, self.order.volatility) if self.order else self.volatility


@dataclass(frozen=True, slots=True)
class Site:
    """Where literal text was written: the literal expression, and the first decoded code point taken from it."""

    place: Place
    at: int
    syntax: str = "python"
    """How the literal is written: `python`; `text` for a file's text as it stands; `yaml`, `json`, `toml`."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that is the same in every request."""

    text: str
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class Splice:
    """The place where a hole enters the text: the place that a person would edit."""

    hole: Hole
    place: Place


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several texts; `condition` is the varying value that picks one, None where the choice is stable."""

    arms: tuple[Text, ...]
    condition: Hole | None
    place: Place


@dataclass(frozen=True, slots=True)
class Repeat:
    """A text rendered once for each item of `over`."""

    body: Text
    over: Hole
    place: Place


Part: TypeAlias = Literal | Splice | Choice | Repeat
Text: TypeAlias = tuple[Part, ...]


class Arm(NamedTuple):
    """One side of a choice between lists of messages: the number of the choice in its prompt, and of the side."""

    choice: int
    side: int


@dataclass(frozen=True, slots=True)
class Block:
    """One message, one system text block, one tool list, or (role REST) an open rest of messages."""

    role: Role
    text: Text
    place: Place
    marked: bool = False
    """Whether an explicit cache breakpoint ends the block."""
    certain: bool = True
    """Whether the block is sent in every request."""
    arms: tuple[Arm, ...] = ()
    """The arms in which the block is sent and no other arm sends the like."""

    def excludes(self, other: Block) -> bool:
        """Return whether no request holds both blocks: they stand in different arms of one choice."""
        taken = dict(self.arms)
        return any(taken.get(choice, arm) != arm for choice, arm in other.arms)


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter of the request that is not text, such as the cache key."""

    name: str
    text: Text
    place: Place
    takes: tuple[str, ...] = ()
    """The only values that the call takes, whatever the model does; empty where it takes any."""


class Frame(StrEnum):
    """What may stand behind the known blocks of a prompt."""

    CLOSED = "closed"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """How it is known that something is a prompt."""

    CALL = "call"
    """A call sends it."""
    LIST = "list"
    """It is a list of messages."""
    NAME = "name"
    """A name says so; what stands around it is not known."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What one request sends, in source order; a profile renders it in the provider's order."""

    name: str
    """What people call it: the sink or the shape, and the enclosing definition."""
    place: Place
    blocks: tuple[Block, ...]
    settings: tuple[Setting, ...] = ()
    models: tuple[str, ...] = ()
    """The model names that the program may send; empty where unknown."""
    profile: str | None = None
    """The platform or family that the sink names."""
    frame: Frame = Frame.CLOSED
    chain: tuple[Link, ...] = ()
    """The calls through which the prompt is sent, the nearest first."""
    origin: Origin = Origin.CALL
    options: tuple[str, ...] = ()
    """The settings that the call could be given, and is given only where they are among `settings`."""
    batch: bool = False
    """Whether it is one request of many that are answered later, at another price."""


def text_holes(text: Text) -> tuple[Splice, ...]:
    """Return every splice of a text, in order, those inside choices and repeats included."""
    found: list[Splice] = []
    for part in text:
        match part:
            case Splice():
                found.append(part)
            case Choice():
                found.extend(splice for arm in part.arms for splice in text_holes(arm))
            case Repeat():
                found.extend(text_holes(part.body))
    return tuple(found)


def places(prompt: Prompt) -> Iterator[Place]:
    """Yield where a prompt is sent, and where its holes and the ways of their values stand."""
    yield prompt.place
    yield from (link.place for link in prompt.chain)
    for block in prompt.blocks:
        for splice in text_holes(block.text):
            yield splice.place
            yield from (link.place for link in splice.hole.chain)
