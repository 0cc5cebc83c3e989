"""Why so many tokens are served from the cache, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from promptlint.hole import Scope
from promptlint.layout import Layout, Served
from promptlint.layout.boundaries import implied
from promptlint.layout.prediction import is_shifted
from promptlint.profile import Match, Profile
from promptlint.reporters.console import printable
from promptlint.tokens import Range


def spread(read: Served) -> str:
    """Return how many tokens are likely served, and the range where that is not known."""
    low, high = read.bounds.low, read.bounds.high
    if read.certain:
        return f"{read.likely:,}"
    if math.isinf(high):
        return f"{read.likely:,}+" if low == read.likely else f"{read.likely:,} ({low:,}+)"
    return f"{read.likely:,} ({low:,}-{high:,.0f})"


def why(layout: Layout, scope: Scope) -> str:
    """Return why requests of a scope are served what they are, now and at best, as one line."""
    now = "; ".join((_end(layout, scope), *_limits(layout.profile, layout.prefix[scope])))
    best = "; ".join(("all that can be shared", *_limits(layout.profile, layout.best[scope])))
    same = layout.served[scope].likely >= layout.servable[scope].likely
    return f"now: {now}" if same else f"now: {now}. At best: {best}"


def _end(layout: Layout, scope: Scope) -> str:
    """Return where the common prefix ends."""
    ending = next((part for part in layout.segments if scope in part.breaks), None)
    value = f"`{printable(ending.label)}`" if ending and ending.label else "the end of the earlier messages"
    if not layout.profile.boundary:
        return f"up to {value}" if ending else "all of the known text"
    if layout.prefix[scope] == Range(0, 0):
        found = any(block.marked for block in layout.prompt.blocks) or any(
            implied(layout.profile, layout.prompt.blocks)
        )
        ahead = f" ahead of {value}" if ending and found else ""
        return f"no boundary{ahead}, so nothing is stored that is found again"
    return f"up to the last boundary{f' ahead of {value}' if ending else ''}"


def _limits(profile: Profile, tokens: Range) -> Iterator[str]:
    """Yield what the provider makes of a prefix of so many o200k_base tokens."""
    if not tokens.high:
        return
    known = profile.scale(tokens)
    if known.high < profile.least:
        yield f"below the minimum of {profile.least:,}"
        return
    if profile.is_uncertain(tokens.low):
        yield f"uncertain: {profile.doubt}"
    elif known.low < profile.least:
        yield "text of unknown length is part of it"
    match profile.match:
        case Match.EXPLICIT_OBJECT:
            yield "only what the program stores itself is served"
            return
        case Match.PREFIX_UNIT:
            yield "only whole units that an earlier request stored are served"
            return
        case Match.BLOCK_PREFIX if not profile.steps:
            yield "nobody says in which steps it is served"
    if is_shifted(profile):
        yield f"in steps of {profile.step:,} from the start of hidden text of unknown length"
    elif profile.steps and profile.step > 1:
        yield f"rounded down to a multiple of {profile.step:,}"
