"""An earlier message of a conversation that is written anew with another text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.hole import SHARED, Scope
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the varying values that an assignment puts into a message with the conversation behind it."""
    for found in layout.breaks:
        varies = found.rate > SHARED[Scope.ONE_CONVERSATION] and not found.guess
        if found.edited and varies and found.history:
            written = f"{wording.varies(found)}, and an earlier message is written anew with it"
            effect = "" if found.hopeless else "The earlier messages can then be cached from one request to the next"
            finding = report(
                layout, rule, found, f"{wording.subject(found)} {written}{wording.cost(found, layout)}", effect
            )
            if finding:
                yield finding
