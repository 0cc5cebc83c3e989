"""Facts about a document: what it is, and what keeps it from being read."""

from __future__ import annotations

from promptlint.facts import Comment, Facts, Problem
from promptlint.format import Format, FormatTable
from promptlint.frontends.comments import READERS
from promptlint.frontends.formats.recognise import Recognised, recognise
from promptlint.problems import UNPARSABLE
from promptlint.source import Place, Source


def read_file(table: FormatTable, formats: tuple[Format, ...], source: Source) -> tuple[Facts, Recognised | None]:
    """Return the facts about a source that may be a document of some formats, and what it is."""
    try:
        return Facts(source.path, comments=_comments(table, source)), recognise(table, formats, source)
    except ValueError as error:
        sure = any(kind.sink for kind in formats)
        return Facts(source.path, problem=_problem(source, error) if sure else None), None


def _comments(table: FormatTable, source: Source) -> tuple[Comment, ...]:
    """Return the comments that speak to promptlint, in the syntax that the end of a file's name tells."""
    syntax = next((syntax for end, syntax in table.comments.items() if source.path.lower().endswith(end)), None)
    return READERS[syntax](source, None) if syntax is not None else ()


def _problem(source: Source, error: ValueError) -> Problem:
    at = getattr(error, "offset", 0)
    return Problem(UNPARSABLE, f"this file cannot be read: {error}", Place(source.path, at, at))
