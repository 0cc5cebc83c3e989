"""From what the slots of a sink receive to the blocks of a prompt: their roles, texts and cache marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from promptlint.catalog import MessageShape, Slot
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.jsontext import json_text
from promptlint.frontends.python.messages import fields, find, role_of
from promptlint.frontends.python.rewriting import rewrite, rewrite_run
from promptlint.frontends.python.values import (
    NONE,
    Branch,
    Const,
    Each,
    Either,
    Element,
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
    Literal,
    Repeat,
    Role,
    Splice,
    Volatility,
    text_holes,
)
from promptlint.prompt import Text as PromptText
from promptlint.source import Place


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the slots of one sink."""

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
            marked = isinstance(value, Seq) and bool(value.items) and self._ends_marked(value.items[-1])
            yield Block(slot.role, self._document(value, place), place, marked)

    def _document(self, value: Value, place: Place) -> PromptText:
        """Return a tool list or schema as text: its JSON where that is known."""
        text = json_text(value, {}, place) if isinstance(value, Seq | Map) else None
        return self.closing.text(text.parts if isinstance(text, Text) else (Element(value, place),))

    def _ends_marked(self, last: Member) -> bool:
        """Return whether the last tool of a list ends a cacheable prefix."""
        match last:
            case Element(Map(entries)):
                return self._marks(entries)
            case Either(_, arms):
                return any(arm and self._ends_marked(arm[-1]) for arm in arms)
        return False

    def _marks(self, entries: Run) -> bool:
        mark = find(entries, self.shape.mark_keys)
        return mark is not None and mark.value != NONE

    def messages(self, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks of a message list; a plain string is one user message."""
        match value:
            case Seq(items):
                yield from self._items(items)
            case Text():
                yield from self._content(Role.USER, value, place)
            case Branch(condition, arms):
                yield from self._either(condition, [list(self.messages(arm, place)) for arm in arms], place)
            case Const(None):
                return
            case _:
                rest = self.rest(value, place)
                asked = any(splice.hole.kind is Kind.INPUT for splice in text_holes(rest.text))
                yield replace(rest, role=Role.USER) if asked else rest

    def _items(self, items: Run) -> Iterator[Block]:
        for item in items:
            match item:
                case Element(value, place):
                    yield from self._message(value, place)
                case Spread(value, place):
                    yield self.rest(value, place)
                case Either(condition, arms, place):
                    yield from self._either(condition, [list(self._items(arm)) for arm in arms], place)
                case Each(body, over, place, where):
                    yield self._repeated(body, over, where or place)

    def _either(self, condition: Value | None, arms: list[list[Block]], place: Place) -> Iterator[Block]:
        """Yield the blocks of either arm: those that pair up by their roles from both ends once, with a choice of texts."""
        first, second = arms
        tail = _paired(first[::-1], second[::-1])
        head = _paired(first[: len(first) - tail], second[: len(second) - tail])
        hole = self.closing.condition(condition, place)
        pairs = [_merged(one, other, hole, place) for one, other in zip(first, second, strict=False)][:head]
        ends = [_merged(one, other, hole, place) for one, other in zip(first[::-1], second[::-1], strict=False)][:tail]
        rest = (*first[head : len(first) - tail], *second[head : len(second) - tail])
        yield from (*pairs, *(replace(block, certain=False) for block in rest), *ends[::-1])

    def _repeated(self, body: Run, over: Value | None, place: Place) -> Block:
        """Return messages that a loop adds as an open rest: history, where it goes through that or adds what the model said."""
        reader = Reader(self.closing.inside(place), self.shape)
        text = tuple(part for block in reader._items(body) for part in block.text)
        hole = self._rest_hole(over, place) if over is not None else None
        if hole is None or (hole.kind is not Kind.HISTORY and _has_answer(body)):
            hole = _history("the rounds of this loop", place)
        known = max((splice.hole.rate for splice in text_holes(text)), default=Volatility.UNKNOWN)
        if hole.kind is Kind.HISTORY or known <= hole.rate:
            return Block(Role.REST, (Splice(hole, place),), place)
        return Block(Role.REST, (Repeat(text, hole, place),), place)

    def rest(self, value: Value, place: Place) -> Block:
        """Return messages that are not known one by one."""
        return Block(Role.REST, (Splice(self._rest_hole(value, place), place),), place)

    def _rest_hole(self, value: Value, place: Place) -> Hole:
        if isinstance(value, Op) and value.name == "kept":
            return _history(value.hint, place)
        return self.closing.hole(value, place)

    def _message(self, value: Value, place: Place) -> Iterator[Block]:
        entries = fields(self.shape, value)
        if entries is not None and (content := find(entries, self.shape.content_keys)) is not None:
            role = role_of(self.shape, entries) or (Role.REST if find(entries, self.shape.role_keys) else Role.USER)
            *blocks, last = self._content(role, content.value, content.place)
            yield from (*blocks, replace(last, marked=last.marked or self._marks(entries)))
            return
        match value:
            case Text():
                yield from self._content(Role.USER, value, place)
            case Branch(condition, arms):
                yield from self._either(condition, [list(self._message(arm, place)) for arm in arms], place)
            case Const(None):
                return
            case _:
                yield self.rest(value, place)

    def _content(self, role: Role, value: Value, place: Place) -> Iterator[Block]:
        """Yield the blocks of a message's content: one, or one for each of its text parts where a mark ends some."""
        match value:
            case Seq(items):
                parts = [self._part(role, item) for item in items]
                if parts and (role is Role.SYSTEM or any(part.marked for part in parts)):
                    yield from parts
                else:
                    yield Block(role, tuple(piece for part in parts for piece in part.text), place)
            case Branch(condition, arms) if any(isinstance(arm, Seq) for arm in arms):
                yield from self._either(condition, [list(self._content(role, arm, place)) for arm in arms], place)
            case _:
                yield Block(role, self.closing.text((Element(value, place),)), place)

    def _part(self, role: Role, item: Member) -> Block:
        match item:
            case Element(Map(entries), place):
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


def _merged(one: Block, other: Block, condition: Hole | None, place: Place) -> Block:
    same = _same(one.text, other.text)
    text = one.text if same else (Choice((one.text, other.text), condition, place),)
    return replace(one, text=text, marked=one.marked or other.marked, certain=one.certain and other.certain)


def _same(first: PromptText, second: PromptText) -> bool:
    """Return whether two texts are made of the same literals and holes, wherever they are written."""
    if first == second:
        return True
    return len(first) == len(second) and all(
        (isinstance(a, Literal) and isinstance(b, Literal) and a.text == b.text)
        or (isinstance(a, Splice) and isinstance(b, Splice) and a.hole == b.hole)
        for a, b in zip(first, second, strict=True)
    )


def _paired(first: list[Block], second: list[Block]) -> int:
    """Return how many blocks of two lists have the same roles from their start."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one.role is not other.role), min(len(first), len(second)))


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
