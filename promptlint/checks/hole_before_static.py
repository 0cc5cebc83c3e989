"""A varying value ahead of static text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.hole import Kind
from promptlint.layout import Layout
from promptlint.layout.gaps import Via
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values of the parameter `kinds` that stand ahead of static text."""
    kinds = rule.words("kinds")
    for found in layout.breaks:
        if (
            found.order is None
            and found.via is not Via.CHOICE
            and (Kind.UNKNOWN if found.guess else found.kind) in kinds
        ):
            stands = f"{wording.varies(found)} and stands {wording.position(found, layout)}"
            finding = report(layout, rule, found, f"{wording.subject(found)} {stands}{wording.cost(found, layout)}")
            if finding:
                yield finding
