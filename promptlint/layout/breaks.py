"""Breaks: what each hole of a prompt costs when it is left where it stands and all others are moved away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from promptlint.hole import SHARED, Confidence, Growth, Hole, Kind, Order, Scope, Volatility
from promptlint.layout.broken import Break
from promptlint.layout.gaps import End, Opening
from promptlint.layout.pieces import Unit
from promptlint.layout.row import Row
from promptlint.layout.share import Best, Share
from promptlint.prompt import Role
from promptlint.tokens import Range

_SUPPOSED = Hole(
    "the conversation",
    Kind.HISTORY,
    Volatility.REQUEST,
    growth=Growth.APPEND,
    confidence=Confidence.MEDIUM,
)
"""What may stand behind a system text of which nobody knows where it goes."""
_NARROWEST_FIRST = (Scope.ONE_CONVERSATION, Scope.ONE_USER, Scope.EVERYONE)


@dataclass(frozen=True)
class _Cut:
    """A row with one hole that stays where it stands while all else that varies more than `shared` is moved away."""

    row: Row
    target: int
    opening: Opening
    scope: Scope
    shared: Volatility

    @cached_property
    def share(self) -> Share:
        return self.row.share(self.scope, self.shared)

    @cached_property
    def unit(self) -> Unit:
        return self.row.pieces[self.target].unit

    @cached_property
    def best(self) -> Best:
        return self.share.best_without(self.unit)

    @cached_property
    def _segment(self) -> tuple[int, int]:
        """The pieces between the boundary before the hole and the one behind.

        Where none is behind, nothing of a prompt with marks, else what a mark could end: from its block on.
        """
        block = self.unit.block
        before = max((end for end in self.share.ends if end < block), default=-1)
        if self._end is not None:
            first, last = before, self._end
        elif any(each.marked for each in self.row.blocks):
            first = last = before
        else:
            first, last = block - 1, len(self.row.blocks) - 1
        return self.row.start(first + 1), self.row.start(last + 1)

    @cached_property
    def _end(self) -> int | None:
        """The block whose end is the first boundary at the hole or behind it."""
        return next((end for end in self.share.ends if end >= self.unit.block), None)

    @property
    def unmarked(self) -> bool:
        """Whether no mark ends what is lost, and what stands behind the hole would not be shared without one."""
        if not self.row.profile.boundary or self._end in self.share.certain.union(self.share.marks):
            return False
        behind = self.row.profile.scale(self.best.behind(self.target)).low
        return self._end is None or behind < self.row.profile.worth

    @property
    def start(self) -> int:
        """The first piece that is not served because of the hole: behind it, or all behind the mark before it."""
        return self._segment[0] if self.row.profile.boundary else self.target

    @cached_property
    def ahead(self) -> Range:
        """The tokens that are served all the same."""
        if self.row.profile.boundary:
            return self.best.ahead(self.start)
        mates = (index for index in self.row.members[self.unit] if index < self.target)
        texts = (self.row.sizes[index] for index in mates if self.row.pieces[index].text)
        return sum(texts, self.best.ahead(self.start))

    @cached_property
    def stop(self) -> int:
        """The next piece of another unit that breaks the scope, or the end."""
        breaks = self.share.breaks
        later = islice(breaks, bisect_right(breaks, self.target), None)
        return next((index for index in later if not self._mate(index)), len(self.row.pieces))

    @cached_property
    def lost(self) -> int:
        """The literal text that a message names: up to the next break, or all of the segment that a mark ends."""
        if self.row.profile.boundary:
            return self.best.static(*self._segment)
        return self.row.static[self.stop] - self.row.static[self.target + 1]

    @property
    def kept(self) -> int:
        """The literal text of the blocks from the mark before the hole up to its own; none where more of it varies."""
        first, own = self._segment[0], self.row.start(self.unit.block)
        varies = any(first <= index < own for index in self.share.breaks)
        return 0 if varies or not self.row.profile.boundary else self.best.static(first, own)

    @cached_property
    def lasting(self) -> tuple[Hole, ...]:
        """What of unknown length and longer life is not served."""
        gaps = (self.row.pieces[index].gap for index in self.best.lasting(self.start))
        return tuple(gap.hole for gap in gaps if isinstance(gap, Opening))

    def _mate(self, index: int) -> bool:
        """Whether a piece moves with the hole; the end of a history does so too."""
        piece = self.row.pieces[index]
        return piece.unit == self.unit or (isinstance(piece.gap, End) and piece.unit.block == self.unit.block)


def breaks(row: Row, target: int, *, unknown: bool = False) -> Iterator[Break]:
    """Yield what the value and the order of a hole break, each in the scope in which it costs most.

    With `unknown` a value of unknown volatility is measured as if it differed on every request.
    """
    opening = row.pieces[target].gap
    if not isinstance(opening, Opening):
        return
    hole = opening.hole
    if row.profile.boundary and _grows_behind_all(row, target, hole):
        return
    for order in (None, hole.order) if hole.order else (None,):
        rate = order.volatility if order else _rate(row, target, hole, unknown)
        if rate > Volatility.LITERAL:
            cuts = [_Cut(row, target, opening, scope, shared) for scope, shared in _scopes(rate)]
            yield max((_break(cut, order, rate) for cut in cuts), key=lambda one: (one.loss.low, len(one.lasting)))


def _grows_behind_all(row: Row, target: int, hole: Hole) -> bool:
    """Return whether a hole is history that the next request sends again, with no system text behind it.

    A breakpoint behind it is how a boundary cache is meant to follow a conversation.
    """
    later = row.blocks[row.pieces[target].unit.block + 1 :]
    history = row.role(target) is Role.REST and hole.growth is Growth.APPEND
    return history and not any(block.role is Role.SYSTEM for block in later)


def _rate(row: Row, target: int, hole: Hole, unknown: bool) -> Volatility:
    if row.role(target) is Role.REST and hole.growth is Growth.APPEND:
        return Volatility.REQUEST
    return Volatility.REQUEST if unknown and hole.volatility is Volatility.UNKNOWN else hole.volatility


def _scopes(rate: Volatility) -> list[tuple[Scope, Volatility]]:
    """Return the scopes that a rate breaks; one that breaks none is measured as if all shared what varies less."""
    broken = [(scope, SHARED[scope]) for scope in _NARROWEST_FIRST if rate > SHARED[scope]]
    return broken or [(Scope.EVERYONE, Volatility(rate - 1))]


def _may_break_conversation(cut: _Cut, order: Order | None) -> bool:
    """Return whether a value in a system text surely differs between two requests of a conversation."""
    hole = cut.opening.hole
    sure = hole.confidence is Confidence.HIGH and hole.volatility > SHARED[Scope.ONE_CONVERSATION]
    return sure and order is None and cut.row.blocks[cut.unit.block].role is Role.SYSTEM


def _break(cut: _Cut, order: Order | None, rate: Volatility) -> Break:
    row, profile, opening = cut.row, cut.row.profile, cut.opening
    block = row.blocks[cut.unit.block]
    ahead, behind = profile.scale(cut.ahead), profile.scale(cut.best.behind(cut.start))
    written, last = row.written[cut.target], row.open_before[cut.target]
    start = row.start(row.first_of_system(cut.unit.block))
    known = cut.ahead.low + cut.best.behind(cut.start).low
    whole = profile.estimate(known)
    others = (gap for unit, gap in cut.share.costly.items() if unit != cut.unit)
    loss = profile.loss(ahead, behind)
    supposable = row.open_end and _may_break_conversation(cut, order) and not cut.lasting
    supposed = supposable and whole >= profile.minimum and loss.low < profile.worth
    return Break(
        hole=opening.hole,
        place=opening.place,
        via=opening.via,
        order=order,
        rate=rate,
        scope=cut.scope,
        role=block.role,
        edited=block.edited,
        marked=block.marked,
        unmarked=cut.unmarked,
        last_user=cut.unit.block == row.last_user,
        ahead=ahead,
        behind=behind,
        loss=loss,
        likely_loss=profile.likely_loss(cut.ahead, cut.best.behind(cut.start).low),
        known=known,
        whole=whole,
        static=profile.estimate(known - cut.best.around),
        uncertain=profile.is_uncertain(known),
        hopeless=ahead.high + behind.high < profile.minimum,
        lost_tokens=profile.estimate(cut.lost),
        ahead_of_block=profile.estimate(cut.kept),
        prefix_tokens=profile.estimate(row.before[cut.target]),
        offset=profile.estimate(written - row.written[start]),
        after=row.pieces[last].gap if last >= start else None,
        before_system=any(later.role is Role.SYSTEM for later in row.blocks[cut.unit.block + 1 :]),
        cached_now=profile.serve(profile.estimate(cut.share.prefix.low)),
        cached_best=profile.serve(whole),
        lasting=(_SUPPOSED,) if supposed else cut.lasting,
        supposed=supposed,
        supposable=supposable,
        other=next(others, None),
        more=max(len(cut.share.costly) - (cut.unit in cut.share.costly) - 1, 0),
        beside=profile.estimate(row.static[row.start(cut.unit.block + 1)] - row.static[row.start(cut.unit.block)]),
        line=row.lines[cut.unit],
    )
