"""References: sentences that point at what stands above or below them, and that point at nothing once it moved."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from promptlint.fixes.proof.comparison import CLOSE, OPEN, segments
from promptlint.fixes.text.frame import points_up
from promptlint.prompt import Prompt

_BELOW = re.compile(r"\b(?:below|following)\b", re.IGNORECASE)
_THIS = re.compile(
    r"\b(?:this|these|those|such)\s+(?!chat|conversation|session|assistant|system|prompt|message|role|job|case|way)\w+",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"[^{OPEN}{CLOSE}:]+(?=:)|{OPEN}[^{CLOSE}]*{CLOSE}|^<[^<>]+>$|^#+\s.*")
"""What a line calls its value: the words ahead of a colon, the name, a tag, a heading."""
_HEADING = re.compile(r"#{1,6}\s.*|([-=*_~#])\1+ ?\w.*\1\1+:?")
_SHOWN = 60
"""How much of a sentence is quoted, in code points."""
_WORD = re.compile(r"[^\W\d_]{4,}")


def astray(old: Prompt, new: Prompt) -> str | None:
    """Return the first sentence or heading of a prompt that fits no more in a new one; None where all do.

    "Above" is about what stands directly ahead of its sentence, or is called by a word of it, "this" about the former,
    "below" about what follows. A heading, but for one that titles it all, is about the value directly below it.
    """
    before, after = list(segments(old)), list(segments(new))
    counts = Counter(before) + Counter(after)
    now = {said: at for at, said in enumerate(after) if counts[said] == 2}
    return next((_shown(said) for said in _strays(before, after, now)), None)


def _strays(before: Sequence[str], after: Sequence[str], now: Mapping[str, int]) -> Iterator[str]:
    for at, said in enumerate(before):
        place = now.get(said)
        if place is not None and any(strays(before, after, at, place) for strays in (_up, _down, _heading)):
            yield said


def _up(before: Sequence[str], after: Sequence[str], at: int, place: int) -> bool:
    """Return whether a sentence speaks of what stood above it and is below it now."""
    above = points_up(before[at])
    if not above and not _THIS.search(before[at]):
        return False
    gone = Counter(before[:at]) - Counter(after[:place])
    return bool(gone) and (before[at - 1] in gone or (above and bool(_words(before[at]) & _calls(gone))))


def _down(before: Sequence[str], after: Sequence[str], at: int, place: int) -> bool:
    """Return whether a sentence speaks of what stood below it, and nothing of the kind follows it now."""
    below = deque(_BELOW.finditer(before[at]), maxlen=1)
    if not below or OPEN in before[at][below[0].end() :]:
        return False
    following = after[place + 1 : place + 2]
    kept = following == before[at + 1 : at + 2] and (before[at].endswith(":") or OPEN in "".join(following))
    return not kept and bool(Counter(before[at + 1 :]) - Counter(after[place + 1 :]))


def _heading(before: Sequence[str], after: Sequence[str], at: int, place: int) -> bool:
    """Return whether the value directly below a heading is gone from there."""
    following = before[at + 1 : at + 2]
    about = at > 0 and _HEADING.fullmatch(before[at]) and OPEN in "".join(following)
    return bool(about) and after[place + 1 : place + 2] != following


def _calls(segments: Iterable[str]) -> set[str]:
    return {word for said in segments for called in _CALLED.findall(said) for word in _words(called)}


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _shown(said: str) -> str:
    return shorten(said.replace(OPEN, "{").replace(CLOSE, "}"), _SHOWN, placeholder=" …")
