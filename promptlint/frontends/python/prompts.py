"""From what a sink receives to a prompt: blocks in the order in which they are rendered, settings and models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.catalog import Sink
from promptlint.frontends.python.blocks import Reader
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.holes import Holes
from promptlint.frontends.python.messages import place_of
from promptlint.frontends.python.values import NONE, Branch, Either, Element, Run, Text, Value
from promptlint.prompt import Block, Literal, Prompt, Setting
from promptlint.prompt import Frame as Framing

_MOST = 16
"""How many model names are told apart."""


def read_prompt(frame: Frame, sent: Sent) -> Prompt:
    """Return the prompt that is sent, every value closed."""
    reader = Reader(Closing(Holes(frame, request=sent.place)), frame.world.catalog.messages)
    arguments = {name: value for name, value in sent.arguments if name is not None}
    if sent.sink is None:
        blocks = tuple(reader.messages(arguments["messages"], sent.place))
        return Prompt(_name(sent, "messages"), sent.place, blocks, frame=Framing.UNKNOWN, chain=sent.chain)
    blocks = tuple(_blocks(reader, sent, sent.sink, arguments))
    hidden = [value for name, value in sent.arguments if name is None]
    if hidden and not blocks:
        blocks = tuple(reader.rest(value, sent.place) for value in hidden)
    return Prompt(
        _name(sent, sent.sink.name),
        sent.place,
        blocks,
        tuple(_settings(reader.closing, sent, sent.sink, arguments)),
        tuple(dict.fromkeys(_models(arguments.get(sent.sink.model, NONE)))),
        sent.sink.profile,
        Framing.UNKNOWN if hidden else Framing.CLOSED,
        sent.chain,
    )


def _name(sent: Sent, what: str) -> str:
    return f"{what} in {sent.definition.qualname}()" if sent.definition.qualname else what


def _blocks(reader: Reader, sent: Sent, sink: Sink, arguments: dict[str, Value]) -> Iterator[Block]:
    """Yield the blocks of all slots; a mark of the whole request ends the last one."""
    places = dict(sent.places)
    blocks: list[Block] = []
    for slot in sink.slots:
        if (value := arguments.get(slot.name)) is not None:
            blocks += reader.slot(slot, value, places.get(slot.name) or place_of(value, sent.place))
    if blocks and any(arguments.get(mark, NONE) != NONE for mark in sink.marks):
        blocks[-1] = replace(blocks[-1], marked=True)
    yield from blocks


def _settings(closing: Closing, sent: Sent, sink: Sink, arguments: dict[str, Value]) -> Iterator[Setting]:
    places = dict(sent.places)
    for name in sink.settings:
        if (value := arguments.get(name)) is not None:
            place = places.get(name) or place_of(value, sent.place)
            yield Setting(name, closing.text((Element(value, place),)), place)


def _models(value: Value) -> Iterator[str]:
    match value:
        case Text(parts):
            yield from _alternatives(parts)
        case Branch(_, arms):
            for arm in arms:
                yield from _models(arm)


def _alternatives(run: Run) -> tuple[str, ...]:
    """Return every text that a run may be; nothing for one that is not known."""
    texts: tuple[str, ...] = ("",)
    for part in run:
        match part:
            case Literal(text):
                ends: tuple[str, ...] = (text,)
            case Either(_, arms):
                ends = tuple(end for arm in arms for end in _alternatives(arm))
            case _:
                return ()
        texts = tuple(text + end for text in texts for end in ends)
        if len(texts) > _MOST:
            return ()
    return texts
