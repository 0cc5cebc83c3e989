"""A finding: what a check yields, and what reporters print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from promptlint.hole import Confidence, Kind, Link, Scope, Volatility
from promptlint.source import Place

if TYPE_CHECKING:
    from promptlint.layout import Break, Layout
    from promptlint.rule import Rule


class Severity(StrEnum):
    """How sure the loss is: certain, likely, none worth a change today."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(StrEnum):
    """What applying a fix may change: no byte that matters, order or wording, or advice only."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Edit:
    """Text that replaces a place."""

    place: Place
    content: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A set of edits with a title."""

    message: str
    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """The numbers of a finding, in tokens; `loss` and the cached ones in served tokens."""

    kind: Kind | None
    """What varies; None where nothing does."""
    volatility: Volatility
    order: str | None
    scope: Scope
    prefix_tokens: int
    lost_tokens: int
    loss: int
    cached_now: int
    cached_best: int
    model: str | None
    profile: str
    prompt: str
    assumed: bool = False
    """Whether nobody says that the model is of the profile's family, or no model is known."""
    setting: str | None = None
    """The setting of the request that it is about; None for what is about its text."""


class Cause(NamedTuple):
    """What a finding was made of."""

    layout: Layout
    found: Break | None
    """None for what is not about one value in the text."""
    rule: Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell, at the place that a person would edit."""

    code: str
    name: str
    message: str
    help: str
    severity: Severity
    place: Place
    confidence: Confidence | None = None
    labels: tuple[Link, ...] = ()
    fix: Fix | None = None
    measure: Measure | None = None
    fingerprint: str = ""
    cause: Cause | None = field(default=None, compare=False, repr=False)

    @property
    def places(self) -> Iterator[Place]:
        """All that it tells of: where it stands, its labels and its edits."""
        yield self.place
        yield from (label.place for label in self.labels)
        yield from (edit.place for edit in self.fix.edits) if self.fix else ()

    @property
    def rank(self) -> tuple[str, int, str, str]:
        """Where it stands among all others."""
        return self.place.path, self.place.start, self.code, self.message
