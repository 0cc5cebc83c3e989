"""The comments of a TOML text that speak to promptlint: `# promptlint: …`."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.frontends.toml.document import LEXEME
from promptlint.source import Place, Source

_ADDRESS = re.compile(r"#\s*+promptlint:\s*+(.*?)\s*$")


class _Line(NamedTuple):
    """A key with its value, or a table."""

    span: Span
    is_header: bool


def read_comments(source: Source, span: Span | None = None) -> tuple[Comment, ...]:
    """Return the comments in a TOML text, or in a stretch of it, in order.

    A comment governs the key and value that it ends, or the next ones where it stands alone; at `[table]` all of it.
    """
    start, end = span or (0, len(source.text))
    if source.text.find("promptlint:", start, end) < 0:
        return ()
    lines, said = _read(source.text, start, end)
    governed = [*_governed(lines), Span(end, end)]
    return tuple(
        Comment(text, Place(source.path, *where), Place(source.path, *governed[number])) for text, where, number in said
    )


def _read(text: str, start: int, end: int) -> tuple[list[_Line], list[tuple[str, Span, int]]]:
    """Return the lines, and the comments, each with the number of the line that it ends or stands before."""
    lines: list[_Line] = []
    said = []
    depth, first, last, is_header = 0, -1, start, False
    for lexeme in LEXEME.finditer(text, start, end):
        match lexeme.lastgroup:
            case "comment":
                if found := _ADDRESS.search(lexeme[0]):
                    said.append(
                        (found[1], Span(lexeme.start() + found.start(), lexeme.start() + found.end(1)), len(lines))
                    )
                continue
            case "open":
                is_header = is_header or first < 0
                depth += 1
            case "close":
                depth -= 1
            case "line" if depth <= 0 and first >= 0:
                lines.append(_Line(Span(first, last), is_header))
                depth, first, is_header = 0, -1, False
        if not lexeme[0].isspace():
            first = lexeme.end() - len(lexeme[0].lstrip()) if first < 0 else first
            last = lexeme.start() + len(lexeme[0].rstrip())
    return ([*lines, _Line(Span(first, last), is_header)] if first >= 0 else lines), said


def _governed(lines: list[_Line]) -> list[Span]:
    """Return the spans of lines, that of a header up to the end of its table."""
    spans, end = [], -1
    for span, is_header in reversed(lines):
        end = max(end, span.end)
        spans.append(Span(span.start, end) if is_header else span)
        end = -1 if is_header else end
    return spans[::-1]
