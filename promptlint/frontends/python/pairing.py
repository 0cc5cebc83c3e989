"""The blocks of two paths of a program as one list: those that are in both once, with a choice of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.hole import Growth, Hole, Kind
from promptlint.prompt import Arm, Block, Choice, Literal, Mark, Part, Role, Splice, Text
from promptlint.source import Place


def either(
    first: list[Block], second: list[Block], condition: Hole | None, place: Place, choice: int
) -> Iterator[Block]:
    """Yield the blocks of either arm: those that pair up by their roles from both ends once, the others as uncertain.

    `choice` is the number of the choice in its prompt: no request holds what only the first arm has and what only the other.
    """
    tail = _paired(first[::-1], second[::-1])
    head = _paired(first[: len(first) - tail], second[: len(second) - tail])
    pairs = [_merged(one, other, condition, place) for one, other in zip(first, second, strict=False)][:head]
    ends = [_merged(one, other, condition, place) for one, other in zip(first[::-1], second[::-1], strict=False)][:tail]
    middles = (first[head : len(first) - tail], second[head : len(second) - tail])
    rest = (_within(block, Arm(choice, side)) for side, middle in enumerate(middles) for block in middle)
    yield from (*pairs, *rest, *ends[::-1])


def _within(block: Block, arm: Arm) -> Block:
    return replace(block, certain=False, arms=(arm, *block.arms))


def _merged(one: Block, other: Block, condition: Hole | None, place: Place) -> Block:
    """Return one block for either path: what both texts begin and end with stands once. Of one history there is one."""
    text = one.text if _is_history(one) and _is_history(other) else _choice(one.text, other.text, condition, place)
    arms = tuple(arm for arm in one.arms if arm in other.arms)
    return replace(one, text=text, marks=both(one.marks, other.marks), certain=one.certain and other.certain, arms=arms)


def both(first: tuple[Mark, ...], second: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks of one block on either path; those that are not alike on both are not certain."""
    if [(mark.key, mark.lifetime) for mark in first] == [(mark.key, mark.lifetime) for mark in second]:
        return first
    return tuple(replace(mark, certain=False) for mark in (*first, *second))


def _is_history(block: Block) -> bool:
    """Return whether a block holds the earlier messages of a conversation, and nothing else."""
    match block:
        case Block(role=Role.REST, text=(Splice(hole=Hole(kind=Kind.HISTORY, growth=Growth.APPEND)),)):
            return True
    return False


def _choice(first: Text, second: Text, condition: Hole | None, place: Place) -> Text:
    head = _alike(first, second)
    tail = _alike(first[head:][::-1], second[head:][::-1])
    arms = first[head : len(first) - tail], second[head : len(second) - tail]
    middle = (Choice(arms, condition, place),) if any(arms) else ()
    return (*first[:head], *middle, *first[len(first) - tail :])


def _alike(first: Text, second: Text) -> int:
    """Return with how many parts of the same literals and holes two texts begin, wherever they are written."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((at for at, (one, other) in pairs if not _same(one, other)), min(len(first), len(second)))


def _same(one: Part, other: Part) -> bool:
    match one, other:
        case Literal(text), Literal(same):
            return text == same
        case Splice(hole), Splice(same_hole):
            return hole == same_hole
    return one == other


def _paired(first: list[Block], second: list[Block]) -> int:
    """Return how many blocks of two lists have the same roles from their start."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one.role is not other.role), min(len(first), len(second)))
