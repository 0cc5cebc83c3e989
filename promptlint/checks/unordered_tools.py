"""Tools in no fixed order."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.nesting import is_inside
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.prompt import Role
from promptlint.rule import Rule
from promptlint.severity import value_varies


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values that put the tools into another order, though it always is the same tools."""
    for found in layout.breaks:
        if found.role is Role.TOOLS and found.order and not value_varies(found) and not is_inside(layout, found):
            order = f"{wording.varies(found)}, and the tools with it{wording.cost(found, layout)}"
            finding = report(layout, rule, found, f"{wording.subject(found)} {order}", wording.gain(found, layout))
            if finding:
                yield finding
