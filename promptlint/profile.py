"""Profiles: the cache model of one family of models, and its arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from promptlint.fact import Facts, Values
from promptlint.prompt import Role
from promptlint.tokens import Range


class Match(Enum):
    """What of a prompt a cache serves; see `rules/catalog/providers.yaml`."""

    BLOCK_PREFIX = auto()
    BOUNDARY = auto()
    PREFIX_UNIT = auto()
    EXPLICIT_OBJECT = auto()
    SLOT_LCP = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Lookback:
    """How far a cache looks for a boundary; None where there is no limit, or nobody says it."""

    first: int | None = None
    """The first explicit marks that are looked up."""
    latest: int | None = None
    """The latest explicit marks that are looked up."""
    ends: int | None = None
    """The message ends ahead of the latest that are looked up."""
    blocks: int | None = None
    """The blocks ahead of a mark that are looked up, with its own."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Where a cached prefix may end."""

    implicit: tuple[str, ...] = ()
    """The places without a mark: latest_user, last_tool_result_of_group, initial_developer_block_end, message_ends …"""
    mark: tuple[str, ...] = ()
    """The fields that mark an explicit one."""
    automatic: str | None = None
    """The parameter of a request that marks its last block."""
    mode: str | None = None
    """The parameter that turns the implicit ones off, where it is `without`."""
    without: str | None = None
    allowed: tuple[str, ...] = ()
    """The parts that may carry a mark."""
    forbidden: tuple[str, ...] = ()
    """The parts that may not."""
    writes: int | None = None
    """How many of them one request writes at most."""
    lookback: Lookback = Lookback()


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a prefix stays, in the words of the API: `5m`, `24h`, `in_memory`."""

    default: str | None = None
    options: tuple[str, ...] = ()
    parameter: str | None = None
    refreshed: bool | None = None
    """Whether a read starts it anew."""


@dataclass(frozen=True, slots=True)
class Price:
    """What tokens of a prompt cost. None is unknown, as is a key that is missing."""

    input: float | None = None
    """Dollars per million uncached tokens."""
    read: float | None = None
    """What a cached token costs, as a share of an uncached one."""
    write: Mapping[str, float] = field(default_factory=dict, hash=False)
    """What a token that is written costs by lifetime, as a share of an uncached one; empty where it costs nothing more."""
    batch: bool | None = None
    """Whether cached tokens are cheaper in batch requests."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One family's cache model; see `rules/catalog/providers.yaml` for units."""

    id: str
    match: Match
    minimum: int
    step: int
    order: tuple[Role, ...]
    percent: int = 100
    error: int = 0
    platform: str | None = None
    assumed: bool = False
    """Whether nobody says that the model is of this family."""
    minimums: tuple[int, ...] = ()
    """The minimums of all sources, ascending; empty where no source names one, and `minimum` is that of `classic`."""
    reported: int = 1
    """Usage fields are rounded down to multiples of it."""
    hidden: bool = False
    """Whether text of unknown length stands ahead of the prompt."""
    boundaries: Boundaries = Boundaries()
    lifetime: Lifetime = Lifetime()
    price: Price = Price()
    invalidates: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The first part that is lost (all, hidden, tools, schema, system, messages) when a setting changes."""
    safe: frozenset[str] = frozenset()
    """The settings that may change."""
    refuses: frozenset[str] = frozenset()
    """The parts and options that a request must not have."""
    facts: Facts = field(default_factory=dict, hash=False, compare=False, repr=False)
    """All that is known, with the sources."""

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps in which a prefix is served by any of the sources, ascending; empty where none says it."""
        return tuple(sorted(int(value) for value in self.facts["step"].numbers)) if "step" in self.facts else ()

    @property
    def caches(self) -> bool:
        """Whether anything is cached."""
        return self.match is not Match.NONE

    @property
    def boundary(self) -> bool:
        """Whether only what ends at a boundary is served."""
        return self.match is Match.BOUNDARY

    def serve(self, tokens: int) -> int:
        """Return how many tokens of a common prefix are served from the cache."""
        return tokens // self.step * self.step if tokens >= self.minimum else 0

    @property
    def estimates(self) -> bool:
        """Whether the model's tokens can only be estimated."""
        return self.percent != 100 or self.error > 0

    def estimate(self, tokens: int) -> int:
        """Return the likely number of the model's tokens for a number of o200k_base tokens."""
        return round(tokens * self.percent / 100)

    def scale(self, tokens: Range) -> Range:
        """Return the bounds of the model's tokens for bounds of o200k_base tokens."""
        low = math.floor(tokens.low * self.percent * (100 - self.error) / 10_000)
        high = tokens.high * self.percent * (100 + self.error) / 10_000
        return Range(low, high if math.isinf(high) else math.ceil(high))

    def likely_loss(self, ahead: Range, behind: int) -> int:
        """Return what is likely lost for bounds of the o200k_base tokens ahead of a break, and the least behind it.

        Behind text of any length that is the least; else what is served of the whole without what is served as it is.
        """
        short, whole = self.estimate(ahead.low), self.estimate(ahead.low + behind)
        if math.isinf(ahead.high):
            return self._least(Range(short, math.inf), whole - short)
        return self.serve(whole) - self.serve(short)

    def loss(self, ahead: Range, behind: Range) -> Range:
        """Return what is lost when only the tokens ahead of a break are served, not those behind it as well."""
        return Range(self._least(ahead, behind.low), self._most(ahead, behind.high))

    def _least(self, ahead: Range, behind: int) -> int:
        if ahead.low == ahead.high:
            return self.serve(ahead.low + behind) - self.serve(ahead.low)
        steps = behind // self.step * self.step
        if ahead.low >= self.minimum:
            return steps
        short = self.serve(ahead.low + behind)
        return short if ahead.high < self.minimum else min(short, steps)

    def _most(self, ahead: Range, behind: float) -> float:
        if math.isinf(behind):
            return math.inf
        short = self.serve(int(min(ahead.high, self.minimum - 1) + behind)) if ahead.low < self.minimum else 0
        steps = math.ceil(behind / self.step) * self.step if ahead.high >= self.minimum else 0
        return max(short, steps)


