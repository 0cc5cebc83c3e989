"""A routing key that is another one with every request."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.checks.requested import cached, given, model, routing, stake, varying
from promptlint.finding import Finding, Severity
from promptlint.hole import Confidence, Hole, Kind
from promptlint.layout import Layout
from promptlint.names import words_of
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the key or the user, when a known source changes it, or a name that begins with one of the words `names`."""
    for what in ("key", "user"):
        key = routing(layout, what)
        if key:
            yield from _of_key(layout, rule, key)


def _of_key(layout: Layout, rule: Rule, key: str) -> Iterator[Finding]:
    setting = given(layout, (key,))
    hole = next((each for each in varying(layout, setting) if _is_known(each, rule)), None) if setting else None
    lost = stake(layout) if hole else None
    if not (setting and hole and lost and (lost.tokens or lost.conversation)):
        return
    sure = hole.confidence is Confidence.HIGH
    another = f"`{setting.name}` {'is' if sure else 'may be'} another one with every request, by `{hole.label}`"
    static = cached(lost, layout)
    if key in layout.profile.invalidates:
        level = Severity.ERROR if sure and lost.tokens else Severity.WARNING
        message = f"{another}: {model(layout)} finds none of {static} in the cache of another key"
    else:
        level = Severity.WARNING
        message = f"{another}: {static} {'are' if sure else 'would be'} spread over machines that do not share a cache"
    yield of_request(layout, rule, message, level, setting.place, setting=setting.name, hole=hole, served=lost.tokens)


def _is_known(hole: Hole, rule: Rule) -> bool:
    named = (
        hole.kind is Kind.SESSION and words_of(hole.label)[-2:-1] and words_of(hole.label)[-2] in rule.words("names")
    )
    return hole.confidence is Confidence.HIGH or bool(named)
