"""The literal reader: from the decoded text of a string expression back to the source that it was written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from promptlint.frontends.decoded import Decoded, Draft
from promptlint.frontends.python.quoting import OPENING, Span, Style, read_expression, skip_blanks, style, token


@dataclass(frozen=True, slots=True)
class Field:
    """A replacement field of an f-string; its value stands at index `at` of the decoded text, and is no part of it."""

    at: int
    whole: Span
    """The field with its braces."""
    expression: Span
    """The expression without the braces, blanks and comments around it."""
    equals: Span | None
    """The `=` that makes the expression's own text part of the decoded text."""
    conversion: Span | None
    """`!r`, `!s` or `!a`."""
    spec: LiteralMap | None
    """The format specification behind the colon."""


@dataclass(frozen=True, slots=True)
class LiteralMap:
    """The decoded text of a string expression, or of a format specification, and where each part of it was written.

    The bytes of a bytes literal are the code points below 256.
    """

    place: Span
    fields: tuple[Field, ...]
    decoded: Decoded

    @property
    def text(self) -> str:
        """The decoded text."""
        return self.decoded.text

    def span(self, at: int, length: int) -> Span:
        """Return where `length` decoded code points from index `at` on were written, all between them included.

        No code points are the point in the source at which text for index `at` would be inserted.
        """
        return Span(*self.decoded.span(at, length))


def read_literal(text: str, start: int, end: int) -> LiteralMap:
    """Return the map of the string expression at a span of a file: one or more literals with only blanks between.

    Raises ValueError where the span holds anything else.
    """
    draft, body_end = _Draft(Draft(), []), start
    for part in _parts(text, start, end, draft):
        body_end = part.body.end
    return draft.finish(Span(start, end), body_end)


class Quoted(NamedTuple):
    """One of the literals of which a string expression is made."""

    prefix: str
    quote: str
    whole: Span
    body: Span
    """What stands between the quotes."""


def read_parts(text: str, start: int, end: int) -> tuple[Quoted, ...]:
    """Return the literals of which the string expression at a span of a file is made.

    Raises ValueError where the span holds anything else.
    """
    return tuple(_parts(text, start, end, _Draft(Draft(), [])))


def _parts(text: str, start: int, end: int, draft: _Draft) -> Iterator[Quoted]:
    """Yield the literals at a span of a file, each once its body has been read into the draft."""
    at = start
    while at < end:
        piece = OPENING.match(text, at)
        if piece is None:
            raise ValueError(f"no string literal at offset {at}")
        closing = _read_body(text, piece.end(), style(piece["prefix"], piece["quote"]), draft)
        whole, body = Span(at, closing.end()), Span(piece.end(), closing.start())
        yield Quoted(piece["prefix"], piece["quote"], whole, body)
        at = skip_blanks(text, closing.end())


class _Draft(NamedTuple):
    """A literal map that is being read."""

    text: Draft
    fields: list[Field]

    def finish(self, place: Span, body_end: int) -> LiteralMap:
        """Return the map; `body_end` is where text could be appended."""
        return LiteralMap(place, tuple(self.fields), self.text.finish(body_end))


_VERBATIM = re.compile(r"[^\r]++|\r\n?")
_COMMENT = re.compile(r"#[^\r\n]*+")
_CONVERSION = re.compile(r"!\s*+\w++")
_ESCAPES = dict.fromkeys(("\n", "\r", "\r\n"), "") | dict(zip("\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v", strict=True))


def _read_body(text: str, at: int, style: Style, draft: _Draft) -> re.Match[str]:
    """Read a body from offset `at` on into the draft and return the token that closes it."""
    while True:
        found = token(text, at, style)
        start, at = found.span()
        match found.lastgroup:
            case "close":
                return found
            case "newline":
                draft.text.put("\n", start, at - start)
            case "escape":
                _put_escape(found[0], start, style.octets, draft.text)
            case "twice":
                draft.text.put(found[0][0], start, 2)
            case "open":
                at = _read_field(text, start, style, draft)
            case _:
                draft.text.put(found[0], start)


def _put_escape(escape: str, start: int, octets: bool, draft: Draft) -> None:
    decoded = _unescape(escape[1:], octets)
    if decoded is None:
        draft.put(escape, start)
    elif decoded:
        draft.put(decoded, start, len(escape))


def _unescape(body: str, octets: bool) -> str | None:
    """Return what an escape stands for, given without its backslash; None for one that stands for itself."""
    if body[0] in "01234567":
        return chr(int(body, 8) & 0xFF if octets else int(body, 8))
    if len(body) > 1 and body[0] in "xuU":
        return chr(int(body[1:], 16))
    if len(body) > 1 and body[0] == "N":
        return _named(body[2:-1])
    return _ESCAPES.get(body)


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:  # a name of a newer Unicode than the interpreter's
        return "\N{REPLACEMENT CHARACTER}"


def _read_field(text: str, start: int, style: Style, draft: _Draft) -> int:
    """Read the replacement field whose brace opens at `start` into the draft and return the offset behind it."""
    expression = read_expression(text, start + 1)
    at, equals, conversion, spec = expression.end, None, None, None
    if text[at] == "=":
        equals = Span(at, at + 1)
        at = skip_blanks(text, at + 1)
        trailing = (Span(*comment.span()) for comment in _COMMENT.finditer(text, equals.end, at))
        _put_source(text, Span(start + 1, at), (*expression.comments, *trailing), draft.text)
    if named := _CONVERSION.match(text, at):
        conversion = Span(*named.span())
        at = skip_blanks(text, named.end())
    if text.startswith(":", at):
        spec = _read_spec(text, at + 1, style)
        at = spec.place.end
    if not text.startswith("}", at):
        raise ValueError(f"no end of a replacement field at offset {at}")
    draft.fields.append(Field(draft.text.length, Span(start, at + 1), expression.span, equals, conversion, spec))
    return at + 1


def _read_spec(text: str, start: int, style: Style) -> LiteralMap:
    draft = _Draft(Draft(), [])
    end = _read_body(text, start, style._replace(close="}"), draft).start()
    return draft.finish(Span(start, end), end)


def _put_source(text: str, span: Span, comments: tuple[Span, ...], draft: Draft) -> None:
    """Append the text of `{expression=}` as it stands in the source; comments are no part of it."""
    at = span.start
    for skipped in (*comments, Span(span.end, span.end)):
        for part in _VERBATIM.finditer(text, at, skipped.start):
            newline = part[0][0] == "\r"
            draft.put("\n" if newline else part[0], part.start(), len(part[0]) if newline else 1)
        at = skipped.end