MEASURE = ("minimum", "step", "order", "tokenizer.factor", "tokenizer.error")
"""What every profile has: a family that does not say it is measured as another."""
_AHEAD = {Role.TOOLS, Role.SCHEMA, Role.SYSTEM}


def made_of(family: str, facts: Facts, measure: Facts, *, platform: str | None, assumed: bool) -> Profile:
    """Return the profile that facts say; `measure` fills in what they do not say about the keys of MEASURE."""
    known = Values({key: fact.value for key, fact in facts.items()})
    sizes = Values(
        {key: measure[key].value for key in MEASURE} | {key: known.known[key] for key in MEASURE if key in facts}
    )
    order = sizes.words("order")
    return Profile(
        id=family,
        match=Match[(known.text("match") or "none").upper()],
        minimum=sizes.count("minimum") or 0,
        step=sizes.count("step") or 1,
        order=tuple(
            map(Role, order if _AHEAD.issubset(order) else Values({"order": measure["order"].value}).words("order"))
        ),
        percent=sizes.count("tokenizer.factor") or 100,
        error=sizes.count("tokenizer.error") or 0,
        platform=platform,
        assumed=assumed,
        minimums=tuple(sorted(int(value) for value in facts["minimum"].numbers)) if "minimum" in facts else (),
        reported=known.count("reported") or 1,
        hidden=known.flag("hidden") or False,
        boundaries=_boundaries(known.below("boundaries")),
        lifetime=_lifetime(known.below("lifetime")),
        price=_price(known.below("price")),
        invalidates={setting: str(part) for setting, part in known.below("invalidates").known.items()},
        safe=frozenset(known.words("safe")),
        refuses=frozenset(known.words("refuses")),
        facts=facts,
    )


def _boundaries(known: Values) -> Boundaries:
    lookback = known.below("lookback")
    return Boundaries(
        implicit=known.words("implicit"),
        mark=known.words("mark"),
        automatic=known.text("automatic"),
        mode=known.text("mode"),
        without=known.text("without"),
        allowed=known.words("allowed"),
        forbidden=known.words("forbidden"),
        writes=known.count("writes"),
        lookback=Lookback(*(lookback.count(key) for key in ("first", "latest", "ends", "blocks"))),
    )


def _lifetime(known: Values) -> Lifetime:
    return Lifetime(known.text("default"), known.words("options"), known.text("parameter"), known.flag("refreshed"))


def _price(known: Values) -> Price:
    shares = known.below("write")
    write = {lifetime: share for lifetime in shares.known if (share := shares.number(lifetime)) is not None}
    return Price(known.number("input"), known.number("read"), write, known.flag("batch"))
