"""Shares: what two requests of a scope have in common of a row, now and at best."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

from promptlint.hole import Scope, Volatility
from promptlint.layout import boundaries
from promptlint.layout.gaps import End, Opening, Possible
from promptlint.layout.pieces import Piece, Unit
from promptlint.prompt import Role
from promptlint.tokens import NOTHING, Range

if TYPE_CHECKING:
    from promptlint.layout.row import Row

_MOVABLE = frozenset({Role.TOOLS, Role.SCHEMA, Role.SYSTEM})
"""Blocks whose units can leave them, and that can stand ahead of messages."""
_ANSWER = 1
"""The blocks of an answer, at least."""


@dataclass(frozen=True)
class Share:
    """What two requests of a scope have in common of a row."""

    row: Row
    scope: Scope
    shared: Volatility

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """The blocks that an explicit mark ends, if requests of the scope find it.

        A mark on the last user message or on a history serves the next request of a conversation, which repeats all before it.
        """
        row = self.row
        own = {row.last_user} if self.scope is Scope.ONE_CONVERSATION else {row.last_user, *self._histories}
        ends = {index for index, block in enumerate(row.blocks) if block.marked and index not in own}
        return tuple(sorted(ends.union(self._followed)))

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """The blocks whose end is a boundary that requests of the scope are meant to find, with a mark or without."""
        return tuple(sorted({*self.marks, *boundaries.shared(self.row.profile, self.row.blocks), *self._kept}))

    @cached_property
    def certain(self) -> frozenset[int]:
        """The blocks behind which they surely find what is the same in them and in all before."""
        return boundaries.stored(self.row.profile, self.row.blocks).union(self._kept, self._followed)

    @property
    def _kept(self) -> Iterator[int]:
        """Yield the histories that the next request of a conversation sends again and finds without a mark."""
        if self.scope is Scope.ONE_CONVERSATION and boundaries.follows(self.row.profile):
            yield from self._histories

    @property
    def _histories(self) -> Iterator[int]:
        """Yield the blocks to which the next request of a conversation adds."""
        return (piece.unit.block for piece in self.row.pieces if isinstance(piece.gap, End))

    @property
    def _followed(self) -> Iterator[int]:
        """Yield the history ahead of a marked last message, unless the cache does not look back to the mark before.

        Between the two marks stand an answer, and as much as behind the history.
        """
        row, last = self.row, self.row.last_user
        if last is None or not row.blocks[last].marked or self.scope is not Scope.ONE_CONVERSATION:
            return
        pieces, most = row.pieces[: row.start(last)], row.profile.boundaries.lookback.blocks
        told = next((piece.unit.block for piece in reversed(pieces) if isinstance(piece.gap, End)), None)
        if told is not None:
            parts = sum(block.parts for block in row.blocks[told + 1 : last + 1])
            if most is None or parts + _ANSWER < most:
                yield told

    @cached_property
    def breaks(self) -> list[int]:
        """The pieces that vary more than what is shared."""
        gaps = ((index, piece.gap) for index, piece in enumerate(self.row.pieces))
        return [index for index, gap in gaps if gap and gap.rate > self.shared]

    @cached_property
    def unstable(self) -> frozenset[Unit]:
        """The units that vary more than what is shared."""
        return frozenset(self.row.pieces[index].unit for index in self.breaks)

    @cached_property
    def prefix(self) -> Range:
        """The tokens that two requests have in common; with boundaries, up to the last one there."""
        marked = (index for index, block in enumerate(self.row.blocks) if block.marked)
        return self._prefix(self.row.common(self.shared), self.certain.union(self.ends, marked))

    @cached_property
    def stored(self) -> Range:
        """The same, up to the last boundary that they find for certain, values of unknown volatility counted as varying."""
        return self._prefix(self.row.common(self.shared, unsure=True), self.certain)

    @property
    def whole(self) -> int:
        """How many blocks requests of the scope have wholly in common, values of unknown volatility counted as varying."""
        return self._whole(self.row.common(self.shared, unsure=True))

    def _prefix(self, common: int, ends: Collection[int]) -> Range:
        if self.row.profile.boundary:
            end = max((end for end in ends if end < self._whole(common)), default=-1)
            return self.row.tokens(range(self.row.start(end + 1)))
        gap = self.row.pieces[common].gap if common < len(self.row.pieces) else None
        return self.row.tokens(range(common)) + self.row.within(gap, self.shared)

    def _whole(self, common: int) -> int:
        """Return how many blocks stand wholly before a piece."""
        if common == len(self.row.pieces):
            return len(self.row.blocks)
        piece = self.row.pieces[common]
        return piece.unit.block + isinstance(piece.gap, End)

    @cached_property
    def best(self) -> Best:
        """What can stand in the cached prefix when everything that varies has been moved away."""
        return self._best(self.unstable)

    @property
    def most(self) -> Range:
        """The tokens of the best, or of the prefix as it is where a message that begins behind all of them makes that longer."""
        return max(self.best.tokens, self.prefix, key=lambda tokens: tokens.low)

    def best_without(self, unit: Unit) -> Best:
        """Return the same with one more unit that varies."""
        if unit in self.unstable:
            return self.best
        if self.row.profile.boundary or self.row.blocks[unit.block].role in _MOVABLE:
            stop = max(self.best.indices, default=-1)
            return replace(self.best, missing=[index for index in self.row.members[unit] if index <= stop])
        return self._best(self.unstable | {unit})

    def _best(self, unstable: frozenset[Unit]) -> Best:
        pieces, last = self.row.pieces, self.row.last_user
        stable = (index for index in self._reachable(unstable) if pieces[index].unit not in unstable)
        kept = [index for index in stable if not _is_asked(pieces[index], last)]
        return _best(self.row, list(self._filled(kept)))

    def _filled(self, indices: Sequence[int]) -> Iterator[int]:
        """Yield the pieces of messages of which something stays that is not only put around them."""
        pieces = self.row.pieces
        blocks = {pieces[index].unit.block for index in indices if not pieces[index].is_around}
        yield from (index for index in indices if pieces[index].unit.block in blocks)

    @cached_property
    def costly(self) -> Mapping[Unit, Opening | Possible]:
        """The first gap of each unit that has to be moved before the best is served, a history's end being part of it."""
        costly: dict[Unit, Opening | Possible] = {}
        count = bisect_left(self.breaks, True, key=lambda index: not self._costs(index))
        for index in self.breaks[:count]:
            piece = self.row.pieces[index]
            if isinstance(piece.gap, End):
                piece = next(one for one in self.row.pieces[self.row.start(piece.unit.block) :] if one.gap)
            if isinstance(piece.gap, Opening | Possible):
                costly.setdefault(piece.unit, piece.gap)
        return costly

    def _costs(self, index: int) -> bool:
        """Whether a step of what could be shared stands behind a break, or the mark that ends it."""
        if self.row.profile.boundary and self.ends:
            return self._whole(index) <= self.ends[-1]
        return self.best.behind(index).low >= self.row.profile.worth

    def _reachable(self, unstable: frozenset[Unit]) -> Iterator[int]:
        """Yield the pieces of the blocks that nothing holds behind a break: up to the last mark, or all that can move."""
        row = self.row
        if row.profile.boundary and any(block.marked for block in row.blocks):
            yield from range(row.start(max(self.marks, default=-1) + 1))
            return
        varying = (unit.block for unit in unstable if row.blocks[unit.block].role not in _MOVABLE)
        limit = min(varying, default=len(row.blocks))
        for index, piece in enumerate(row.pieces):
            if piece.unit.block <= limit or row.role(index) in _MOVABLE:
                yield index


