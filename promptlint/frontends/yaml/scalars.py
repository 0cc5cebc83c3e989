"""The YAML scalar reader: from decoded text back to the characters, escapes and line ends that wrote it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from promptlint.frontends.decoded import Decoded, Draft

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BREAKS = "(?:\r\n|[\r\n\x85\u2028\u2029])(?:[ \t]|\r\n|[\r\n\x85\u2028\u2029])*+"
_FOLD = rf"[ \t]*+{_BREAKS}"
_PLAIN = re.compile(rf"(?P<fold>{_FOLD})|(?P<plain>[^ \t\r\n\x85\u2028\u2029]++|[ \t]++)")
_SINGLE = re.compile(rf"(?P<fold>{_FOLD})|(?P<quote>'')|(?P<plain>[^ \t\r\n\x85\u2028\u2029']++|[ \t]++)")
_DOUBLE = re.compile(
    rf"(?P<joint>\\{_BREAKS})|(?P<fold>{_FOLD})"
    r"|\\(?P<code>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|\\(?P<letter>.)"
    '|(?P<plain>[^ \t\r\n\x85\u2028\u2029\\\\"]++|[ \t]++)'
)
_LETTERS = dict(zip('0abt\tnvfre "\\/N_LP', '\0\a\b\t\t\n\v\f\r\x1b "\\/\x85\xa0\u2028\u2029', strict=True))
_HEADER = re.compile("[|>](?P<signs>[-+0-9]*+)[ \t]*+(?:#[^\r\n\x85\u2028\u2029]*+)?(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_LINE = re.compile("( *+)([^\r\n\x85\u2028\u2029]*+)(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_COMMENT = re.compile(r"(?:^|[ \t])#.*")
_PROPERTIES = re.compile(r"(?:(?<!\S)[&!]\S*+(?:[ \t]++|$))++$")
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
    draft.put(match[0] if _is_kept(match) else "\n", match.start(), match.end() - match.start())


class _Line(NamedTuple):
    """A line with text in a block scalar."""

    start: int
    body: int
    """Where its text begins, behind the indentation of the scalar."""
    end: int
    """Where its text ends."""
    loose: bool
    """Whether its text begins with a blank: such a line is not folded."""


def _block(text: str, start: int, end: int) -> Decoded:
    """Read a literal (`|`) or folded (`>`) scalar."""
    header = _HEADER.match(text, start, end)
    if header is None:
        raise ValueError(f"no YAML scalar at offset {start}")
    signs, draft = header["signs"], Draft()
    last = _Line(start, header.end(), header.end(), loose=True)
    is_folded, is_first = text[start] == ">", True
    for line in _lines(text, header.end(), end, _indent(text, header, end)):
        breaks = list(_BREAK.finditer(text, last.end, line.start))
        if is_folded and not last.loose and not line.loose and not _is_kept(breaks[0]):
            _put_fold(draft, breaks, line)
        else:
            _put_all(draft, breaks)
        draft.put(text[line.body : line.end], line.body)
        last, is_first = line, False
    if "-" in signs or (is_first and "+" not in signs):
        return draft.finish(last.end)
    kept = _BREAK.finditer(text, last.end, end)
    return draft.finish(_put_all(draft, kept if "+" in signs else itertools.islice(kept, 1)) or last.end)


def _put_fold(draft: Draft, breaks: list[re.Match[str]], line: _Line) -> None:
    """Put what stands between two lines of which one continues the other: a space, or the blank lines."""
    if not breaks[1:]:
        draft.put(" ", breaks[0].start(), line.body - breaks[0].start())
    _put_all(draft, breaks[1:])


def _put_all(draft: Draft, breaks: Iterable[re.Match[str]]) -> int:
    """Put line ends as they stand; return where the last one ends, 0 where there is none."""
    end = 0
    for match in breaks:
        _put_break(draft, match)
        end = match.end()
    return end


def _lines(text: str, at: int, end: int, indent: int) -> Iterator[_Line]:
    """Yield the lines of a block scalar that hold text."""
    while at < end:
        line = _LINE.match(text, at, end)
        assert line is not None
        body = min(at + indent, line.end(1))
        if body < line.end(2):
            if body < at + indent:
                break
            yield _Line(at, body, line.end(2), text[body] in " \t")
        at = line.end()


def _indent(text: str, header: re.Match[str], end: int) -> int:
    """Return how far a block scalar is indented: as it says, else as far as the first line with text."""
    if digits := header["signs"].strip("-+"):
        return _parent(text, header.start()) + int(digits)
    at, most = header.end(), 1
    while at < end:
        line = _LINE.match(text, at, end)
        assert line is not None
        most = max(most, line.end(1) - at)
        if line[2]:
            break
        at = line.end()
    return most


def _parent(text: str, start: int) -> int:
    """Return the column of the key or mark under which the scalar at an offset stands."""
    end = start
    while end >= 0:
        line = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        head = _PROPERTIES.sub("", _COMMENT.sub("", text[line:end]))
        if head.startswith(("---", "...", "%")):
            return 0
        if head.strip():
            marks = _MARKS.match(head)
            assert marks is not None
            return marks.end() if head[marks.end() :].strip() else len(marks[0].rstrip()) - 1
        end = line - 1
    return 0
