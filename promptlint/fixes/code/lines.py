"""Lines: those of a statement, with the comments that are about it."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import NamedTuple

from promptlint.edits import applied
from promptlint.finding import Edit
from promptlint.fixes.code.expression import Module
from promptlint.source import Place, Source


class Lines(NamedTuple):
    """Where a statement stands, from the start of its first line up to the start of the next one."""

    source: Source
    place: Place
    start: int
    """Where the statement itself begins."""

    @property
    def indent(self) -> str:
        """The blanks ahead of the statement."""
        return self.source.text[self.source.text.rfind("\n", 0, self.start) + 1 : self.start]

    def with_edits(self, *edits: Edit) -> str:
        """Return the lines once some edits inside of them are made, without the last line end."""
        path, start, end = self.place
        inside = (replace(edit, place=Place(path, edit.place.start - start, edit.place.end - start)) for edit in edits)
        return applied(self.source.text[start:end], inside).rstrip("\r\n")


def lines_of(module: Module, statement: ast.stmt) -> Lines | None:
    """Return the lines of a statement with the comments directly above it; None where it shares a line with another one."""
    source = module.source
    place = source.place(statement)
    first = source.position(place.start).row
    start = source.line_starts[first - 1]
    row = source.position(place.end).row
    end = source.line_starts[row] if row < len(source.line_starts) else len(source.text)
    rest = source.text[place.end : end].strip()
    if source.text[start : place.start].strip() or not (rest == "" or rest.startswith("#")):
        return None
    while first > 1 and source.line(first - 1).strip().startswith("#"):
        first -= 1
    return Lines(source, Place(source.path, source.line_starts[first - 1], end), place.start)


def behind(module: Module, other: Lines, text: str) -> Edit:
    """Return the edit that puts lines behind others."""
    path, start, end = other.place
    at = start + len(module.source.text[start:end].rstrip("\r\n"))
    return Edit(Place(path, at, at), f"\n{text}")
