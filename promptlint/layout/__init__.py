"""The layout of a prompt under a profile: its parts with the tokens before them, and what breaks the common prefix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from promptlint.hole import SHARED, Scope, Volatility
from promptlint.layout import boundaries
from promptlint.layout.boundaries import requested
from promptlint.layout.breaks import breaks
from promptlint.layout.broken import Break
from promptlint.layout.conversation import Exchange
from promptlint.layout.gaps import Opening
from promptlint.layout.pieces import Items, Path, Piece, items, row, row_at, sites
from promptlint.layout.prediction import Served, served
from promptlint.layout.row import Row
from promptlint.layout.turns import Turns, turns
from promptlint.layout.typescript import namespace
from promptlint.profile import Profile
from promptlint.prompt import Block, Frame, Prompt, Role
from promptlint.source import Place
from promptlint.tokens import NOTHING, Bounds, Counter, Exact, Range

__all__ = [
    "Break",
    "Exchange",
    "Layout",
    "Segment",
    "Served",
    "Turns",
    "converse",
    "counted",
    "lay_out",
    "measure",
    "rendered",
]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a prompt, in the order in which the provider renders it."""

    role: Role
    block: int
    """The index of its block in that order."""
    unit: int
    """What a person would move with it: parts of one block with the same number."""
    text: str
    """The literal text; empty for a value."""
    label: str
    """What people call the value; empty for literal text."""
    place: Place | None
    volatility: Volatility
    before: Range
    """The tokens of the prompt before it."""
    tokens: Range
    breaks: tuple[Scope, ...]
    """The scopes whose common prefix ends here."""


class Markable(NamedTuple):
    """Where a mark would let the cache serve the most."""

    place: Place
    """The block that it would end."""
    tokens: Range
    """The tokens of the model that it would serve."""
    likely: int
    """How many of them that likely are."""
    known: int
    """How many of o200k_base there are at least."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A prompt under a profile."""

    prompt: Prompt
    profile: Profile
    model: str | None
    segments: tuple[Segment, ...]
    prefix: Mapping[Scope, Range]
    """The tokens that two requests of a scope have in common (or up to the last boundary there), before rounding."""
    best: Mapping[Scope, Range]
    """The same if everything that varies stood behind everything that does not."""
    sure: Mapping[Scope, int]
    """The same at least, when values of unknown volatility count as varying."""
    served: Mapping[Scope, Served]
    """What the provider reports as served of the prefix as it is."""
    servable: Mapping[Scope, Served]
    """The same if everything that varies stood behind everything that does not, with a mark where one is needed."""
    tokens: int
    """The known tokens of the model that a request has, likely counted."""
    stored: int
    """Those of them that a request likely stores if none are read: up to its last boundary; 0 for a cache without any."""
    markable: Mapping[Scope, Markable]
    """Where a mark is missing: requests of a scope have blocks in common, and find none of them. Of boundary caches alone."""
    breaks: tuple[Break, ...]
    """What each hole costs, in no order of importance."""


def rendered(blocks: tuple[Block, ...], order: tuple[Role, ...]) -> tuple[Block, ...]:
    """Return blocks in the order in which a provider renders them.

    Tools, schema and the system texts ahead of the first message come in the profile's order; all else stays.
    """
    fixed = {Role.TOOLS, Role.SCHEMA}
    messages = [block for block in blocks if block.role not in fixed]
    first = next((index for index, block in enumerate(messages) if block.role is not Role.SYSTEM), len(messages))
    lead = [*(block for block in blocks if block.role in fixed), *messages[:first]]
    return (*sorted(lead, key=lambda block: order.index(block.role)), *messages[first:])


def lay_out(
    prompt: Prompt, profile: Profile, counter: Counter, *, model: str | None = None, unknown: bool = False
) -> Layout:
    """Return the layout of a prompt; with `unknown` values of unknown volatility are measured as breaks as well."""
    profile = requested(profile, prompt)
    whole, texts, rows = _whole(prompt, profile, counter)
    shares = {scope: whole.share(scope, SHARED[scope]) for scope in Scope}
    return Layout(
        prompt=prompt,
        profile=profile,
        model=model,
        segments=tuple(_segments(whole)),
        prefix={scope: share.prefix for scope, share in shares.items()},
        best={scope: share.most for scope, share in shares.items()},
        sure={scope: share.stored.low for scope, share in shares.items()},
        served={scope: served(profile, share.stored, share.prefix) for scope, share in shares.items()},
        servable={scope: served(profile, share.most, share.most) for scope, share in shares.items()},
        tokens=profile.estimate(whole.before[-1]),
        stored=_stored(whole),
        markable=dict(_markable(whole)),
        breaks=tuple(_breaks(whole, texts, rows, unknown)) if profile.caches or profile.assumed else (),
    )


class Whole(NamedTuple):
    """A prompt as one row, the items of each block's text, and the pieces of each block."""

    row: Row
    texts: list[Items]
    rows: list[tuple[Piece, ...]]


def _whole(prompt: Prompt, profile: Profile, counter: Counter) -> Whole:
    blocks = tuple(_read(block, profile) for block in rendered(prompt.blocks, profile.order))
    texts = [items(block.text) for block in blocks]
    rows = [row(index, block, texts[index], closes=_closes(blocks, index)) for index, block in enumerate(blocks)]
    return Whole(Row(blocks, tuple(chain(*rows)), profile, counter, open_end=_is_open(prompt, blocks)), texts, rows)


