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
            stands = f"stands in the block of the {wording.block(found)} that is marked for caching"
            message = f"{wording.subject(found)} {wording.varies(found)} and {stands}{wording.rewritten(found, layout)}"
            finding = report(layout, rule, found, message, wording.gain(found, layout))
            if finding:
                yield finding
