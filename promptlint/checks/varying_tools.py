"""Tools that differ from one request to the next."""

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
    """Yield the values that decide which tools are sent; the help names what of `instead` the model lets vary."""
    for found in layout.breaks:
        if found.role is Role.TOOLS and found.order is None and not found.guess and not is_inside(layout, found):
            decides = f"{wording.varies(found)} and decides which tools are sent{wording.cost(found, layout)}"
            effect = wording.joined(wording.gain(found, layout), _spared(layout, rule))
            finding = report(layout, rule, found, f"{wording.subject(found)} {decides}", effect)
            if finding:
                yield finding


def _spared(layout: Layout, rule: Rule) -> str:
    words = [f"`{word}`" for word in rule.words("instead") if word in layout.profile.safe]
    return f"This model's cache outlives a change of {' or '.join(words)}" if words else ""
