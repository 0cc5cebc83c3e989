"""Nothing that sends requests with one prefix to the same cache."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.checks.requested import cached, given, routing, stake
from promptlint.finding import Finding, Severity
from promptlint.hole import Confidence
from promptlint.layout import Layout
from promptlint.rule import Rule
from promptlint.source import Place


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the call that could name a key, or a header (`by`), and does not; nor one of `others` that do the same.

    A key counts where a rate is known up to which one machine serves it, and another key is not a miss in itself. Where
    the provider finds the cache by itself, the parameter that keeps it from that.
    """
    by, others = rule.sentence("by"), rule.words("others")
    name, manual = routing(layout, by), routing(layout, "manual")
    if name is None or layout.prompt.batch or layout.profile.assumed:
        return
    if manual:
        chosen = given(layout, (manual,)) if by == "header" else None
        if chosen:
            why = f"`{manual}` keeps the provider from choosing the route by what is cached"
            yield from _finding(layout, rule, manual, why, chosen.place)
        return
    if by == "key" and (name in layout.profile.invalidates or not routing(layout, "rate") or routing(layout, "header")):
        return
    key = routing(layout, "key")
    if name in layout.prompt.options and given(layout, (name, *others, *((key,) if key else ()))) is None:
        yield from _finding(layout, rule, name, f"no `{name}` is given", layout.prompt.place)


def _finding(layout: Layout, rule: Rule, setting: str, why: str, place: Place) -> Iterator[Finding]:
    lost = stake(layout)
    if any(lost):
        message = f"{why}: requests with {cached(lost, layout)} may be spread over machines that do not share a cache"
        low, tokens = Confidence.LOW, lost.tokens
        yield of_request(layout, rule, message, Severity.INFO, place, setting=setting, sure=low, served=tokens)
