"""Predictions: how many tokens of a common prefix a provider serves from its cache, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from promptlint.profile import Match, Profile
from promptlint.tokens import Range


@dataclass(frozen=True, slots=True)
class Served:
    """Tokens of the model that a provider reports as read from its cache."""

    bounds: Range
    """At least and at most so many."""
    likely: int
    """Within these."""

    @property
    def certain(self) -> bool:
        """Whether it is known exactly."""
        return self.bounds.low == self.bounds.high


def served(profile: Profile, certain: Range, possible: Range) -> Served:
    """Return what is served of a prefix that two requests have in common, in tokens of o200k_base.

    `certain` is the prefix that an earlier request stored for certain, `possible` the longest that it may have stored.

    source: the formulas of the three generations of OpenAI, developers.openai.com/api/docs/guides/prompt-caching of
    2026-10-02, as of providers.md, section 1.7
    """
    least, most = profile.scale(certain).low, profile.scale(possible).high
    low, high = _least(profile, least), _most(profile, most)
    # Hidden text of any length is as likely as any other
    ahead = profile.steps[-1] // 2 if is_shifted(profile) else 0
    known = profile.estimate(possible.low)
    likely = _most(profile, max(known - ahead, 0)) if known >= profile.minimum else 0
    return Served(Range(low, high), int(min(max(likely, low), high)))


def _least(profile: Profile, tokens: int) -> int:
    """Return what is served of so many tokens at least, whatever hides ahead of them and whichever source is right."""
    match profile.match:
        case Match.NONE | Match.EXPLICIT_OBJECT | Match.PREFIX_UNIT:
            return 0
        case Match.BLOCK_PREFIX if not profile.steps:
            return 0
        case Match.BLOCK_PREFIX:
            tokens -= profile.steps[-1] - 1 if is_shifted(profile) else tokens % profile.steps[-1]
    served = max(tokens, 0) // profile.reported * profile.reported
    return served if served >= profile.most else 0


def _most(profile: Profile, tokens: float) -> float:
    """Return what is served of so many tokens at most."""
    match profile.match:
        case Match.NONE | Match.EXPLICIT_OBJECT:
            return 0
        case Match.PREFIX_UNIT:
            return tokens
        case Match.BLOCK_PREFIX if profile.steps and not math.isinf(tokens) and not is_shifted(profile):
            tokens -= tokens % profile.steps[0]
    if math.isinf(tokens):
        return tokens
    served = tokens // profile.reported * profile.reported
    return int(served) if served >= min(profile.minimums, default=0) else 0


def is_shifted(profile: Profile) -> bool:
    """Return whether steps are counted from text of unknown length that the provider puts ahead of the prompt."""
    return profile.hidden and profile.step > profile.reported
