"""The finding of a check: a break, the rule that it breaks, and what to say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from promptlint.checks import wording
from promptlint.finding import Cause, Finding, Measure, Severity
from promptlint.hole import Confidence, Hole, Link, Scope, Volatility
from promptlint.layout import Break, Layout
from promptlint.prompt import Origin
from promptlint.rule import Rule
from promptlint.severity import severity
from promptlint.source import Place

SENT = "sent here"
_STORED = "Leave the value out of what is stored, and send it with each request"
ENDS: Mapping[Origin, str] = {
    Origin.CALL: SENT,
    Origin.LIST: "part of the messages built here",
    Origin.NAME: "a prompt by its name",
}
"""The message of the label at the call that sends a prompt, or at one whose way to a call is not known."""


def report(layout: Layout, rule: Rule, found: Break, message: str, effect: str | None = None) -> Finding | None:
    """Return a finding at a break; None where there is nothing to tell.

    Its help is the rule's advice, which does not speak about the last user message, and then `effect`: what moving the
    value brings when it is not given.
    """
    level = severity(found, layout.profile, layout.prompt.origin)
    if level is None:
        return None
    advice = "" if found.last_user else _STORED if layout.profile.stores else rule.sentence("advice")
    advice = advice.rstrip(".") or "Put the value behind the static text"
    told = wording.joined(effect or wording.effect(found, layout), wording.unsure(found, layout))
    return Finding(
        code=rule.code,
        name=rule.name,
        message=message,
        help=f"{advice}. {told}." if told else f"{advice}.",
        severity=level,
        place=found.place,
        confidence=_confidence(layout, found),
        labels=(*_way(found), *_sent(layout)),
        measure=_measure(layout, found),
        fingerprint=_fingerprint(rule, found),
        cause=Cause(layout, found, rule),
    )


def of_request(
    layout: Layout,
    rule: Rule,
    message: str,
    level: Severity,
    place: Place,
    *,
    setting: str | None = None,
    hole: Hole | None = None,
    sure: Confidence = Confidence.HIGH,
    served: int = 0,
    alone: bool = False,
    also: Iterable[Link] = (),
) -> Finding:
    """Return a finding about a request: what it says besides its text (`setting`), or how its blocks are built.

    `hole` is what varies, where anything does; `served` are the tokens that the change brings, `alone` whether none are
    served before it; `also` are more places.
    """
    told = wording.regained(served, layout) if alone else ""
    return Finding(
        code=rule.code,
        name=rule.name,
        message=message,
        help=" ".join(f"{said.rstrip('.')}." for said in (rule.sentence("advice"), told) if said),
        severity=level,
        place=place,
        confidence=min(hole.confidence, sure) if hole else sure,
        labels=(*also, *(hole.chain if hole else ()), *_sent(layout)),
        measure=Measure(
            kind=hole.kind if hole else None,
            volatility=hole.volatility if hole else Volatility.LITERAL,
            order=None,
            scope=Scope.ONE_CONVERSATION if hole else Scope.EVERYONE,
            prefix_tokens=0,
            lost_tokens=served,
            loss=served,
            cached_now=0,
            cached_best=served,
            model=layout.model,
            profile=layout.profile.id,
            assumed=layout.profile.assumed,
            prompt=layout.prompt.name,
            setting=setting,
        ),
        fingerprint=_printed(rule.code, PurePath(place.path).name, setting or "", layout.prompt.name),
        cause=Cause(layout, None, rule),
    )


def _sent(layout: Layout) -> Iterator[Link]:
    """Yield where the prompt is sent."""
    yield Link(ENDS[layout.prompt.origin], layout.prompt.place)
    yield from layout.prompt.chain


def _way(found: Break) -> Iterator[Link]:
    """Yield the way of the value up to its place, without what only names the value at that place again."""
    place = found.place
    for link in found.hole.chain:
        path, start, end = link.place
        here = path == place.path and place.start <= start and end <= place.end
        if not (here and f"`{found.hole.label}`" in link.message):
            yield link


def _confidence(layout: Layout, found: Break) -> Confidence:
    """Return how sure it is that something is lost: no more than medium where only a name says that this is a prompt."""
    unsure = layout.prompt.origin is Origin.NAME or found.supposed
    return min(found.confidence, Confidence.MEDIUM) if unsure else found.confidence


def _measure(layout: Layout, found: Break) -> Measure:
    return Measure(
        kind=found.kind,
        volatility=found.hole.volatility,
        order=found.hole.order.cause if found.hole.order else None,
        scope=found.scope,
        prefix_tokens=found.prefix_tokens,
        lost_tokens=found.lost_tokens,
        loss=found.likely_loss,
        cached_now=found.cached_now,
        cached_best=found.cached_best,
        model=layout.model,
        profile=layout.profile.id,
        assumed=layout.profile.assumed,
        prompt=layout.prompt.name,
    )


def _fingerprint(rule: Rule, found: Break) -> str:
    """Return what stays the same when the finding moves within its file; the same twice where two are alike."""
    return _printed(rule.code, PurePath(found.place.path).name, found.hole.label, found.line)


def _printed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
