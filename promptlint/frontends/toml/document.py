"""What a TOML text says, by Python's own reader; a word stands for each string until the text is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.frontends.document import DEEPEST, Listing, Node, Scalar, Span, Table
from promptlint.frontends.toml.strings import TOKEN

_LEXEME = re.compile(
    rf"(?P<string>{TOKEN})|(?P<comment>#[^\n]*+)|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<line>\n)|[^\"'#\[\]{{}}\n]++|.",
    re.DOTALL,
)
_KEY_ENDS = re.compile(r"[ \t]*+[=.]")
_WORD = re.compile("\ue000(\\d+)\ue000")


def read_toml(text: str) -> Node:
    """Return what a TOML text says. Raises ValueError for a text that is none, or that is nested too deep to be read."""
    import tomllib

    spans = tuple(_strings(text))
    pieces, at = [], 0
    for number, span in enumerate(spans):
        pieces += [text[at : span.start], f'"\ue000{number}\ue000"']
        at = span.end
    try:
        known, marked = tomllib.loads(text), tomllib.loads("".join(pieces) + text[at:])
        return _node(known, marked, spans, DEEPEST)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _strings(text: str) -> Iterator[Span]:
    """Yield where the strings stand that are values."""
    depth, fresh, header = 0, True, False
    for lexeme in _LEXEME.finditer(text):
        match lexeme.lastgroup:
            case "string" if not header and not _KEY_ENDS.match(text, lexeme.end()):
                yield Span(*lexeme.span())
            case "open":
                header = header or (fresh and not depth)
                depth += 1
            case "close":
                depth -= 1
            case "line" if not depth:
                fresh, header = True, False
        if not lexeme[0].isspace():
            fresh = False


def _node(known: object, marked: object, spans: tuple[Span, ...], depth: int) -> Node:
    if not depth:
        raise ValueError("nested too deep")
    match known, marked:
        case dict(), dict():
            return Table(
                tuple((Scalar(key), _node(value, marked.get(key), spans, depth - 1)) for key, value in known.items())
            )
        case list(), list():
            return Listing(tuple(_node(*pair, spans, depth - 1) for pair in zip(known, marked, strict=True)))
        case str(), str() if word := _WORD.fullmatch(marked):
            return Scalar(known, spans[int(word[1])])
        case ((dict() | list()), _):
            return _node(known, known, spans, depth)
    return Scalar(known)
