"""A varying value with the conversation behind it, though little known static text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values that keep nothing but the history from being cached."""
    for found in layout.breaks:
        if found.history and found.loss.low < layout.profile.worth and not found.guess:
            stands = f"{wording.varies(found)} and stands {wording.position(found, layout)}"
            message = f"{wording.subject(found)} {stands}{wording.cost(found, layout)}"
            effect = "" if found.hopeless else "The earlier messages can then be cached from one request to the next"
            finding = report(layout, rule, found, message, effect)
            if finding:
                yield finding
