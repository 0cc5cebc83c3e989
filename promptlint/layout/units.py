"""Units: where a person would cut a text to move a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_LONG = 200
"""A line of more code points than this is cut into sentences, a longer sentence into words, a longer word at gaps.

A run of more than twenty spaces is no part of a word.
"""
GAP, CLOSING_GAP = "\ue000", "\ue001"
"""What stands for a gap in a text; the second one also ends its line."""
_ABBREVIATED = "".join(
    rf"(?<!\b{word})" for word in ("[^\\W\\d_]", *"etc vs cf ca Dr Mr Ms Mrs Prof approx incl".split())
)
"""Ahead of a full stop that ends no sentence stand single letters, as in `e.g.`, and these."""
_SENTENCE = re.compile(rf".+?(?:(?:[!?]|(?=\.){_ABBREVIATED}\.(?![\"')\]]*+\s++[a-zß-ÿ]))[\"')\]]*+\s++|\Z)", re.DOTALL)
"""Up to a sign behind which a blank stands; behind a full stop no small letter follows."""
_LEVELS = (
    re.compile(f"[^\n{CLOSING_GAP}]*[\n{CLOSING_GAP}]|[^\n{CLOSING_GAP}]+"),
    _SENTENCE,
    re.compile(r"\s{0,20}\S+\s{0,20}|\s+"),
    re.compile(f"[{GAP}{CLOSING_GAP}]|[^{GAP}{CLOSING_GAP}]+"),
)
_ANY = re.compile(f"[{GAP}{CLOSING_GAP}]")


def ends(marks: str) -> list[int]:
    """Return the end of each unit of a text in which each gap is one GAP or CLOSING_GAP.

    Units without a gap that follow each other are one.
    """
    spans = list(_spans(marks, 0, _LEVELS))
    varying = [bool(_ANY.search(marks, start, end)) for start, end in spans]
    return [end for (_, end), here, next_ in zip(spans, varying, [*varying[1:], True], strict=False) if here or next_]


def sentences(line: str) -> list[str]:
    """Return the sentences of a line, each with the blanks behind it."""
    return _SENTENCE.findall(line)


def _spans(text: str, start: int, levels: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    for match in levels[0].finditer(text):
        if len(match[0]) > _LONG and len(levels) > 1 and _ANY.search(match[0]):
            yield from _spans(match[0], start + match.start(), levels[1:])
        else:
            yield start + match.start(), start + match.end()
