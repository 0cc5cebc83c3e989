"""What a fix changes, line by line, as reports show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import NamedTuple, TypeAlias

from promptlint.edits import edited, in_order
from promptlint.finding import Edit
from promptlint.source import Cell, Source

_CONTEXT = 1


class Row(NamedTuple):
    """A line before (`-`) or after the fix (`+`), or one that stays."""

    number: int
    """From 1, in its cell of a notebook."""
    sign: str
    text: str
    changed: int
    """The offset in code points of what changes first."""


class Hunk(NamedTuple):
    """Lines that change, with their neighbours."""

    path: str
    cell: int | None
    rows: tuple[Row, ...]


_Code: TypeAlias = tuple[str, int, int, int, int]
"""What becomes of lines before in lines after, as `difflib` tells it."""


def hunks(edits: Iterable[Edit], sources: Mapping[str, Source]) -> Iterator[Hunk]:
    """Yield what edits change, in order; nothing for a file that could not be read."""
    for path, in_file in groupby(in_order(edits), key=lambda edit: edit.place.path):
        source = sources.get(path)
        if source is None:
            continue
        for cell, group in groupby(in_file, key=lambda edit: source.cell(edit.place.start)):
            for rows in _rows(_text(source, cell), [_moved(edit, cell) for edit in group]):
                yield Hunk(path, cell.number if cell else None, rows)


def _text(source: Source, cell: Cell | None) -> str:
    return f"{cell.text}\n" if cell else source.text


def _moved(edit: Edit, cell: Cell | None) -> Edit:
    """Return an edit with offsets in its cell."""
    path, start, end = edit.place
    return replace(edit, place=type(edit.place)(path, start - cell.start, end - cell.start)) if cell else edit


def _rows(text: str, edits: list[Edit]) -> Iterator[tuple[Row, ...]]:
    old, new = Source("", text), Source("", edited(text, edits))
    first = max(old.position(edits[0].place.start).row - 1 - _CONTEXT, 0)
    untouched = max(_count(old) - old.position(edits[-1].place.end).row - _CONTEXT, 0)
    before, behind = (tuple(_lines(source, first, untouched)) for source in (old, new))
    matcher = SequenceMatcher(None, before, behind, autojunk=False)
    for codes in matcher.get_grouped_opcodes(_CONTEXT):
        yield tuple(row for code in codes for row in _coded(code, before, behind, first + 1))


def _lines(source: Source, first: int, untouched: int) -> Iterator[str]:
    """Yield the lines of a text without the first and the last ones."""
    return (source.line(row) for row in range(first + 1, _count(source) - untouched + 1))


def _count(source: Source) -> int:
    """Return how many lines a text has; behind the last line ending none starts."""
    return len(source.line_starts) - source.text.endswith(("\n", "\r"))


def _coded(code: _Code, before: tuple[str, ...], behind: tuple[str, ...], first: int) -> Iterator[Row]:
    tag, start, end, new_start, new_end = code
    if tag == "equal":
        yield from (Row(first + index, " ", before[index], 0) for index in range(start, end))
        return
    old, new = before[start:end], behind[new_start:new_end]
    same = [_common(*pair) for pair in zip_longest(old, new, fillvalue="")]
    yield from (Row(first + start + index, "-", line, same[index]) for index, line in enumerate(old))
    yield from (Row(first + new_start + index, "+", line, same[index]) for index, line in enumerate(new))


def _common(one: str, other: str) -> int:
    """Return how many code points two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))
