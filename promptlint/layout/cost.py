"""Costs: what the known tokens of a prompt cost, written and read, against what they would without a cache."""

from __future__ import annotations

from dataclasses import dataclass

from promptlint.profile import Profile

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What the input of one request costs."""

    share: float
    """As a share of the same tokens without a cache; above 1 where more is written than ever read."""
    dollars: float | None
    """In dollars; None where the price is not known."""


def cost(profile: Profile, tokens: int, read: int, written: int) -> Cost | None:
    """Return what a request of so many tokens of the model costs; None where nobody says what a cached one costs.

    `read` of them are served from the cache and `written` stored anew, which is no more than the others.
    """
    price = profile.price
    if price.read is None or not tokens:
        return None
    written = min(written, tokens - read)
    paid = tokens - read - written + read * price.read + written * profile.write
    return Cost(paid / tokens, None if price.input is None else paid * price.input / _MILLION)
