"""The YAML scalar reader: from decoded text back to the characters, escapes and line ends that wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.frontends.decoded import Decoded, Draft

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_FOLD = "[ \t]*+(?:\r\n|[\r\n\x85\u2028\u2029])(?:[ \t]|\r\n|[\r\n\x85\u2028\u2029])*+"
_PLAIN = re.compile(rf"(?P<fold>{_FOLD})|(?P<plain>[^ \t\r\n\x85\u2028\u2029]++|[ \t]++)")
_SINGLE = re.compile(rf"(?P<fold>{_FOLD})|(?P<quote>'')|(?P<plain>[^ \t\r\n\x85\u2028\u2029']++|[ \t]++)")
_DOUBLE = re.compile(
    rf"(?P<joint>\\{_FOLD})|(?P<fold>{_FOLD})"
    r"|\\(?P<code>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|\\(?P<letter>.)"
    '|(?P<plain>[^ \t\r\n\x85\u2028\u2029\\\\"]++|[ \t]++)'
)
_LETTERS = dict(zip('0abt\tnvfre "\\/N_LP', '\0\a\b\t\t\n\v\f\r\x1b "\\/\x85\xa0\u2028\u2029', strict=True))
_HEADER = re.compile("[|>](?P<signs>[-+0-9]*+)[ \t]*+(?:#[^\r\n\x85\u2028\u2029]*+)?(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_ENDING = re.compile("\r\n|[\r\n\x85\u2028\u2029]|$")
_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t]+)+$")
_MARKS = re.compile(r" *(?:[-?:][ \t]+)*")


def read_scalar(text: str, start: int, end: int) -> Decoded:
    """Return the map of the YAML scalar that stands at a span of a file, of whatever style.

    Raises ValueError where there is none.
    """
    first = text[start : start + 1]
    if first in ("|", ">"):
        return _block(text, start, end)
    if first in ("'", '"') and end - start >= 2 and text[end - 1] == first:
        return _flow(text, start + 1, end - 1, _SINGLE if first == "'" else _DOUBLE)
    return _flow(text, start, end, _PLAIN)


def _flow(text: str, at: int, end: int, pieces: re.Pattern[str]) -> Decoded:
    draft = Draft()
    while at < end:
        piece = pieces.match(text, at, end)
        if piece is None:
            raise ValueError(f"no YAML scalar at offset {at}")
        _put(draft, piece)
        at = piece.end()
    return draft.finish(end)


def _put(draft: Draft, piece: re.Match[str]) -> None:
    start, width = piece.start(), piece.end() - piece.start()
    match piece.lastgroup:
        case "plain":
            draft.put(piece[0], start)
        case "fold":
            _put_breaks(draft, piece, joined=False)
        case "joint":
            _put_breaks(draft, piece, joined=True)
        case "quote":
            draft.put("'", start, 2)
        case "code":
            draft.put(chr(int(piece["code"][1:], 16)), start, width)
        case _:
            if piece["letter"] not in _LETTERS:
                raise ValueError(f"no escape {piece[0]!r} in YAML")
            draft.put(_LETTERS[piece["letter"]], start, width)


def _put_breaks(draft: Draft, piece: re.Match[str], *, joined: bool) -> None:
    """Put what a run of blanks and line ends is read as: a space for a single line end, else all but the first."""
    first, *rest = _BREAK.finditer(piece.string, piece.start(), piece.end())
    if joined:
        pass
    elif _is_kept(first):
        draft.put(first[0], first.start())
    elif not rest:
        draft.put(" ", piece.start(), piece.end() - piece.start())
    for match in rest:
        _put_break(draft, match)


def _is_kept(match: re.Match[str]) -> bool:
    return match[0] in ("\u2028", "\u2029")


def _put_break(draft: Draft, match: re.Match[str]) -> None:
    if match[0]:
        draft.put(match[0] if _is_kept(match) else "\n", match.start(), match.end() - match.start())


def _block(text: str, start: int, end: int) -> Decoded:
    """Read a literal (`|`) or folded (`>`) scalar."""
    header = _HEADER.match(text, start, end)
    if header is None:
        raise ValueError(f"no YAML scalar at offset {start}")
    signs = header["signs"]
    digits = signs.strip("-+")
    indent = _parent(text, start) + int(digits) if digits else _indentation(text, header.end(), end)
    draft = Draft()
    blanks: list[re.Match[str]] = []
    last: _Line | None = None
    for line in _lines(text, header.end(), end, indent):
        if line.is_blank:
            blanks.append(line.ending)
            continue
        if line.body < line.start + indent:
            break
        _put_between(draft, last, blanks, line, folded=text[start] == ">")
        draft.put(text[line.body : line.ending.start()], line.body)
        last, blanks = line, []
    endings = [last.ending] if last is not None and "-" not in signs else []
    for ending in endings + (blanks if "+" in signs else []):
        _put_break(draft, ending)
    return draft.finish(end)


class _Line(NamedTuple):
    """A line of a block scalar."""

    start: int
    body: int
    """Where its text begins, behind the indentation of the scalar."""
    ending: re.Match[str]
    loose: bool
    """Whether its text begins with a blank: such a line is not folded."""

    @property
    def is_blank(self) -> bool:
        return self.body == self.ending.start()


def _lines(text: str, at: int, end: int, indent: int) -> Iterator[_Line]:
    while at < end:
        ending = _ENDING.search(text, at, end)
        assert ending is not None
        body = at
        while body < min(at + indent, ending.start()) and text[body] == " ":
            body += 1
        yield _Line(at, body, ending, text[body : body + 1] in (" ", "\t"))
        at = ending.end()


def _put_between(draft: Draft, last: _Line | None, blanks: list[re.Match[str]], line: _Line, *, folded: bool) -> None:
    """Put what stands between the last line with text and the next one."""
    if last is not None:
        foldable = folded and not last.loose and not line.loose and not _is_kept(last.ending)
        if not foldable:
            _put_break(draft, last.ending)
        elif not blanks:
            draft.put(" ", last.ending.start(), line.body - last.ending.start())
    for blank in blanks:
        _put_break(draft, blank)


def _indentation(text: str, at: int, end: int) -> int:
    """Return how far a block scalar is indented that does not say so: as far as its first line with text."""
    most = 1
    for line in _lines(text, at, end, end):
        most = max(most, line.body - line.start)
        if not line.is_blank:
            break
    return most


def _parent(text: str, start: int) -> int:
    """Return the column of the key or mark under which the scalar at an offset stands."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    head = _PROPERTIES.sub("", text[line:start])
    marks = _MARKS.match(head)
    assert marks is not None
    if head.startswith("---") or (not head.strip() and not line):
        return 0
    if head[marks.end() :].strip():
        return marks.end()
    return len(marks[0].rstrip()) - 1 if marks[0].strip() else _parent(text, line - 1)
