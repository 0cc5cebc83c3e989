"""A finding: what a check yields, and what reporters print."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from promptlint.prompt import Confidence, Kind, Link, Scope, Volatility
from promptlint.source import Place


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
    setting: str | None = None
    """The setting of the request that it is about; None for what is about its text."""


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
