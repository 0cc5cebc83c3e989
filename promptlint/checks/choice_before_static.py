"""Text that a varying value picks, ahead of static text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.layout.gaps import Via
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the choices whose condition varies and that stand ahead of static text."""
    for found in layout.breaks:
        if found.via is Via.CHOICE and found.order is None and not found.guess:
            picks = f"{wording.varies(found)} and decides which text stands {wording.position(found, layout)}"
            finding = report(layout, rule, found, f"{wording.subject(found)} {picks}{wording.cost(found, layout)}")
            if finding:
                yield finding
