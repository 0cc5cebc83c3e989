"""Prompts built by hand, with static text of a known number of tokens, and their layouts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from promptlint.hole import Confidence, Growth, Hole, Kind, Order, Scope, Volatility
from promptlint.layout import Layout, lay_out
from promptlint.profile import Profile
from promptlint.prompt import Block, Choice, Literal, Mark, Part, Prompt, Repeat, Role, Splice
from promptlint.providers import load
from promptlint.source import Place
from promptlint.tokens import Exact

_places: Iterator[int] = count(10, 10)


def place() -> Place:
    """Return a place of its own."""
    start = next(_places)
    return Place("app.py", start, start + 5)


def static(lines: int) -> str:
    """Return lines of ten tokens each."""
    return "one two three four five six seven eight nine.\n" * lines


def hole(kind: Kind, volatility: Volatility, label: str = "value", **fields: object) -> Hole:
    """Return a hole of a known source."""
    return Hole(label, kind, volatility, **{"confidence": Confidence.HIGH, **fields})  # type: ignore[arg-type]


CLOCK = hole(Kind.CLOCK, Volatility.REQUEST, "datetime.now()")
DATE = hole(Kind.DATE, Volatility.DAY, "date.today()")
USER = hole(Kind.USER, Volatility.USER, "user.name", confidence=Confidence.MEDIUM)
SESSION = hole(Kind.SESSION, Volatility.SESSION, "session_id")
QUESTION = hole(Kind.INPUT, Volatility.REQUEST, "question", confidence=Confidence.MEDIUM)
DOCS = hole(Kind.RETRIEVAL, Volatility.REQUEST, "docs", confidence=Confidence.MEDIUM)
MEMORY = hole(Kind.RETRIEVAL, Volatility.USER, "memories", confidence=Confidence.MEDIUM)
HOST = hole(Kind.ENVIRONMENT, Volatility.PROCESS, "platform.node()")
UNKNOWN = Hole("extra")
HISTORY = hole(Kind.HISTORY, Volatility.REQUEST, "history", confidence=Confidence.MEDIUM, growth=Growth.APPEND)
TAGS = hole(Kind.ORDER, Volatility.UNKNOWN, "tags", order=Order("set", Volatility.PROCESS))


def text(*parts: str | Hole | Part) -> tuple[Part, ...]:
    """Return a text: strings are literals, holes are spliced in at places of their own."""
    return tuple(
        Literal(part) if isinstance(part, str) else Splice(part, place()) if isinstance(part, Hole) else part
        for part in parts
    )


def block(role: Role, *parts: str | Hole | Part, marked: bool = False, certain: bool = True) -> Block:
    """Return a block of a text."""
    marks = (Mark("cache_control", place()),) if marked else ()
    return Block(role, text(*parts), place(), marks, certain)


def system(*parts: str | Hole | Part, marked: bool = False, certain: bool = True) -> Block:
    """Return a system block."""
    return block(Role.SYSTEM, *parts, marked=marked, certain=certain)


def user(*parts: str | Hole | Part, marked: bool = False) -> Block:
    """Return a user message."""
    return block(Role.USER, *parts, marked=marked)


def history() -> Block:
    """Return the earlier messages of a conversation."""
    return block(Role.REST, HISTORY)


def choice(*arms: tuple[Part, ...], condition: Hole | None = None) -> Choice:
    """Return a choice of texts."""
    return Choice(arms, condition, place())


def repeat(over: Hole, *parts: str | Hole | Part) -> Repeat:
    """Return a text that is repeated."""
    return Repeat(text(*parts), over, place())


def prompt(*blocks: Block) -> Prompt:
    """Return a prompt of some blocks."""
    return Prompt("answer", place(), blocks, models=("gpt-4o",))


CLASSIC, BOUNDARY = (
    replace(load().profiles[name], overhead=None, typescript=False) for name in ("classic", "boundary")
)
"""They count the text that is sent, and nothing else."""
ONE, SAME, ALL = Scope.ONE_CONVERSATION, Scope.ONE_USER, Scope.EVERYONE


def exact(*blocks: Block, profile: Profile = CLASSIC, unknown: bool = False) -> Layout:
    """Return the layout of a prompt of some blocks, its tokens counted exactly."""
    return lay_out(prompt(*blocks), profile, Exact(), unknown=unknown)
