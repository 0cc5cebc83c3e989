"""Parting: what parts a text from the one behind it, when the one goes behind the other."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from promptlint.finding import Edit
from promptlint.fixes.code.adding import operands
from promptlint.fixes.text import body
from promptlint.fixes.text.body import Body, Leaf
from promptlint.source import Place, Source

_BLANKS = " \t\n"


def partings(
    source: Source, moved: Sequence[ast.expr], following: Sequence[ast.expr]
) -> Iterator[tuple[tuple[Edit, ...], tuple[Edit, ...]]]:
    """Yield the edits of a text that goes behind others, and those of the one that followed it, so that blanks part what meets.

    At first none, for it may fit as it is.
    """
    yield (), ()
    blanks = _rotated(source, moved)
    if blanks:
        yield blanks, ()
    taken = _leading(source, following) if following and not blanks else None
    put = _prefixed(source, moved, taken[0]) if taken else None
    if taken and put:
        yield (put,), (taken[1],)


def _rotated(source: Source, values: Sequence[ast.expr]) -> tuple[Edit, ...]:
    """Return the edits that put the blanks at the end of a text to its start; none where it has none, or nothing else."""
    text = _text(source, values)
    if text is None:
        return ()
    end = len(text.marks.rstrip(_BLANKS))
    last = len(text.leaves) - 1
    if not 0 < end < len(text.marks) or text.leaf(end) != last:
        return ()
    blanks = source.text[text.start(end) : text.end(len(text.marks) - 1)]
    removed = Place(source.path, text.start(end), text.end(len(text.marks) - 1))
    if end == text.starts[last]:
        removed = Place(source.path, text.leaves[last - 1].whole.end, text.leaves[last].whole.end)
    return _ahead(text, blanks), Edit(removed, "")


def _leading(source: Source, values: Sequence[ast.expr]) -> tuple[str, Edit] | None:
    """Return the blanks at the start of a text, as they are written there, and the edit that takes them away."""
    text = _text(source, values)
    if text is None:
        return None
    stop = len(text.marks) - len(text.marks.lstrip(_BLANKS))
    if not 0 < stop < len(text.marks) or stop > text.starts[1]:
        return None
    removed = Place(source.path, text.start(0), text.end(stop - 1))
    blanks = source.text[removed.start : removed.end]
    if stop == text.starts[1]:
        removed = Place(source.path, text.leaves[0].whole.start, text.leaves[1].whole.start)
    return blanks, Edit(removed, "")


def _prefixed(source: Source, values: Sequence[ast.expr], blanks: str) -> Edit | None:
    """Return the edit that puts blanks ahead of a text; None where it has some at one of its ends."""
    text = _text(source, values)
    if text is None or text.marks.strip(_BLANKS) != text.marks:
        return None
    return _ahead(text, blanks)


def _ahead(text: Body, blanks: str) -> Edit:
    """Return the edit that writes blanks at the start of a text."""
    first: Leaf = text.leaves[0]
    at = text.start(0) if first.quote else first.whole.start
    raw = "r" in first.prefix.lower()
    written = blanks if len(first.quote) == 3 else blanks.replace("\r\n", "\n").replace("\n", "\\n")
    if not first.quote or raw:
        at, written = first.whole.start, f'"{written}" {"+ " if not first.quote else ""}'
    return Edit(Place(text.source.path, at, at), written)


def _text(source: Source, values: Sequence[ast.expr]) -> Body | None:
    """Return the text that is added; None where it is a list, or a text that cannot be read."""
    found = body.of_chain(source, _flat(values))
    return found if found and found.marks else None


def _flat(values: Sequence[ast.expr]) -> Iterator[ast.expr]:
    for value in values:
        yield from operands(value)
