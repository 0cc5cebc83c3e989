"""What a JSON text says, as Python's own reader does, and where its parts stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from promptlint.frontends.document import DEEPEST, MOST, Broken, Excessive, Listing, Node, Scalar, Span, Table

_TOKEN = re.compile(
    r"[ \t\n\r]*+(?:(?P<number>-?(?:0|[1-9][0-9]*+)(?P<rest>(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?))"
    r"|(?P<word>true|false|null|NaN|-?Infinity)"
    r'|(?P<sign>[{}\[\],:"]))'
)
_WORDS = {"true": True, "false": False, "null": None} | {word: float(word) for word in ("NaN", "Infinity", "-Infinity")}
_BLANK = re.compile(r"[ \t\n\r]*+")
_VALUE = 'v"{['
_MISSING = {
    _VALUE: "a value is missing here",
    _VALUE + "]": "a value or `]` is missing here",
    '"}': "a key in double quotes or `}` is missing here",
    '"': "a key in double quotes is missing here",
    ":": "`:` is missing here",
    ",}": "`,` or `}` is missing here",
    ",]": "`,` or `]` is missing here",
    "": "the text goes on behind its end",
}
"""What is wrong where none of these stands: `v` for a number or a word."""
_MISWRITTEN = {
    "Unterminated string starting at": "the string that begins here does not end",
    "Invalid control character at": "a string must not hold this; write line ends as `\\n`, tabs as `\\t`",
    "Invalid \\escape": 'a backslash stands only before one of `"\\/bfnrtu`',
    "Invalid \\uXXXX escape": "`\\u` stands only before four hexadecimal digits",
}
"""What Python's reader says of strings, in other words."""


def read_json(text: str) -> Node:
    """Return what a JSON text says; of equal keys the last one counts, and `NaN` and `Infinity` are numbers.

    Raises Broken for a text that is no JSON, Excessive for one that is nested too deep or holds too much.
    """
    reader = _Reader(text)
    for token in reader.tokens():
        reader.take(token)
    return reader.open[0].inside[0]


class _Token(NamedTuple):
    """A sign, with `v` for a number or a word; or a whole string, which is a value or a key."""

    sign: str
    span: Span
    value: object = None


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    sign: str
    start: int
    inside: list[Node] = field(default_factory=list)
    """Its items; keys and values by turns."""

    def node(self, end: int) -> Node:
        """Return the collection that ends there."""
        span = Span(self.start, end)
        if self.sign == "[":
            return Listing(tuple(self.inside), span)
        pairs: dict[object, tuple[Scalar, Node]] = {}
        repeated = []
        for key, value in zip(self.inside[::2], self.inside[1::2], strict=True):
            assert isinstance(key, Scalar)
            if key.value in pairs:
                repeated.append((pairs[key.value][0], key))
            pairs[key.value] = key, value
        return Table(tuple(pairs.values()), span, tuple(repeated))


@dataclass(slots=True)
class _Reader:
    """Reads a text token by token."""

    text: str
    open: list[_Open] = field(default_factory=lambda: [_Open("", 0)])
    """The collections around the next token; around the document one more."""
    wanted: str = _VALUE
    """The signs of which one has to come next; none at the end."""
    nodes: int = 0

    def tokens(self) -> Iterator[_Token]:
        """Yield the tokens; raise Broken where there is none or another one is wanted."""
        at, end = self._behind_blanks(0), len(self.text)
        while at < end or self.wanted:
            token = self._token(at)
            if token is None or token.sign not in self.wanted:
                raise Broken(f"this is no JSON: {_MISSING[self.wanted]}", at)
            yield token
            at = self._behind_blanks(token.span.end)

    def _behind_blanks(self, at: int) -> int:
        blanks = _BLANK.match(self.text, at)
        return blanks.end() if blanks else at

    def _token(self, at: int) -> _Token | None:
        found = _TOKEN.match(self.text, at)
        if found is None:
            return None
        start, end = at, found.end()
        match found.lastgroup:
            case "word":
                return _Token("v", Span(start, end), _WORDS[found["word"]])
            case "sign" if found["sign"] != '"':
                return _Token(found["sign"], Span(start, end))
            case "sign":
                return self._string(start) if '"' in self.wanted else None
        return _Token("v", Span(start, end), _number(found["number"], found["rest"], at))

    def _string(self, start: int) -> _Token:
        try:
            value, end = json.decoder.scanstring(self.text, start + 1, True)  # type: ignore[attr-defined]
        except json.JSONDecodeError as error:
            raise Broken(f"this is no JSON: {_MISWRITTEN.get(error.msg, error.msg)}", error.pos) from error
        return _Token('"', Span(start, end), value)

    def take(self, token: _Token) -> None:
        """Read a token that may stand here."""
        match token.sign:
            case "{" | "[":
                self._begin(token)
            case "}" | "]":
                self._put(self.open.pop().node(token.span.end), token.span)
            case ",":
                self.wanted = '"' if self.open[-1].sign == "{" else _VALUE
            case ":":
                self.wanted = _VALUE
            case _:
                self._put(Scalar(token.value, token.span), token.span)

    def _begin(self, token: _Token) -> None:
        if len(self.open) > DEEPEST:
            raise Excessive(f"this is nested more than {DEEPEST} levels deep", token.span.start)
        self.open.append(_Open(token.sign, token.span.start))
        self.wanted = '"}' if token.sign == "{" else _VALUE + "]"

    def _put(self, node: Node, where: Span) -> None:
        self.nodes += 1
        if self.nodes > MOST:
            raise Excessive(f"this file holds more than {MOST:,} values", where.start)
        around = self.open[-1]
        around.inside.append(node)
        is_key = around.sign == "{" and len(around.inside) % 2
        self.wanted = ":" if is_key else {"{": ",}", "[": ",]"}.get(around.sign, "")


def _number(written: str, rest: str, at: int) -> float:
    try:
        return float(written) if rest else int(written)
    except ValueError as error:  # too many digits
        raise Broken(f"this number cannot be read: {error}", at) from error
