"""Nothing that sends requests with one prefix to the same cache."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.requested import about, cached, given, routing, stake
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.prompt import Confidence
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the call that could name a key, or a header (`by`), and does not; nor one of `others` that do the same.

    A key counts where a rate is known up to which one machine serves it, and another key is not a miss in itself.
    """
    by, others = rule.sentence("by"), rule.words("others")
    name = routing(layout, by)
    if name is None or name not in layout.prompt.options or layout.prompt.batch or layout.profile.assumed:
        return
    if by == "key" and (name in layout.profile.invalidates or not routing(layout, "rate") or routing(layout, "header")):
        return
    key = routing(layout, "key")
    if given(layout, (name, *others, *((key,) if key else ()))) is None and any(lost := stake(layout)):
        spread = f"requests with {cached(lost, layout)} may be spread over machines that do not share a cache"
        message = f"no `{name}` is given: {spread}"
        yield about(
            layout, rule, name, layout.prompt.place, message, Severity.INFO, sure=Confidence.LOW, served=lost.tokens
        )
