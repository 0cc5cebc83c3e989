"""The comments of a Python file that speak to promptlint, and the logical line that each one governs."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator

from promptlint.facts import Comment
from promptlint.frontends.remarks import HASH
from promptlint.source import Place, Source

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LAYOUT = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def read_comments(source: Source) -> tuple[Comment, ...]:
    """Return the comments that speak to promptlint, in order; in half-typed code, those before the gap."""
    if "promptlint:" not in source.text:
        return ()
    return tuple(_comments(source))


def _comments(source: Source) -> Iterator[Comment]:
    """Yield each comment once the logical line that it governs has ended."""
    waiting: list[tuple[str, Place]] = []
    start, end = None, len(source.text)
    for token in _tokens(source):
        place = Place(source.path, _offset(source, token.start), _offset(source, token.end))
        if token.type == tokenize.COMMENT:
            if found := HASH.search(token.string):
                waiting.append((found[1], place._replace(start=place.start + found.start())))
        elif token.type == tokenize.NEWLINE:
            governed = Place(source.path, place.start if start is None else start, place.start)
            yield from (Comment(text, comment, governed) for text, comment in waiting)
            waiting, start = [], None
        elif token.type not in _LAYOUT and start is None:
            start = place.start
    governed = Place(source.path, end if start is None else start, end)
    yield from (Comment(text, comment, governed) for text, comment in waiting)


def _tokens(source: Source) -> Iterator[tokenize.TokenInfo]:
    """Yield tokens up to the first thing that is no Python; rows and columns are those of the source."""
    lines = (line[0] for line in _LINE.finditer(source.text.replace("\r\n", "\n").replace("\r", "\n")))
    try:
        yield from tokenize.generate_tokens(lambda: next(lines, ""))
    except (tokenize.TokenError, SyntaxError):
        return


def _offset(source: Source, position: tuple[int, int]) -> int:
    row, column = position
    return source.line_starts[row - 1] + column if row <= len(source.line_starts) else len(source.text)
