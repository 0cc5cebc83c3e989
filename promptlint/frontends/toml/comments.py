"""The comments of a TOML text that speak to promptlint: `# promptlint: …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.frontends.remarks import HASH
from promptlint.frontends.toml.lines import Line, read_lines
from promptlint.source import Place, Source


def read_comments(source: Source, span: Span | None = None) -> tuple[Comment, ...]:
    """Return the comments in a TOML text, or in a stretch of it, in order.

    A comment governs the key and value that it ends, or the next ones where it stands alone; at `[table]` all of it.
    """
    start, end = span or (0, len(source.text))
    if source.text.find("promptlint:", start, end) < 0:
        return ()
    lines = tuple(read_lines(source.text, start, end))
    return tuple(
        Comment(said[1], Place(source.path, at + said.start(), at + said.end(1)), Place(source.path, *governed))
        for line, governed in zip(lines, _governed(lines, end), strict=True)
        for said, at in _addresses(line)
    )


def _addresses(line: Line) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the comments of a line that speak to promptlint, each with its offset."""
    for lexeme in line.lexemes:
        if lexeme.lastgroup == "comment" and (found := HASH.search(lexeme[0])):
            yield found, lexeme.start()


def _governed(lines: tuple[Line, ...], end: int) -> list[Span]:
    """Return the spans of lines, that of a header up to the end of its table; `end` for a line without any text."""
    spans, last = [], -1
    for line in reversed(lines):
        written = tuple(line.written())
        if not written:
            spans.append(Span(end, end))
            continue
        first, last = _start(written[0]), max(last, _end(written[-1]))
        spans.append(Span(first, last if line.is_header else _end(written[-1])))
        last = -1 if line.is_header else last
    return spans[::-1]


def _start(lexeme: re.Match[str]) -> int:
    return lexeme.end() - len(lexeme[0].lstrip())


def _end(lexeme: re.Match[str]) -> int:
    return lexeme.start() + len(lexeme[0].rstrip())
