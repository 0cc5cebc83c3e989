"""Token counts: bounds that need no vocabulary, and exact `o200k_base` counts from the vocabulary in `data`.

A count is of the tokens of a text that stands in a longer one. Where unknown text comes before or behind it, tokens may
merge over the border; the low bound holds only what no neighbour can change, the high bound holds for every neighbour.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import tiktoken

PACKED = Path(__file__).parent / "data" / "o200k_base.xz"
SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
"""The hash of the unpacked table in tiktoken's format, as tiktoken 0.14.0 checks it (tiktoken_ext/openai_public.py)."""
SIZE = 199_998
"""The number of tokens, the special ones not counted."""
LONGEST = 128
"""The length of the longest token, in bytes."""

# tiktoken 0.14.0, tiktoken_ext/openai_public.py
_PATTERN = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
# No alternative of the pattern matches over these borders, so what follows is split alike whatever stands before.
_BORDER = re.compile(r"(?<=\S)(?=[ \t])|(?<=[A-Za-z])(?=[ \t\r\n])")
# A run of a million spaces makes the encoder panic.
_WHITESPACE = re.compile(r"\s{100000}(?=\s)")
_TAIL = 200


@dataclass(frozen=True, slots=True)
class Range:
    """A number of tokens that is at least `low` and at most `high`, which may be infinite."""

    low: int
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)


NOTHING = Range(0, 0)
ANYTHING = Range(0, math.inf)


class Counter(Protocol):
    """Counts the tokens of a text that stands behind a hole, before a hole, both or neither."""

    def count(self, text: str, *, behind_hole: bool = False, before_hole: bool = False) -> Range:
        """Return the tokens of a text."""
        ...


class Bounds:
    """Counts without a vocabulary: a token has at least one byte, and at most LONGEST."""

    def count(self, text: str, *, behind_hole: bool = False, before_hole: bool = False) -> Range:
        """Return the bounds that the length in bytes gives."""
        size = _size(_clean(text))
        return Range(0 if behind_hole or before_hole else -(-size // LONGEST), size)


class Exact:
    """Counts with the vocabulary, which is loaded at the first count."""

    def count(self, text: str, *, behind_hole: bool = False, before_hole: bool = False) -> Range:
        """Return the tokens of a text: exact without a hole beside it."""
        return _exact(text, behind_hole, before_hole)


@lru_cache(maxsize=4096)
def _exact(text: str, behind_hole: bool, before_hole: bool) -> Range:
    text = _clean(text)
    start = first_border(text) if behind_hole else 0
    tokens = encode(text[start:])
    settled = len(tokens)
    head, tail = _size(text[:start]), 0
    if before_hole:
        tail = _size(text[max(start, last_border(text)) :])
        settled = _without(tokens, tail)
    return Range(settled, settled + head + tail)


def encode(text: str) -> list[int]:
    """Return the tokens of a text without lone surrogates; special tokens are text like any other."""
    encoding = vocabulary()
    ends = [match.end() for match in _WHITESPACE.finditer(text)]
    pieces = [text[start:end] for start, end in pairwise((0, *ends, len(text)))]
    return [token for piece in pieces for token in encoding.encode_ordinary(piece)]


def first_border(text: str) -> int:
    """Return the first code point from which on no text put in front changes the tokens; the length where none is."""
    border = _BORDER.search(text)
    return border.start() if border else len(text)


def last_border(text: str) -> int:
    """Return the code point up to which no text put behind changes the tokens.

    That is the start of the last pre-token but one: a line break can join the two last that are whitespace.
    """
    import regex

    border = _BORDER.search(text, max(0, len(text) - _TAIL))
    for start in (border.start() if border else 0, 0):
        pieces: list[int] = [match.start() for match in regex.finditer(_PATTERN, text, pos=start)]
        if len(pieces) > 2:
            return pieces[-2]
    return 0


def _without(tokens: list[int], tail: int) -> int:
    """Return how many tokens stand wholly before the last `tail` bytes."""
    encoding, kept = vocabulary(), len(tokens)
    while tail > 0:
        kept -= 1
        tail -= len(encoding.decode_single_token_bytes(tokens[kept]))
    return kept


def _clean(text: str) -> str:
    """Return the text as the encoder sees it: surrogate pairs joined, lone surrogates replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _size(text: str) -> int:
    return len(text.encode())


@lru_cache(maxsize=1)
def vocabulary() -> tiktoken.Encoding:
    """Return the `o200k_base` encoding, without its special tokens, from the packed table."""
    import tiktoken

    ranks = {token: rank for rank, token in enumerate(unpack())}
    encoding = tiktoken.Encoding("o200k_base", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})
    # The encoder counts with a copy of its own; this one takes 20 MB.
    ranks.clear()
    return encoding


def unpack() -> list[bytes]:
    """Return the tokens of the packed table by rank."""
    import lzma

    data = lzma.decompress(PACKED.read_bytes())
    ends = accumulate(data[:SIZE], initial=SIZE)
    return [data[start:end] for start, end in pairwise(ends)]
