"""A static prefix that is a little too short for the model's cache."""

from __future__ import annotations

import math
from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import of_prompt
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout, lay_out
from promptlint.profile import Profile
from promptlint.prompt import Origin, Scope
from promptlint.rule import Rule
from promptlint.tokens import Exact

_REUSED = 10
"""How often a prefix is taken to be sent while it is cached (the example of OpenAI's guide of 2026-10-02)."""


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield prompts whose static prefix is below the minimum, and long enough for padding to pay."""
    profile, pays = layout.profile, break_even(layout.profile)
    common = layout.prefix[Scope.EVERYONE]
    if pays is None or layout.prompt.origin is not Origin.CALL or profile.scale(common).high < pays:
        return
    common = lay_out(layout.prompt, profile, Exact(), model=layout.model).prefix[Scope.EVERYONE]
    if common.low != common.high:
        return
    likely = profile.estimate(common.low)
    if pays <= likely and profile.scale(common).high < profile.minimum:
        short = f"{wording.tokens(likely, layout)} static tokens, and the model caches from {profile.minimum:,} on"
        message = f"the shared start of this prompt has {short}: nothing of it is cached"
        yield of_prompt(layout, rule, message, Severity.INFO, layout.prompt.place)


def break_even(profile: Profile) -> int | None:
    """Return from how many static tokens on it is cheaper to fill a prefix up to the minimum; None where no price is known.

    source: L = M * (r + (w - r) / N), developers.openai.com/api/docs/guides/prompt-caching of 2026-10-02
    """
    price = profile.price
    if price.read is None or not profile.caches:
        return None
    write = price.write.get(profile.lifetime.default or "", 1.0)
    return math.ceil(profile.minimum * (price.read + (write - price.read) / _REUSED))
