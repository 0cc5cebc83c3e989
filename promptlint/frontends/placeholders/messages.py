"""Messages in one template: helpers say where each begins, and of which role it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.values import Element, Insert, Member, Op, Seq, Text, Value
from promptlint.sink import MessageShape
from promptlint.source import Place


class Message(NamedTuple):
    """A stretch of a template that is one message."""

    role: str | None
    """The word for it; None in front of the first helper, behind a block, and for a role that is not known."""
    place: Place | None
    """The helper that begins it; None in front of the first one."""
    text: Text


class _Switch(NamedTuple):
    role: str | None
    place: Place


def messages(text: Text, shape: MessageShape) -> Iterator[Message]:
    """Yield the messages of a template, those of nothing but blanks left out where no helper begins them."""
    role, place = None, None
    run: list[Member] = []
    for member in text.parts:
        switch = _switch(member, shape)
        if switch is None:
            run.append(member)
            continue
        yield from _message(role, place, run)
        role, place = switch
        run = []
    yield from _message(role, place, run)


def _message(role: str | None, place: Place | None, run: list[Member]) -> Iterator[Message]:
    text = Text(tuple(run))
    known = plain(text)
    if role is not None or known is None or known.strip():
        yield Message(role, place, text)


def _switch(member: Member, shape: MessageShape) -> _Switch | None:
    """Return what a member is that begins a message; None for any other."""
    match member:
        case Insert(Op("call", (External(name), Seq(given)), keywords), place) if name in shape.makers:
            maker = shape.makers[name]
            values: dict[str | None, Value] = dict(keywords)
            firsts = zip(maker.positional, given, strict=False)
            values |= {key: item.value for key, item in firsts if isinstance(item, Element)}
            role = maker.role or next((plain(values[key]) for key in shape.role_keys if key in values), None)
            return _Switch(role, place)
    return None
