"""Tabs as spaces, as `str.expandtabs` writes them: how many they are depends on the column."""

from __future__ import annotations

import re
from dataclasses import replace

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.values import Either, Insert, Literal, Member, Op, Run
from promptlint.source import Place

_PIECE = re.compile(r"\t|[\r\n]|[^\t\r\n]+")


def without_tabs(run: Run, size: int, place: Place, column: int | None = 0) -> Run:
    """Return the run with spaces for its tabs; those behind what is not known in their line are not known.

    `column` is that of the first character, None where it is not known.
    """
    members: list[Member] = []
    for part in run:
        match part:
            case Literal(text) if "\t" in text:
                pieces, column = _expanded(part, size, place, column)
                members.extend(pieces)
            case Literal(text):
                members.append(part)
                column = _behind(text, column)
            case Either(arms=arms):
                members.append(replace(part, arms=tuple(without_tabs(arm, size, place, column) for arm in arms)))
                column = None
            case _:
                members.append(part)
                column = None
    return tuple(members)


def _expanded(part: Literal, size: int, place: Place, column: int | None) -> tuple[list[Member], int | None]:
    pieces: list[Member] = []
    for match in _PIECE.finditer(part.text):
        if match[0] != "\t":
            pieces.append(cut(part, match.start(), match.end()))
            column = _behind(match[0], column)
        elif column is None:
            pieces.append(Insert(Op("unknown", (), (), place), place))
        else:
            width = size - column % size if size > 0 else 0
            pieces.append(Literal(" " * width))
            column += width
    return pieces, column


def _behind(text: str, column: int | None) -> int | None:
    """Return the column behind a text without tabs that starts in a column."""
    line = re.split(r"[\r\n]", text)[-1]
    if len(line) < len(text):
        return len(line)
    return None if column is None else column + len(text)
