"""From what the slots of a sink receive to the blocks of a prompt: their roles, texts and cache marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.jsontext import as_made, declared, json_text
from promptlint.frontends.python.messages import fields, find, role_of
from promptlint.frontends.python.pairing import either
from promptlint.frontends.python.rewriting import rewrite, rewrite_run
from promptlint.frontends.python.values import (
    Branch,
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
)
from promptlint.prompt import (
    Block,
    Choice,
    Confidence,
    Growth,
    Hole,
    Kind,
    Link,
    Repeat,
    Role,
    Splice,
    Volatility,
    text_holes,
)
from promptlint.prompt import Text as PromptText
from promptlint.sink import MessageShape, Slot
from promptlint.source import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the slots of one sink."""

    closing: Closing
    shape: MessageShape
    choices: Iterator[int] = field(default_factory=count)
    """The numbers of the next choices between lists of blocks."""

    def slot(self, slot: Slot, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks that a slot's value becomes."""
        match slot.role, value:
            case _, Const(None):
                return
            case _, Branch(condition, arms) if NONE in arms:
                yield from self._either(condition, arms, place, lambda reader, arm: reader.slot(slot, arm, place))
            case "messages", _:
                yield from self.messages(value, place)
            case "prompts", Seq((Each() as loop, *_)):
                yield from self._inside(loop.place).slot(slot, Seq(loop.body), place)
            case "prompts", Seq((Element(first, at), *_)):
                yield from self._content(Role.USER, first, at)
            case "prompts", _:
                yield from self._content(Role.USER, value, place)
            case (Role.TOOLS | Role.SCHEMA) as role, _:
                marked = isinstance(value, Seq) and bool(value.items) and self._ends_marked(value.items[-1])
                yield Block(role, self._document(value, place), place, marked)
            case Role.REST, _:
                yield self.rest(value, value.place if isinstance(value, Op) else place)
            case Role() as role, _:
                yield from self._content(role, value, place)

    def _document(self, value: Value, place: Place) -> PromptText:
        """Return a tool list or schema as text: its JSON where that is known."""
        value = declared(value)
        text = json_text(value, {}, place) if isinstance(value, Seq | Map) else None
        return self.closing.text(as_made(text.parts) if isinstance(text, Text) else (Element(value, place),))

    def _ends_marked(self, last: Member) -> bool:
        """Return whether the last tool of a list ends a cacheable prefix."""
        match last:
            case Element(Map(entries)):
                return self._marks(entries)
            case Either(_, arms):
                return any(arm and self._ends_marked(arm[-1]) for arm in arms)
        return False

    def _marks(self, entries: Run) -> bool:
        mark = find(entries, (*self.shape.mark_keys, *self.shape.mark_parts))
        return mark is not None and mark.value != NONE

    def messages(self, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks of a message list; bare text and parts are one user message, a list of lists the first one."""
        match value:
            case Seq((Element(Seq() as first, at), *_)):
                yield from self.messages(first, at)
            case Seq(items) if any(map(self._is_bare, items)):
                yield from self._content(Role.USER, value, place)
            case Seq(items):
                yield from self._items(items)
            case Text():
                yield from self._content(Role.USER, value, place)
            case Branch(condition, arms):
                yield from self._either(condition, arms, place, lambda reader, arm: reader.messages(arm, place))
            case Const(None):
                return
            case _ if fields(self.shape, value) is not None:
                yield from self._message(value, place)
            case _:
                rest = self.rest(value, place)
                asked = any(splice.hole.kind is Kind.INPUT for splice in text_holes(rest.text))
                yield replace(rest, role=Role.USER) if asked else rest

    def _is_bare(self, item: Member) -> bool:
        """Return whether an item of a list is a text or a part, not a message."""
        if not isinstance(item, Element) or isinstance(item.value, Text):
            return isinstance(item, Element)
        entries = fields(self.shape, item.value)
        return entries is not None and self._spoken(entries) is None and find(entries, self.shape.text_keys) is not None

    def _spoken(self, entries: Run) -> Entry | None:
        """Return the content of a message."""
        spoken = find(entries, self.shape.content_keys)
        if spoken is None and find(entries, self.shape.role_keys):
            spoken = find(entries, self.shape.inner_keys)
        return spoken

    def _items(self, items: Run) -> Iterator[Block]:
        for item in items:
            match item:
                case Element(value, place):
                    yield from self._message(value, place)
                case Spread(value, place):
                    yield self.rest(value, place)
                case Either(condition, arms, place):
                    yield from self._either(condition, arms, place, lambda reader, arm: reader._items(arm))
                case Each(body, over, place, where):
                    yield self._repeated(body, over, where or place)

    def _either(
        self, condition: Value | None, arms: tuple[T, ...], place: Place, read: Callable[[Reader, T], Iterator[Block]]
    ) -> Iterator[Block]:
        """Yield the blocks of a choice, of which `read` reads each arm."""
        sides = (replace(self, closing=self.closing.within(condition, side)) for side in range(len(arms)))
        first, second = [list(read(reader, arm)) for reader, arm in zip(sides, arms, strict=True)]
        yield from either(first, second, self.closing.condition(condition, place), place, next(self.choices))

    def _inside(self, loop: Place) -> Reader:
        """Return what reads the body of a loop."""
        return replace(self, closing=self.closing.inside(loop))

    def _repeated(self, body: Run, over: Value | None, place: Place) -> Block:
        """Return messages that a loop adds as an open rest: history, where it goes through that or adds what the model said."""
        text = tuple(part for block in self._inside(place)._items(body) for part in block.text)
        hole = self._rest_hole(over, place) if over is not None else None
        if hole is None or (hole.kind is not Kind.HISTORY and _has_answer(body)):
            hole = _history("the rounds of this loop", place)
        known = max((splice.hole.rate for splice in text_holes(text)), default=Volatility.UNKNOWN)
        if hole.kind is Kind.HISTORY or known <= hole.rate:
            return Block(Role.REST, (Splice(hole, place),), place)
        return Block(Role.REST, (Repeat(text, hole, place),), place)

    def conversation(self, place: Place) -> Block:
        """Return the history that stands behind what a session begins with."""
        return Block(Role.REST, (Splice(_history("the conversation", place), place),), place)

    def rest(self, value: Value, place: Place) -> Block:
        """Return messages that are not known one by one."""
        return Block(Role.REST, (Splice(self._rest_hole(value, place), place),), place)

    def _rest_hole(self, value: Value, place: Place) -> Hole:
        if isinstance(value, Op) and value.name == "kept":
            return _history(value.hint, place)
        return self.closing.hole(value, place)

    def _message(self, value: Value, place: Place) -> Iterator[Block]:
        entries = fields(self.shape, value, place)
        if entries is not None and (content := self._spoken(entries)) is not None:
            role = role_of(self.shape, entries) or self._unknown_role(entries)
            blocks = list(self._content(role, content.value, content.place))
            if blocks:
                blocks[-1] = replace(blocks[-1], marked=blocks[-1].marked or self._marks(entries))
            yield from blocks
            return
        match value:
            case Text():
                yield from self._content(Role.USER, value, place)
            case Branch(condition, arms):
                yield from self._either(condition, arms, place, lambda reader, arm: reader._message(arm, place))
            case Const(None):
                return
            case _:
                yield self.rest(value, place)

    def _unknown_role(self, entries: Run) -> Role:
        """Return what a message counts as that names no role that is known: the first of a list is the system's."""
        match entries:
            case (Spread(Op("[]", (_, Const(0)))), *_):
                return Role.SYSTEM
        return Role.REST if find(entries, self.shape.role_keys) else Role.USER

    def _content(self, role: Role, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks of a message's content: one, or one for each of its text parts where a mark ends some."""
        match value:
            case Seq(items):
                parts = self._parts(role, items)
                if parts and (role is Role.SYSTEM or any(part.marked for part in parts)):
                    yield from parts
                else:
                    yield Block(role, tuple(piece for part in parts for piece in part.text), place)
            case Branch(condition, arms) if any(isinstance(arm, Seq) for arm in arms):
                yield from self._either(condition, arms, place, lambda reader, arm: reader._content(role, arm, place))
            case _ if (entries := fields(self.shape, value)) is not None:
                yield self._typed(role, entries, place)
            case _:
                yield Block(role, self.closing.text((Element(value, place),)), place)

    def _parts(self, role: Role, items: Run) -> list[Block]:
        """Return the parts of a content list; one that is only a mark ends the part before it."""
        parts: list[Block] = []
        for item in items:
            if not self._is_mark(item):
                parts.append(self._part(role, item))
            elif parts:
                parts[-1] = replace(parts[-1], marked=True)
        return parts

    def _is_mark(self, item: Member) -> bool:
        match item:
            case Element(value):
                entries = fields(self.shape, value)
                return entries is not None and find(entries, self.shape.mark_parts) is not None
            case Either(_, arms):
                return any(arms) and all(self._is_mark(member) for arm in arms for member in arm)
        return False

    def _part(self, role: Role, item: Member) -> Block:
        match item:
            case Element(value, place) if (entries := fields(self.shape, value)) is not None:
                return self._typed(role, entries, place)
            case Element() | Spread():
                return Block(role, self.closing.text((Element(item.value, item.place),)), item.place)
            case Either(condition, arms, place):
                inner = [[self._part(role, member) for member in arm] for arm in arms]
                texts = tuple(tuple(piece for part in arm for piece in part.text) for arm in inner)
                marked = any(part.marked for arm in inner for part in arm)
                return Block(role, (Choice(texts, self.closing.condition(condition, place), place),), place, marked)
            case Each(body, over, place):
                pieces = tuple(piece for member in body for piece in self._part(role, member).text)
                hole = self.closing.hole(over, place) if over is not None else Hole("the loop", growth=Growth.APPEND)
                return Block(role, (Repeat(pieces, hole, place),), place)
        raise AssertionError(item)

    def _typed(self, role: Role, entries: Run, place: Place) -> Block:
        """Return a content part: its text, the parts inside it (a tool's result), or, for an image, one hole."""
        marked = self._marks(entries)
        if (text := find(entries, self.shape.text_keys)) is not None:
            return Block(role, self.closing.text((Element(text.value, text.place),)), text.place, marked)
        if (content := find(entries, self.shape.content_keys)) is not None:
            inner = list(self._content(role, content.value, content.place))
            pieces = tuple(piece for block in inner for piece in block.text)
            return Block(role, pieces, content.place, marked or any(block.marked for block in inner))
        return Block(role, (Splice(self.closing.hole(Map(entries), place), place),), place, marked)


def _has_answer(body: Run) -> bool:
    """Return whether an answer of the model is part of a run."""
    seen: dict[int, Value] = {}
    found: list[Value] = []

    def visit(value: Value) -> Value:
        if isinstance(value, Op) and value.name == "answer":
            found.append(value)
        elif id(value) not in seen and not found:
            seen[id(value)] = value
            rewrite(value, visit)
        return value

    rewrite_run(body, visit)
    return bool(found)


def _history(label: str, place: Place) -> Hole:
    link = Link("messages are added here from request to request", place)
    return Hole(
        label, Kind.HISTORY, Volatility.REQUEST, growth=Growth.APPEND, confidence=Confidence.MEDIUM, chain=(link,)
    )
