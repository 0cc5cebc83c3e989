"""The comments of a YAML text that speak to promptlint: `# promptlint: …`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptlint.facts import Comment
from promptlint.frontends.document import Broken, Span, alone
from promptlint.frontends.remarks import HASH, line_end
from promptlint.frontends.yaml.events import read_events
from promptlint.source import Place, Source

if TYPE_CHECKING:
    import yaml

_LINE_END = re.compile(r"[\r\n]|\Z")
_BLANKS = re.compile(r"(?:\s|#[^\r\n]*+|(?:---|\.\.\.)(?=\s))*+")
_MARKS = re.compile(r"(?:[-?:][ \t]++)*+")
_ONLY_MARKS = re.compile(r"[ \t]*+(?:---[ \t]*+)?(?:[-?:](?:[ \t]++|\Z))*+\Z")


def read_comments(source: Source, span: Span | None = None) -> tuple[Comment, ...]:
    """Return the comments in a YAML text, or in a stretch of it, in order; none where it cannot be read.

    A comment governs its line and the pair or item that it ends, or whose value begins behind it; one that stands alone
    the next pair or item, with all that is in it.
    """
    start, end = span or (0, len(source.text))
    if source.text.find("promptlint:", start, end) < 0:
        return ()
    try:
        outline = _outline(source.text, Span(start, end))
    except Broken:
        return ()
    governing = _governing(outline, end)
    return tuple(
        Comment(found[1], Place(source.path, found.start(), found.end(1)), Place(source.path, *governing.span(found)))
        for found in _addresses(source.text, start, end, outline)
    )


def _addresses(text: str, start: int, end: int, outline: _Outline) -> Iterator[re.Match[str]]:
    """Yield the comments, each from the sign before promptlint's name."""
    while found := HASH.search(text, start, end):
        is_hidden = outline.hides(found.start())
        start = found.start(1) if is_hidden else found.end()
        if not is_hidden:
            yield found


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    is_table: bool
    start: int = -1
    end: int = -1
    count: int = 0
    key: int = 0
    """Where the last key begins."""


@dataclass(slots=True)
class _Outline:
    """The pairs, items and scalars of a text."""

    text: str
    entries: list[Span] = field(default_factory=list)
    """The pairs and items, and documents of one scalar."""
    scalars: list[Span] = field(default_factory=list)
    """Where `#` begins no comment."""
    open: list[_Open] = field(default_factory=list)

    def take(self, event: yaml.Event, span: Span) -> None:
        """Read one event."""
        import yaml

        match event:
            case yaml.CollectionStartEvent():
                self.open.append(
                    _Open(isinstance(event, yaml.MappingStartEvent), span.start if event.flow_style else -1)
                )
            case yaml.CollectionEndEvent():
                done = self.open.pop()
                self._put(Span(done.start, span.end if span.start < span.end else done.end))
            case yaml.ScalarEvent() | yaml.AliasEvent():
                header = (
                    _LINE_END.search(self.text, span.start) if getattr(event, "style", None) in ("|", ">") else None
                )
                self.scalars.append(Span(header.start(), span.end) if header else span)
                self._put(span)
                if not self.open:
                    self.entries.append(span)

    def _put(self, span: Span) -> None:
        if not self.open:
            return
        around = self.open[-1]
        around.start = span.start if around.start < 0 else around.start
        around.end = span.end
        around.count += 1
        if around.is_table and around.count % 2:
            around.key = span.start
        else:
            self.entries.append(Span(around.key if around.is_table else span.start, span.end))

    def hides(self, offset: int) -> bool:
        """Return whether an offset stands in a scalar."""
        index = bisect_right(self.scalars, offset, key=lambda span: span.start) - 1
        return index >= 0 and offset < self.scalars[index].end


def _outline(text: str, span: Span) -> _Outline:
    outline = _Outline(text)
    for event, place in read_events(alone(text, span)):
        outline.take(event, place)
    return outline


@dataclass(slots=True)
class _Governing:
    """What comments govern, asked about in order."""

    text: str
    end: int
    starting: dict[int, list[Span]] = field(default_factory=dict)
    """The entries that begin at an offset, the innermost first."""
    ending: dict[int, Span] = field(default_factory=dict)
    """The innermost entry that ends at an offset."""
    coming: list[Span] = field(default_factory=list)
    """The entries that begin behind the last comment, the first one last."""
    around: list[Span] = field(default_factory=list)
    """The entries around the last comment, the innermost last, and others that end before it."""
    next: int = -1
    """Where the next text was found that is no comment."""

    def span(self, comment: re.Match[str]) -> Span:
        """Return what a comment governs."""
        at = comment.start()
        line = max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1
        head = self.text[line:at]
        if _ONLY_MARKS.match(head):
            return self._behind(comment.end(), is_marked="-" in head.replace("---", ""))
        solid = line + len(head.rstrip())
        entry = self.ending.get(solid) or self.ending.get(line + len(head.rstrip(" \t,"))) or self._around(at)
        first = line + len(head) - len(head.lstrip())
        return Span(min(first, entry.start), max(solid, entry.end)) if entry else Span(first, solid)

    def _behind(self, at: int, *, is_marked: bool) -> Span:
        """Return the entry that begins next: the whole item where its mark stands there too, else the pair in it."""
        if self.next < at:
            blanks = _BLANKS.match(self.text, at, self.end)
            self.next = blanks.end() if blanks else at
        marks = _MARKS.match(self.text, self.next, self.end)
        start = marks.end() if marks else self.next
        if start in self.starting:
            return self.starting[start][-1 if is_marked or start > self.next else 0]
        return Span(self.next, line_end(self.text, self.next))

    def _around(self, at: int) -> Span | None:
        while self.coming and self.coming[-1].start < at:
            self.around.append(self.coming.pop())
        while self.around and self.around[-1].end <= at:
            self.around.pop()
        return self.around[-1] if self.around else None


def _governing(outline: _Outline, end: int) -> _Governing:
    governing = _Governing(outline.text, end)
    for entry in outline.entries:
        governing.starting.setdefault(entry.start, []).append(entry)
        governing.ending.setdefault(entry.end, entry)
    governing.coming = sorted(outline.entries, key=lambda entry: (-entry.start, entry.end))
    return governing
