"""A conversation of which only the latest messages are sent."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.finding import Finding, Severity
from promptlint.hole import Growth
from promptlint.layout import Layout
from promptlint.prompt import Role
from promptlint.rule import Rule
from promptlint.walk import text_holes


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the slices of a history that leave out its oldest messages."""
    for block in layout.prompt.blocks if layout.profile.caches else ():
        for splice in text_holes(block.text) if block.role is Role.REST else ():
            if splice.hole.growth is Growth.WINDOW:
                drops = "leaves out one more of the oldest messages with every request, once it is full"
                message = f"`{splice.hole.label}` {drops}: from there on none of the messages can be cached"
                yield of_request(layout, rule, message, Severity.WARNING, splice.place, hole=splice.hole)
