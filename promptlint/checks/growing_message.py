"""A message that is made longer from one request to the next, under a cache that serves whole messages only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.checks import wording
from promptlint.checks.report import report
from promptlint.finding import Finding
from promptlint.hole import Growth, Kind
from promptlint.layout import Layout
from promptlint.prompt import Role
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield what rounds add to a message, where the cache does not outlive a change of what `setting` names."""
    lost = rule.sentence("setting") in layout.profile.invalidates
    for found in layout.breaks if lost else ():
        grows = found.hole.growth is Growth.APPEND and found.kind is not Kind.HISTORY and found.role is not Role.REST
        if grows and found.unmarked:
            static = f"{wording.tokens(found.beside, layout)} static tokens"
            added = f"is added to the {wording.block(found)} with every request, which holds {static}"
            message = f"{wording.subject(found)} {added}: this model's cache serves no message that has become longer"
            finding = report(layout, rule, found, message, wording.gain(found, layout))
            if finding:
                yield replace(finding, help=f"{rule.sentence('advice').rstrip('.')}. {wording.gain(found, layout)}.")
