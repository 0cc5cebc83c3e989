"""Conversations: the requests of one, turn by turn, as a prompt with a history sends them.

Each turn asks one thing more and sends again what was asked and answered before, as it was sent.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from promptlint.hole import Growth, Hole, Volatility
from promptlint.layout.gaps import Opening, Via
from promptlint.layout.pieces import Piece, Unit
from promptlint.layout.row import Row
from promptlint.prompt import Block, Mark, Role, Splice
from promptlint.source import Place
from promptlint.tokens import ANYTHING, NOTHING, Range
from promptlint.walk import text_holes

_KEPT = frozenset({Role.USER, Role.ASSISTANT, Role.TOOL})
"""What a history holds of what was sent behind it."""
_FIXED = frozenset({Role.TOOLS, Role.SCHEMA, Role.SYSTEM})
_NOWHERE = Place("", 0, 0)


class Exchange(NamedTuple):
    """What each turn is assumed to bring; tokens of o200k_base."""

    asked: int = 100
    """The tokens of a value of unknown length in what is asked."""
    answered: int = 300
    """The tokens of the answer."""
    messages: int = 1
    """The messages in which it comes: a reply, or also tool calls and their results."""


class Bit(NamedTuple):
    """A stretch of a block: two requests have it in common where it is the same."""

    what: Hashable
    tokens: Range
    head: float = 0
    """The tokens that two of them have in common at most where it is not the same."""


@dataclass(frozen=True, slots=True)
class Said:
    """A block as one request has it."""

    block: Block
    bits: tuple[Bit, ...]

    @property
    def tokens(self) -> Range:
        """Its tokens of o200k_base."""
        return sum((bit.tokens for bit in self.bits), NOTHING)

    def marked(self, marks: tuple[Mark, ...]) -> Said:
        """Return it with other marks behind it."""
        return replace(self, block=replace(self.block, marks=marks))

    @property
    def what(self) -> Hashable:
        """What two requests have in common that both have it; a mark makes no difference."""
        return self.block.role, tuple(bit.what for bit in self.bits)


Request = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What is taken for granted about what nobody knows."""

    sure: bool
    """Whether a value of unknown volatility varies, and a history holds messages in other words than they were sent in."""
    best: bool = False
    """Whether what varies ahead of the history stands in what is asked, with marks where the cache needs them."""


def history(blocks: Sequence[Block]) -> int | None:
    """Return the block in which the earlier messages of a conversation stand; None where there is none."""
    return max((index for index, block in enumerate(blocks) if _grown(block)), default=None)


def _grown(block: Block) -> Hole | None:
    """Return what of a block is a conversation, whole or its latest messages."""
    holes = (splice.hole for splice in text_holes(block.text) if block.role is Role.REST)
    return next((hole for hole in holes if hole.growth in (Growth.APPEND, Growth.WINDOW)), None)


def requests(row: Row, exchange: Exchange, world: World) -> Iterator[Request]:
    """Yield the requests of a conversation, turn by turn and without end; none where a prompt is none.

    A prompt that shows its turns one by one has no more of them than that.
    """
    at = history(row.blocks)
    template = _Template(row, exchange, world)
    if at is not None:
        yield from template.growing(at)
    elif any(block.role is Role.ASSISTANT and text_holes(block.text) for block in row.blocks):
        yield from template.shown()


