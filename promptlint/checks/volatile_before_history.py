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
        if found.history and found.loss.low < layout.profile.step and not found.guess:
            varies = wording.reordered(found) if found.order else wording.differs(found)
            message = f"{wording.subject(found)} {varies} and stands {wording.position(found)}"
            effect = "The history, which only grows, can then be cached from request to request"
            finding = report(layout, rule, found, f"{message}{wording.cost(found, layout)}", effect)
            if finding:
                yield finding
