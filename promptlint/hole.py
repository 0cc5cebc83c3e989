"""Holes: values that only the running program knows, how long each stays the same, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

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


class Link(NamedTuple):
    """One step of the way of a value into a prompt, for people."""

    message: str
    place: Place


class Sorting(StrEnum):
    """How items that come in no fixed order can be sorted."""

    ITEMS = "items"
    """Any two of them compare."""
    LIST = "list"
    """So they do, and what holds them is a list already."""
    NAME = "name"
    """By their attribute `name`."""
    DEFINED = "__name__"
    """By the name under which they are defined."""
    UNKNOWN = "unknown"
    """Nobody knows whether they compare."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Order:
    """Why the items of a value come in no fixed order (`cause`), and how often that order changes.

    `cause` is a word of the catalogue: set, listing, completion, mapping, sample, repr.
    """

    cause: str
    volatility: Volatility
    sorting: Sorting = Sorting.UNKNOWN


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
    window: int | None = None
    """How many of the latest items there are; None where that is not known, or not so."""

    @property
    def rate(self) -> Volatility:
        """The volatility of the value or of its order, whichever is greater."""
        return max(self.volatility, self.order.volatility) if self.order else self.volatility

    @property
    def grows(self) -> bool:
        """Whether it is a part of a conversation that the next request sends again."""
        return self.kind is Kind.HISTORY or self.growth is Growth.APPEND
