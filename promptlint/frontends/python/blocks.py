"""From what the slots of a sink receive to the blocks of a prompt: their roles, texts and cache marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count, filterfalse
from typing import TypeVar

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.jsontext import as_made, declared, json_text
from promptlint.frontends.python.marks import mark_behind, mark_in, type_of
from promptlint.frontends.python.media import media
from promptlint.frontends.python.messages import fields, find, role_of
from promptlint.frontends.python.naming import is_target
from promptlint.frontends.python.pairing import both, either
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.rests import ROUNDS, cut_at, has_answer, history, latest, rest_hole
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
from promptlint.hole import Growth, Hole, Kind, Volatility
from promptlint.prompt import Block, Choice, Mark, Repeat, Role, Splice
from promptlint.prompt import Text as PromptText
from promptlint.sink import MessageShape, Slot
from promptlint.source import Place
from promptlint.walk import text_holes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the slots of one sink."""

    closing: Closing
    shape: MessageShape
    choices: Iterator[int] = field(default_factory=count)
    """The numbers of the next choices between lists of blocks."""
    picked: bool = False
    """Whether it is read only where a message of a conversation is the system's."""
    within: tuple[str, ...] = ()
    """What is read, from the outside in: the slot, and the types of parts."""

    def slot(self, slot: Slot, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks that a slot's value becomes."""
        yield from replace(self, within=(slot.name.rpartition(".")[2],))._slot(slot, value, place)

    def _slot(self, slot: Slot, value: Value, place: Place) -> Iterator[Block]:
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
                marks = self._end(value.items[-1]) if isinstance(value, Seq) and value.items else ()
                yield Block(role, self._document(value, place), place, marks)
            case Role.REST, _:
                yield self.rest(value, value.place if isinstance(value, Op) else place)
            case Role() as role, _:
                yield from self._of(role)._content(role, value, place)

    def _document(self, value: Value, place: Place) -> PromptText:
        """Return a tool list or schema as text: its JSON where that is known."""
        value = self._loaded(declared(value))
        text = json_text(value, {}, place) if isinstance(value, Seq | Map) else None
        return self.closing.text(as_made(text.parts) if isinstance(text, Text) else (Element(value, place),))

    def _loaded(self, value: Value) -> Value:
        """Return a tool list without the tools that the model is told of only when it asks: they are in no prefix."""
        return Seq(tuple(filterfalse(self._is_deferred, value.items)), value.form) if isinstance(value, Seq) else value

    def _is_deferred(self, item: Member) -> bool:
        match item:
            case Element(Map(entries)):
                key = find(entries, self.shape.deferred_keys)
                return key is not None and key.value == Const(True)
        return False

    def _end(self, last: Member) -> tuple[Mark, ...]:
        """Return the mark behind the last tool of a list."""
        match last:
            case Element(Map(entries)):
                return self._marks(entries)
            case Either(_, arms):
                first, second = (self._end(arm[-1]) if arm else () for arm in arms)
                return both(first, second)
        return ()

    def _marks(self, entries: Run, *on: str) -> tuple[Mark, ...]:
        return mark_in(self.shape, entries, (*self.within, *on))

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
                case Spread(Op("latest", place=place)):
                    others = tuple(other for other in items if other is not item)
                    yield from latest(self.closing, self._items(others), place)
                case Spread(value, place):
                    yield self.rest(value, place)
                case Either(condition, arms, place):
                    yield from self._either(condition, arms, place, lambda reader, arm: reader._items(arm))
                case Each(body, over, loop, where):
                    yield self._repeated(body, over, loop, where or loop)

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

    def _repeated(self, body: Run, over: Value | None, loop: Place, place: Place) -> Block:
        """Return messages that a loop adds as an open rest: history, where it goes through that or adds what the model said."""
        text = tuple(part for block in self._inside(loop)._items(body) for part in block.text)
        hole = self._rest_hole(over, place) if over is not None else None
        if hole is None or (hole.kind is not Kind.HISTORY and has_answer(body)):
            hole = history(ROUNDS, loop)
        known = max((splice.hole.rate for splice in text_holes(text)), default=Volatility.UNKNOWN)
        if hole.kind is Kind.HISTORY or known <= hole.rate:
            return Block(Role.REST, (Splice(hole, place),), place)
        return Block(Role.REST, (Repeat(text, hole, place),), place)

    def conversation(self, place: Place) -> Block:
        """Return the history that stands behind what a session begins with."""
        return Block(Role.REST, (Splice(history("the conversation", place), place),), place)

    def rest(self, value: Value, place: Place) -> Block:
        """Return messages that are not known one by one."""
        at = cut_at(self.closing, value, place)
        return Block(Role.REST, (Splice(self._rest_hole(value, place), at),), at)

    def _rest_hole(self, value: Value, place: Place) -> Hole:
        return rest_hole(self.closing, self._items, value, place)

    def _message(self, value: Value, place: Place) -> Iterator[Block]:
        entries = fields(self.shape, value, place)
        if entries is not None and (content := self._spoken(entries)) is not None:
            known = role_of(self.shape, entries)
            role = known or self._unknown_role(entries)
            blocks = list(self._of(role, first=not known)._content(role, content.value, content.place))
            if blocks:
                blocks[-1] = replace(blocks[-1], marks=blocks[-1].marks or self._marks(entries, "message"))
                blocks[0] = replace(blocks[0], name=self._name(entries))
            edited = any(is_target(self.closing.holes.frame, each) for each in (place, content.place))
            yield from (replace(block, edited=True) if edited else block for block in blocks)
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

    def _of(self, role: Role, *, first: bool = False) -> Reader:
        """Return what reads a message of a role; the system's may be the first one of a conversation, or picked out of it."""
        picked = role is Role.SYSTEM and (first or self.picked)
        return replace(self, closing=replace(self.closing, picked=True)) if picked else self

    def _name(self, entries: Run) -> str:
        """Return the name of the one who speaks, as far as it is known."""
        name = find(entries, self.shape.name_keys)
        return (plain(name.value) or "") if name else ""

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
                    yield from parts[:1]
                    yield from (replace(part, continues=True) for part in parts[1:])
                else:
                    pieces = tuple(piece for part in parts for piece in part.text)
                    yield Block(role, pieces, place, parts=max(len(parts), 1))
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
            marks = mark_behind(self.shape, item, self.within)
            if marks is None:
                parts.append(self._part(role, item))
            elif parts:
                parts[-1] = replace(parts[-1], marks=marks or parts[-1].marks)
        return parts

    def _part(self, role: Role, item: Member) -> Block:
        match item:
            case Element(value, place) if (entries := fields(self.shape, value)) is not None:
                return self._typed(role, entries, place)
            case Element() | Spread():
                return Block(role, self.closing.text((Element(item.value, item.place),)), item.place)
            case Either(condition, arms, place):
                inner = [[self._part(role, member) for member in arm] for arm in arms]
                texts = tuple(tuple(piece for part in arm for piece in part.text) for arm in inner)
                first, second = (tuple(mark for part in arm for mark in part.marks) for arm in inner)
                choice = Choice(texts, self.closing.condition(condition, place), place)
                return Block(role, (choice,), place, both(first, second))
            case Each(body, over, place):
                pieces = tuple(piece for member in body for piece in self._part(role, member).text)
                if place in self.closing.holes.rounds:
                    return Block(role, (self.closing.added(pieces, place),), place)
                hole = self.closing.hole(over, place) if over is not None else Hole("the loop", growth=Growth.APPEND)
                return Block(role, (Repeat(pieces, hole, place),), place)
        raise AssertionError(item)

    def _typed(self, role: Role, entries: Run, place: Place) -> Block:
        """Return a content part: its text, the parts inside it (a tool's result), or what is no text."""
        types = type_of(self.shape, entries)
        marks = self._marks(entries, *types)
        if (text := find(entries, self.shape.text_keys)) is not None:
            return Block(role, self.closing.text((Element(text.value, text.place),)), text.place, marks)
        if (content := find(entries, self.shape.content_keys)) is not None:
            inside = replace(self, within=(*self.within, *types))
            inner = list(inside._content(role, content.value, content.place))
            pieces = tuple(piece for block in inner for piece in block.text)
            return Block(role, pieces, content.place, marks or tuple(mark for block in inner for mark in block.marks))
        return Block(role, media(self.closing, self.shape, entries, place), place, marks)
