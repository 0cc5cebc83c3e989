"""The JSON string reader: from decoded text back to the characters and escapes that wrote it."""

from __future__ import annotations

import re

from promptlint.frontends.decoded import Decoded, Draft, read_pieces

_PIECE = re.compile(
    r'(?P<plain>[^"\\]++)'
    r"|(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u(?P<code>[0-9a-fA-F]{4})"
    r'|\\(?P<letter>["\\/bfnrt])'
)
_LETTERS = dict(zip('"\\/bfnrt', '"\\/\b\f\n\r\t', strict=True))


def read_string(text: str, start: int, end: int) -> Decoded:
    """Return the map of the JSON string that stands at a span of a file. Raises ValueError where there is none."""
    if end - start < 2 or text[start : start + 1] != '"' or text[end - 1 : end] != '"':
        raise ValueError(f"no JSON string at offset {start}")
    draft = Draft()
    for piece in read_pieces(_PIECE, text, start + 1, end - 1):
        at = piece.start()
        match piece.lastgroup:
            case "plain":
                draft.put(piece[0], at)
            case "pair":
                draft.put(_joined(int(piece[0][2:6], 16), int(piece[0][8:], 16)), at, 12)
            case "code":
                draft.put(chr(int(piece["code"], 16)), at, 6)
            case _:
                draft.put(_LETTERS[piece["letter"]], at, 2)
    return draft.finish(end - 1)


def _joined(high: int, low: int) -> str:
    """Return the code point that a pair of surrogates is."""
    return chr(0x10000 + (high - 0xD800 << 10) + (low - 0xDC00))