@dataclass(frozen=True, slots=True)
class _Template:
    row: Row
    exchange: Exchange
    world: World

    def growing(self, at: int) -> Iterator[Request]:
        """Yield the requests of a prompt with a history."""
        blocks, hole = self.row.blocks, _grown(self.row.blocks[at])
        behind = range(at + 1, len(blocks))
        last = not any(blocks[index].role in _KEPT for index in behind)
        begun = any(block.role in _KEPT for block in blocks[:at])
        moved = self._moved(at) if self.world.best else frozenset()
        told: list[Request] = [(self._asked(1),)] if last and not begun else []
        turn = 0
        while True:
            turn += 1
            ahead = [self._said(index, turn, moved, once=last) for index in range(at)]
            asked = [self._said(index, turn, frozenset(), once=False) for index in behind]
            if moved:
                asked.append(self._beside(moved, turn))
            window = self._window(told, turn, hole)
            sent = [*ahead, *window]
            if blocks[at].marked and sent:
                sent[-1] = sent[-1].marked(blocks[at].marks)
            yield self._marked(sent, asked, len(window))
            kept = [one for one in asked if one.block.role in _KEPT]
            told += _messages(self._kept(kept, turn))
            told += [(one,) for one in (*self._answer(turn), *((self._asked(turn + 1),) if last else ()))]

    def shown(self) -> Iterator[Request]:
        """Yield the requests of a prompt that shows its turns: each ends with one of its user messages."""
        roles = [block.role for block in self.row.blocks]
        lead = next((index for index, role in enumerate(roles) if role not in _FIXED), len(roles))
        for index, (role, behind) in enumerate(zip(roles, [*roles[1:], None], strict=True)):
            if role is Role.USER is not behind:
                said = [self._said(one, index, frozenset(), once=True) for one in range(index + 1)]
                yield self._marked(said[:-1], said[-1:], index - lead)

    def _said(self, index: int, turn: int, moved: frozenset[Unit], *, once: bool) -> Said:
        """Return a block as a turn sends it; `once`: the messages in it were made when the conversation began."""
        block = self.row.blocks[index]
        start, stop = self.row.start(index), self.row.start(index + 1)
        pieces = self.row.pieces
        kept = [at for at in range(start, stop) if pieces[at].unit not in moved or pieces[at].is_around]
        bits = []
        for gap, run in groupby(kept, key=lambda at: at if pieces[at].gap else None):
            made = once and block.role in _KEPT
            bits.append(self._text(list(run)) if gap is None else self._gap(gap, turn, once=made))
        return Said(block, tuple(bits))

    def _text(self, run: Sequence[int]) -> Bit:
        """Return literal texts that stand side by side, or do so when what is between has been moved away."""
        cuts = [at for at, (one, other) in enumerate(pairwise(run), 1) if other > one + 1]
        parts = (run[start:end] for start, end in pairwise((0, *cuts, len(run))))
        tokens = (self.row.tokens(range(part[0], part[-1] + 1)) for part in parts)
        return Bit("".join(self.row.pieces[at].text for at in run), sum(tokens, NOTHING))

    def _gap(self, at: int, turn: int, *, once: bool) -> Bit:
        piece = self.row.pieces[at]
        role, gap, size = self.row.role(at), piece.gap, self.row.sizes[at]
        if gap is None:
            return Bit(at, size)
        if role in _KEPT and isinstance(gap, Opening) and gap.via is Via.VALUE:
            count = self.exchange.answered if role is Role.ASSISTANT else self.exchange.asked
            size = Range(count, count)
        # What is asked is another thing each time, though nobody may know what it is
        unsure = gap.unsure and (self.world.sure or role not in _FIXED)
        varies = (gap.rate > Volatility.SESSION or unsure) and not once
        return Bit((at, turn) if varies else at, size, self.row.within(gap, Volatility.SESSION).high)

    def _kept(self, asked: Sequence[Said], turn: int) -> Iterator[Said]:
        """Yield what the history holds of what was asked: for certain, one message that is nothing but a value."""
        bare = [len(one.block.text) == 1 and isinstance(one.block.text[0], Splice) for one in asked] == [True]
        for index, one in enumerate(asked):
            plain = one.marked(())
            if bare or self.world.best or not self.world.sure:
                yield plain
            else:
                yield Said(plain.block, (Bit(("kept", turn, index), Range(0, one.tokens.high)),))

    def _answer(self, turn: int) -> Iterator[Said]:
        count = self.exchange.messages
        for index in range(count):
            role = Role.TOOL if index % 2 else Role.ASSISTANT
            size = self.exchange.answered * (index + 1) // count - self.exchange.answered * index // count
            yield self._new(role, ("answered", turn, index), Range(size, size))

    def _new(self, role: Role, what: Hashable, tokens: Range) -> Said:
        """Return a message that the prompt does not show."""
        return Said(Block(role, (), _NOWHERE), (Bit(what, tokens + self.row.around(role)),))

    def _asked(self, turn: int) -> Said:
        size = Range(self.exchange.asked, self.exchange.asked)
        return self._new(Role.USER, ("asked", turn), size)

    def _moved(self, at: int) -> frozenset[Unit]:
        """Return what varies within a conversation and can leave its block, ahead of the history."""
        pieces = self.row.pieces[: self.row.start(at)]
        return frozenset(piece.unit for piece in pieces if self._leaves(piece))

    def _leaves(self, piece: Piece) -> bool:
        movable = self.row.blocks[piece.unit.block].role in _FIXED
        return movable and piece.gap is not None and piece.gap.rate > Volatility.SESSION

    def _beside(self, moved: frozenset[Unit], turn: int) -> Said:
        """Return what varies as a part of what is asked."""
        members = (at for unit in moved for at in self.row.members[unit])
        sizes = (self.row.sizes[at] for at in members if not self.row.pieces[at].is_around)
        return Said(Block(Role.USER, (), _NOWHERE), (Bit(("moved", turn), sum(sizes, NOTHING)),))

    def _marked(self, ahead: list[Said], asked: list[Said], told: int) -> Request:
        """Return a request with the marks that its prompt has, or at best should have; `told` of `ahead` is history."""
        said = [*ahead, *asked]
        if not (self.world.best and self.row.profile.boundary and self.row.profile.boundaries.mark):
            return tuple(said)
        lead = len(ahead) - told - 1
        # A turn may be longer than the cache looks back: the end of the one before is marked as well
        earlier = reversed(range(lead + 1, len(ahead) if asked else len(ahead) - 1))
        before = next((at for at in earlier if said[at].block.role is Role.USER), lead)
        ends, mark = {lead, before, len(said) - 1}, Mark(self.row.profile.boundaries.mark[0], _NOWHERE)
        return tuple(
            one.marked((mark,)) if at in ends else one if at < lead else one.marked(()) for at, one in enumerate(said)
        )

    def _window(self, told: Sequence[Request], turn: int, hole: Hole | None) -> list[Said]:
        """Return the blocks of the messages that a turn sends again: of all, or the latest.

        Where nobody knows how many are kept, they are others each time, or all.
        """
        width = hole.window if hole and hole.growth is Growth.WINDOW else len(told)
        if width is None and self.world.sure:
            return [Said(Block(Role.USER, (), _NOWHERE), (Bit(("window", turn), ANYTHING),))]
        latest = told if width is None else told[max(len(told) - width, 0) :]
        return [said for message in latest for said in message]


def _messages(said: Iterable[Said]) -> list[Request]:
    """Return the blocks of each message."""
    messages: list[Request] = []
    for one in said:
        messages = [*messages[:-1], (*messages[-1], one)] if one.block.continues and messages else [*messages, (one,)]
    return messages
