"""How Python quotes text: the tokens of a literal's body, and where the expression of a replacement field ends."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """Two offsets in code points of the file, the end exclusive."""

    start: int
    end: int


class Style(NamedTuple):
    """How the body of a literal is read; what closes it is a quote, or the brace behind a format specification."""

    close: str
    raw: bool
    octets: bool
    fields: bool


class Expression(NamedTuple):
    """The expression of a replacement field without the blanks and comments around it."""

    span: Span
    comments: tuple[Span, ...]
    end: int
    """The offset of the `=`, `!`, `:` or `}` behind it."""


OPENING = re.compile(r"""(?P<prefix>[A-Za-z]{0,2})(?P<quote>'''|\"""|'|")""")
"""What opens a literal: its prefix and its quote."""

_PREFIXES = frozenset(("f", "fr", "rf", "t", "tr", "rt", "r", "b", "br", "rb", "u", ""))
_BLANKS = re.compile(r"(?:[\s\\]++|#[^\r\n]*+)*+")
_CODE = re.compile(
    r"""(?P<blank>[\s\\]++) | (?P<comment>\#[^\r\n]*+) | (?P<string>(?P<prefix>\w*+)(?P<quote>'''|\"""|'|"))
      | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<mark>:|[!=](?!=)) | (?P<other>[!=<>]=|\w++|.)""",
    re.VERBOSE | re.DOTALL,
)


class _Code(NamedTuple):
    """Code inside brackets, or inside a field of a body with that style."""

    field_of: Style | None


def style(prefix: str, quote: str) -> Style:
    """Return how the body behind a prefix and a quote is read."""
    letters = prefix.lower()
    if letters not in _PREFIXES:  # a keyword that touches the quote, as in `1 if"a"else 2`
        letters = ""
    return Style(quote, "r" in letters, "b" in letters, "f" in letters or "t" in letters)


def skip_blanks(text: str, at: int) -> int:
    """Return the offset behind blanks, comments and line continuations."""
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


@lru_cache
def _tokens(style: Style) -> re.Pattern[str]:
    wide = "" if style.octets else r"u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*+\}|"
    before_brace = "(?![{}])" if style.fields else ""
    escape = rf"\\{before_brace}(?:\r\n|[0-7]{{1,3}}|x[0-9a-fA-F]{{2}}|{wide}.)"
    pair = rf"\\{before_brace}[^\r]"
    groups = [
        rf"(?P<close>{style.close})",
        r"(?P<newline>\r\n?)",
        rf"(?P<plain>[^\\\r{style.close[0]}{'{}' if style.fields else ''}]++{'|' + pair if style.raw else ''})",
        *([] if style.raw else [rf"(?P<escape>{escape})"]),
        *([r"(?P<twice>\{\{|\}\})"] if style.fields and style.close != "}" else []),
        *([r"(?P<open>\{)"] if style.fields else []),
        r"(?P<single>.)",
    ]
    return re.compile("|".join(groups), re.DOTALL)


def token(text: str, at: int, style: Style) -> re.Match[str]:
    """Return the token of a literal's body at an offset.

    It is one group: `close`, `newline`, `escape`, `twice` (a doubled brace), `open` (a field's brace), or verbatim text.
    Raises ValueError at the end of the text.
    """
    return _at(text, at, _tokens(style))


def _at(text: str, at: int, pattern: re.Pattern[str]) -> re.Match[str]:
    found = pattern.match(text, at)
    if found is None:
        raise ValueError("the text ends inside a string literal")
    return found


def read_expression(text: str, at: int) -> Expression:
    """Return the expression from offset `at` up to the first `=`, `!`, `:` or `}` outside brackets and strings.

    What encloses a token is kept on a stack of its own: f-strings nest in each other 150 levels deep.
    Raises ValueError where the text ends before it.
    """
    first, last, comments = at, at, list[Span]()
    around: list[Style | _Code] = [_Code(None)]
    while True:
        inside = around[-1]
        if isinstance(inside, Style):
            last = at = _step_in_body(text, at, inside, around)
            continue
        found = _at(text, at, _CODE)
        start, at = found.span()
        match found.lastgroup:
            case "close" | "mark" if len(around) == 1:
                return Expression(Span(first, last), tuple(comments), start)
            case "blank" | "comment":
                first = at if first == start else first
                comments += [Span(start, at)] if found.lastgroup == "comment" else []
                continue
            case "close":
                around.pop()
            case "open":
                around.append(_Code(None))
            case "string":
                around.append(style(found["prefix"], found["quote"]))
            case "mark" if found[0] == ":" and inside.field_of:
                around.append(inside.field_of._replace(close="}"))
        last = at


def _step_in_body(text: str, at: int, inside: Style, around: list[Style | _Code]) -> int:
    """Read one token of a nested literal's body, or of a specification in it; return the offset behind it."""
    found = token(text, at, inside)
    if found.lastgroup == "open":
        around.append(_Code(inside))
    elif found.lastgroup == "close":
        del around[-2 if inside.close == "}" else -1 :]
    return found.end()
