"""Frames: the lines of a text that are there for a value alone, and go where it goes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate, chain

from promptlint.fixes.text.region import Region, is_fact, matter, regions
from promptlint.frontends.python.quoting import Span
from promptlint.layout.units import GAP, sentences

_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d+[.)])[ \t]")
_NUMBERED = re.compile(r"[ \t]*\d+[.)][ \t]")
_RULE = r"([-=*_~#])\1+ ?"
_OPENING = re.compile(rf"<[A-Za-z_][\w .:=\"'-]*>|{_RULE}(?:BEGIN|START)\b.*", re.IGNORECASE)
_CLOSING = re.compile(rf"</[A-Za-z_][\w .:-]*>|{_RULE}END\b.*", re.IGNORECASE)
_HEADING = re.compile(rf"#{{1,6}}[ \t].*|{_RULE}\w.*\1\1+:?")
_VALUE = re.compile(r"\{+[^{}]*\}+|%\w|\$\w+|</?[A-Za-z_][\w .:=\"'-]*>")
"""A placeholder, or a tag around one."""
_LABELLED = re.compile(r"\W*(?:\w[^:]{0,40}[:：])?\W*")
"""What stands around a value that is no part of a sentence."""
_NEW = re.compile(rf"{_ITEM.pattern}|\w[\w -]{{0,40}}[:：]\s")
"""What begins a line that goes on with no sentence: an item, a label."""
_ENDED = re.compile(r"[.!?:;…。！？：；][\"')\]*_`]*$")
_OPEN_ENDED = re.compile(r"[,(–—-]$|\b(?:a|an|the|of|to|and|or|in|for|with|by|on|at|is|are|that|as|from)$")
_ABOVE = re.compile(r"\b(?:above|preceding|aforementioned)\b", re.IGNORECASE)
_CUE = 40
"""How long a heading may be that waits for an answer, in code points."""
_COLONS = (":", "：")
_MIRRORED = str.maketrans("<>()[]{}", "><)(][}{")


class _Kind(Enum):
    """What a line is for."""

    NONE = auto()
    """No line is there."""
    BLANK = auto()
    SIGNS = auto()
    """A rule, a fence: nothing that could be read aloud."""
    OPENING = auto()
    CLOSING = auto()
    HEADING = auto()
    INTRODUCTION = auto()
    """It ends with a colon."""
    LABELLED = auto()
    """It holds a value, and a label at most."""
    TEXT = auto()


@dataclass(frozen=True)
class Page:
    """The lines of a text in which each value is one mark."""

    marks: str
    values: Sequence[int] = ()
    """The marks of values, ascending."""
    inlays: Sequence[Span] = ()
    """The marks that stand for long static texts from elsewhere, or for ones of many lines; each counts as a line."""

    @cached_property
    def starts(self) -> list[int]:
        """The mark at which each line begins, and the end of the last."""
        lines = accumulate(map(len, re.findall(r"[^\n]*\n|[^\n]+", self.marks)), initial=0)
        return sorted({*lines, *chain.from_iterable(self.inlays)})

    def line(self, mark: int) -> int:
        """Return the number of the line in which a mark stands."""
        return min(bisect_right(self.starts, mark) - 1, len(self.starts) - 2)

    @cached_property
    def _regions(self) -> Sequence[Region]:
        return tuple(regions(self._lines))

    @cached_property
    def _lines(self) -> list[str]:
        return [self.text(line) for line in range(len(self.starts) - 1)]

    @cached_property
    def _matter(self) -> int:
        return matter(self._lines)

    def _around(self, line: int) -> Region:
        """Return the smallest region in which a line stands; itself where it is in none."""
        held = (region for region in self._regions if region.first <= line < region.last)
        return next(held, Region(line, line + 1))

    def region(self, line: int, most: int) -> Region | None:
        """Return the lines that go with one, itself alone where it is in no region.

        None where it has to stay: the region has more than some code points of static text, and is no element, or is front matter.
        """
        if line < self._matter:
            return None
        found = self._around(line)
        static = (self.text(each) for each in range(*found) if not self._is_valued(each))
        if found == (line, line + 1) or sum(map(len, static)) <= most:
            return found
        return Region(line, line + 1) if self._kind(found.first) is _Kind.OPENING else None

    def heads(self, line: int) -> bool:
        """Return whether a line is a heading, or introduces what follows it."""
        text = self.text(line)
        headed = self._is_valued(line) and (text.endswith(_COLONS) or _HEADING.fullmatch(text))
        return bool(headed) or self._kind(line) in (_Kind.HEADING, _Kind.INTRODUCTION)

    def run(self, mark: int) -> tuple[int, int]:
        """Return the marks at which the lines begin and end through which the sentences of a mark's line are wrapped."""
        first = last = self.line(mark)
        while self._flows(first - 1):
            first -= 1
        while self._flows(last):
            last += 1
        return self.starts[first], self.starts[last + 1]

    def _flows(self, line: int) -> bool:
        """Return whether a sentence goes on from a line to the next one."""
        text, next_ = self.text(line), self.text(line + 1).lstrip("> ")
        if self._kind(line) is not _Kind.TEXT or self._kind(line + 1) not in (_Kind.TEXT, _Kind.INTRODUCTION):
            return False
        if _NEW.match(next_) or _ENDED.search(text):
            return False
        return next_[:1].islower() or bool(_OPEN_ENDED.search(text))

    def text(self, line: int) -> str:
        """Return a line without the blanks around it; nothing for one that is not there."""
        return self._written(line).strip() if self._is_there(line) else ""

    def _written(self, line: int) -> str:
        return self.marks[self.starts[line] : self.starts[line + 1]]

    def is_item(self, line: int) -> bool:
        """Return whether a line begins an item that its list cannot do without.

        That is one of a numbered list, of a list in another item, or a sentence among others.
        """
        own, above = self._written(line), map(self._written, range(line - 1, -1, -1))
        around = next((each for each in above if each.strip() and _indentation(each) < _indentation(own)), "")
        behind = self.line(self.run(self.starts[line])[1] - 1) + 1
        beside = any(self._is_there(each) and _ITEM.match(self._written(each)) for each in (line - 1, behind))
        among = _ITEM.match(own) and (_ITEM.match(around) or (beside and self._kind(line) is not _Kind.LABELLED))
        return bool(_NUMBERED.match(own) or among)

    def is_among_items(self, line: int) -> bool:
        """Return whether a line stands between the items of a list."""
        return bool(line and _ITEM.match(self._written(line)) and _ITEM.match(self._written(line - 1)))

    def framed(self, first: int, last: int) -> tuple[int, int]:
        """Return lines, the last one excluded, with what stands around them for them alone.

        That are tags and fences around them, a heading or a line that introduces them, other values beside them, and a
        line below that speaks of what stands above.
        """
        while (wider := self._wider(first, last)) != (first, last):
            first, last = wider
        return first, last

    def _wider(self, first: int, last: int) -> tuple[int, int]:
        above, below = self._nearest(first - 1, -1), self._nearest(last, 1)
        if self._encloses(above, below, first, last):
            return above, below + 1
        more = self._nearest(last, 1, _Kind.SIGNS)
        under = self._nearest(more + 1, 1)
        headed = self._kind(more) is _Kind.HEADING and self._is_ended(under + 1)
        if headed or (self._kind(more) is _Kind.INTRODUCTION and self._is_apart(under)):
            more = under
        if self._kind(more) is _Kind.LABELLED:
            return first, self._around(more).last
        kind, ended = self._kind(above), self._is_ended(last)
        if self._kind(over := self._nearest(above, -1, _Kind.SIGNS)) is _Kind.LABELLED:
            return self._around(over).first, last
        alone = ended or self._are_values(first, last) or (first, last) in self._regions
        introduced = kind is _Kind.INTRODUCTION and alone
        if kind is _Kind.LABELLED or introduced or (kind is _Kind.HEADING and ended):
            return self._around(above).first, last
        return first, more + 1 if self._kind(more) is _Kind.TEXT and points_up(self.text(more)) else last

    def trailing(self, lowest: int, most: int) -> int | None:
        """Return the first of the last lines that say little but values, or of a last cue; None where there are none.

        `lowest` is the first line to look at, `most` how many code points of static text may stand among them.
        """
        found = None
        last = len(self.starts) - 1
        for line in range(last - 1, lowest - 1, -1):
            if self._is_inlay(line):
                break
            kind = self._kind(line)
            if kind is _Kind.LABELLED or (kind is _Kind.TEXT and self._is_valued(line)):
                found = self._around(line).first
            most -= len(self.text(line)) if kind in (_Kind.TEXT, _Kind.INTRODUCTION) else 0
            if most < 0:
                break
        cue = self._nearest(last - 1, -1)
        short = self._kind(cue) is _Kind.HEADING and len(self.text(cue)) <= _CUE
        if found is None and cue >= lowest and (short or self._kind(cue) is _Kind.INTRODUCTION):
            return cue
        return None if found is not None and found < lowest else found

    def is_in_paragraph(self, line: int) -> bool:
        """Return whether a line is one of several of a paragraph."""
        return self._kind(line) is _Kind.TEXT and self._kind(line - 1) in (_Kind.TEXT, _Kind.INTRODUCTION)

    def lead(self, line: int, lowest: int) -> int:
        """Return the first of the lines above one that lead to it: a heading, an introduction, an opening tag."""
        leading = (_Kind.HEADING, _Kind.INTRODUCTION, _Kind.OPENING)
        while (above := self._nearest(line - 1, -1)) >= lowest and self._kind(above) in leading:
            line = above
        return line

    def _encloses(self, above: int, below: int, first: int, last: int) -> bool:
        kinds = self._kind(above), self._kind(below)
        fenced = kinds == (_Kind.SIGNS, _Kind.SIGNS) and self.text(above) == self.text(below).translate(_MIRRORED)
        return kinds == (_Kind.OPENING, _Kind.CLOSING) or (fenced and (above, below) == (first - 1, last))

    def _is_ended(self, line: int) -> bool:
        """Return whether a section ends ahead of a line."""
        return self._kind(self._nearest(line, 1)) in (_Kind.HEADING, _Kind.INTRODUCTION, _Kind.NONE)

    def _is_apart(self, line: int) -> bool:
        """Return whether a section, or at least a paragraph, ends with a line."""
        return self._is_ended(line + 1) or self._kind(line + 1) is _Kind.BLANK

    def _are_values(self, first: int, last: int) -> bool:
        """Return whether lines say nothing but values, with what leads to them."""
        said = (line for line in range(first, last) if self._kind(line) is _Kind.TEXT)
        return all(_LABELLED.fullmatch(_VALUE.sub("", text)) or is_fact(text) for text in map(self.text, said))

    def introduced(self, line: int) -> int:
        """Return the mark at which the sentence begins that a line ends with a colon; else that at which the line begins."""
        if self._kind(line) is not _Kind.INTRODUCTION:
            return self.starts[line]
        start, _ = self.run(self.starts[line])
        return start + sum(map(len, sentences(self.marks[start : self.starts[line + 1]])[:-1]))

    def _nearest(self, line: int, step: int, *skipped: _Kind) -> int:
        """Return the nearest line from one on, in a direction, that is not blank; one outside of the text where none is."""
        while self._kind(line) in (_Kind.BLANK, *skipped):
            line += step
        return line

    def _is_there(self, line: int) -> bool:
        return 0 <= line < len(self.starts) - 1

    def _is_inlay(self, line: int) -> bool:
        return self._is_there(line) and any(start <= self.starts[line] < stop for start, stop in self.inlays)

    def _is_valued(self, line: int) -> bool:
        return self._is_there(line) and any(self.starts[line] <= at < self.starts[line + 1] for at in self.values)

    def _kind(self, line: int) -> _Kind:
        text = self.text(line)
        if 0 <= line < self._matter:
            return _Kind.TEXT
        if self._is_inlay(line):
            return _Kind.TEXT
        if self._is_valued(line):
            labelled = _LABELLED.fullmatch(_VALUE.sub("", text)) and not _NUMBERED.match(text)
            return _Kind.LABELLED if labelled else _Kind.TEXT
        if not text:
            return _Kind.BLANK if self._is_there(line) else _Kind.NONE
        shapes = ((_Kind.OPENING, _OPENING), (_Kind.CLOSING, _CLOSING), (_Kind.HEADING, _HEADING))
        found = next((kind for kind, shape in shapes if shape.fullmatch(text)), None)
        signs = _Kind.TEXT if re.search(rf"[\w{GAP}]", text) else _Kind.SIGNS
        return found or (_Kind.INTRODUCTION if text.endswith(_COLONS) and signs is _Kind.TEXT else signs)


def points_up(said: str) -> bool:
    """Return whether a sentence speaks of what stands above it."""
    return bool(_ABOVE.search(said))


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
