"""Rewording: two prompts that are the same but for how one value is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from promptlint.finding import Applicability
from promptlint.fixes.proposal import Proposal, Target
from promptlint.hole import Hole
from promptlint.prompt import Choice, Literal, Part, Prompt, Repeat, Splice, Text

_OPEN, _CLOSE = "\ue000", "\ue001"
"""What stands around the name of a value."""


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
            case Splice(hole=hole) | Repeat(over=hole) if target.tells(hole):
                yield None
            case _:
                opening, inner = _opened(part)
                yield opening
                for text in inner:
                    yield _OPEN
                    yield from _pieces(target, text)
                    yield _CLOSE


def shown(text: Text) -> str:
    """Return a text with its values by their names."""
    return "".join(_written(text))


def _written(text: Text) -> Iterator[str]:
    for part in text:
        opening, inner = _opened(part)
        yield opening
        for text in inner:
            yield from (_OPEN, *_written(text), _CLOSE)


def _opened(part: Part) -> tuple[str, tuple[Text, ...]]:
    """Return the text of a part, or that of the value on which it depends, and the texts in it."""
    match part:
        case Literal(text=literal):
            return literal, ()
        case Splice(hole=hole):
            return _named(hole), ()
        case Choice(arms=arms, condition=condition):
            return _named(condition) if condition else "", arms
        case Repeat(body=body, over=over):
            return _named(over), (body,)


def _named(hole: Hole) -> str:
    return f"{_OPEN}{hole.label}{_CLOSE}"


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
