"""Rewriting: from edits of a file's text to its bytes."""

from __future__ import annotations

from collections.abc import Iterable

from promptlint.edits import edited
from promptlint.finding import Edit
from promptlint.source import Source, Unreadable, decode, encoding

CHANGED = "it changed since it was read"


class Unwritable(Exception):
    """What a file cannot be made to hold; the message says why, for people."""


def rewritten(data: bytes, source: Source, edits: Iterable[Edit], *, python: bool) -> bytes:
    """Return the bytes of a file with edits of its source; encoding, byte order mark and line endings stay.

    In a notebook only the JSON of the cells that the edits stand in changes. `python` says whether the file may name its
    encoding. Raises Unwritable for bytes that are not those of the source, and for what they cannot hold.
    """
    python = python and not source.cells
    try:
        code, text = encoding(data, python=python), decode(data, python=python)
    except Unreadable as error:
        raise Unwritable(CHANGED) from error
    if text.encode(code) != data:
        raise Unwritable(f"its bytes are not the only ones that stand for its text in {code}")
    changed = _cells_edited(text, source, edits) if source.cells else _text_edited(text, source, edits)
    try:
        result = changed.encode(code)
    except UnicodeEncodeError as error:
        raise Unwritable(f"{changed[error.start]!r} cannot be written in {code}") from error
    if _decoded(result, python) != changed:
        raise Unwritable("it would be read in another encoding")
    return result


def _text_edited(text: str, source: Source, edits: Iterable[Edit]) -> str:
    if text != source.text:
        raise Unwritable(CHANGED)
    return edited(text, edits)


def _cells_edited(text: str, source: Source, edits: Iterable[Edit]) -> str:
    from promptlint.frontends.notebook.write import cells_edited

    return cells_edited(text, source, edits)


def _decoded(data: bytes, python: bool) -> str | None:
    try:
        return decode(data, python=python)
    except Unreadable:
        return None
