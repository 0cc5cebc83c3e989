"""Prose: whether a text speaks to a reader, in any language, rather than to a machine."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MOST = 20_000
"""How many code points are looked at."""
_WORDS = 8
"""How many words a text of prose has at least."""
_SHARE = 0.5
"""How much of it stands in lines of prose at least."""
_WORD = re.compile(r"(?<![\w.\[=$/\\@{<-])[^\W\d_]{2,}(?![\w\[(=/\\@}>]|\.\w)")
"""Two letters or more, but for those of a path, a call, an assignment or a placeholder."""
_QUERY = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*(?:SELECT\b.*\bFROM|INSERT\s+INTO|UPDATE\b.*\bSET|DELETE\s+FROM|MERGE\s+INTO|WITH\s+\w+\s+AS\s*\("
    r"|(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?(?:TABLE|VIEW|INDEX|FUNCTION|SCHEMA|DATABASE))\b"
    r"|\s*(?:select\b[^.!?]*\bfrom|insert\s+into|update\b[^.!?]*\bset|delete\s+from)\s+[\w.\"`{]+\s*(?:\n|;|where\b|join\b|$)",
    re.DOTALL,
)
_SCRIPT = re.compile(r"\s*(?:#!|set -e|<\?xml|<!DOCTYPE|<!doctype|import \w+\s*\n|from \w+ import )")
_DATA = re.compile(r"\s*(?:\{.*\}|\[.*\])\s*\Z", re.DOTALL)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")
_CODE = re.compile(r"[{}\[\]<>=|\\$;&^~`@/_]")


def is_prose(text: str, markup: Iterable[str] = ()) -> bool:
    """Return whether most of a text are sentences; one that is mostly tags of `markup` is a document for browsers."""
    text = text[:_MOST]
    if _QUERY.match(text) or _SCRIPT.match(text) or _DATA.match(text):
        return False
    tags = sum(match[1].lower() in markup for match in _TAG.finditer(text))
    bare = _TAG.sub(" ", text)
    lines = [line for line in bare.splitlines() if line.strip()]
    good = [line for line in lines if _speaks(line)]
    words = sum(map(_count, good))
    size = sum(map(len, good)) / max(sum(map(len, lines)), 1)
    return words >= _WORDS and size >= _SHARE and words > 5 * tags


def _count(line: str) -> int:
    """Return the words of a line; where a script has no spaces, two letters count as one."""
    return sum(1 if word[0].lower() != word[0].upper() else (len(word) + 1) // 2 for word in _WORD.findall(line))


def _speaks(line: str) -> bool:
    """Return whether a line has words side by side and few signs of code."""
    letters = sum(map(str.isalpha, line))
    signs = len(_CODE.findall(line))
    return _count(line) >= 3 and letters >= 0.55 * len(line.replace(" ", "")) and signs <= 0.15 * letters
