"""What a request says besides its text: how its settings vary, and what of the prompt is lost when they do."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from promptlint.checks import wording
from promptlint.checks.report import ENDS
from promptlint.finding import Finding, Measure, Severity
from promptlint.layout import Layout, lay_out
from promptlint.prompt import (
    Choice,
    Confidence,
    Growth,
    Hole,
    Kind,
    Link,
    Literal,
    Repeat,
    Role,
    Scope,
    Setting,
    Splice,
    Text,
    Volatility,
)
from promptlint.rule import Rule
from promptlint.source import Place
from promptlint.tokens import Exact, Range

_ABSENT = "None"
"""The text of a setting that is not given after all."""
_AHEAD = frozenset({Role.TOOLS, Role.SCHEMA, Role.SYSTEM})


def literal(setting: Setting) -> str | None:
    """Return what a setting always is; None where that is not known, or where it is not given."""
    match setting.text:
        case (Literal(text),) if text != _ABSENT:
            return text
    return None


def given(layout: Layout, names: Iterable[str]) -> Setting | None:
    """Return the first setting of any of some names that a request has, or may have; case does not count in headers."""
    wanted = {name.lower() for name in names}
    absent = (Literal(_ABSENT),)
    found = (each for each in layout.prompt.settings if each.name.lower() in wanted and each.text != absent)
    return next(found, None)


def within(name: str, known: Container[str]) -> str | None:
    """Return the first that is known of a setting's dotted path and the paths ahead of it; None where none is."""
    steps = name.split(".")
    paths = (".".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((path for path in paths if path in known), None)


def varying(layout: Layout, setting: Setting) -> Iterator[Hole]:
    """Yield what makes a setting another one from one request of a conversation to the next.

    A number that a loop counts only where its rounds add messages: else it may try the same request again.
    """
    turns = {hole.chain[:1] for block in layout.prompt.blocks for hole in _holes(block.text) if _grows(hole)}
    rounds = {link.place for chain in turns for link in chain}
    for hole in _holes(setting.text):
        counted = hole.kind is not Kind.COUNTER or any(link.place in rounds for link in hole.chain)
        if hole.volatility > Volatility.SESSION and counted:
            yield hole


def _holes(text: Text) -> Iterator[Hole]:
    for part in text:
        match part:
            case Splice(hole=hole):
                yield hole
            case Choice(arms=arms, condition=condition):
                yield from (condition,) if condition else ()
                for arm in arms:
                    yield from _holes(arm)
            case Repeat(body=body, over=over):
                yield over
                yield from _holes(body)


class Stake(NamedTuple):
    """What of a prompt is cached as things are."""

    tokens: int
    """The static tokens that are likely served; zero below the minimum."""
    conversation: bool
    """Whether a conversation is sent again with each request."""


def stake(layout: Layout, part: str = "all") -> Stake:
    """Return what is lost with a part of a prompt and all behind it: all, hidden, tools, schema, system or messages."""
    profile = layout.profile
    if not profile.caches or layout.markable:
        return Stake(0, conversation=False)
    turns = any(_grows(hole) for block in layout.prompt.blocks for hole in _holes(block.text))
    if profile.scale(Range(0, sum(size.high for _, size in _static(layout)))).high < profile.minimum:
        return Stake(0, turns)
    exact = tuple(_static(lay_out(layout.prompt, profile, Exact(), model=layout.model)))
    if not profile.serve(profile.estimate(sum(size.low for _, size in exact))):
        return Stake(0, turns)
    lost = (size.low for role, size in exact if _is_behind(role, part, profile.order))
    return Stake(profile.estimate(sum(lost)), turns)


def _static(layout: Layout) -> Iterator[tuple[Role, Range]]:
    """Yield the literal texts of a prompt ahead of its last user message: of which block, and how many tokens."""
    last = max((each.block for each in layout.segments if each.role is Role.USER), default=None)
    return ((each.role, each.tokens) for each in layout.segments if each.text and each.block != last)


def _grows(hole: Hole) -> bool:
    """Return whether a value is a part of a conversation that the next request sends again."""
    return hole.kind is Kind.HISTORY or hole.growth is Growth.APPEND


def _is_behind(role: Role, part: str, order: tuple[Role, ...]) -> bool:
    """Return whether what has a role is lost with a part."""
    if role not in _AHEAD or part in ("all", "hidden"):
        return True
    return part != "messages" and order.index(role) >= order.index(Role(part))


def about(
    layout: Layout,
    rule: Rule,
    setting: str,
    place: Place,
    message: str,
    level: Severity,
    *,
    hole: Hole | None = None,
    sure: Confidence = Confidence.HIGH,
    served: int = 0,
) -> Finding:
    """Return a finding about a setting, or that none is given; `served` are the tokens that the change brings."""
    link = Link(ENDS[layout.prompt.origin], layout.prompt.place)
    return Finding(
        code=rule.code,
        name=rule.name,
        message=message,
        help=f"{rule.sentence('advice').rstrip('.')}.",
        severity=level,
        place=place,
        confidence=min(hole.confidence, sure) if hole else sure,
        labels=(*(hole.chain if hole else ()), link, *layout.prompt.chain),
        measure=Measure(
            kind=hole.kind if hole else Kind.SETTING,
            volatility=hole.volatility if hole else Volatility.LITERAL,
            order=None,
            scope=Scope.ONE_CONVERSATION,
            prefix_tokens=0,
            lost_tokens=served,
            loss=served,
            cached_now=0,
            cached_best=served,
            model=layout.model,
            profile=layout.profile.id,
            prompt=layout.prompt.name,
            setting=setting,
        ),
        fingerprint=_printed(rule.code, PurePath(place.path).name, setting, layout.prompt.name),
    )


def _printed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def routing(layout: Layout, key: str) -> str | None:
    """Return a word of what sends requests to the same cache: key, header."""
    fact = layout.profile.facts.get(f"routing.{key}")
    return str(fact.value) if fact else None


def cached(lost: Stake, layout: Layout) -> str:
    """Return what is at stake, for the middle of a sentence."""
    if not lost.tokens:
        return "the earlier messages"
    return f"{'' if layout.profile.estimates else 'the '}{wording.tokens(lost.tokens, layout)} static tokens"


def model(layout: Layout) -> str:
    """Return what people call the model of a request."""
    return f"`{layout.model}`" if layout.model else "this model"
