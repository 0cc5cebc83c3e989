"""A version of an API that is older than its prompt caching."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.checks.requested import given, literal, stake
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.rule import Rule

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the version, a date under one of the parameter `settings`, where it is ahead of the provider's first."""
    first = layout.profile.facts.get("since")
    setting = given(layout, rule.words("settings")) if first else None
    if first is None or setting is None:
        return
    version, since = (_DATE.match(str(text)) for text in (literal(setting), first.value))
    if version and since and version[0] < since[0] and any(stake(layout)):
        told = f"`{version.string}` is older than `{first.value}`, the first version that tells of cached tokens"
        yield of_request(layout, rule, told, Severity.WARNING, setting.place, setting=setting.name)
