"""Rotations: items between commas that go behind later ones of the same brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from promptlint.finding import Edit
from promptlint.frontends.python.quoting import Span
from promptlint.source import Place, Source

_COMMA = re.compile(r"[ \t]*,[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")
"""What stands behind an item that has lines of its own."""
_COMMENT = re.compile(r"[ \t]*#")


def rotated(source: Source, spans: Sequence[Span], first: int, stop: int, behind: int) -> tuple[Edit, ...]:
    """Return the edits that put the items from `first` up to `stop` behind a later one, on lines of their own with their comments.

    None where brackets stand between any of them, or a comment that may belong to either.
    """
    if not first < stop <= behind < len(spans):
        return ()
    glues = [source.text[one.end : other.start] for one, other in pairwise(spans)]
    if any(glue.strip(" \t\r\n\\") != "," for glue in glues[first:behind]):
        return _by_lines(source, spans[first : behind + 1], stop - first)
    moved = source.text[spans[first].start : spans[stop - 1].end]
    removed = Place(source.path, spans[first].start, spans[stop].start)
    to = spans[behind].end
    return Edit(removed, ""), Edit(Place(source.path, to, to), f"{glues[behind - 1]}{moved}")


def _by_lines(source: Source, spans: Sequence[Span], count: int) -> tuple[Edit, ...]:
    """Return the edits that put the lines of the first items behind those of the last one."""
    lines = [_lines(source, span) for span in spans]
    found = [each for each in lines if each]
    if len(found) < len(lines) or any(one.end != other.start for one, other in pairwise(found)):
        return ()
    removed, to = Span(found[0].start, found[count - 1].end), found[-1].end
    return Edit(Place(source.path, *removed), ""), Edit(Place(source.path, to, to), source.text[slice(*removed)])


def _lines(source: Source, span: Span) -> Span | None:
    """Return the lines of an item with its comma and the comments directly above it; None where it shares a line with another."""
    row = source.position(span.start).row
    behind = _COMMA.match(source.text, span.end)
    if not behind or source.text[source.line_starts[row - 1] : span.start].strip():
        return None
    while row > 1 and _COMMENT.match(source.line(row - 1)):
        row -= 1
    return Span(source.line_starts[row - 1], behind.end())
