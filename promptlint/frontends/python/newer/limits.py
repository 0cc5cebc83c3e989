"""How deeply code is nested: libcst ends the process where its stack ends, and is slow long before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from promptlint.frontends.python.quoting import Style, style, token

_DEPTH = 100
"""Brackets, f-strings, their fields and indented blocks that may stand in each other."""
_LINKS = 1_000
"""Tokens between two commas or lines, in all that stand in each other: each may be a level of the tree."""
_WORK = 10_000_000
"""The sum of the links behind every token: libcst's time grows with it, some 10 for a byte of ordinary code."""

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\f]++|\\(?:\r\n?|\n)|\#[^\r\n]*+) | (?P<string>(?P<prefix>\w*+)(?P<quote>'''|\"""|'|"))
      | (?P<nest>(?:lambda|for)\b) | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<rest>[,;]) | (?P<colon>:)
      | (?P<line>[\r\n]) | (?P<other>\w++|.)""",
    re.VERBOSE,
)
_LINE = re.compile(r"(?:[ \t\f]*+(?:#[^\r\n]*+)?+[\r\n])*+(?P<indent>[ \t\f]*+)(?P<branch>elif\b)?+")


def within_limits(text: str) -> bool:
    """Return whether code, valid or not, is nested so little that libcst may read it."""
    scan = _Scan(text)
    try:
        at = scan.start_line(0)
        while at < len(text):
            at = scan.step(at)
    except ValueError:  # too deep, or no end of a string
        return False
    return True


@dataclass(slots=True)
class _Level:
    """An indented block, or what a bracket, a literal's quote, a field's brace or its colon opened."""

    body: Style | None = None
    """How the literal or format specification that it is is read."""
    field_of: Style | None = None
    """How the literal around the field that it is is read."""
    indent: int | None = None
    links: int = 0
    kept: int = 0
    """The links that a comma does not end: parameters and targets hold commas, and what follows them is nested deeper."""


class _Scan:
    """Where a scan is."""

    __slots__ = ("_levels", "_links", "_text", "_work")

    def __init__(self, text: str) -> None:
        self._text, self._levels = text, [_Level(indent=0)]
        self._links = self._work = 0

    def step(self, at: int) -> int:
        """Read the token at an offset and return the offset behind it; raise ValueError past a limit."""
        inside = self._levels[-1]
        if inside.body:
            return self._step_in_body(at, inside.body)
        found = _TOKEN.match(self._text, at)
        assert found
        match found.lastgroup:
            case "line" if inside.indent is not None:
                return self.start_line(found.end())
            case "open":
                self._open(_Level())
            case "string":
                self._open(_Level(body=style(found["prefix"], found["quote"])))
            case "close" if inside.indent is None:
                self._close()
            case "rest":
                self._rest(inside)
            case "colon" if inside.field_of:
                self._open(_Level(body=inside.field_of._replace(close="}")))
            case "nest":
                inside.kept += 1
                self._link(inside)
            case "other" | "colon" | "close":
                self._link(inside)
        return found.end()

    def start_line(self, at: int) -> int:
        """Read blank lines and the indentation of the line behind them."""
        found = _LINE.match(self._text, at)
        assert found
        indent = len(found["indent"])
        while (self._levels[-1].indent or 0) > indent:
            self._close()
        block = self._levels[-1]
        if block.indent != indent:
            block = _Level(indent=indent)
            self._open(block)
        block.kept = block.kept + 1 if found["branch"] else 0
        self._rest(block)
        return found.start("branch") if found["branch"] else found.end()

    def _step_in_body(self, at: int, body: Style) -> int:
        found = token(self._text, at, body)
        if found.lastgroup == "open":
            self._open(_Level(field_of=body))
        elif found.lastgroup == "close":
            self._close()
            if body.close == "}":
                self._close()
        return found.end()

    def _open(self, level: _Level) -> None:
        self._link(self._levels[-1])
        self._levels.append(level)
        if len(self._levels) > _DEPTH:
            raise ValueError("nested too deeply")

    def _close(self) -> None:
        self._links -= self._levels.pop().links

    def _link(self, level: _Level) -> None:
        level.links += 1
        self._links += 1
        self._work += self._links + 10 * len(self._levels)
        if self._links > _LINKS or self._work > _WORK:
            raise ValueError("chained too long")

    def _rest(self, level: _Level) -> None:
        self._links += level.kept - level.links
        level.links = level.kept