def counted(layout: Layout) -> Layout:
    """Return a layout in which every token is counted, for what bounds do not decide."""
    return lay_out(layout.prompt, layout.profile, Exact(), model=layout.model)


def _closes(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a message ends with a block."""
    return not any(block.continues for block in blocks[index + 1 : index + 2])


def _read(block: Block, profile: Profile) -> Block:
    """Return a block as the model reads it."""
    typed = profile.typescript and block.role is Role.TOOLS
    return replace(block, text=namespace(block.text)) if typed else block


def converse(layout: Layout, counter: Counter, exchange: Exchange, count: int) -> tuple[Turns, ...]:
    """Return the first turns of the conversation that a prompt sends; none where it sends none."""
    return turns(_whole(layout.prompt, layout.profile, counter).row, exchange, count)


def measure(
    prompt: Prompt, profile: Profile, *, model: str | None = None, info: bool = True, unknown: bool = False
) -> Layout:
    """Return a layout that decides what is told about a prompt, without loading the vocabulary where bounds do.

    Without `info` the numbers of a finding that can only be of severity info may be bounds.
    """
    rough = lay_out(prompt, profile, Bounds(), model=model, unknown=unknown)
    short = all(found.tokens.high < profile.minimum for found in rough.markable.values())
    if short and all(_is_decided(found, profile, info) for found in rough.breaks):
        return rough
    return lay_out(prompt, profile, Exact(), model=model, unknown=unknown)


def _is_decided(found: Break, profile: Profile, info: bool) -> bool:
    """Return whether bounds tell as much of a break as exact counts do."""
    nothing = found.behind.high < profile.worth and (found.hopeless or not found.supposable)
    return nothing or (found.hopeless and not info)


def _stored(whole: Row) -> int:
    marked = {index for index, block in enumerate(whole.blocks) if block.marked}
    last = max(marked | boundaries.stored(whole.profile, whole.blocks), default=-1) if whole.profile.boundary else -1
    tokens = whole.profile.estimate(whole.before[whole.start(last + 1)])
    return tokens if tokens >= whole.profile.minimum else 0


def _markable(whole: Row) -> Iterator[tuple[Scope, Markable]]:
    """Yield for each scope whose requests find nothing as it is the block behind which a mark would help."""
    for scope, shared in SHARED.items() if whole.profile.boundary else ():
        share = whole.share(scope, shared)
        last = share.whole - 1
        if last >= 0 and not share.ends:
            tokens = whole.tokens(range(whole.start(last + 1)))
            counted = whole.profile.scale(tokens), whole.profile.estimate(tokens.low), tokens.low
            yield scope, Markable(whole.blocks[last].place, *counted)


def _is_open(prompt: Prompt, blocks: Sequence[Block]) -> bool:
    """Return whether nobody knows if a conversation stands behind a prompt that ends in a system text."""
    return prompt.frame is Frame.UNKNOWN and bool(blocks) and blocks[-1].role is Role.SYSTEM


def _breaks(whole: Row, texts: list[Items], rows: list[tuple[Piece, ...]], unknown: bool) -> Iterator[Break]:
    worlds: dict[tuple[int, Path], World] = {}
    for index, block in enumerate(whole.blocks):
        for path, at in sites(block.text):
            world = worlds.get((index, path)) or _world(whole, texts[index], rows, index, path)
            worlds[index, path] = world
            yield from breaks(world.row, world.openings[at], unknown=unknown)


class World(NamedTuple):
    """A row in which the arms that lead to one text are taken, and where the parts of that text open gaps."""

    row: Row
    openings: Sequence[int]


def _world(whole: Row, parts: Items, rows: list[tuple[Piece, ...]], index: int, path: Path) -> World:
    pieces, openings = row_at(index, whole.blocks[index], parts, path, closes=_closes(whole.blocks, index))
    blocks = _beside(whole.blocks, whole.blocks[index])
    if not path and pieces == rows[index] and blocks == whole.blocks:
        start = whole.start(index)
        return World(whole, [start + opening for opening in openings])
    kept = [found if block.text else () for found, block in zip(rows, blocks, strict=True)]
    before = tuple(chain(*kept[:index]))
    world = (*before, *pieces, *chain(*kept[index + 1 :]))
    row = Row(blocks, world, whole.profile, whole.counter, whole, whole.open_end)
    return World(row, [len(before) + opening for opening in openings])


def _beside(blocks: tuple[Block, ...], block: Block) -> tuple[Block, ...]:
    """Return the blocks where one of them is sent: of those in other arms nothing is left."""
    nothing = replace(block, role=Role.FRAGMENT, text=(), marks=())
    return tuple(nothing if other.excludes(block) else other for other in blocks)


def _segments(whole: Row) -> Iterator[Segment]:
    ends = {scope: whole.common(SHARED[scope]) for scope in Scope}
    before = NOTHING
    for index, piece in enumerate(whole.pieces):
        tokens = whole.sizes[index]
        if not piece.is_around:
            breaks = tuple(scope for scope, end in ends.items() if end == index)
            yield _segment(piece, whole.role(index), before, tokens, breaks)
        before += tokens


def _segment(piece: Piece, role: Role, before: Range, tokens: Range, breaks: tuple[Scope, ...]) -> Segment:
    gap = piece.gap
    return Segment(
        role=role,
        block=piece.unit.block,
        unit=piece.unit.number,
        text=piece.text,
        label=gap.label if gap else "",
        place=gap.place if isinstance(gap, Opening) else None,
        volatility=gap.rate if gap else Volatility.LITERAL,
        before=before,
        tokens=tokens,
        breaks=breaks,
    )
