"""Items in no fixed order, ahead of static text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values whose order varies for one of the parameter `causes`."""
    causes = rule.words("causes")
    for found in layout.breaks:
        if found.order and found.order.cause in causes:
            stands = f"{wording.varies(found)} and stands {wording.position(found, layout)}"
            finding = report(layout, rule, found, f"{wording.subject(found)} {stands}{wording.cost(found, layout)}")
            if finding:
                yield finding
