"""Reasons: what a comment beside a value says for it, so that nobody is told what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from promptlint.frontends.python.frame import Frame
from promptlint.hole import Confidence, Hole, Kind
from promptlint.names import words_of
from promptlint.source import Place

_ABOVE = 6
"""How many lines above a value a comment about it may begin."""
_COMMENT = re.compile(r"(?:^|\s)#(.*)$")
_WORD = re.compile(r"[^\W\d_]+")


def excused(frame: Frame, hole: Hole, place: Place) -> Hole:
    """Return a random value as a guess where a comment, at its source or where it enters a text, says that none may foresee it."""
    if hole.kind is not Kind.RANDOM or hole.confidence is not Confidence.HIGH:
        return hole
    places = (place, *(link.place for link in hole.chain))
    said = {word for where in places for comment in _comments(frame, where) for word in _words(comment)}
    unforeseen = frame.world.catalog.shapes.unforeseen
    return hole if unforeseen.isdisjoint(said) else replace(hole, confidence=Confidence.LOW)


def _words(comment: str) -> Iterator[str]:
    return (word for found in _WORD.findall(comment) for word in words_of(found))


def _comments(frame: Frame, place: Place) -> Iterator[str]:
    """Yield the comments on the line of a place, and those right above it."""
    source = frame.world.source(place.path) if place.path else None
    if source is None:
        return
    row = source.position(place.start).row
    for number in range(row, max(row - _ABOVE, 1) - 1, -1):
        line = source.line(number)
        if number < row and not line.lstrip().startswith("#"):
            return
        if (found := _COMMENT.search(line)) is not None:
            yield found[1]
