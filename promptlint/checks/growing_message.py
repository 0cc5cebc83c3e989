"""A message that is made longer from one request to the next, under a cache that serves whole messages only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.checks import wording
from promptlint.checks.report import of_request, report
from promptlint.finding import Finding, Severity
from promptlint.hole import Growth, Kind
from promptlint.layout import Break, Layout, counted
from promptlint.prompt import Role
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield what rounds add to a message, where the cache does not outlive a change of what `setting` names."""
    if rule.sentence("setting") in layout.profile.invalidates:
        yield from (_finding(layout, rule, found) for found in layout.breaks if _grows(found, layout))


def _grows(found: Break, layout: Layout) -> bool:
    """Return whether rounds make a message longer, that no mark ends, of a prompt that is long enough to be cached."""
    added = found.hole.growth is Growth.APPEND and found.kind is not Kind.HISTORY and found.role is not Role.REST
    return added and found.unmarked and layout.profile.serve(counted(layout).tokens) > 0


def _finding(layout: Layout, rule: Rule, found: Break) -> Finding:
    static = f", which holds {wording.tokens(found.beside, layout)} static tokens" if found.beside else ""
    added = f"is added with every request to the {wording.block(found)}{static}"
    message = f"{wording.subject(found)} {added}: this model's cache serves no message that has become longer"
    told = report(layout, rule, found, message)
    if told is None:
        return of_request(layout, rule, message, Severity.WARNING, found.place)
    advice = rule.sentence("advice").rstrip(".")
    return replace(told, help=f"{wording.joined(advice, wording.gain(found, layout))}.")
