"""Messages in one template: helpers say where each begins and of which role it is, or lines of the text that was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.ends import strip
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import (
    Each,
    Either,
    Element,
    Entry,
    Insert,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.hole import Confidence, Hole, Kind
from promptlint.sink import MessageShape
from promptlint.source import Place

TURN = "turn"
"""The operation that stands in a text where a message begins: its operand is the role, the empty text for none."""


class Turn(NamedTuple):
    """What begins a message."""

    role: str | None
    """The word for it; None in front of the first one, behind a block, and for a role that is not known."""
    place: Place | None
    """The helper or line that begins it; None in front of the first one."""


def turn(role: str, place: Place) -> Insert:
    """Return what stands in a text where a message of a role begins."""
    return Insert(Op(TURN, (literal(role),), (), place), place)


def is_turn(member: Member) -> bool:
    """Return whether a member is that."""
    return isinstance(member, Insert) and isinstance(member.value, Op) and member.value.name == TURN


def messages(text: Text, shape: MessageShape, first: str = "", *, stripped: bool = False) -> Value:
    """Return the messages of a template, those of nothing but blanks left out; the text itself where nothing begins one.

    What stands in front of the first one has the role `first`. A loop in which messages begin is a repeat of messages.
    """
    if not any(_speaks(member, shape) for member in text.parts):
        return text
    talk = _Talk(shape, stripped, Turn(first or None, None))
    return Seq(talk.read(text.parts))


@dataclass(slots=True)
class _Talk:
    """Messages that are being read."""

    shape: MessageShape
    stripped: bool
    turn: Turn
    said: list[Member] = field(default_factory=list)
    """The text of the last message."""
    found: list[Member] = field(default_factory=list)

    def read(self, run: Run) -> Run:
        """Return the messages of a run, each an element."""
        for member in run:
            begun = _turn(member, self.shape)
            if begun is not None:
                self._finish()
                self.turn = begun
            elif (others := _inserted(member, self.shape)) is not None:
                self._finish()
                self.found.append(others)
                self.turn = Turn(None, None)
            elif _speaks(member, self.shape):
                self._finish()
                self.found.append(self._inside(member))
            else:
                self.said.append(member)
        self._finish()
        return tuple(self.found)

    def _finish(self) -> None:
        run = strip(tuple(self.said), None, "lr") if self.stripped else tuple(self.said)
        self.said = []
        known = plain(Text(run))
        if known is None or known.strip():
            entries = tuple(_entries(self.turn, Text(run)))
            self.found.append(Element(Map(entries), NOWHERE))

    def _inside(self, member: Member) -> Member:
        """Return a choice or repeat of text as one of messages: the first of them may go on with the one before it."""
        before = self.turn._replace(place=None)
        match member:
            case Each(body):
                talk = _Talk(self.shape, self.stripped, before)
                inner = replace(member, body=talk.read(body))
                self.turn = talk.turn._replace(place=None)
                return inner
            case Either(_, arms):
                talks = [_Talk(self.shape, self.stripped, before) for _ in arms]
                inner_arms = tuple(talk.read(arm) for talk, arm in zip(talks, arms, strict=True))
                roles = {talk.turn.role for talk in talks}
                self.turn = Turn(roles.pop() if len(roles) == 1 else None, None)
                return replace(member, arms=inner_arms)
        raise AssertionError(member)


def _entries(begun: Turn, text: Text) -> Iterator[Entry]:
    yield Entry(literal("content"), text, NOWHERE)
    if begun.role is not None:
        yield Entry(literal("role"), literal(begun.role), begun.place or NOWHERE)


def _speaks(member: Member, shape: MessageShape) -> bool:
    """Return whether a message begins at a member, or within it."""
    match member:
        case Each(body):
            return any(_speaks(inner, shape) for inner in body)
        case Either(_, arms):
            return any(_speaks(inner, shape) for arm in arms for inner in arm)
    is_call = isinstance(member, Insert) and isinstance(member.value, Op)
    return is_call and (_turn(member, shape) or _inserted(member, shape)) is not None


def _inserted(member: Member, shape: MessageShape) -> Member | None:
    """Return the messages in whose place a helper stands, and the history of a conversation; None for any other member."""
    match member:
        case Insert(Hole(kind=Kind.HISTORY, confidence=Confidence.HIGH) as hole, place):
            return Spread(hole, place)
        case Insert(Op("call", (External(name), Seq(given))) as call, place) if name in shape.inserted:
            first = next((item.value for item in given if isinstance(item, Element)), call)
            return Spread(first, place)
    return None


def _turn(member: Member, shape: MessageShape) -> Turn | None:
    """Return what a member begins; None for any other."""
    match member:
        case Insert(Op(op, (named,)), place) if op == TURN:
            return Turn(plain(named) or None, place)
        case Insert(Op("call", (External(name), Seq(given)), keywords), place) if name in shape.makers:
            maker = shape.makers[name]
            values: dict[str | None, Value] = dict(keywords)
            firsts = zip(maker.positional, given, strict=False)
            values |= {key: item.value for key, item in firsts if isinstance(item, Element)}
            role = maker.role or next((plain(values[key]) for key in shape.role_keys if key in values), None)
            return Turn(role, place)
    return None
