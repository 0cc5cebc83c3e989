"""An image whose detail varies, ahead of static text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.hole import Kind
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the details of images that vary, where the model's cache does not outlive a change of the parameter `setting`."""
    lost = rule.sentence("setting") in layout.profile.invalidates
    for found in layout.breaks if lost else ():
        if found.kind is Kind.SETTING and found.order is None and not found.guess:
            stands = f"{wording.varies(found)} and is the detail of an image {wording.position(found, layout)}"
            message = f"{wording.subject(found)} {stands}{wording.cost(found, layout)}"
            finding = report(layout, rule, found, message)
            if finding:
                yield finding
