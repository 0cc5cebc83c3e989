"""Comments between an opening and a closing mark that speak to promptlint, and the lines that they govern."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.source import Place, Source

HASH = re.compile(r"#[ \t]*+promptlint:[ \t]*+([^\r\n]*?)[ \t]*(?=[\r\n]|\Z)")
"""A comment up to the end of its line that speaks to promptlint; its group is what it says."""
_ADDRESS = re.compile(r"\s*+promptlint:\s*+")
_NOT_BLANK = re.compile(r"\S")
_LINE_END = re.compile(r"[\r\n]|\Z")
_WRITTEN = re.compile(r"[^\r\n]")

Extent: TypeAlias = Callable[[int], int]
"""Where what begins at an offset ends."""


def read_remarks(
    source: Source, span: Span | None, tokens: re.Pattern[str], extent_in: Callable[[str], Extent]
) -> tuple[Comment, ...]:
    """Return the comments in a stretch of a text, or in all of it, that speak to promptlint, in order.

    What a comment says is the group `comment` of a token; tokens without it hide what looks like one. A comment governs
    its line where that holds other text too, else what begins behind it, as far as `extent_in` the stretch tells.
    """
    start, end = span or (0, len(source.text))
    text = source.text[start:end]
    if "promptlint:" not in text:
        return ()
    comments = [token for token in tokens.finditer(text) if token["comment"] is not None]
    lines = _Lines(_blanked(text, comments), extent_in(text))
    found = []
    for comment in comments:
        said = comment["comment"].rstrip()
        if address := _ADDRESS.match(said):
            place = Place(source.path, start + comment.start(), start + comment.start("comment") + len(said))
            first, last = lines.governed(*comment.span())
            found.append(Comment(said[address.end() :], place, Place(source.path, start + first, start + last)))
    return tuple(found)


def blocks(tags: re.Pattern[str]) -> Callable[[str], Extent]:
    """Return what tells of a text where its blocks end; a tag has the group `name`, and `end` where it ends a block of that name."""

    def extent_in(text: str) -> Extent:
        opened: dict[str, list[int]] = {}
        ends = {}
        for tag in tags.finditer(text):
            starts = opened.setdefault(tag["name"], [])
            if not tag["end"]:
                starts.append(tag.start())
            elif starts:
                ends[starts.pop()] = tag.start()
        return lambda at: line_end(text, ends.get(at, at))

    return extent_in


def line_end(text: str, at: int) -> int:
    """Return where the line around an offset ends."""
    found = _LINE_END.search(text, at)
    return found.start() if found else len(text)


def _blanked(text: str, comments: list[re.Match[str]]) -> str:
    """Return a text with blanks for its comments."""
    pieces, at = [], 0
    for comment in comments:
        pieces += [text[at : comment.start()], _WRITTEN.sub(" ", comment[0])]
        at = comment.end()
    return "".join(pieces) + text[at:]


@dataclass(slots=True)
class _Lines:
    """The lines of a text with blanks for its comments."""

    text: str
    extent: Extent
    begins: int = -1
    """Where the last text begins that was found behind a comment."""
    ends: int = -1

    def governed(self, start: int, end: int) -> Span:
        """Return what the comment at a span governs; comments are asked about in order."""
        first = max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1
        line = Span(first, line_end(self.text, end))
        if self.text[line.start : line.end].strip():
            return line
        if self.begins < end:
            found = _NOT_BLANK.search(self.text, end)
            self.begins = found.start() if found else len(self.text)
            self.ends = self.extent(self.begins)
        return Span(self.begins, self.ends)
