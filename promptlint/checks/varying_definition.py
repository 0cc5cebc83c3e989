"""A varying value inside what a tool or the output schema is."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.nesting import is_inside
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.prompt import Role
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values inside the parameter `part`: tools or schema."""
    part = Role(rule.sentence("part"))
    for found in layout.breaks:
        inside = found.role is part and (part is not Role.TOOLS or is_inside(layout, found))
        if inside and found.order is None and not found.guess:
            stands = f"{wording.varies(found)} and stands inside the {wording.block(found)}"
            message = f"{wording.subject(found)} {stands}{wording.cost(found, layout)}"
            finding = report(layout, rule, found, message, wording.gain(found, layout))
            if finding:
                yield finding
