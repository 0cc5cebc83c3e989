"""An item that is taken out of a conversation which the provider keeps."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the calls that do what `setting` names, where the model's cache does not outlive it."""
    name = rule.sentence("setting")
    for setting in layout.prompt.settings if name in layout.profile.invalidates else ():
        if setting.name == name:
            message = "the item is taken out of the conversation: what was said behind it is processed again"
            yield of_request(layout, rule, message, Severity.INFO, setting.place, setting=name)
