"""Profiles: the cache model of one family of models, and its arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from promptlint.fact import Facts
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
    forbidden: tuple[str, ...] = ()
    """The parts that may not carry a mark."""
    objects: tuple[str, ...] = ()
    """The parameters of a request that name what it made a cache of before."""
    writes: int | None = None
    """How many of them one request writes at most."""
    lookback: Lookback = Lookback()


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a prefix stays, in the words of the API: `5m`, `24h`, `in_memory`."""

    default: str | None = None
    options: tuple[str, ...] = ()
    """The shorter first."""
    parameter: str | None = None
    falling: bool = False
    """Whether no mark may ask for a longer one than a mark ahead of it."""
    asked: str | None = None
    """The longest that a request asks for; None where it asks for none, or for none of the options."""

    def longer(self, one: str, other: str) -> bool:
        """Return whether one of the options is longer than another; the empty one is the default."""
        known = {option: rank for rank, option in enumerate(self.options)}
        ranks = [known.get(option or self.default or "") for option in (one, other)]
        return None not in ranks and ranks[0] > ranks[1]  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Overhead:
    """The tokens of a message besides its role and its text."""

    message: int
    end: int
    """Those of them that stand behind its text."""
    name: int
    """Those of a name besides its text."""


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
    worth: int = 1
    """How many served tokens have to be lost before anybody would edit for them: a step at least."""
    hidden: bool = False
    """Whether text of unknown length stands ahead of the prompt."""
    typescript: bool = False
    """Whether models read the tools as TypeScript; else they are counted as the JSON that is sent."""
    overhead: Overhead | None = None
    """What a message counts besides its text; None where nobody says it."""
    boundaries: Boundaries = Boundaries()
    lifetime: Lifetime = Lifetime()
    price: Price = Price()
    invalidates: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The first part that is lost (all, hidden, tools, schema, system, messages) when a setting changes."""
    defaults: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What a setting is where a request does not give it."""
    safe: frozenset[str] = frozenset()
    """The settings that may change."""
    refuses: frozenset[str] = frozenset()
    """The parts and options that a request must not have."""
    deprecated: frozenset[str] = frozenset()
    """The options that a request may have, and should not."""
    gateway: bool = False
    """Whether requests go through another platform than the family's, which may rewrite them."""
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
        return self.match in (Match.BOUNDARY, Match.EXPLICIT_OBJECT)

    @property
    def stores(self) -> bool:
        """Whether a request makes an object of all that it has, which later requests name."""
        return self.match is Match.EXPLICIT_OBJECT

    @property
    def least(self) -> int:
        """The smallest minimum that any source names."""
        return min(self.minimums, default=self.minimum)

    @property
    def most(self) -> int:
        """The largest minimum that any source names."""
        return max(self.minimums, default=self.minimum)

    def is_uncertain(self, tokens: int) -> bool:
        """Return whether so many o200k_base tokens reach the minimum by one source only, or within the error of the count."""
        band = self.scale(Range(tokens, tokens))
        return self.caches and band.low < self.most and band.high >= self.least

    @property
    def doubt(self) -> str:
        """Why nobody knows whether what is neither clearly more nor clearly less than the minimum reaches it, in words."""
        if self.least < self.most:
            return f"the sources name minimums of {self.least:,} to {self.most:,} tokens"
        return f"tokens are estimates, give or take {self.error}%, and the minimum is {self.minimum:,}"

    @property
    def write(self) -> float:
        """What a stored token costs, as a share of an uncached one."""
        return self.price.write.get(self.lifetime.asked or self.lifetime.default or "", 1.0)

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
