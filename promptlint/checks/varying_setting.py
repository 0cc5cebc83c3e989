"""A setting that is part of what is cached, and differs from one request of a conversation to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promptlint.checks import wording
from promptlint.checks.report import of_request
from promptlint.checks.requested import Stake, model, routing, stake, varying, within
from promptlint.finding import Finding, Severity
from promptlint.hole import Confidence, Hole
from promptlint.layout import Layout
from promptlint.prompt import Setting
from promptlint.rule import Rule

_LOST: Mapping[str, str] = {
    "all": "all that is cached",
    "hidden": "all that is cached",
    "tools": "the tools and all behind them",
    "schema": "the output schema and all behind it",
    "system": "the system prompt and all behind it",
    "messages": "the earlier messages",
}


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the settings that a known source changes and that this provider's cache does not outlive."""
    told = {routing(layout, "key")}
    for setting in layout.prompt.settings:
        name = within(setting.name, layout.profile.invalidates.keys() - layout.profile.safe)
        hole = next((each for each in varying(layout, setting) if each.confidence is Confidence.HIGH), None)
        if name is None or hole is None or name in told:
            continue
        told.add(name)
        part = layout.profile.invalidates[name]
        lost = stake(layout, part)
        if lost.conversation or lost.tokens:
            yield _finding(layout, rule, setting, hole, part, lost)


def _finding(layout: Layout, rule: Rule, setting: Setting, hole: Hole, part: str, lost: Stake) -> Finding:
    static = f", {wording.tokens(lost.tokens, layout)} static tokens among it," if lost.tokens else ""
    changes = f"`{setting.name}` changes with `{hole.label}` from one request to the next"
    message = f"{changes}: {model(layout)} then processes {_LOST[part]}{static} again"
    level = Severity.WARNING if lost.conversation else Severity.INFO
    return of_request(layout, rule, message, level, setting.place, setting=setting.name, hole=hole, served=lost.tokens)
