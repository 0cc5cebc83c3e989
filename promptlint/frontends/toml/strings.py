"""The TOML string reader: from decoded text back to the characters and escapes that wrote it."""

from __future__ import annotations

import re

from promptlint.frontends.decoded import Decoded, Draft, read_pieces

TOKEN = (
    r'"""(?:\\.|[^\\"]++|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:\\.|[^\\"\n])*+"'
    r"|'[^'\n]*+'"
)
"""A pattern of a string with its quotes; a dot has to match newlines."""

_PIECE = re.compile(
    r"(?P<newline>\r\n|\n)"
    r"|(?P<plain>[^\\\r\n]++|\r)"
    r"|\\u(?P<short>[0-9a-fA-F]{4})|\\U(?P<long>[0-9a-fA-F]{8})|\\x(?P<octet>[0-9a-fA-F]{2})"
    r'|\\(?P<letter>["\\bfnrte])'
    r"|(?P<joint>\\[ \t]*+\r?\n\s*+)"
)
_VERBATIM = re.compile(r"(?P<newline>\r\n|\n)|(?P<plain>[^\r\n]++|\r)")
_LETTERS = dict(zip('"\\bfnrte', '"\\\b\f\n\r\t\x1b', strict=True))


def read_string(text: str, start: int, end: int) -> Decoded:
    """Return the map of the TOML string that stands at a span of a file. Raises ValueError where there is none."""
    quote = text[start : start + 3] if text.startswith(('"""', "'''"), start) and end - start >= 6 else text[start]
    at, last = start + len(quote), end - len(quote)
    if quote[0] not in "\"'" or text[last:end] != quote or at > last:
        raise ValueError(f"no TOML string at offset {start}")
    if len(quote) == 3 and (first := re.compile(r"\r?\n").match(text, at, last)):
        at = first.end()
    draft = Draft()
    for piece in read_pieces(_PIECE if quote[0] == '"' else _VERBATIM, text, at, last):
        _put(draft, piece)
    return draft.finish(last)


def _put(draft: Draft, piece: re.Match[str]) -> None:
    width = piece.end() - piece.start()
    match piece.lastgroup:
        case "plain":
            draft.put(piece[0], piece.start())
        case "newline":
            draft.put("\n", piece.start(), width)
        case "letter":
            draft.put(_LETTERS[piece["letter"]], piece.start(), width)
        case "short" | "long" | "octet" as kind:
            draft.put(chr(int(piece[kind], 16)), piece.start(), width)
