"""The keys of a YAML or JSON text at a glance: nothing is parsed, so a broken text or a large one costs no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOP = re.compile(
    r"""^(?:"(?P<double>[^"\r\n]++)"|'(?P<single>[^'\r\n]++)'"""
    r"""|(?P<plain>[^\s#&*!|>'"%@`{}\[\],?:-](?:[^:#\r\n]|:(?=\S)|(?<=\S)\#)*+))[ \t]*+:(?=\s|\Z)""",
    re.MULTILINE,
)
_KEY = re.compile(r"(?<![\w.-])[^\W\d][\w.-]*+(?=[\"']?[ \t]*+:)")
_PIECE = re.compile(
    r'"(?P<text>(?:[^"\\]|\\(?:.|\Z))*+)(?:"|\Z)(?P<colon>\s*+:)?+|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL
)
_OBJECT = re.compile(r"\s*+\{(?![{%])")
_LINE = re.compile(r"(?P<margin> *+(?:[-?][ \t]++)*+)(?P<rest>[^\r\n]++)?(?:\r\n|[\r\n]|\Z)")
_HEADER = re.compile(r"(?:^|[ \t])[|>][-+1-9]*+[ \t]*+(?:#.*)?$")
_ACTION = re.compile(r"(?:^|:[ \t])\{[{%]")


def top_keys(text: str) -> tuple[str, ...]:
    """Return the keys at the top of a YAML text, of all its documents, or of a JSON object; in order."""
    if _OBJECT.match(text):
        return tuple(_json_keys(text))
    return tuple((found["double"] or found["single"] or found["plain"]).rstrip() for found in _TOP.finditer(text))


def key_words(text: str) -> frozenset[str]:
    """Return the words before a colon anywhere in a text: its keys at every level, and words of prose; none is missed.

    Keys of several words and such with escapes have none.
    """
    return frozenset(_KEY.findall(text))


def is_rendered_first(text: str) -> bool:
    """Return whether a text that is no YAML becomes YAML once a template is rendered, as those of Helm do.

    That is so where `{{ … }}` or `{% … %}` begins a line or a value outside of block scalars.
    """
    inside = -1
    for line in _LINE.finditer(text):
        rest, column = line["rest"], len(line["margin"])
        if rest is None or (0 <= inside < column):
            continue
        inside = -1
        if _ACTION.search(rest):
            return True
        if _HEADER.search(rest):
            inside = column if rest[0] not in "|>" else len(line["margin"].rstrip()) - 1
    return False


def _json_keys(text: str) -> Iterator[str]:
    depth = 0
    for piece in _PIECE.finditer(text):
        match piece.lastgroup:
            case "open":
                depth += 1
            case "close":
                depth -= 1
            case "colon" if depth == 1:
                yield piece["text"]
