"""From what a sink receives to a prompt: blocks with their roles, marks and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from promptlint.catalog import MessageShape, Slot
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.jsontext import json_text
from promptlint.frontends.python.values import (
    NONE,
    Branch,
    Const,
    Each,
    Either,
    Element,
    Entry,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
    plain,
)
from promptlint.prompt import (
    Block,
    Confidence,
    Growth,
    Hole,
    Kind,
    Prompt,
    Repeat,
    Role,
    Setting,
    Splice,
    Volatility,
    text_holes,
)
from promptlint.prompt import (
    Frame as Framing,
)
from promptlint.source import Place


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the arguments of one sink."""

    closing: Closing
    shape: MessageShape

    def slot(self, slot: Slot, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks that a slot's value becomes."""
        if value == NONE:
            return
        if slot.role == "messages":
            yield from self.messages(value, place)
        elif slot.role is Role.SYSTEM:
            yield from self._content(Role.SYSTEM, value, place)
        else:
            yield Block(slot.role, self._document(value, place), place)

    def _document(self, value: Value, place: Place) -> tuple[object, ...]:  # type: ignore[type-arg]
        """Return a tool list or schema as text: its JSON where that is known."""
        text = json_text(value, {}, place) if isinstance(value, Seq | Map) else None
        return self.closing.text(text.parts) if isinstance(text, Text) else self.closing.text((Element(value, place),))

    def messages(self, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks of a message list; a plain string is one user message."""
        match value:
            case Seq(items):
                yield from self._items(items)
            case Text():
                yield from self._content(Role.USER, value, place)
            case Branch(_, arms):
                for number, arm in enumerate(arms):
                    for block in self.messages(arm, place):
                        yield replace(block, certain=block.certain and number == 0)
            case _:
                yield self._unknown(value, place)

    def _unknown(self, value: Value, place: Place) -> Block:
        """Return what stands for all messages: an input is the text of one user message, anything else an open rest."""
        rest = self._rest(value, place)
        hole = self._rest_hole(value, place)
        return replace(rest, role=Role.USER) if hole.kind is Kind.INPUT else rest

    def _items(self, items: Run) -> Iterator[Block]:
        for item in items:
            match item:
                case Element(value, place):
                    yield from self._message(value, place)
                case Spread(value, place):
                    yield self._rest(value, place)
                case Either(condition, arms, place):
                    yield from self._choice(condition, arms, place)
                case Each(body, over, place):
                    yield self._repeated(body, over, place)

    def _choice(self, condition: Value | None, arms: tuple[Run, ...], place: Place) -> Iterator[Block]:
        """Yield the messages of all arms; where every arm has the same roles, each message has a choice of texts."""
        blocks = [list(self._items(arm)) for arm in arms]
        roles = [[block.role for block in arm] for arm in blocks]
        if roles[0] == roles[1]:
            for pair in zip(*blocks, strict=True):
                yield replace(pair[0], text=_either(pair, self.closing.condition(condition), place))
            return
        for arm in blocks:
            yield from (replace(block, certain=False) for block in arm)

    def _repeated(self, body: Run, over: Value | None, place: Place) -> Block:
        """Return messages that a loop adds as an open rest: history, where the loop goes through that or never ends."""
        inner = [block for member in body for block in self._items((member,))]
        hole = self._rest_hole(over, place) if over is not None else _history("the rounds of this loop", place)
        if over is not None and hole.kind is Kind.UNKNOWN and any(b.role in (Role.ASSISTANT, Role.REST) for b in inner):
            hole = replace(hole, growth=Growth.APPEND)
        text = tuple(part for block in inner for part in block.text)
        known = text_holes(text)
        if hole.kind is Kind.HISTORY or not known or max(s.hole.rate for s in known) <= hole.rate:
            return Block(Role.REST, (Splice(hole, place),), place)
        return Block(Role.REST, (Repeat(text, replace(hole, volatility=Volatility.UNKNOWN), place),), place)

    def _rest(self, value: Value, place: Place) -> Block:
        return Block(Role.REST, (Splice(self._rest_hole(value, place), place),), place)

    def _rest_hole(self, value: Value, place: Place) -> Hole:
        if isinstance(value, Op) and value.name == "kept":
            return _history(value.hint, place)
        return self.closing.hole(value, place)

    def _message(self, value: Value, place: Place) -> Iterator[Block]:
        match value:
            case Map(entries) if (content := _get(entries, self.shape.content_keys)) is not None:
                role = self._role(_get(entries, self.shape.role_keys))
                blocks = list(self._content(role, content.value, content.place))
                marked = _get(entries, self.shape.mark_keys) is not None
                yield from (replace(b, marked=b.marked or (marked and b is blocks[-1])) for b in blocks)
            case Text():
                yield from self._content(Role.USER, value, place)
            case Branch(condition, arms):
                yield from self._choice(condition, tuple((Element(arm, place),) for arm in arms), place)
            case Const(None):
                return
            case _:
                yield self._rest(value, place)

    def _role(self, entry: Entry | None) -> Role:
        if entry is None:
            return Role.USER
        return self.shape.roles.get(plain(entry.value) or "", Role.REST)

    def _content(self, role: Role, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks of a message's content: one, or one for each of its text parts where a mark ends some."""
        if not isinstance(value, Seq):
            yield Block(role, self.closing.text((Element(value, place),)), place)
            return
        parts = [self._part(role, item) for item in value.items]
        if role is Role.SYSTEM or any(part.marked for part in parts):
            yield from parts
        else:
            yield Block(role, tuple(piece for part in parts for piece in part.text), place)

    def _part(self, role: Role, item: Member) -> Block:
        match item:
            case Element(Map(entries), place):
                text = _get(entries, self.shape.text_keys)
                marked = _get(entries, self.shape.mark_keys) is not None
                body = self.closing.text((Element(text.value, text.place),)) if text else self._other(item.value, place)
                return Block(role, body, text.place if text else place, marked)
            case Element(value, place):
                return Block(role, self.closing.text((Element(value, place),)), place)
            case Spread(value, place):
                return Block(role, (Splice(self.closing.hole(value, place), place),), place)
            case Either(condition, arms, place):
                inner = [[self._part(role, member) for member in arm] for arm in arms]
                texts = tuple(tuple(piece for part in arm for piece in part.text) for arm in inner)
                from promptlint.prompt import Choice

                marked = any(part.marked for arm in inner for part in arm)
                return Block(role, (Choice(texts, self.closing.condition(condition), place),), place, marked)
            case Each(body, over, place):
                parts = tuple(piece for member in body for piece in self._part(role, member).text)
                hole = self.closing.hole(over, place) if over is not None else Hole("the loop")
                return Block(role, (Repeat(parts, hole, place),), place)
        raise AssertionError(item)

    def _other(self, value: Value, place: Place) -> tuple[Splice, ...]:
        """Return a part that is no text, such as an image, as one hole."""
        return (Splice(self.closing.hole(value, place), place),)


def _either(pair: tuple[Block, ...], condition: Hole | None, place: Place) -> tuple[object, ...]:  # type: ignore[type-arg]
    from promptlint.prompt import Choice

    texts = tuple(block.text for block in pair)
    return texts[0] if texts[0] == texts[1] else (Choice(texts, condition, place),)


def _history(label: str, place: Place) -> Hole:
    from promptlint.prompt import Link

    link = Link("messages are added here from request to request", place)
    return Hole(
        label, Kind.HISTORY, Volatility.REQUEST, growth=Growth.APPEND, confidence=Confidence.MEDIUM, chain=(link,)
    )


def _get(entries: Run, keys: tuple[str, ...]) -> Entry | None:
    for entry in reversed(entries):
        if isinstance(entry, Entry) and plain(entry.key) in keys:
            return entry
    return None


def read_prompt(frame: Frame, sent: Sent) -> Prompt:
    """Return the prompt that is sent, every value closed."""
    closing = Closing(frame)
    catalog = frame.world.catalog
    reader = Reader(closing, catalog.messages)
    arguments = {name: value for name, value in sent.arguments if name is not None}
    if sent.sink is None:
        blocks = tuple(reader.messages(arguments["messages"], sent.place))
        return Prompt(_name(sent, "messages"), sent.place, blocks, frame=Framing.UNKNOWN, chain=sent.chain)
    blocks = tuple(
        block
        for slot in sent.sink.slots
        if slot.name in arguments
        for block in reader.slot(slot, arguments[slot.name], sent.place)
    )
    hidden = tuple(reader._rest(value, sent.place) for name, value in sent.arguments if name is None and not blocks)
    return Prompt(
        _name(sent, sent.sink.name),
        sent.place,
        blocks + hidden,
        tuple(_settings(closing, sent.sink.settings, arguments, sent.place)),
        tuple(dict.fromkeys(_models(arguments.get(sent.sink.model, NONE)))),
        sent.sink.profile,
        Framing.CLOSED if not hidden else Framing.UNKNOWN,
        sent.chain,
    )


def _name(sent: Sent, what: str) -> str:
    return f"{what} in {sent.definition.qualname}()" if sent.definition.qualname else what


def _settings(
    closing: Closing, names: tuple[str, ...], arguments: Mapping[str, Value], place: Place
) -> Iterator[Setting]:
    for name in names:
        if name in arguments:
            yield Setting(name, closing.text((Element(arguments[name], place),)), place)


def _models(value: Value) -> Iterator[str]:
    match value:
        case Text() if (name := plain(value)) is not None:
            yield name
        case Branch(_, arms):
            for arm in arms:
                yield from _models(arm)


