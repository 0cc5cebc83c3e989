"""A large static prefix that nothing tells the cache to store."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import of_request
from promptlint.finding import Finding, Severity
from promptlint.hole import Scope
from promptlint.layout import Layout
from promptlint.prompt import Origin
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the last block of what every request has in common, where the model caches nothing without a mark."""
    found, boundaries = layout.markable.get(Scope.EVERYONE), layout.profile.boundaries
    # Where a mode turned the other boundaries off, that is what to change
    only_marks = boundaries.mark and not boundaries.mode and not boundaries.implicit
    asks = only_marks and not any(block.marked for block in layout.prompt.blocks)
    if found is None or not asks or layout.prompt.origin is not Origin.CALL or layout.profile.assumed:
        return
    if found.likely >= layout.profile.minimum:
        level = Severity.WARNING if found.tokens.low >= layout.profile.minimum else Severity.INFO
        static = wording.tokens(found.likely, layout)
        message = f"{static} static tokens end here without a cache breakpoint: this model stores nothing without one"
        doubt = wording.doubt(found.known, layout)
        message += f"; whether they reach the minimum is uncertain: {doubt}" if doubt else ""
        yield of_request(layout, rule, message, level, found.place, served=found.likely, alone=True)
