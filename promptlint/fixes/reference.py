"""References: sentences that point at what stands above or below them, and that point at nothing once it moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten

from promptlint.fixes.comparison import CLOSE, OPEN, segments
from promptlint.prompt import Prompt

_ABOVE = re.compile(r"\b(?:above|preceding|aforementioned)\b", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:below|following)\b", re.IGNORECASE)
_CALLED = re.compile(f"[^{OPEN}{CLOSE}:]+(?=:)|{OPEN}[^{CLOSE}]*{CLOSE}")
"""What a line calls its value: the words ahead of a colon, and the name."""
_SHOWN = 60
"""How much of a sentence is quoted, in code points."""
_WORD = re.compile(r"[^\W\d_]{4,}")


def points_up(said: str) -> bool:
    """Return whether a sentence speaks of what stands above it."""
    return bool(_ABOVE.search(said))


def astray(old: Prompt, new: Prompt) -> str | None:
    """Return the first sentence of a prompt whose "above" or "below" fits no more in a new one; None where all do.

    "Above" is about what stands directly ahead of its sentence, or is called by a word of it; "below" about what follows.
    """
    before, after = list(segments(old)), list(segments(new))
    now = {said: at for at, said in reversed(list(enumerate(after)))}
    return next((_shown(said) for said in _strays(before, after, now)), None)


def _strays(before: Sequence[str], after: Sequence[str], now: Mapping[str, int]) -> Iterator[str]:
    for at, said in enumerate(before):
        place = now.get(said)
        if place is None:
            continue
        below = _BELOW.search(said)
        if points_up(said):
            gone = {each for each in before[:at] if now.get(each, place) > place}
            if gone and (before[at - 1] in gone or _words(said) & _calls(gone)):
                yield said
        elif (
            below and OPEN not in said[below.end() :] and any(now.get(each, place) < place for each in before[at + 1 :])
        ):
            following = after[place + 1 : place + 2]
            if following != before[at + 1 : at + 2] or OPEN not in "".join(following):
                yield said


def _calls(segments: set[str]) -> set[str]:
    return {word for said in segments for called in _CALLED.findall(said) for word in _words(called)}


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _shown(said: str) -> str:
    return shorten(said.replace(OPEN, "{").replace(CLOSE, "}"), _SHOWN, placeholder=" …")
