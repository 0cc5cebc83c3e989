"""A cache mark that asks for a longer lifetime than one ahead of it, or for another one than its own block has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from promptlint.checks.report import of_request
from promptlint.checks.requested import marks
from promptlint.finding import Finding, Severity
from promptlint.hole import Link
from promptlint.layout import Layout
from promptlint.prompt import Mark
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the first mark with a lifetime that a mark ahead of it rules out, of those that every request has."""
    if layout.profile.assumed or not layout.profile.lifetime.falling:
        return
    known = [(block, mark) for block, mark in marks(layout) if mark.lifetime is not None]
    for (first, ahead), (block, mark) in combinations(known, 2):
        longer = _is_longer(layout, mark, ahead)
        if longer or (block is first and _is_longer(layout, ahead, mark)):
            whose = "the last block has a breakpoint of its own" if block is first else "it stands behind one"
            asks = f"this breakpoint asks for `{_lifetime(layout, mark)}`, and {whose} of `{_lifetime(layout, ahead)}`"
            message = f"{asks}: {'a longer lifetime must come first' if longer else 'they must be the same'}"
            also = (Link(f"`{_lifetime(layout, ahead)}` is asked for here", ahead.place),)
            yield of_request(layout, rule, message, Severity.WARNING, mark.place, also=also)
            return


def _is_longer(layout: Layout, one: Mark, other: Mark) -> bool:
    return layout.profile.lifetime.longer(one.lifetime or "", other.lifetime or "")


def _lifetime(layout: Layout, mark: Mark) -> str:
    return mark.lifetime or layout.profile.lifetime.default or ""
