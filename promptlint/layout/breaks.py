"""Breaks: what each hole of a prompt costs when it is left where it stands and all others are moved away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from promptlint.layout.pieces import End, Gap, Opening, Possible, Unit, Via
from promptlint.layout.row import Row
from promptlint.layout.share import Best, Share
from promptlint.prompt import SHARED, Confidence, Growth, Hole, Kind, Order, Role, Scope, Volatility
from promptlint.source import Place
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


@dataclass(frozen=True, slots=True)
class Break:
    """A hole that ends the common prefix of two requests of a scope, and what that costs there."""

    hole: Hole
    place: Place
    via: Via
    order: Order | None
    """The order that varies; None where it is the value."""
    rate: Volatility
    scope: Scope
    role: Role
    marked: bool
    """Whether an explicit cache mark ends the block."""
    unmarked: bool
    """Whether no mark, nor certainly anything else, would make a cache serve what is lost, were the value not there."""
    last_user: bool
    """Whether the block is the last user message."""
    ahead: Range
    """The tokens that can be shared though the hole stays where it stands."""
    behind: Range
    """The tokens that could be shared besides those, were it not there."""
    loss: Range
    """What that costs, in served tokens."""
    likely_loss: int
    """What it likely costs."""
    static: int
    """The tokens ahead and behind for certain, likely counted."""
    hopeless: bool
    """Whether the prompt stays below the profile's minimum whatever is moved."""
    lost_tokens: int
    """The known static tokens behind the hole's unit up to the next break, or of the segment that a mark ends."""
    prefix_tokens: int
    """The tokens of the prompt before the hole."""
    offset: int
    """The tokens before the hole in its block, or in the system blocks that follow each other."""
    after: Gap | None
    """The last gap ahead of the hole there that may hold text: with it, `offset` is a least number."""
    before_system: bool
    """Whether a system block stands behind its block."""
    cached_now: int
    """What is likely served of the prompt as it is."""
    cached_best: int
    """What is likely served of what is `static`."""
    lasting: tuple[Hole, ...]
    """What stands behind it, of unknown length and longer life."""
    supposed: bool
    """Whether that is a conversation which nobody sees, though one may well stand behind a system text."""
    other: Opening | Possible | None
    """The first gap of another unit that must be moved as well before `cached_best` is served."""
    more: int
    """How many further units must be moved as well."""
    beside: int
    """The literal text of its block."""
    line: str
    """The literal text of its unit."""

    @property
    def kind(self) -> Kind:
        """What the value is; a clock reading that changes daily is a date."""
        if self.hole.kind is Kind.CLOCK and self.hole.volatility is Volatility.DAY:
            return Kind.DATE
        return self.hole.kind

    @property
    def guess(self) -> bool:
        """Whether nobody knows if the value varies at all."""
        unsure = self.hole.confidence is Confidence.LOW or self.hole.volatility is Volatility.UNKNOWN
        return unsure and self.order is None and self.hole.growth is not Growth.APPEND

    @property
    def confidence(self) -> Confidence:
        """How sure it is that it varies; that an order does is clear from the shape of the code, whatever the items are."""
        if self.guess:
            return Confidence.LOW
        return max(self.hole.confidence, Confidence.MEDIUM) if self.order else self.hole.confidence

    @property
    def history(self) -> bool:
        """Whether the conversation's history stands behind it."""
        return any(hole.kind is Kind.HISTORY or hole.growth is Growth.APPEND for hole in self.lasting)


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
        return self._end is None or behind < self.row.profile.step

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
        return sum(self._texts(mates), self.best.ahead(self.start))

    def _texts(self, indices: Iterable[int]) -> Iterator[Range]:
        return (self.row.sizes[index] for index in indices if self.row.pieces[index].text)

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
    before, last = row.before[cut.target], row.open_before[cut.target]
    start = row.start(row.first_of_system(cut.unit.block))
    static = profile.estimate(cut.ahead.low + cut.best.behind(cut.start).low)
    others = (gap for unit, gap in cut.share.costly.items() if unit != cut.unit)
    loss = profile.loss(ahead, behind)
    supposed = row.open_end and _may_break_conversation(cut, order) and static >= profile.minimum and not cut.lasting
    supposed = supposed and loss.low < profile.step
    return Break(
        hole=opening.hole,
        place=opening.place,
        via=opening.via,
        order=order,
        rate=rate,
        scope=cut.scope,
        role=block.role,
        marked=block.marked,
        unmarked=cut.unmarked,
        last_user=cut.unit.block == row.last_user,
        ahead=ahead,
        behind=behind,
        loss=loss,
        likely_loss=profile.likely_loss(cut.ahead, cut.best.behind(cut.start).low),
        static=static,
        hopeless=ahead.high + behind.high < profile.minimum,
        lost_tokens=profile.estimate(cut.lost),
        prefix_tokens=profile.estimate(before),
        offset=profile.estimate(before - row.before[start]),
        after=row.pieces[last].gap if last >= start else None,
        before_system=any(later.role is Role.SYSTEM for later in row.blocks[cut.unit.block + 1 :]),
        cached_now=profile.serve(profile.estimate(cut.share.prefix.low)),
        cached_best=profile.serve(static),
        lasting=(_SUPPOSED,) if supposed else cut.lasting,
        supposed=supposed,
        other=next(others, None),
        more=max(len(cut.share.costly) - (cut.unit in cut.share.costly) - 1, 0),
        beside=profile.estimate(row.static[row.start(cut.unit.block + 1)] - row.static[row.start(cut.unit.block)]),
        line=row.lines[cut.unit],
    )
