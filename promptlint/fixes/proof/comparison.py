"""Comparison: whether a prompt says the same before and after a fix, in another order or in the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from promptlint.hole import Hole
from promptlint.layout.units import sentences
from promptlint.prompt import Choice, Literal, Prompt, Repeat, Role, Splice, Text
from promptlint.walk import hole_of, inside, parts

OPEN, CLOSE = "\ue000", "\ue001"
"""What stands around the name of a value, and around a text in another one."""
_WAYS = 6
"""In how many ways a prompt with choices is looked at, at most."""


def keeps(old: Prompt, new: Prompt) -> bool:
    """Return whether a prompt has the same sentences, lines and values, and says nothing to another speaker or later than it may."""
    ways = range(max(_ways(old), _ways(new)))
    said = all(Counter(segments(old, way)) == Counter(segments(new, way)) for way in ways)
    return said and _is_in_order(old, new) and _deciding(old) == _deciding(new)


def _ways(prompt: Prompt) -> int:
    """Return in how many ways a prompt is looked at: as many as a choice has arms, and with what is repeated and without it."""
    inner = [part for block in prompt.blocks for part in parts(block.text)]
    arms = max((len(part.arms) for part in inner if isinstance(part, Choice)), default=1)
    return min(max(arms, 2) if any(isinstance(part, Repeat) for part in inner) else arms, _WAYS)


def segments(prompt: Prompt, way: int = 0) -> Iterator[str]:
    """Yield the sentences and lines of a prompt in one of the ways that it may come out, each value by its name."""
    lines = (line for block in prompt.blocks for line in "".join(_rendered(block.text, way)).split("\n"))
    return filter(None, (segment.strip() for line in lines for segment in sentences(line)))


def _deciding(prompt: Prompt) -> Counter[str]:
    """Return what decides on the texts of a prompt."""
    inner = (part for block in prompt.blocks for part in parts(block.text) if not isinstance(part, Splice))
    return Counter(named(hole) for part in inner if (hole := hole_of(part)))


def _rendered(text: Text, way: int) -> Iterator[str]:
    """Yield a text with that arm of each choice, or its last; with what is repeated twice, in every other way without it."""
    for part in text:
        match part:
            case Literal(text=literal):
                yield literal
            case Splice(hole=hole):
                yield named(hole)
            case Choice(arms=arms):
                yield from _rendered(arms[min(way, len(arms) - 1)], way)
            case Repeat(body=body):
                yield from (piece for _ in range(0 if way % 2 else 2) for piece in _rendered(body, way))


def named(hole: Hole) -> str:
    """Return the name of a value as no text could hold it."""
    return f"{OPEN}{hole.label}{CLOSE}"


def _is_in_order(old: Prompt, new: Prompt) -> bool:
    """Return whether no system text went behind messages that it stood ahead of, and the user still has the last word."""
    ahead = zip(_messages_ahead(old), _messages_ahead(new), strict=False)
    last = [prompt.blocks[-1].role for prompt in (old, new) if prompt.blocks]
    return all(after <= before for before, after in ahead) and (Role.USER not in last[:1] or last[1:] == last[:1])


def _messages_ahead(prompt: Prompt) -> Iterator[int]:
    """Yield how many messages of the conversation stand ahead of each system text."""
    count = 0
    for block in prompt.blocks:
        if block.role is Role.SYSTEM:
            yield count
        count += block.role not in (Role.TOOLS, Role.SCHEMA, Role.SYSTEM)


def renders_the_same(old: Prompt, new: Prompt) -> bool:
    """Return whether two prompts send the same text, but for an order that was arbitrary in the first."""
    before, after = (old.blocks, new.blocks)
    if [block.role for block in before] != [block.role for block in after]:
        return False
    texts = zip(before, after, strict=True)
    return all(_is_same(tuple(_flat(one.text)), tuple(_flat(other.text))) for one, other in texts)


def _flat(text: Text) -> Iterator[str | Hole]:
    """Yield a text's longest literal runs and its values, in order."""
    literal = ""
    for atom in _atoms(text):
        if isinstance(atom, str):
            literal += atom
        else:
            yield literal
            yield atom
            literal = ""
    yield literal


def shown(text: Text) -> str:
    """Return a text with its values by their names, each text in another one between signs."""
    return "".join(atom if isinstance(atom, str) else named(atom) for atom in _atoms(text))


def _atoms(text: Text) -> Iterator[str | Hole]:
    for part in text:
        hole = hole_of(part)
        yield from (part.text,) if isinstance(part, Literal) else (hole,) if hole else ()
        for inner in inside(part):
            yield from (OPEN, *_atoms(inner), CLOSE)


def _is_same(old: tuple[str | Hole, ...], new: tuple[str | Hole, ...]) -> bool:
    return len(old) == len(new) and all(map(_is_alike, old, new))


def _is_alike(old: str | Hole, new: str | Hole) -> bool:
    if isinstance(old, str) or isinstance(new, str):
        return old == new
    sorted_now = old.order is not None and new.order is None
    return sorted_now or (old.label, old.kind, old.order) == (new.label, new.kind, new.order)
