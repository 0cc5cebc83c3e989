"""Bodies: text as its author sees it, each value one character, and where every character stands in the file.

A body is a literal, several that stand side by side, a `+` chain of literals and values, or a file.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from promptlint.frontends.python.literal import Quoted, read_literal, read_parts
from promptlint.frontends.python.quoting import Span
from promptlint.frontends.written import READERS, Written
from promptlint.layout.units import GAP
from promptlint.prompt import Site
from promptlint.source import Source

_COMMENT = re.compile(r"[ \t]*#[^\r\n]*")
_COMMENTS = re.compile(r"(?:(?<=[\r\n])[ \t]*#[^\r\n]*\r?\n)+[ \t]*\Z")
"""Lines of comments, and the blanks behind them."""


@dataclass(frozen=True)
class Leaf:
    """A literal, or a value between literals."""

    marks: str
    """Its decoded text, each value in it one GAP; a GAP for a value."""
    whole: Span
    prefix: str = ""
    quote: str = ""
    """Empty for a value, and for what is not written in quotes of Python."""
    written: Written | None = None
    """None for a value."""
    fields: tuple[tuple[int, Span], ...] = ()
    """The values of an f-string: the mark of each, and where it stands with its braces."""

    def span(self, mark: int) -> Span:
        """Return where a mark stands; for the one behind the last, where text could be appended.

        The text `x = ` of a field `{x = }` stands ahead of it.
        """
        before = bisect_right(self._ats, mark)
        if before and self._ats[before - 1] == mark:
            return self.fields[before - 1][1]
        if self.written is None:
            return self.whole if mark < len(self.marks) else Span(self.whole.end, self.whole.end)
        found = Span(*self.written.span(mark - before, 1 if mark < len(self.marks) else 0))
        following = self.fields[before][1] if before < len(self.fields) else found
        return Span(following.start, following.start) if following.start < found.start else found

    def mark(self, at: int) -> int:
        """Return the mark of a decoded code point."""
        return at + sum(field - number <= at for number, field in enumerate(self._ats))

    @cached_property
    def _ats(self) -> list[int]:
        return [at for at, _ in self.fields]


@dataclass(frozen=True)
class Body:
    """The leaves of a text, in order."""

    source: Source
    leaves: tuple[Leaf, ...]

    @cached_property
    def marks(self) -> str:
        """The whole text."""
        return "".join(leaf.marks for leaf in self.leaves)

    @cached_property
    def starts(self) -> list[int]:
        """The first mark of each leaf, and at the end the number of all."""
        return list(accumulate((len(leaf.marks) for leaf in self.leaves), initial=0))

    def leaf(self, mark: int) -> int:
        """Return the number of the leaf in which a mark stands; the last one for the mark behind the last."""
        return min(bisect_right(self.starts, mark) - 1, len(self.leaves) - 1)

    @cached_property
    def _offsets(self) -> list[int]:
        return [leaf.whole.start for leaf in self.leaves]

    def leaf_at(self, offset: int) -> int:
        """Return the number of the last leaf that begins at an offset or ahead of it; the first one where none does."""
        return max(bisect_right(self._offsets, offset) - 1, 0)

    def span(self, mark: int) -> Span:
        """Return where a mark stands."""
        number = self.leaf(mark)
        return self.leaves[number].span(mark - self.starts[number])

    def start(self, mark: int) -> int:
        """Return the offset at which a mark begins; for the one behind the last, where text could be appended."""
        return self.span(mark).start

    def end(self, mark: int) -> int:
        """Return the offset at which a mark ends."""
        return self.span(mark).end

    def text(self, start: int, stop: int) -> str:
        """Return what was written from one mark up to where another of the same leaf begins."""
        return self.source.text[self.start(start) : self.start(stop)] if start < stop else ""

    def mark(self, offset: int) -> int:
        """Return the mark that stands at an offset, or that holds it."""
        return max(bisect_right(range(len(self.marks)), offset, key=self.start) - 1, 0)

    def glue(self, number: int) -> str:
        """Return what stands between a leaf and the next one."""
        return self.source.text[self.leaves[number].whole.end : self.leaves[number + 1].whole.start]

    def lead(self, number: int) -> int:
        """Return the offset at which a leaf begins, with the comments directly above it where it begins a line."""
        first, text = self.leaves[number].whole.start, self.source.text
        above = _COMMENTS.search(text[self.leaves[number - 1].whole.end if number else 0 : first])
        return first - len(above[0].lstrip()) if above and self.leaves[number].quote else first

    def tail(self, number: int) -> int:
        """Return the offset at which a leaf ends, with the comment behind it on its line."""
        found = _COMMENT.match(self.source.text, self.leaves[number].whole.end)
        return found.end() if found and self.leaves[number].quote else self.leaves[number].whole.end


def of_site(source: Source, site: Site) -> Body | None:
    """Return the literal at a site; None where it cannot be read."""
    start, end = site.place.start, site.place.end
    if site.syntax == "python":
        return _body(source, _leaves(source, Span(start, end)))
    try:
        written = READERS[site.syntax](source.text, start, end)
    except (KeyError, ValueError):
        return None
    text = getattr(written, "text", None)
    marks = text if isinstance(text, str) else source.text[start:end].replace("\r\n", "\n")
    return Body(source, (Leaf(marks, Span(start, end), written=written),))


def of_chain(source: Source, operands: Iterable[ast.expr]) -> Body | None:
    """Return the text that expressions side by side make: literals, and values between them; None for lists that are added."""
    leaves: list[Leaf] = []
    for operand in operands:
        if isinstance(operand, ast.List | ast.ListComp | ast.Tuple):
            return None
        span = Span(*source.place(operand)[1:])
        literal = isinstance(operand, ast.JoinedStr) or (
            isinstance(operand, ast.Constant) and isinstance(operand.value, str)
        )
        found = _leaves(source, span) if literal else (Leaf(GAP, span),)
        if found is None:
            return None
        leaves += found
    return _body(source, tuple(leaves))


def _body(source: Source, leaves: tuple[Leaf, ...] | None) -> Body | None:
    return Body(source, leaves) if leaves else None


def _leaves(source: Source, span: Span) -> tuple[Leaf, ...] | None:
    """Return the literals of a string expression; None where they cannot be read."""
    try:
        return tuple(_leaf(source, part) for part in read_parts(source.text, *span))
    except ValueError:
        return None


def _leaf(source: Source, part: Quoted) -> Leaf:
    literal = read_literal(source.text, *part.whole)
    fields = tuple((field.at + number, field.whole) for number, field in enumerate(literal.fields))
    marks = "".join(_marks(literal.text, [field.at for field in literal.fields]))
    return Leaf(marks, part.whole, part.prefix, part.quote, literal, fields)


def _marks(text: str, ats: Iterable[int]) -> Iterator[str]:
    before = 0
    for at in ats:
        yield text[before:at]
        yield GAP
        before = at
    yield text[before:]
