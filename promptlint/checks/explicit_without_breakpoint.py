"""Caching by explicit marks alone, in a request that has none."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_prompt
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.prompt import Literal
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the setting that turns the boundaries without a mark off, where no block has a mark."""
    boundaries = layout.profile.boundaries
    if boundaries.mode is None or any(block.marked for block in layout.prompt.blocks):
        return
    for setting in layout.prompt.settings:
        match setting.text:
            case (Literal(text),) if setting.name == boundaries.mode and text == boundaries.without:
                message = f"`{setting.name}` is {text!r} and no cache breakpoint is set: nothing is cached"
                yield of_prompt(layout, rule, message, Severity.WARNING, setting.place)
