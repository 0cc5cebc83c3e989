"""Gaps: what stands in a row of pieces where the literal text ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from promptlint.hole import Hole, Volatility
from promptlint.prompt import Role, Text
from promptlint.source import Place


class Via(Enum):
    """How a hole shapes the text: as a value in it, as what picks an arm, as what a text is repeated for."""

    VALUE = auto()
    CHOICE = auto()
    REPEAT = auto()


@dataclass(frozen=True, slots=True)
class Opening:
    """A gap that a hole opens."""

    rate: Volatility
    """How long its block lets it stay the same."""
    hole: Hole
    place: Place
    via: Via

    @property
    def unsure(self) -> bool:
        """Whether something of unknown volatility is in it."""
        return self.hole.volatility is Volatility.UNKNOWN

    @property
    def label(self) -> str:
        """What people call it."""
        return self.hole.label


@dataclass(frozen=True, slots=True)
class Possible:
    """A gap in which one of several texts stands, or one text any number of times."""

    rate: Volatility
    """The volatility of the most volatile hole in the texts."""
    unsure: bool
    texts: tuple[Text, ...]
    repeated: bool = False
    tied: bool = False
    """Whether the texts belong to the gap before."""

    @property
    def label(self) -> str:
        """What people call it."""
        return "repeated text" if self.repeated else f"one of {len(self.texts)} texts"


@dataclass(frozen=True, slots=True)
class End:
    """The end of a history, where the next request of a conversation goes on."""

    rate: Volatility = Volatility.REQUEST
    unsure: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What a provider puts ahead of the text of a message; the same in every request, and no text of the prompt."""

    role: Role
    name: str = ""
    certain: bool = True
    """Whether the message is sent in every request."""
    rate: Volatility = Volatility.LITERAL
    unsure: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Footer:
    """What a provider puts behind the text of a message."""

    certain: bool = True
    rate: Volatility = Volatility.LITERAL
    unsure: bool = False
    label: str = ""


Gap: TypeAlias = Opening | Possible | End | Header | Footer
