"""Rotations: items between commas that go behind later ones of the same brackets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from promptlint.finding import Edit
from promptlint.frontends.python.quoting import Span
from promptlint.source import Place, Source


def rotated(source: Source, spans: Sequence[Span], first: int, stop: int, behind: int) -> tuple[Edit, ...]:
    """Return the edits that put the items from `first` up to `stop` behind a later one.

    None where a comment or bracket stands between any of them.
    """
    glues = [source.text[one.end : other.start] for one, other in pairwise(spans)]
    if not first < stop <= behind < len(spans) or any(glue.strip(" \t\r\n\\") != "," for glue in glues[first:behind]):
        return ()
    moved = source.text[spans[first].start : spans[stop - 1].end]
    removed = Place(source.path, spans[first].start, spans[stop].start)
    to = spans[behind].end
    return Edit(removed, ""), Edit(Place(source.path, to, to), f"{glues[behind - 1]}{moved}")
