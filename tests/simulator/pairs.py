"""Hypothesis strategies for requests that share prefixes, near the minimum and the steps of a family.

`pairs(FAMILIES[name])` draws two requests and `sequences` up to five, the later ones edits of earlier ones, every request one second
after the one before, and none that the family refuses.
"""

from dataclasses import replace
from itertools import count

from hypothesis import strategies as st

from tests.simulator.breakpoints import AUTOMATIC
from tests.simulator.families import Family
from tests.simulator.request import Block, Request, Role, text

Blocks = tuple[Block, ...]

_SPEAKERS: tuple[Role, ...] = ("user", "user", "user", "tool", "tool", "assistant", "system")
_ALPHABET: dict[Role, int] = {"tools": 0, "schema": 1, "system": 2, "user": 3, "assistant": 3, "tool": 3}
"""Roles that share a number draw from the same texts: the same words said by another are another prefix."""

_EDITS = ("same", "turns", "cut", "change", "grow", "drop", "mark", "insert", "split")


def sizes(family: Family) -> st.SearchStrategy[int]:
    """Sizes of texts in tokens: small ones, and those beside the minimum, its parts and the first steps behind it."""
    edges = {family.minimum, family.minimum // 2, family.step, family.minimum + family.step, 2 * family.step}
    near = sorted({edge + around for edge in edges for around in (-1, 0, 1) if edge + around > 0})
    return st.sampled_from(near) | st.integers(1, 3 * max(16, family.step))


@st.composite
def blocks(draw: st.DrawFn, family: Family, role: Role, message: int | None = None) -> Block:
    """One block of one of a few texts, so that two blocks often begin alike."""
    name = draw(st.integers(1, 4)) + 10 * _ALPHABET[role]
    marked = draw(st.sampled_from(("", *family.marks))) if role in family.marked else ""
    return Block(role, text(name, draw(sizes(family))), marked, message)


@st.composite
def messages(draw: st.DrawFn, family: Family) -> Blocks:
    """Tools, perhaps a schema, system texts, and turns; blocks of one message stand together."""
    head = [
        *draw(st.lists(blocks(family, "tools"), max_size=2)),
        *draw(st.lists(blocks(family, "schema"), max_size=1)),
        *draw(st.lists(blocks(family, "system"), max_size=3)),
    ]
    return (*head, *draw(turns(family, least=0 if head else 1)))


@st.composite
def turns(draw: st.DrawFn, family: Family, least: int = 1, numbered: int = 0) -> Blocks:
    """Messages of any role, a few of them of two or three blocks, with numbers from `numbered` on."""
    drawn: list[Block] = []
    for message in range(numbered, numbered + draw(st.integers(least, 4))):
        role = draw(st.sampled_from(_SPEAKERS))
        several = draw(st.sampled_from((1, 1, 1, 2, 3)))
        drawn += [draw(blocks(family, role, message if several > 1 else None)) for _ in range(several)]
    return tuple(drawn)


@st.composite
def edits(draw: st.DrawFn, family: Family, first: Blocks) -> Blocks:
    """The same blocks again, with turns behind, cut, or with one block changed, grown, dropped, marked otherwise or put before."""
    place = draw(st.integers(0, len(first) - 1))
    before, block, after = first[:place], first[place], first[place + 1 :]
    match draw(st.sampled_from(_EDITS)):
        case "turns":
            return (*first, *draw(turns(family, numbered=len(first))))
        case "cut":
            return (*before, block)
        case "change":
            return (*before, draw(blocks(family, block.role, block.message)), *after)
        case "grow":
            tail = text(90, draw(sizes(family)))
            return (*before, replace(block, tokens=block.tokens + tail), *after)
        case "drop":
            return before + after or first
        case "mark" if block.role in family.marked:
            return (*before, replace(block, marked=draw(st.sampled_from(("", *family.marks)))), *after)
        case "insert":
            return (*before, draw(blocks(family, block.role, block.message)), block, *after)
        case "split" if len(block.tokens) > 1:
            half = draw(st.integers(1, len(block.tokens) - 1))
            message = 200 if block.message is None else block.message
            return (
                *before,
                Block(block.role, block.tokens[:half], block.marked, message),
                Block(block.role, block.tokens[half:], "", message),
                *after,
            )
    return first


@st.composite
def sequences(draw: st.DrawFn, family: Family, least: int = 2, most: int = 5) -> tuple[Request, ...]:
    """Requests in the order of their times; each edits one before it, or repeats it with its answer and another turn."""
    first = draw(messages(family))
    drawn: list[Request] = []
    clock = count()
    for _ in range(draw(st.integers(least, most))):
        earlier = draw(st.sampled_from(drawn)).replied().blocks if drawn else first
        now = draw(edits(family, earlier)) if drawn else first
        settings = draw(st.just(family.settings[0]) | st.sampled_from(family.settings))
        output = text(80, draw(st.sampled_from((0, 0, 7, 300))))
        drawn.append(lawful(Request(now, settings, float(next(clock)), output), family))
    return tuple(drawn)


def pairs(family: Family) -> st.SearchStrategy[tuple[Request, ...]]:
    """Two requests, one second apart."""
    return sequences(family, 2, 2)


def lawful(request: Request, family: Family) -> Request:
    """The request without what the family refuses: too many marks, a long lifetime behind a short one, two on the last block."""
    if not family.marks:
        return replace(request, blocks=tuple(replace(block, marked="") for block in request.blocks))
    automatic = request.settings.get(AUTOMATIC, "")
    left, rank = family.most_marks - bool(automatic), 0
    kept: list[Block] = []
    for block in request.blocks:
        marked = block.marked if left and block.role in family.marked else ""
        if marked:
            left -= 1
            rank = 0 if automatic == family.marks[0] else max(rank, family.marks.index(marked))
            marked = family.marks[rank]
        kept.append(replace(block, marked=marked))
    if automatic and kept[-1].marked:
        kept[-1] = replace(kept[-1], marked=automatic)
    return replace(request, blocks=tuple(kept))
