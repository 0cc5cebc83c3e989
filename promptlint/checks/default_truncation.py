"""A session that goes on and does not say how its oldest messages are left out once it is full."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.checks.requested import given
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.prompt import Role
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the sessions that leave `setting` open, where the model's cache does not outlive what then happens."""
    name, prompt = rule.sentence("setting"), layout.prompt
    begins = prompt.goes_on and any(block.role is Role.SYSTEM for block in prompt.blocks)
    if begins and name in layout.profile.invalidates and name in prompt.options and given(layout, (name,)) is None:
        message = (
            f"the session has no `{name}`: once it is full, each turn leaves out the oldest messages, "
            "and none of the others is cached"
        )
        yield of_request(layout, rule, message, Severity.INFO, prompt.place, setting=name)
