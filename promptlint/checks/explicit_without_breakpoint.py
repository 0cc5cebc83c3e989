"""Caching by explicit marks alone, in a request that has none."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.checks.requested import given, literal
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the setting that turns the boundaries without a mark off, where no block has a mark."""
    boundaries = layout.profile.boundaries
    setting = given(layout, (boundaries.mode,)) if boundaries.mode else None
    if setting and literal(setting) == boundaries.without and not any(block.marked for block in layout.prompt.blocks):
        message = f"`{setting.name}` is {boundaries.without!r} and no cache breakpoint is set: nothing is cached"
        yield of_request(layout, rule, message, Severity.WARNING, setting.place)
