"""A row: the pieces of a prompt side by side in one world, and their tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from promptlint.hole import Growth, Kind, Scope, Volatility
from promptlint.layout.gaps import Footer, Gap, Header, Opening, Possible, Via
from promptlint.layout.pieces import Piece, Unit, texts_and_gaps
from promptlint.layout.share import Share
from promptlint.profile import Profile
from promptlint.prompt import Block, Role, Text
from promptlint.tokens import ANYTHING, NOTHING, Counter, Range

_LASTING = frozenset({Kind.HISTORY, Kind.TOOLS, Kind.RETRIEVAL})
"""Kinds of values that are long, though nobody can say how long."""


@dataclass(frozen=True)
class Row:
    """The blocks of a prompt in the order of its profile, and the pieces of all of them in one world."""

    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    profile: Profile
    counter: Counter
    like: Row | None = None
    """A row that differs in few pieces: what is known of the others is taken from it."""
    open_end: bool = False
    """Whether it ends in a system text behind which there may be a conversation that nobody sees."""
    _shares: dict[tuple[Scope, Volatility], Share] = field(default_factory=dict, compare=False, repr=False)

    def share(self, scope: Scope, shared: Volatility) -> Share:
        """Return what two requests of a scope have in common that agree on what is at most `shared`."""
        return self._shares.setdefault((scope, shared), Share(self, scope, shared))

    def role(self, index: int) -> Role:
        """Return the role of the block in which a piece stands."""
        return self.blocks[self.pieces[index].unit.block].role

    def start(self, block: int) -> int:
        """Return the index of the first piece of a block or of one behind it."""
        return bisect_left(self.pieces, block, key=lambda piece: piece.unit.block)

    def first_of_system(self, block: int) -> int:
        """Return the first of the system blocks that follow each other up to a block; the block itself if it is none."""
        while block and self.blocks[block].role is Role.SYSTEM is self.blocks[block - 1].role:
            block -= 1
        return block

    @cached_property
    def lines(self) -> dict[Unit, str]:
        """The literal text of each unit."""
        lines: dict[Unit, str] = {}
        for piece in self.pieces:
            lines[piece.unit] = lines.get(piece.unit, "") + piece.text
        return lines

    @cached_property
    def members(self) -> Mapping[Unit, Sequence[int]]:
        """The pieces of each unit, by rising index."""
        members: dict[Unit, list[int]] = {}
        for index, piece in enumerate(self.pieces):
            members.setdefault(piece.unit, []).append(index)
        return members

    @cached_property
    def sizes(self) -> tuple[Range, ...]:
        """The tokens of each piece, which may be moved away from the pieces of other units beside it."""
        count = len(self.pieces)
        if self.like is None:
            return tuple(map(self._size, range(count)))
        known = self.like.sizes
        room = min(count, len(known))
        head = self._alike(self.like, 1, room)
        tail = self._alike(self.like, -1, room - head)
        return (*known[:head], *map(self._size, range(head, count - tail)), *known[len(known) - tail :])

    def _alike(self, other: Row, step: int, most: int) -> int:
        """Return how many pieces at the start, or with a negative step at the end, are as long as in another row.

        The last one that is alike is left out: it may stand beside another gap.
        """
        pairs = zip(self.pieces[::step], other.pieces[::step], strict=False)
        same = next((index for index, (one, two) in enumerate(pairs) if not one.renders_like(two)), most)
        return min(max(same - 1, 0), most)

    def _size(self, index: int) -> Range:
        gap = self.pieces[index].gap
        return self._extent(gap) if gap else self._count(range(index, index + 1))

    @cached_property
    def lasting(self) -> Sequence[int]:
        """The holes of unknown length and longer life, by rising index."""
        gaps = ((index, piece.gap) for index, piece in enumerate(self.pieces))
        return [index for index, gap in gaps if isinstance(gap, Opening) and self._lasts(index, gap)]

    def _lasts(self, index: int, gap: Opening) -> bool:
        hole = gap.hole
        if gap.via is Via.CHOICE or hole.growth in (Growth.WINDOW, Growth.REWRITTEN):
            return False
        if self.role(index) is Role.REST and hole.growth is Growth.APPEND:
            return True
        text_of_its_own = hole.kind is Kind.ENVIRONMENT and not self.lines[self.pieces[index].unit].strip()
        return hole.volatility > Volatility.LITERAL and (hole.kind in _LASTING or text_of_its_own)

    @cached_property
    def open_before(self) -> Sequence[int]:
        """The last gap before each piece that may hold text; -1 where there is none."""
        gaps = (index if piece.is_open and self.sizes[index].high else -1 for index, piece in enumerate(self.pieces))
        return list(accumulate(gaps, max, initial=-1))

    @cached_property
    def before(self) -> list[int]:
        """The tokens that stand before each piece at least, and at the end those of the row."""
        return list(accumulate((size.low for size in self.sizes), initial=0))

    @cached_property
    def written(self) -> list[int]:
        """The same, without what the provider puts around messages."""
        pairs = zip(self.pieces, self.sizes, strict=True)
        return list(accumulate((0 if piece.is_around else size.low for piece, size in pairs), initial=0))

    @cached_property
    def static(self) -> list[int]:
        """The same, of literal text only."""
        lows = (0 if piece.gap else size.low for piece, size in zip(self.pieces, self.sizes, strict=True))
        return list(accumulate(lows, initial=0))

    def common(self, shared: Volatility, *, unsure: bool = False) -> int:
        """Return the index of the first piece that varies more than what is shared; the end where none does.

        With `unsure` values of unknown volatility count as varying.
        """
        gaps = ((index, piece.gap) for index, piece in enumerate(self.pieces))
        breaks = (index for index, gap in gaps if gap and (gap.rate > shared or (unsure and gap.unsure)))
        return next(breaks, len(self.pieces))

    def tokens(self, run: range) -> Range:
        """Return the tokens of pieces in a row; texts that stand side by side are counted as one."""
        total, first = NOTHING, run.start
        for index in run:
            gap = self.pieces[index].gap
            if gap or not self._beside(first, index):
                total += self._count(range(first, index))
                first = index + 1 if gap else index
            if gap:
                total += self._extent(gap)
        return total + self._count(range(first, run.stop))

    def within(self, gap: Gap | None, shared: Volatility) -> Range:
        """Return the tokens that two requests may have in common of what varies: of a choice, the head of one arm."""
        texts = gap.texts if isinstance(gap, Possible) and not gap.repeated else ()
        return Range(0, max((self._head(text, shared).high for text in texts), default=0))

    def _head(self, text: Text, shared: Volatility) -> Range:
        head = NOTHING
        for item in texts_and_gaps(text):
            if not isinstance(item, str) and item.rate > shared:
                return head + self.within(item, shared)
            head += self._inner(item)
        return head

    def _count(self, run: range) -> Range:
        if not run:
            return NOTHING
        text = "".join(self.pieces[index].text for index in run)
        return self.counter.count(text, behind_hole=self._gap(run[0], -1), before_hole=self._gap(run[-1], 1))

    def _gap(self, index: int, step: int) -> bool:
        """Whether a gap of the same block stands beside a piece."""
        beside = index + step
        return 0 <= beside < len(self.pieces) and self._beside(index, beside) and self.pieces[beside].is_open

    def _beside(self, one: int, other: int) -> bool:
        return self.pieces[one].unit.block == self.pieces[other].unit.block

    def _extent(self, gap: Gap) -> Range:
        match gap:
            case Opening(via=Via.VALUE) | Possible(repeated=True):
                return ANYTHING
            case Possible(texts=texts):
                ranges = [sum(map(self._inner, texts_and_gaps(text)), NOTHING) for text in texts]
                return Range(min(found.low for found in ranges), max(found.high for found in ranges))
            case Header() | Footer():
                return self._overhead(gap)
            case _:
                return NOTHING

    def around(self, role: Role) -> Range:
        """Return the tokens that the provider puts around a message of a role, which has no name."""
        return self._overhead(Header(role)) + self._overhead(Footer())

    def _overhead(self, gap: Header | Footer) -> Range:
        """Return the tokens that the provider puts around a message, ahead of its text with its role and its name."""
        overhead = self.profile.overhead
        if overhead is None:
            return NOTHING
        total = _exactly(overhead.end)
        if isinstance(gap, Header):
            total = _exactly(overhead.message - overhead.end) + self.counter.count(gap.role)
            total += _exactly(overhead.name) + self.counter.count(gap.name) if gap.name else NOTHING
        return total if gap.certain else Range(0, total.high)

    def _inner(self, item: str | Gap) -> Range:
        if isinstance(item, str):
            return self.counter.count(item, behind_hole=True, before_hole=True)
        return self._extent(item)

    @cached_property
    def last_user(self) -> int | None:
        """The index of the last user message; None where an open rest of messages stands behind the last known one.

        None as well where all messages are stored for later requests.
        """
        for index in range(len(self.blocks) - 1, -1, -1) if not self.profile.stores else ():
            if self.blocks[index].role is Role.USER:
                return index
            if self.blocks[index].role is Role.REST:
                return None
        return None


def _exactly(count: int) -> Range:
    return Range(count, count)
