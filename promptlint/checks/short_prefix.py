"""A static prefix that is a little too short for the model's cache."""

from __future__ import annotations

import math
from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import of_request
from promptlint.finding import Finding, Severity
from promptlint.hole import Scope
from promptlint.layout import Layout, counted
from promptlint.profile import Profile
from promptlint.prompt import Origin
from promptlint.rule import Rule

_REUSED = 10
"""How often a prefix is taken to be sent while it is cached (the example of OpenAI's guide of 2026-10-02)."""


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield prompts whose static prefix is below the minimum, and long enough for padding to pay."""
    profile, pays = layout.profile, break_even(layout.profile)
    common = layout.prefix[Scope.EVERYONE]
    if pays is None or layout.prompt.origin is not Origin.CALL or profile.scale(common).high < pays:
        return
    common = counted(layout).prefix[Scope.EVERYONE]
    if common.low != common.high:
        return
    likely = profile.estimate(common.low)
    doubt = wording.doubt(common.low, layout)
    if pays <= likely < profile.minimum:
        short = f"{wording.tokens(likely, layout)} static tokens, and the model caches from {profile.minimum:,} on"
        nothing = f"it is uncertain whether any of it is cached ({doubt})" if doubt else "nothing of it is cached"
        message = f"the shared start of this prompt has {short}: {nothing}"
        yield of_request(layout, rule, message, Severity.INFO, layout.prompt.place)


def break_even(profile: Profile) -> int | None:
    """Return from how many static tokens on it is cheaper to fill a prefix up to the minimum; None where no price is known.

    source: L = M * (r + (w - r) / N), developers.openai.com/api/docs/guides/prompt-caching of 2026-10-02
    """
    price = profile.price
    if price.read is None or not profile.caches:
        return None
    return math.ceil(profile.minimum * (price.read + (profile.write - price.read) / _REUSED))
