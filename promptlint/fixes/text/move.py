"""Moving: a passage of a text taken out of it, and put behind the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from promptlint.edits import applied
from promptlint.finding import Edit
from promptlint.fixes.text.body import Body, Leaf
from promptlint.fixes.text.passage import Passage
from promptlint.layout.units import GAP
from promptlint.source import Place


class _Piece(NamedTuple):
    """A stretch of one leaf."""

    number: int
    start: int
    stop: int


class Move(NamedTuple):
    """A passage on its way to the end of a text, or to where `before` begins."""

    body: Body
    passage: Passage
    before: int | None
    ended: bool
    """Whether the text ends with the end of a line though its last leaf does not show it."""
    parted: bool = True
    """Whether the passage needs anything between it and the text that is ahead of it then."""

    def edits(self) -> Iterator[Edit]:
        """Yield the edits; none where the text would have to be torn."""
        moved = list(self._pieces(self.passage.first, self.passage.last))
        added = self._within(moved) if self._is_within(moved) else self._beside(moved)
        if added:
            yield from self._removed() if self._is_within(moved) else self._taken()
            yield from added

    def removed(self) -> Iterator[Edit]:
        """Yield the edits that take the passage away."""
        rest = self.rest()
        if _NAME.fullmatch(rest):
            yield Edit(self._whole, rest)
        else:
            yield from self._taken()

    def rest(self) -> str:
        """Return the expression of the text without the passage."""
        path, start, end = self._whole
        inside = [
            replace(edit, place=Place(path, edit.place.start - start, edit.place.end - start)) for edit in self._taken()
        ]
        rest = applied(self.body.source.text[start:end], inside)
        alone = _VALUE.fullmatch(rest)
        return alone["value"] if alone else rest

    @property
    def _whole(self) -> Place:
        return Place(self.body.source.path, self.body.leaves[0].whole.start, self.body.leaves[-1].whole.end)

    def _taken(self) -> Iterator[Edit]:
        """Yield the edits that take the passage away, with the marks of f-strings that keep no value."""
        yield from self._removed()
        for piece in self._pieces(self.passage.start, self.passage.stop):
            if not self._is_whole(piece):
                yield from self._unmarked(piece)

    def said(self) -> str:
        """Return an expression of the passage alone."""
        moved = list(self._pieces(self.passage.first, self.passage.last))
        return (self._glue() or " ").join(self._leaves(moved, "", "", commented=False))

    def _pieces(self, start: int, stop: int) -> Iterator[_Piece]:
        for number, (first, last) in enumerate(zip(self.body.starts, self.body.starts[1:], strict=False)):
            if max(first, start) < min(last, stop):
                yield _Piece(number, max(first, start), min(last, stop))

    @property
    def _end(self) -> int:
        """The mark behind the last line with anything in it, its own blanks included."""
        marks = self.body.marks
        end = len(marks.rstrip())
        return end + len(marks[end:]) - len(marks[end:].lstrip(" \t"))

    def _is_within(self, moved: list[_Piece]) -> bool:
        """Return whether the passage stays in its own literal."""
        to = self._end - 1 if self.before is None else self.before
        return {piece.number for piece in moved} == {self.body.leaf(to)} and bool(self._leaf(moved[0]).written)

    def _leaf(self, piece: _Piece) -> Leaf:
        return self.body.leaves[piece.number]

    def _written(self, piece: _Piece) -> str:
        return self.body.source.text[self.body.start(piece.start) : self.body.end(piece.stop - 1)]

    def _blanks(self) -> list[str]:
        """Return what parts the passage from its neighbour, as it is written: its line ends, or a blank."""
        marks, last = self.body.marks, self.passage.last
        at = marks.find("\n")
        own = marks[last : last + 1] == "\n"
        ends = range(last, last + self.passage.ends) if own else range(at, at + (at >= 0))
        forms = [self._form(end) for end in ends]
        return [*forms[:-1], self._form(self._ahead_of_text(ends[-1]))] if forms else [" "]

    def _form(self, end: int) -> str:
        """Return the end of a line as it is written: in YAML with the indentation of the next line, where it is folded with its blank line."""
        (piece,) = self._pieces(end, end + 1)
        alone = end > self.body.starts[piece.number] and self.body.marks[end - 1] != "\n"
        start = self.body.end(end - 1) if alone else self.body.start(end)
        return self.body.source.text[start : self._until(piece)]

    def _ahead_of_text(self, end: int) -> int:
        """Return an end of a line behind which text stands, in the same leaf where it has one; the nearest."""
        marks, number = self.body.marks, self.body.leaf(end)
        first, stop = self.body.starts[number : number + 2]
        ends = [at for at in range(first, stop - 1) if marks[at] == "\n" != marks[at + 1]]
        return min(ends, key=lambda at: abs(at - end), default=end)

    def _around(self) -> tuple[str, str]:
        """Return what parts the moved passage from the text ahead of it, and from the text or the end behind it."""
        if not self.parted:
            return "", ""
        *more, last = self._blanks()
        marks = self.body.marks
        if self.before is not None:
            apart = not more and last != " " and _BLANK.search(marks[: self.before])
            return "", "".join((*more, self._line_end() if apart else "", last))
        if self._end == len(marks) and self.ended:
            return "".join(more), self._line_end() if last == " " else last
        is_apart = last == " " and marks[self._end - 1 : self._end].isspace()
        return ("" if is_apart else "".join((*more, last))), ""

    def _line_end(self) -> str:
        """Return the end of a line as the literal of the passage has it; nothing where it is a value."""
        leaf = self.body.leaves[self.body.leaf(self.passage.first)]
        return _fitting("\n", leaf) if leaf.quote else "\n" * bool(leaf.written)

    def _at(self, offset: int, content: str) -> Edit:
        return Edit(Place(self.body.source.path, offset, offset), content)

    def _within(self, moved: list[_Piece]) -> list[Edit]:
        ahead, behind = self._around()
        to = self.body.end(self._end - 1) if self.before is None else self.body.start(self.before)
        return [*self._set_apart(), self._at(to, f"{ahead}{self._indent()}{self._written(moved[0])}{behind}")]

    def _indent(self) -> str:
        """Return the blanks ahead of a line in the middle of which the passage begins, of the first line those of the next, if it begins one in its new place."""
        marks, (_, _, first, last, _) = self.body.marks, self.passage
        start = marks.rfind("\n", 0, first) + 1
        line = marks[start:first] if start else marks[:last].partition("\n")[2]
        alone = marks[start:first].strip() and self._blanks() != [" "]
        return line[: len(line) - len(line.lstrip())] if alone else ""

    def _set_apart(self) -> Iterator[Edit]:
        """Yield the edit that puts a blank line ahead of a paragraph which goes ahead of a line that follows without one."""
        blank, *more = self._blanks()
        if more and self.before and self.parted and not _BLANK.search(self.body.marks[: self.before]):
            leaf = self.body.leaves[self.body.leaf(self.before - 1)]
            if leaf.quote or leaf.written:
                yield self._at(self.body.start(self.before - 1), _fitting(blank, leaf))

    def _removed(self) -> Iterator[Edit]:
        """Yield the edits that take the stretches of the passage away, with whole leaves what glues them to the next one, or else to the one before."""
        path, body = self.body.source.path, self.body
        pieces = list(self._pieces(self.passage.start, self.passage.stop))
        whole = [piece.number for piece in pieces if self._is_whole(piece)]
        for piece in pieces:
            if piece.number not in whole:
                yield Edit(Place(path, self._from(piece), self._until(piece)), "")
        if whole and whole[-1] + 1 < len(body.leaves):
            yield Edit(Place(path, body.lead(whole[0]), body.lead(whole[-1] + 1)), "")
        elif whole and whole[0]:
            yield Edit(Place(path, body.tail(whole[0] - 1), body.tail(whole[-1])), "")
        elif whole:
            yield Edit(Place(path, body.lead(0), body.tail(whole[-1])), "")

    def _unmarked(self, piece: _Piece) -> Iterator[Edit]:
        """Yield the edit that makes a plain literal of an f-string which keeps no value and no doubled brace."""
        leaf, first = self._leaf(piece), self.body.starts[piece.number]
        at, kept = leaf.whole.start, leaf.marks[: piece.start - first] + leaf.marks[piece.stop - first :]
        if leaf.fields:
            yield Edit(Place(self.body.source.path, at, at + len(leaf.prefix)), _prefix(leaf, kept))

    def _is_whole(self, piece: _Piece) -> bool:
        return (piece.start, piece.stop) == (self.body.starts[piece.number], self.body.starts[piece.number + 1])

    def _until(self, piece: _Piece) -> int:
        """Return the offset up to which a stretch goes: in a block of YAML, up to the indented text of the next line."""
        inside = piece.stop < self.body.starts[piece.number + 1]
        return self.body.start(piece.stop) if inside else self.body.end(piece.stop - 1)

    def _from(self, piece: _Piece) -> int:
        """Return the offset from which a stretch goes: in a block of YAML with its indentation, where a blank line is behind it."""
        text, start = self.body.source.text, self.body.start(piece.start)
        line = text.rfind("\n", 0, start) + 1
        indented = not self._leaf(piece).quote and not text[line:start].strip()
        return line if indented and text.startswith(("\r", "\n"), self._until(piece)) else start

    def _beside(self, moved: list[_Piece]) -> list[Edit]:
        """Return the edits that put the passage as leaves of its own behind the last leaf, or ahead of the one that begins there."""
        to, glue = self.body.leaf(self._end - 1 if self.before is None else self.before), self._glue()
        if glue is None:
            return []
        neighbour, (ahead, behind) = self.body.leaves[to], self._around()
        if self.before is not None and self.body.starts[to] != self.before:
            return self._between(neighbour, glue.join((*self._leaves(moved, "", behind), "")))
        if self.before is not None:
            put = self._at(self.body.lead(to), f"{glue.join(self._leaves(moved, '', behind))}{glue}")
            return [*self._set_apart(), put]
        if self.body.marks[self._end :] == "\n":
            to, (*more, last) = len(self.body.leaves) - 1, self._blanks()
            neighbour = self.body.leaves[to]
            ahead, behind = "".join(more), last
        if neighbour.quote and ahead:
            at_end = self._at(self.body.end(self.body.starts[to + 1] - 1), _fitting(ahead, neighbour))
            return [at_end, self._at(self.body.tail(to), f"{glue}{glue.join(self._leaves(moved, '', behind))}")]
        return [self._at(self.body.tail(to), f"{glue}{glue.join(self._leaves(moved, ahead, behind))}")]

    def _between(self, leaf: Leaf, put: str) -> list[Edit]:
        """Return the edit that puts leaves into another one, which becomes two; none where it has lines of its own."""
        at = self.body.start(self.before or 0)
        closing = f"{leaf.quote}{self._glue() or ' '}"
        return [self._at(at, f"{closing}{put}{leaf.prefix}{leaf.quote}")] if len(leaf.quote) == 1 else []

    def _leaves(self, moved: list[_Piece], ahead: str, behind: str, *, commented: bool = True) -> Iterator[str]:
        """Yield the moved stretches as literals and values, with blanks at the outer ends of the first and the last.

        `commented` says whether a whole literal takes its comments along.
        """
        first, last = self._leaf(moved[0]), self._leaf(moved[-1])
        if ahead and not first.quote:
            yield f'"{_fitting(ahead, None)}"'
        for piece in moved:
            leaf = self._leaf(piece)
            head = _fitting(ahead, leaf) if piece is moved[0] and leaf.quote else ""
            tail = _fitting(behind, leaf) if piece is moved[-1] and leaf.quote else ""
            marks = self.body.marks[piece.start : piece.stop]
            literal = f"{_prefix(leaf, marks)}{leaf.quote}{head}{self._written(piece)}{tail}{leaf.quote}"
            above, beside = self._comments(piece) if commented else ("", "")
            yield f"{above}{literal}{beside}"
        if behind and not last.quote:
            yield f'"{_fitting(behind, None)}"'

    def _comments(self, piece: _Piece) -> tuple[str, str]:
        """Return the comments above a stretch, and beside it, that are about all of its literal."""
        text, (start, end) = self.body.source.text, self._leaf(piece).whole
        if not self._is_removed(piece.number):
            return "", ""
        return text[self.body.lead(piece.number) : start], text[end : self.body.tail(piece.number)]

    def _is_removed(self, number: int) -> bool:
        """Return whether nothing is left of a leaf."""
        first, last = self.body.starts[number : number + 2]
        return self.passage.start <= first and last <= self.passage.stop

    def _glue(self) -> str | None:
        """Return what stands between two leaves, without comments; None where a bracket does, or a comment ahead of or behind a sign."""
        numbers = range(len(self.body.leaves) - 1)
        glues = [self.body.glue(number) for number in numbers]
        bare = [_LINES.sub(r"\1", glue) for glue in glues]
        if any(
            glue.strip(" \t\r\n+\\") or ("+" in glue and _ASIDE.match(full))
            for full, glue in zip(glues, bare, strict=True)
        ):
            return None
        return max(bare, key=lambda glue: "+" in glue, default=None)


_BLANK = re.compile(r"\n[ \t]*\n[ \t]*\Z")
"""A blank line at the end of a text."""
_LINES = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(\r?\n))+")
"""Ends of lines, with the comments ahead of them."""
_ASIDE = re.compile(r"\s*\+[^#]*#|[^#]*[\r\n][ \t]*#")
"""A comment between a sign and what it adds, or on a line of its own: nobody knows what it is about."""
_VALUES = re.compile(f"[{GAP}{{}}]")
"""What needs the mark of an f-string."""


def _prefix(leaf: Leaf, marks: str) -> str:
    """Return the prefix of a literal with a part of another's text: without the mark of f-strings if no value is left."""
    alone = leaf.fields and not _VALUES.search(marks)
    return leaf.prefix.replace("f", "").replace("F", "") if alone else leaf.prefix


def _fitting(blanks: str, leaf: Leaf | None) -> str:
    """Return line ends as they can be written in a literal: on one line, as escapes."""
    if leaf and len(leaf.quote) != 1:
        return blanks
    return blanks.replace("\r\n", "\n").replace("\n", "\\n")


_NAME = re.compile(r"[A-Za-z_][\w.]*")
_VALUE = re.compile(rf"""[fF](?P<quote>'|")\{{(?P<value>{_NAME.pattern})\}}(?P=quote)""")
