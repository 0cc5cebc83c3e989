"""The prompt: structured text whose parts know their origin and their volatility."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from promptlint.hole import Hole, Link
from promptlint.source import Place


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
class Mark:
    """An explicit cache breakpoint behind a block."""

    key: str
    """The key or parameter that sets it."""
    place: Place
    lifetime: str | None = ""
    """How long the prefix shall stay, in the words of the API: `1h`; empty where nothing says it, None where it is not known."""
    on: tuple[str, ...] = ()
    """What carries it, from the outside in: a slot of the call, the types of parts, or `message`; nothing for a request."""
    certain: bool = True
    """Whether it is set in every request that has the block."""


@dataclass(frozen=True, slots=True)
class Block:
    """One message, one system text block, one tool list, or (role REST) an open rest of messages."""

    role: Role
    text: Text
    place: Place
    marks: tuple[Mark, ...] = ()
    """The explicit cache breakpoints that end the block: its own, and that of the whole request."""
    certain: bool = True
    """Whether the block is sent in every request."""
    edited: bool = False
    """Whether an assignment puts its text into a message that a list holds already."""
    replaces: Place | None = None
    """Where the session, which goes on, was given another text in its place."""
    continues: bool = False
    """Whether it goes on with the message of the block before."""
    name: str = ""
    """The name of the one who speaks, where the message tells it."""
    arms: tuple[Arm, ...] = ()
    """The arms in which the block is sent and no other arm sends the like."""
    parts: int = 1
    """The parts of its content, as far as they are known one by one."""

    @property
    def marked(self) -> bool:
        """Whether an explicit cache breakpoint ends the block."""
        return bool(self.marks)

    @property
    def always(self) -> bool:
        """Whether every request has the block."""
        return self.certain and not self.arms

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
    parts: tuple[tuple[str, str, str], ...] = ()
    """A key of a cache mark, and how a text with that mark and one without are written there; `{}` is the text."""
    goes_on: bool = False
    """Whether it begins a session through whose events the program then goes, however many come."""
    host: str | None = None
    """Where the program says that requests go, with `{}` for what is not known; empty where nothing is, None for nowhere."""
