"""The lines of a TOML text: its keys with their values, and its headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.frontends.toml.strings import TOKEN

_LEXEME = re.compile(
    rf"(?P<string>{TOKEN})|(?P<comment>#[^\n]*+)|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<line>\n)|[^\"'#\[\]{{}}\n]++|.",
    re.DOTALL,
)
"""A piece of a text: what opens and closes tables, lists and headers, comments and strings told apart."""


class Line(NamedTuple):
    """A key with its value or a header, with the blank lines and comments in front of it; nothing but those at the end."""

    lexemes: tuple[re.Match[str], ...]
    is_header: bool

    def written(self) -> Iterator[re.Match[str]]:
        """Yield the lexemes that are neither blanks nor comments."""
        return (lexeme for lexeme in self.lexemes if _is_written(lexeme))


def read_lines(text: str, start: int, end: int) -> Iterator[Line]:
    """Yield the lines in a stretch of a text."""
    found: list[re.Match[str]] = []
    depth, is_fresh, is_header = 0, True, False
    for lexeme in _LEXEME.finditer(text, start, end):
        found.append(lexeme)
        match lexeme.lastgroup:
            case "open":
                is_header = is_header or is_fresh
                depth += 1
            case "close":
                depth -= 1
            case "line" if depth <= 0 and not is_fresh:
                yield Line(tuple(found), is_header)
                found, depth, is_fresh, is_header = [], 0, True, False
        is_fresh = is_fresh and not _is_written(lexeme)
    if found:
        yield Line(tuple(found), is_header)


def _is_written(lexeme: re.Match[str]) -> bool:
    return lexeme.lastgroup != "comment" and not lexeme[0].isspace()
