"""What a request says besides its text: how its settings vary, and what of the prompt is lost when they do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

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
from promptlint.tokens import Exact

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
    stored = profile.caches and not layout.markable
    if not stored:
        return Stake(0, conversation=False)
    exact = lay_out(layout.prompt, profile, Exact(), model=layout.model)
    last = max((each.block for each in exact.segments if each.role is Role.USER), default=None)
    sizes = [(each.role, each.tokens.low) for each in exact.segments if each.text and each.block != last]
    whole = profile.serve(profile.estimate(sum(size for _, size in sizes)))
    lost = profile.estimate(sum(size for role, size in sizes if _is_behind(role, part, profile.order)))
    turns = any(_grows(hole) for block in layout.prompt.blocks for hole in _holes(block.text))
    return Stake(lost if whole else 0, turns)


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
        confidence=hole.confidence if hole else Confidence.HIGH,
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


def model(layout: Layout) -> str:
    """Return what people call the model of a request."""
    return f"`{layout.model}`" if layout.model else "this model"
