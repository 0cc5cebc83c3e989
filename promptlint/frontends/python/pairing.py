"""The blocks of two paths of a program as one list: those that are in both once, with a choice of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.prompt import Block, Choice, Hole, Literal, Splice, Text
from promptlint.source import Place


def either(first: list[Block], second: list[Block], condition: Hole | None, place: Place) -> Iterator[Block]:
    """Yield the blocks of either arm: those that pair up by their roles from both ends once, the others as uncertain."""
    tail = _paired(first[::-1], second[::-1])
    head = _paired(first[: len(first) - tail], second[: len(second) - tail])
    pairs = [_merged(one, other, condition, place) for one, other in zip(first, second, strict=False)][:head]
    ends = [_merged(one, other, condition, place) for one, other in zip(first[::-1], second[::-1], strict=False)][:tail]
    rest = (*first[head : len(first) - tail], *second[head : len(second) - tail])
    yield from (*pairs, *(replace(block, certain=False) for block in rest), *ends[::-1])


def _merged(one: Block, other: Block, condition: Hole | None, place: Place) -> Block:
    same = _same(one.text, other.text)
    text = one.text if same else (Choice((one.text, other.text), condition, place),)
    return replace(one, text=text, marked=one.marked or other.marked, certain=one.certain and other.certain)


def _same(first: Text, second: Text) -> bool:
    """Return whether two texts are made of the same literals and holes, wherever they are written."""
    if first == second:
        return True
    return len(first) == len(second) and all(
        (isinstance(a, Literal) and isinstance(b, Literal) and a.text == b.text)
        or (isinstance(a, Splice) and isinstance(b, Splice) and a.hole == b.hole)
        for a, b in zip(first, second, strict=True)
    )


def _paired(first: list[Block], second: list[Block]) -> int:
    """Return how many blocks of two lists have the same roles from their start."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one.role is not other.role), min(len(first), len(second)))
