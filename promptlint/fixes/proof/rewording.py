"""Rewording: two prompts that are the same but for how one value is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from promptlint.finding import Applicability
from promptlint.fixes.proof.comparison import CLOSE, OPEN, named, shown
from promptlint.fixes.proposal import Proposal, Target
from promptlint.prompt import Literal, Prompt, Repeat, Splice, Text
from promptlint.walk import hole_of, inside


def reworded(target: Target, proposal: Proposal, prompts: Iterable[tuple[Prompt, Prompt]]) -> Applicability | None:
    """Return how safe it is to write the value of a target in another way; None where anything else changes as well.

    It is no more than an order that was arbitrary before, or it is another text.
    """
    if not all(_is_kept(target, old, new) for old, new in prompts):
        return None
    return proposal.most if target.found and target.found.order else Applicability.UNSAFE


def _is_kept(target: Target, old: Prompt, new: Prompt) -> bool:
    if [block.role for block in old.blocks] != [block.role for block in new.blocks]:
        return False
    texts = zip(old.blocks, new.blocks, strict=True)
    return all(_fits(_around(target, one.text), shown(other.text)) for one, other in texts)


def _around(target: Target, text: Text) -> list[str]:
    """Return the stretches of a text around what is written anew."""
    stretches = [""]
    for piece in _pieces(target, text):
        if piece is None:
            stretches.append("")
        else:
            stretches[-1] += piece
    return stretches


def _pieces(target: Target, text: Text) -> Iterator[str | None]:
    """Yield the text of each part; None for the value of a target, and for what is repeated for it."""
    for part in text:
        match part:
            case Splice(hole=value) | Repeat(over=value) if target.tells(value):
                yield None
            case _:
                hole = hole_of(part)
                yield part.text if isinstance(part, Literal) else named(hole) if hole else ""
                for inner in inside(part):
                    yield from (OPEN, *_pieces(target, inner), CLOSE)


def _fits(stretches: list[str], text: str) -> bool:
    """Return whether a text has some stretches in their order, the first at its start and the last at its end."""
    first, *rest = stretches
    if not rest:
        return text == first
    at, end = len(first), len(text) - len(rest[-1])
    if not text.startswith(first) or not text.endswith(rest[-1]) or at > end:
        return False
    for stretch in rest[:-1]:
        found = text.find(stretch, at, end)
        if found < 0:
            return False
        at = found + len(stretch)
    return True
