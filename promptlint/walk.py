"""Walks: the parts of a prompt's texts, those in choices and repeats included, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.hole import Hole
from promptlint.prompt import Choice, Literal, Part, Prompt, Repeat, Splice, Text
from promptlint.source import Place


def parts(text: Text) -> Iterator[Part]:
    """Yield every part of a text, each ahead of those inside of it."""
    for part in text:
        yield part
        for inner in inside(part):
            yield from parts(inner)


def inside(part: Part) -> tuple[Text, ...]:
    """Return the texts inside of a part."""
    match part:
        case Choice(arms=arms):
            return arms
        case Repeat(body=body):
            return (body,)
    return ()


def hole_of(part: Part) -> Hole | None:
    """Return the value that a part depends on: itself, what picks one of several texts, or what a repeat goes through."""
    match part:
        case Splice(hole=hole):
            return hole
        case Choice(condition=condition):
            return condition
        case Repeat(over=over):
            return over
    return None


def holes(text: Text) -> Iterator[Hole]:
    """Yield all that a text depends on."""
    return (hole for part in parts(text) if (hole := hole_of(part)))


def text_holes(text: Text) -> tuple[Splice, ...]:
    """Return every splice of a text, in order."""
    return tuple(part for part in parts(text) if isinstance(part, Splice))


def openings(text: Text) -> Iterator[Place]:
    """Yield where values, choices and repeats stand in a text."""
    return (part.place for part in parts(text) if not isinstance(part, Literal))


def written(prompt: Prompt) -> Iterator[Place]:
    """Yield where the blocks of a prompt, their literals and their values are written."""
    for block in prompt.blocks:
        yield block.place
        for part in parts(block.text):
            match part:
                case Literal(site=site):
                    yield from (site.place,) if site else ()
                case _:
                    yield part.place


def growing(prompt: Prompt) -> Iterator[Hole]:
    """Yield the parts of a conversation that the next request sends again."""
    return (hole for block in prompt.blocks for hole in holes(block.text) if hole.grows)


def places(prompt: Prompt) -> Iterator[Place]:
    """Yield where a prompt is sent, and where its holes and the ways of their values stand."""
    yield prompt.place
    yield from (link.place for link in prompt.chain)
    for block in prompt.blocks:
        for splice in text_holes(block.text):
            yield splice.place
            yield from (link.place for link in splice.hole.chain)
