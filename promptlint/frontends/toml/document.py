"""What a TOML text says, by Python's own reader; a word stands for each string until the text is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from promptlint.frontends.document import DEEPEST, MOST, Broken, Excessive, Listing, Node, Scalar, Span, Table
from promptlint.frontends.toml.lines import read_lines

_KEY_ENDS = re.compile(r"[ \t]*+[=.]")
_LONG_KEY = re.compile(rf"""(?<![\w"'.-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEEPEST}}}""")
"""A key of more parts than tables may be nested; the library's time grows with their square."""
_HEADER = re.compile(r"^[ \t]*+\[", re.MULTILINE)
_MOST_HEADERS = 20_000
"""How many lines may begin a table: the library takes a kilobyte of memory for each."""
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_WORD = re.compile("\ue000(\\d+)\ue000")


def read_toml(text: str) -> Node:
    """Return what a TOML text says.

    Raises Broken for a text that is none, Excessive for one that is nested too deep or holds too much.
    """
    if found := _LONG_KEY.search(text):
        raise _too_deep(found.start())
    for number, header in enumerate(_HEADER.finditer(text), 1):
        if number > _MOST_HEADERS:
            raise Excessive(f"this file holds more than {_MOST_HEADERS:,} tables", header.start())
    spans = tuple(_strings(text))
    pieces, at = [], 0
    for number, span in enumerate(spans):
        pieces += [text[at : span.start], f'"\ue000{number}\ue000"']
        at = span.end
    try:
        return _Reader(spans).node(_loaded(text), _loaded("".join(pieces) + text[at:]), DEEPEST)
    except RecursionError as error:
        raise _too_deep() from error


def _loaded(text: str) -> object:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said, offset = str(error), len(text)
        if found := _AT.search(said):
            said, offset = said[: found.start()], _offset(text, int(found[1]), int(found[2]))
        raise Broken(f"this is no TOML: {said.removesuffix(' (at end of document)')}", offset) from error
    except ValueError as error:  # a number of 5,000 digits, a 30th of February
        raise Broken(f"this TOML cannot be read: {error}") from error


def _offset(text: str, row: int, column: int) -> int:
    at = 0
    for _ in range(row - 1):
        at = text.index("\n", at) + 1
    return at + column - 1


def _too_deep(offset: int = 0) -> Excessive:
    return Excessive(f"this is nested more than {DEEPEST} levels deep", offset)


def _strings(text: str) -> Iterator[Span]:
    """Yield where the strings stand that are values."""
    for line in read_lines(text, 0, len(text)):
        for lexeme in () if line.is_header else line.lexemes:
            if lexeme.lastgroup == "string" and not _KEY_ENDS.match(text, lexeme.end()):
                yield Span(*lexeme.span())


@dataclass(slots=True)
class _Reader:
    """Makes nodes of what the library read."""

    spans: tuple[Span, ...]
    nodes: int = 0

    def node(self, known: object, marked: object, depth: int) -> Node:
        """Return a value as a node; in `marked`, words stand for the strings."""
        self.nodes += 1
        if not depth:
            raise _too_deep()
        if self.nodes > MOST:
            raise Excessive(f"this file holds more than {MOST:,} values")
        match known, marked:
            case dict(), dict():
                pairs = ((Scalar(key), self.node(value, marked.get(key), depth - 1)) for key, value in known.items())
                return Table(tuple(pairs))
            case list(), list():
                return Listing(tuple(self.node(*pair, depth - 1) for pair in zip(known, marked, strict=True)))
            case str(), str() if word := _WORD.fullmatch(marked):
                return Scalar(known, self.spans[int(word[1])])
            case ((dict() | list()), _):
                return self.node(known, known, depth)
        return Scalar(known)
