"""Instructions or tools that a session, which goes on, is given in the place of others."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.finding import Finding, Severity
from promptlint.hole import Link
from promptlint.layout import Layout
from promptlint.prompt import Role
from promptlint.rule import Rule

_GIVEN = {Role.SYSTEM: "instructions", Role.TOOLS: "tools"}


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield what replaces a part of a session, where the model's cache does not outlive a change below `setting`."""
    lost = {part for name, part in layout.profile.invalidates.items() if name.startswith(rule.sentence("setting"))}
    for block in layout.prompt.blocks:
        if block.replaces and block.role in _GIVEN and block.role in lost:
            what = f"{_GIVEN[block.role]} of a session that goes on"
            message = f"the {what} are replaced here: all of the conversation behind them is processed again"
            first = Link(f"the session has other {_GIVEN[block.role]} from here on", block.replaces)
            yield of_request(layout, rule, message, Severity.WARNING, block.place, also=(first,))
