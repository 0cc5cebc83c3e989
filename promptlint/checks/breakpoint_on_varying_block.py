"""A varying value inside a block that an explicit cache mark ends."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values that make a marked block another one with every request: written to the cache, never read."""
    for found in layout.breaks:
        if layout.profile.boundary and found.marked and not found.last_user and not found.guess:
            varies = wording.reordered(found) if found.order else wording.differs(found)
            inside = f"{varies} and stands in the block of the {wording.block(found)} that a cache mark ends"
            message = (
                f"{wording.subject(found)} {inside}: none of its {found.lost_tokens:,} static tokens can be reused"
            )
            finding = report(layout, rule, found, message, wording.gain(found))
            if finding:
                yield finding
