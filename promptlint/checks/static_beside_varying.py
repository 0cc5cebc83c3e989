"""Static text in one block with a varying value, under a cache that serves whole blocks only."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the values that keep the static text of their own block, which no mark ends, from being cached."""
    for found in layout.breaks:
        beside = found.beside and 2 * found.beside >= found.lost_tokens
        if found.unmarked and beside and not found.guess:
            static = f"{wording.tokens(found.beside, layout)} static tokens"
            shares = f"{wording.varies(found)} and stands in one block with {static}"
            message = f"{wording.subject(found)} {shares}: this model's cache serves whole blocks only"
            finding = report(layout, rule, found, message, wording.gain(found, layout))
            if finding:
                yield finding
