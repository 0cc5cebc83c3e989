"""Markdown of what was measured: tables, and the commands that make them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | float | None


def section(heading: str, command: str, text: str) -> str:
    """Return a heading, the command that makes what stands below it, and what it means."""
    return f"## {heading}\n\n```sh\n{command}\n```\n\n{text}\n"


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table; a column is aligned to the right where its first cell is a number, None is an empty cell."""
    body = list(rows)
    first = body[0] if body else head
    rule = ["---:" if isinstance(cell, int | float) else "---" for cell in first]
    return "".join(_lines([head, rule, *body]))


def share(part: int, whole: int) -> str:
    """Return what part of a whole something is, in per cent."""
    return f"{part / whole:.0%}" if whole else ""


def _lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    for row in rows:
        yield f"| {' | '.join(map(_shown, row))} |\n"


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case float():
            return f"{cell:,.1f}"
        case int():
            return f"{cell:,}"
    return cell.replace("|", "\\|").replace("\n", " ")
