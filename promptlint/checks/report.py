"""The finding of a check: a break, the rule that it breaks, and what to say."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from promptlint.checks import wording
from promptlint.finding import Finding, Measure
from promptlint.layout import Break, Layout
from promptlint.prompt import Link
from promptlint.rule import Rule
from promptlint.severity import severity


def report(layout: Layout, rule: Rule, found: Break, message: str, effect: str | None = None) -> Finding | None:
    """Return a finding at a break; None where there is nothing to tell.

    Its help is the rule's advice, which does not speak about the last user message, and then `effect`: what moving the
    value brings when it is not given.
    """
    level = severity(found, layout.profile)
    if level is None:
        return None
    advice = rule.sentence("advice") if not found.last_user else ""
    advice = advice.rstrip(".") or "Put the value behind the static text"
    return Finding(
        code=rule.code,
        name=rule.name,
        message=message,
        help=f"{advice}. {effect or wording.effect(found, layout)}.",
        severity=level,
        place=found.place,
        confidence=found.confidence,
        labels=(*found.hole.chain, Link("sent here", layout.prompt.place), *layout.prompt.chain),
        measure=_measure(layout, found),
        fingerprint=_fingerprint(rule, found),
    )


def _measure(layout: Layout, found: Break) -> Measure:
    return Measure(
        kind=found.kind,
        volatility=found.hole.volatility,
        order=found.hole.order.cause if found.hole.order else None,
        scope=found.scope,
        prefix_tokens=found.prefix_tokens,
        lost_tokens=found.lost_tokens,
        loss=found.loss.low,
        cached_now=found.cached_now,
        cached_best=found.cached_best,
        model=layout.model,
        profile=layout.profile.id,
        prompt=layout.prompt.name,
    )


def _fingerprint(rule: Rule, found: Break) -> str:
    """Return what stays the same when the finding moves within its file; the same twice where two are alike."""
    parts = (rule.code, PurePath(found.place.path).name, found.hole.label, found.line)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
