"""What a request says besides its text: how its settings vary, and what of the prompt is lost when they do."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from promptlint.checks import wording
from promptlint.hole import Hole, Kind, Scope, Volatility
from promptlint.layout import Layout, counted, rendered
from promptlint.prompt import Block, Choice, Literal, Mark, Role, Setting, Text
from promptlint.tokens import Range
from promptlint.walk import growing, holes

_ABSENT = "None"
"""The text of a setting that is not given after all."""
_AHEAD = frozenset({Role.TOOLS, Role.SCHEMA, Role.SYSTEM})


def literal(setting: Setting) -> str | None:
    """Return what a setting always is; None where that is not known, or where it is not given."""
    match setting.text:
        case (Literal(text),) if text != _ABSENT:
            return text
    return None


def words(text: Text) -> frozenset[str]:
    """Return what a setting may be: one without a text is not given, and an unknown one is of no word."""
    match text:
        case ():
            return frozenset({_ABSENT})
        case (Literal(word),):
            return frozenset({word})
        case (Choice(arms),):
            return frozenset().union(*map(words, arms))
    return frozenset({""})


def given(layout: Layout, names: Iterable[str]) -> Setting | None:
    """Return the first setting of any of some names that a request has, or may have; case does not count in headers."""
    wanted = {name.lower() for name in names}
    absent = (Literal(_ABSENT),)
    found = (each for each in layout.prompt.settings if each.name.lower() in wanted and each.text != absent)
    return next(found, None)


def marks(layout: Layout) -> Iterator[tuple[Block, Mark]]:
    """Yield the breakpoints of the model's cache that every request has, in render order, each with its block."""
    profile = layout.profile
    for block in rendered(layout.prompt.blocks, profile.order):
        if block.always:
            yield from ((block, mark) for mark in block.marks if mark.certain and mark.key in profile.boundaries.mark)


def is_direct(layout: Layout) -> bool:
    """Return whether a known model gets a request as it is written: no package or gateway rewrites its marks."""
    return layout.prompt.profile is not None and not (layout.profile.assumed or layout.profile.gateway)


def within(name: str, known: Container[str]) -> str | None:
    """Return the first that is known of a setting's dotted path and the paths ahead of it; None where none is."""
    steps = name.split(".")
    paths = (".".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((path for path in paths if path in known), None)


def varying(layout: Layout, setting: Setting) -> Iterator[Hole]:
    """Yield what makes a setting another one from one request of a conversation to the next.

    A number that a loop counts only where its rounds add messages: else it may try the same request again.
    """
    if words(setting.text) <= {layout.profile.defaults.get(setting.name, _ABSENT), _ABSENT}:
        return
    rounds = {link.place for hole in growing(layout.prompt) for link in hole.chain[:1]}
    for hole in holes(setting.text):
        counted = hole.kind is not Kind.COUNTER or any(link.place in rounds for link in hole.chain)
        if hole.volatility > Volatility.SESSION and counted:
            yield hole


class Stake(NamedTuple):
    """What of a prompt is cached as things are."""

    tokens: int
    """The static tokens that are likely served; zero below the minimum."""
    conversation: bool
    """Whether a conversation is sent again with each request."""


def stake(layout: Layout, part: str = "all") -> Stake:
    """Return what is lost with a part of a prompt and all behind it: all, hidden, tools, schema, system or messages."""
    profile = layout.profile
    if not profile.caches or Scope.ONE_CONVERSATION in layout.markable:
        return Stake(0, conversation=False)
    turns = any(growing(layout.prompt))
    if profile.scale(Range(0, sum(size.high for _, size in _static(layout)))).high < profile.minimum:
        return Stake(0, turns)
    exact = tuple(_static(counted(layout)))
    if not profile.serve(profile.estimate(sum(size.low for _, size in exact))):
        return Stake(0, turns)
    lost = (size.low for role, size in exact if _is_behind(role, part, profile.order))
    return Stake(profile.estimate(sum(lost)), turns)


def _static(layout: Layout) -> Iterator[tuple[Role, Range]]:
    """Yield the literal texts of a prompt ahead of its last user message: of which block, and how many tokens."""
    last = max((each.block for each in layout.segments if each.role is Role.USER), default=None)
    return ((each.role, each.tokens) for each in layout.segments if each.text and each.block != last)


def _is_behind(role: Role, part: str, order: tuple[Role, ...]) -> bool:
    """Return whether what has a role is lost with a part."""
    if role not in _AHEAD or part in ("all", "hidden"):
        return True
    return part != "messages" and order.index(role) >= order.index(Role(part))


def routing(layout: Layout, key: str) -> str | None:
    """Return a word of what sends requests to the same cache: key, header."""
    fact = layout.profile.facts.get(f"routing.{key}")
    return str(fact.value) if fact else None


def cached(lost: Stake, layout: Layout) -> str:
    """Return what is at stake, for the middle of a sentence."""
    return wording.static(lost.tokens, layout) if lost.tokens else "the earlier messages"


def model(layout: Layout) -> str:
    """Return what people call the model of a request."""
    return f"`{layout.model}`" if layout.model else "this model"