class Sums(NamedTuple):
    """Sums over the pieces before each one, and at the end over all."""

    low: Sequence[int]
    high: Sequence[int]
    """Pieces of any length left out."""
    endless: Sequence[int]
    """How many pieces may have any length."""
    static: Sequence[int]
    """Of `low`, that of literal text."""
    around: Sequence[int]
    """Of `low`, what the provider puts around messages."""


@dataclass(frozen=True)
class Best:
    """Pieces of a row that can be shared, by rising index; those that are missing from them cannot."""

    row: Row
    indices: Sequence[int]
    sums: Sums
    missing: Sequence[int] = ()

    @property
    def tokens(self) -> Range:
        """The tokens of all of them; texts that stand side by side as they are count as one."""
        numbered = groupby(enumerate(self.indices), key=lambda pair: pair[1] - pair[0])
        runs = ([index for _, index in run] for _, run in numbered)
        return sum((self.row.tokens(range(run[0], run[-1] + 1)) for run in runs), NOTHING)

    @property
    def around(self) -> int:
        """The tokens that the provider puts around messages."""
        return self._sum(self.sums.around, 0, len(self.row.pieces))

    def ahead(self, index: int) -> Range:
        """Return the tokens of those that stand before a piece."""
        return self._tokens(0, index)

    def behind(self, index: int) -> Range:
        """Return the tokens of those that stand at a piece or behind it."""
        return self._tokens(index, len(self.row.pieces))

    def static(self, start: int, stop: int) -> int:
        """Return the tokens of the literal text among those that stand from one piece to another."""
        return self._sum(self.sums.static, start, stop)

    def lasting(self, start: int) -> Iterator[int]:
        """Yield those of unknown length and longer life that stand at a piece or behind it."""
        for found in self.row.lasting[bisect_left(self.row.lasting, start) :]:
            at = bisect_left(self.indices, found)
            if at < len(self.indices) and self.indices[at] == found and found not in self.missing:
                yield found

    def _tokens(self, start: int, stop: int) -> Range:
        low, high, endless = (self._sum(sums, start, stop) for sums in self.sums[:3])
        return Range(low, math.inf if endless else high)

    def _sum(self, sums: Sequence[int], start: int, stop: int) -> int:
        first, last = bisect_left(self.indices, start), bisect_left(self.indices, stop)
        gone = (bisect_left(self.indices, index) for index in self.missing if start <= index < stop)
        return sums[last] - sums[first] - sum(sums[at + 1] - sums[at] for at in gone)


def _is_asked(piece: Piece, last_user: int | None) -> bool:
    """Whether a value of unknown origin is part of the last user message: more likely the question than static text."""
    return piece.unit.block == last_user and piece.gap is not None and piece.gap.unsure


def _best(row: Row, indices: Sequence[int]) -> Best:
    sizes = [row.sizes[index] for index in indices]
    finite = (0 if math.isinf(size.high) else int(size.high) for size in sizes)
    static = (0 if row.pieces[index].gap else size.low for index, size in zip(indices, sizes, strict=True))
    around = (size.low if row.pieces[index].is_around else 0 for index, size in zip(indices, sizes, strict=True))
    rows = ((size.low for size in sizes), finite, (math.isinf(size.high) for size in sizes), static, around)
    return Best(row, indices, Sums(*(list(accumulate(counts, initial=0)) for counts in rows)))
