"""Writing: from edits of a notebook's code to its JSON, in which nothing else changes by a byte."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from json.decoder import JSONDecoder
from typing import NamedTuple, TypeAlias

from promptlint.edits import in_order, with_endings
from promptlint.finding import Edit
from promptlint.rewriting import CHANGED, Unwritable
from promptlint.source import NEWLINE, Cell, Place, Source

_SPACE = re.compile(r"[ \t\n\r]*")
_POINT = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[^\\]", re.DOTALL)
_LINE_FEEDS = frozenset(("\\n", "\\u000a", "\\u000A"))
_END = "\\n"
"""What stands behind every cell of a source, in JSON."""

_value_at: Callable[[str, int], tuple[object, int]] = JSONDecoder().raw_decode

Points: TypeAlias = list[str]
"""The JSON of each code point of a text."""


class _Value(NamedTuple):
    """The source of a cell as JSON has it."""

    start: int
    end: int
    lines: tuple[Points, ...]
    head: str
    """What stands ahead of the first line, its quote excluded; a bracket where there are several."""
    between: str
    tail: str

    @property
    def is_list(self) -> bool:
        return self.head.startswith("[")


def cells_edited(text: str, source: Source, edits: Iterable[Edit]) -> str:
    """Return the JSON of a notebook with edits of its source; raises Unwritable for one that is not within a cell."""
    by_cell: dict[Cell, list[Edit]] = {}
    for edit in in_order(edits):
        by_cell.setdefault(_cell(source, edit.place), []).append(edit)
    starts = dict(enumerate(_sources(text), 1))
    values = {cell: _read(text, starts.get(cell.number)) for cell in by_cell}
    code = "".join(cell.text for cell in source.cells)
    pieces, at = [], 0
    for cell, inside in by_cell.items():
        value = values[cell]
        if "".join(_decoded(line) for line in value.lines) != cell.text:
            raise Unwritable(CHANGED)
        ended = cell.text if NEWLINE.search(cell.text) else code
        pieces += [text[at : value.start], _written(value, cell, inside, ended=ended, ascii_only=text.isascii())]
        at = value.end
    return "".join((*pieces, text[at:]))


def _cell(source: Source, place: Place) -> Cell:
    """Return the cell in which an edit stands, of which nothing that is no Python is replaced."""
    cell = source.cell(place.start)
    if cell is None or place.end > cell.start + len(cell.text) + 1:
        raise Unwritable("an edit cannot reach over the end of a cell")
    if source.text[place.start : place.end] != source.written[place.start : place.end]:
        raise Unwritable("a magic stands where the edit would be")
    return cell


def _written(value: _Value, cell: Cell, edits: Iterable[Edit], *, ended: str, ascii_only: bool) -> str:
    """Return the JSON of a cell's source with edits; of what they do not touch every code point stays as it is written.

    The lines of the edits end as those of `ended`.
    """
    lines = [*value.lines] or [[]]
    lines[-1] = [*lines[-1], _END]
    starts = [0, *accumulate(map(len, lines))]
    spans = [(edit.place.start - cell.start, edit.place.end - cell.start, edit) for edit in edits]
    first, last = (min(bisect_right(starts, at), len(lines)) - 1 for at in (spans[0][0], spans[-1][1]))
    points: Points = []
    at = spans[0][0]
    points += _points(lines, starts, starts[first], at)
    for start, end, edit in spans:
        new = json.dumps(with_endings(edit.content, ended), ensure_ascii=ascii_only)[1:-1]
        points += [*_points(lines, starts, at, start), *_POINT.findall(new)]
        at = end
    points += _points(lines, starts, at, starts[last + 1])
    written = [*lines[:first], *_split(points), *lines[last + 1 :]]
    return _json(value, _without_end(written, 1 if cell.text.endswith("\r") else 2))


def _without_end(lines: list[Points], most: int) -> list[Points]:
    """Return lines without what stands behind the cell, or the line end of `most` code points that takes its place."""
    if lines and lines[-1] and lines[-1][-1] in _LINE_FEEDS:
        *lines, last = lines
        kept = last[: -most if last[-2:-1] == ["\\r"] else -1]
        return [*lines, kept] if kept else lines
    return lines


def _points(lines: Sequence[Points], starts: Sequence[int], start: int, end: int) -> Iterator[str]:
    """Yield the code points of a span of some lines."""
    for index in range(bisect_right(starts, start) - 1, len(lines)):
        if starts[index] >= end:
            return
        yield from lines[index][max(start - starts[index], 0) : end - starts[index]]


def _split(points: Points) -> Iterator[Points]:
    """Yield code points line by line, as notebooks write them."""
    line: Points = []
    for point in points:
        line.append(point)
        if point in _LINE_FEEDS:
            yield line
            line = []
    if line:
        yield line


def _json(value: _Value, lines: Sequence[Points]) -> str:
    if not value.is_list:
        return f'"{"".join(chain(*lines))}"'
    written = value.between.join(f'"{"".join(line)}"' for line in lines)
    return f"{value.head}{written}{value.tail}" if lines else "[]"


def _read(text: str, start: int | None) -> _Value:
    """Return the source that starts at an offset in JSON; raises Unwritable where there is none."""
    if start is None:
        raise Unwritable(CHANGED)
    end = _value_at(text, start)[1]
    if text[start] == '"':
        return _Value(start, end, (_POINT.findall(text, start + 1, end - 1),), "", "", "")
    if text[start] != "[":
        raise Unwritable(CHANGED)
    spans = [(at, _value_at(text, at)[1]) for at in _items(text, start)]
    if not spans:
        return _Value(start, end, (), "[", ", ", "]")
    head = text[start : spans[0][0]]
    between = text[spans[0][1] : spans[1][0]] if len(spans) > 1 else f",{head[1:] or ' '}"
    lines = tuple(_POINT.findall(text, first + 1, last - 1) for first, last in spans)
    return _Value(start, end, lines, head, between, text[spans[-1][1] : end])


def _decoded(points: Points) -> str:
    return str(json.loads(f'"{"".join(points)}"'))


def _sources(text: str) -> Iterator[int | None]:
    """Yield where the source of each cell starts, None for a cell that has none."""
    root = _members(text, _skip(text, 0))
    holders = [_members(text, at) for at in _items(text, root["worksheets"])] if "worksheets" in root else [root]
    for holder in holders:
        for at in _items(text, holder["cells"]):
            cell = _members(text, at)
            yield cell.get("source", cell.get("input"))


def _members(text: str, at: int) -> Mapping[str, int]:
    """Return where the value of each key of a JSON object starts; nothing for another value."""
    found: dict[str, int] = {}
    if text[at] != "{":
        return found
    at = _skip(text, at + 1)
    while text[at] != "}":
        key, at = _value_at(text, at)
        found[str(key)] = _skip(text, _skip(text, at) + 1)
        at = _behind(text, found[str(key)])
    return found


def _items(text: str, at: int) -> Iterator[int]:
    """Yield where each item of a JSON array starts."""
    at = _skip(text, at + 1)
    while text[at] != "]":
        yield at
        at = _behind(text, at)


def _behind(text: str, start: int) -> int:
    """Return where the value behind a value and its comma starts, or what closes them."""
    at = _skip(text, _value_at(text, start)[1])
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
