"""Pieces: a prompt's blocks as one row of literal text and gaps, cut into the units that a person would move.

A choice is never enumerated. A row shows one world: the arms that lead to one hole are taken, and every other choice is
a single gap that is as long as its shortest arm for certain and as long as its longest at most.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain, groupby
from typing import NamedTuple, TypeAlias

from promptlint.hole import Growth, Hole, Volatility
from promptlint.layout import units
from promptlint.layout.gaps import End, Footer, Gap, Header, Opening, Possible, Via
from promptlint.prompt import Block, Choice, Literal, Part, Repeat, Role, Splice, Text
from promptlint.walk import hole_of, holes, inside

_SPOKEN = frozenset({Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL})


class Unit(NamedTuple):
    """What a person would move: a number within a block."""

    block: int
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of literal text, or a gap."""

    unit: Unit
    text: str = ""
    gap: Gap | None = None

    @property
    def is_around(self) -> bool:
        """Whether it is what a provider puts around a message."""
        return isinstance(self.gap, Header | Footer)

    @property
    def is_open(self) -> bool:
        """Whether it is a gap in the text of the prompt."""
        return self.gap is not None and not self.is_around

    def renders_like(self, other: Piece) -> bool:
        """Whether another piece is the same gap or text in the same block, maybe of another unit."""
        return self is other or (
            self.gap is other.gap and self.text == other.text and self.unit.block == other.unit.block
        )


Path: TypeAlias = tuple[tuple[int, int], ...]
"""The way into nested texts: the index of a choice or repeat, and of its arm."""


class Site(NamedTuple):
    """Where a hole stands: the way to its text, and the part of that."""

    path: Path
    at: int


def sites(text: Text, path: Path = (), above: Volatility | None = None) -> Iterator[Site]:
    """Yield where each hole of a text stands; one in a repeat only if it varies more than what is repeated for."""
    for at, part in enumerate(text):
        hole = hole_of(part)
        if hole and (above is None or hole.rate > above):
            yield Site(path, at)
        match part:
            case Choice(arms=arms):
                for arm, inner in enumerate(arms):
                    yield from sites(inner, (*path, (at, arm)), above)
            case Repeat(body=body, over=over):
                yield from sites(body, (*path, (at, 0)), max(over.rate, over.rate if above is None else above))


Items: TypeAlias = Sequence[Sequence[str | Gap]]
"""The literal texts and the gaps of each part of a text."""


def items(text: Text) -> Items:
    """Return the items of a text in the world in which no choice is made."""
    return [tuple(_explode((part,))) for part in text]


def row(block: int, source: Block, parts: Items, *, closes: bool) -> tuple[Piece, ...]:
    """Return the pieces of a block in the world in which no choice is made, of the items of its text.

    `closes`: whether the message of the block ends with it.
    """
    certain = source.certain or source.role is Role.REST
    inner = _cut(block, source, chain(*parts)) if certain else (Piece(Unit(block, 0), gap=_absent(source)),)
    return _around(block, source, inner, closes=closes, certain=certain)


def _absent(source: Block) -> Possible:
    return _possible((source.text, ()))


def _around(
    block: int, source: Block, inner: tuple[Piece, ...], *, closes: bool, certain: bool = True
) -> tuple[Piece, ...]:
    """Return the pieces of a block with what stands around its message: a unit of its own ahead, part of the last one behind."""
    if source.role not in _SPOKEN:
        return inner
    last = inner[-1].unit.number if inner else -1
    ahead = () if source.continues else (_header(block, source.role, source.name, certain),)
    return (*ahead, *inner, *((_footer(block, last, certain),) if closes else ()))


@lru_cache(maxsize=1024)
def _header(block: int, role: Role, name: str, certain: bool) -> Piece:
    return Piece(Unit(block, -1), gap=Header(role, name, certain))


@lru_cache(maxsize=1024)
def _footer(block: int, number: int, certain: bool) -> Piece:
    return Piece(Unit(block, number), gap=Footer(certain))


def row_at(
    block: int, source: Block, parts: Items, path: Path, *, closes: bool
) -> tuple[tuple[Piece, ...], tuple[int, ...]]:
    """Return the pieces of a block in the world of one text, and the index of the first gap of each part of that.

    `parts` are the items of the block's text. Where a part opens no gap the index is that of the next gap.
    """
    text = source.text
    before: list[str | Gap] = []
    behind: list[str | Gap] = []
    for at, arm in path:
        before += [*chain(*parts[:at]), *_opening(text[at])]
        behind[:0] = [*_again(text[at]), *chain(*parts[at + 1 :])]
        text = inside(text[at])[arm]
        parts = items(text)
    inner = _cut(block, source, [*before, *chain(*parts), *behind])
    pieces = _around(block, source, inner, closes=closes)
    gaps = [index for index, piece in enumerate(pieces) if piece.is_open]
    counts = accumulate(map(_gaps, parts), initial=_gaps(before))
    return pieces, tuple(gaps[count] if count < len(gaps) else len(pieces) for count in counts)


