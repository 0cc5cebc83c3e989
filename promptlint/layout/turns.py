"""Turns: what each request of a conversation reads from the cache, stores, and pays in full."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import NamedTuple

from promptlint.layout import boundaries
from promptlint.layout.conversation import Exchange, Request, World, requests
from promptlint.layout.prediction import Served, served
from promptlint.layout.row import Row
from promptlint.profile import Profile
from promptlint.prompt import Role
from promptlint.tokens import NOTHING, Range


@dataclass(frozen=True, slots=True)
class Turn:
    """One request of a conversation, in tokens of the model that are known or assumed."""

    tokens: int
    read: Served
    written: int
    """What is likely stored anew, at the price of that."""

    @property
    def uncached(self) -> int:
        """What is likely neither read nor stored at a price."""
        return self.tokens - self.read.likely - self.written


class Turns(NamedTuple):
    """A turn as the prompt is, and at best."""

    now: Turn
    best: Turn


def turns(row: Row, exchange: Exchange, count: int) -> tuple[Turns, ...]:
    """Return the first turns of a conversation, each within the lifetime of the one before; none for a prompt that is none."""
    now, best = (_turns(row, exchange, count, best=best) for best in (False, True))
    return tuple(Turns(one, max(one, other, key=_read)) for one, other in zip(now, best, strict=True))


def _read(turn: Turn) -> tuple[int, int]:
    return turn.read.likely, turn.read.bounds.low


def _turns(row: Row, exchange: Exchange, count: int, *, best: bool) -> list[Turn]:
    profile = row.profile
    sure, likely = (
        tuple(islice(requests(row, exchange, World(sure=sure, best=best)), count)) for sure in (True, False)
    )
    pairs = zip(_prefixes(profile, sure, sure=True), _prefixes(profile, likely, sure=False), strict=True)
    return [_turn(profile, request, *pair) for request, pair in zip(likely, pairs, strict=True)]


def _turn(profile: Profile, request: Request, certain: Range, possible: Range) -> Turn:
    ends = list(accumulate((one.tokens for one in request), initial=NOTHING))
    total, read = profile.estimate(ends[-1].low), served(profile, certain, possible)
    stored = [profile.estimate(ends[end + 1].low) for end in _stored(profile, request, sure=False)]
    paid = max((tokens for tokens in stored if tokens >= profile.minimum), default=0) if profile.boundary else 0
    return Turn(total, read, max(paid - read.likely, 0))


def _prefixes(profile: Profile, told: Sequence[Request], *, sure: bool) -> Iterator[Range]:
    """Yield what each request has in common with any earlier one, up to what a cache finds of it."""
    return _at_boundaries(profile, told, sure=sure) if profile.boundary else _in_common(told)


def _in_common(told: Sequence[Request]) -> Iterator[Range]:
    for number, request in enumerate(told):
        found = [_common(request, earlier) for earlier in told[:number]] or [NOTHING]
        yield Range(max(one.low for one in found), max(one.high for one in found))


def _common(one: Request, other: Request) -> Range:
    """Return the longest prefix that two requests have in common."""
    total = NOTHING
    for mine, theirs in zip(one, other, strict=False):
        if mine.block.role is not theirs.block.role:
            return total
        for bit, like in zip(mine.bits, theirs.bits, strict=False):
            if bit.what != like.what:
                return total + Range(0, bit.head)
            total += bit.tokens
        if len(mine.bits) != len(theirs.bits):
            return total
    return total


def _at_boundaries(profile: Profile, told: Sequence[Request], *, sure: bool) -> Iterator[Range]:
    store = set[tuple[Hashable, ...]]()
    for request in told:
        what = tuple(one.what for one in request)
        looked = sorted(_looked_up(profile, request, sure=sure), reverse=True)
        end = next((end for end in looked if what[: end + 1] in store), -1)
        yield sum((one.tokens for one in request[: end + 1]), NOTHING)
        store.update(what[: end + 1] for end in _stored(profile, request, sure=sure))


def _stored(profile: Profile, request: Request, *, sure: bool) -> frozenset[int]:
    """Return the blocks behind which a request stores its prefix: for certain, or likely too."""
    blocks = [one.block for one in request]
    certain = boundaries.stored(profile, blocks)
    if sure:
        return certain
    more = _marks(request) if profile.boundaries.writes is None else ()
    return certain.union(more, boundaries.shared(profile, blocks))


def _marks(request: Request) -> list[int]:
    return [index for index, one in enumerate(request) if one.block.marked]


def _looked_up(profile: Profile, request: Request, *, sure: bool) -> Iterator[int]:
    """Yield the blocks behind which a cache looks for what an earlier request stored."""
    blocks, lookback, marks = [one.block for one in request], profile.boundaries.lookback, _marks(request)
    latest = len(marks) - (lookback.latest or len(marks))
    for number, mark in enumerate(marks):
        if number < (lookback.first or 0) or number >= latest:
            yield from _behind(request[: mark + 1], lookback.blocks or 1, sure=sure)
    yield from boundaries.shared(profile, blocks)
    for implied in boundaries.written(profile, blocks):
        # How far a cache looks where nobody says it is not known
        least = 0 if sure else len(request)
        yield from _endings(request[: implied + 1], (least if lookback.ends is None else lookback.ends) + 1)


def _behind(request: Request, positions: int, *, sure: bool) -> Iterator[int]:
    """Yield the latest blocks at so many positions; results of tools that follow each other may be one of them."""
    ahead: Role | None = None
    for index in range(len(request) - 1, -1, -1):
        block = request[index].block
        positions -= 0 if not sure and block.role is Role.TOOL is ahead else block.parts
        if positions < 0:
            return
        yield index
        ahead = block.role


def _endings(request: Request, count: int) -> Sequence[int]:
    """Return the latest ends of messages: of a user's, and of tool results that follow each other."""
    blocks = [one.block for one in request]
    ends = [
        index
        for index, (block, behind) in enumerate(zip(blocks, [*blocks[1:], None], strict=True))
        if (block.role is Role.USER and not (behind and behind.continues))
        or (block.role is Role.TOOL and not (behind and behind.role is Role.TOOL))
    ]
    return ends[max(len(ends) - count, 0) :]
