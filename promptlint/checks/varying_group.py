"""A varying block among the first system blocks, of which a cache without marks stores only all together."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values that keep the static blocks ahead of their own, which no mark ends, from being cached."""
    for found in layout.breaks:
        ahead = found.ahead_of_block
        if found.unmarked and not found.guess and ahead >= layout.profile.minimum and 2 * ahead >= found.lost_tokens:
            stored = f"{wording.static(ahead, layout)} ahead of it"
            message = f"{wording.subject(found)} {wording.varies(found)}: {stored} are stored only together with it"
            finding = report(layout, rule, found, message, wording.gain(found, layout))
            if finding:
                yield finding