def _gaps(items: Sequence[str | Gap]) -> int:
    return sum(not isinstance(item, str) for item in items)


def texts_and_gaps(text: Text) -> Iterator[str | Gap]:
    """Yield the longest literal texts, and the gaps between them."""
    literal = ""
    for item in _explode(text):
        if isinstance(item, str):
            literal += item
        else:
            yield literal
            yield item
            literal = ""
    yield literal


def _explode(text: Text) -> Iterator[str | Gap]:
    for part in text:
        yield from (part.text,) if isinstance(part, Literal) else _opening(part)
        match part:
            case Choice(arms=arms, condition=condition):
                yield _possible(arms, tied=condition is not None)
            case Repeat(body=body):
                yield _possible((body,), repeated=True, tied=True)


def _opening(part: Part) -> Iterator[Opening]:
    """Yield the gap of a part's own hole, if it has one."""
    match part:
        case Splice(hole=hole, place=place):
            yield Opening(hole.rate, hole, place, Via.VALUE)
        case Choice(condition=Hole() as hole, place=place):
            yield Opening(hole.rate, hole, place, Via.CHOICE)
        case Repeat(over=hole, place=place):
            yield Opening(hole.rate, hole, place, Via.REPEAT)


def _again(part: Part) -> Iterator[Possible]:
    """Yield what may follow one rendering of a repeat: any length, and nothing that breaks on its own."""
    if isinstance(part, Repeat):
        yield Possible(Volatility.LITERAL, unsure=False, texts=(part.body,), repeated=True, tied=True)


def _possible(texts: tuple[Text, ...], *, repeated: bool = False, tied: bool = False) -> Possible:
    found = [hole for text in texts for hole in holes(text)]
    rate = max((hole.rate for hole in found), default=Volatility.LITERAL)
    unsure = any(hole.volatility is Volatility.UNKNOWN for hole in found)
    return Possible(rate, unsure, texts, repeated, tied)


def _cut(block: int, source: Block, items: Iterable[str | Gap]) -> tuple[Piece, ...]:
    items = list(_side_by_side(items))
    if source.role is Role.REST:
        return tuple(_rest(block, items))
    marks = "".join(item if isinstance(item, str) else _mark(item) for item in items)
    ends = units.ends(marks)
    pieces, start = list[Piece](), 0
    for item in items:
        number = bisect_right(ends, start)
        if isinstance(item, str):
            pieces += _split(block, item, start, ends)
            start += len(item)
        else:
            own = isinstance(item, Possible) and not item.tied
            pieces.append(Piece(Unit(block, len(ends) + len(pieces) if own else number), gap=item))
            start += 1
    return tuple(pieces)


def _side_by_side(items: Iterable[str | Gap]) -> Iterator[str | Gap]:
    """Yield items with texts that follow each other as one: that is how they are counted."""
    for literal, group in groupby(items, lambda item: isinstance(item, str)):
        if literal:
            yield "".join(item for item in group if isinstance(item, str))
        else:
            yield from group


def _rest(block: int, items: Sequence[str | Gap]) -> Iterator[Piece]:
    """Yield the pieces of an open rest, one unit. A history is shared within its conversation up to its old end."""
    grows = any(isinstance(item, Opening) and item.hole.growth is Growth.APPEND for item in items)
    for item in items:
        if isinstance(item, str):
            yield Piece(Unit(block, 0), text=item)
        else:
            shared = not isinstance(item, End) and grows
            yield Piece(Unit(block, 0), gap=replace(item, rate=Volatility.SESSION) if shared else item)
    if grows:
        yield Piece(Unit(block, 1), gap=End())


def _split(block: int, text: str, start: int, ends: Sequence[int]) -> Iterator[Piece]:
    """Yield a literal text cut where units end."""
    first, stop = 0, len(text)
    while first < stop:
        number = bisect_right(ends, start + first)
        last = min(ends[number] - start, stop)
        yield Piece(Unit(block, number), text[first:last])
        first = last


def _mark(gap: Gap) -> str:
    return units.CLOSING_GAP if isinstance(gap, Possible) and all(map(_ends_line, gap.texts)) else units.GAP


def _ends_line(text: Text) -> bool:
    match text[-1:]:
        case (Literal(text=last),):
            return last.endswith("\n")
        case (Choice(arms=arms),):
            return all(_ends_line(arm) for arm in arms)
        case _:
            return False
