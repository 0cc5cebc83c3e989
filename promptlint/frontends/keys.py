"""The keys of a YAML, JSON or TOML text at a glance: nothing is parsed, so a broken text or a large one costs no more."""

from __future__ import annotations

import re

_KEY = re.compile(r"(?<![\w.-])[^\W\d][\w.-]*+(?=[\"']?\s*+[:=])")
_LINE = re.compile(r"(?P<margin> *+(?:[-?][ \t]++)*+)(?P<rest>[^\r\n]++)?(?:\r\n|[\r\n]|\Z)")
_HEADER = re.compile(r"(?:^|[ \t])[|>][-+1-9]*+[ \t]*+(?:#.*)?$")
_ACTION = re.compile(r"(?:^|:[ \t])\{[{%]")


def key_words(text: str) -> frozenset[str]:
    """Return the words before a colon or an equals sign anywhere in a text: its keys at every level, and words of prose; none is missed.

    Keys of several words, such with escapes, and such with a comment before their colon have none.
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
