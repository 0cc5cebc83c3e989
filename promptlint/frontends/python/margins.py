"""Margins: white space that `dedent` and `cleandoc` take from the lines of a run, wherever in choices and repeats they start.

How much that is depends on all lines that a text has; what a line keeps on some ways through the run alone is a choice.
"""

from __future__ import annotations

import sys
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import NamedTuple

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.ends import strip
from promptlint.frontends.python.lines import UNWANTED, Ways, ways_behind, ways_into
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.tabs import without_tabs
from promptlint.frontends.python.values import Each, Either, Element, Insert, Literal, Op, Run, Seq, Text
from promptlint.source import Place

_HOLE, _GAP = "\ue000", "\ue001"
"""What stands for text that is not known or ahead on a line, and for choices and repeats."""
_MOST = 8
"""How many starts of lines are told apart."""
Span = tuple[int, int]


def dedented(run: Run, place: Place) -> Run | None:
    """Return a run without the margin that its lines have in common; a hole is taken to have text, and no line break.

    None where that is not known.
    """
    return _without_margin(run, "", True, place)


def cleaned(run: Run, place: Place) -> Run | None:
    """Return a run as `inspect.cleandoc` leaves it: its first line has a margin of its own, its ends no empty lines.

    None where that is not known.
    """
    rest = _without_margin(without_tabs(run, 8, place), _HOLE, False, place)
    return None if rest is None else strip(strip(rest, " ", "l"), "\n", "lr")


def _without_margin(run: Run, head: str, blanks: bool, place: Place) -> Run | None:
    """Return a run behind some head of a line without the common margin, and on demand without what blank lines hold."""
    walk = _Walk()
    walk.through(run, frozenset((head,)), UNWANTED)
    margins = list(_possible(run, head, walk.margins()))
    if walk.lost or not all(text.leaves_alone(margin, blanks) for text in walk.waiting for margin in margins):
        return None
    stays = iter([[each.kept(margin, blanks) for margin in margins for each in texts] for texts in walk.literals])
    return replaced(run, lambda part: tuple(_cut(part, next(stays), place)) if isinstance(part, Literal) else (part,))


def _possible(run: Run, head: str, margins: set[str]) -> Iterator[str]:
    """Yield the margins that a run may have: from that of all its lines up to that of the lines that are always there."""
    text = head
    for part in run:
        text += part.text if isinstance(part, Literal) else _GAP if isinstance(part, Either | Each) else _HOLE
    sure = _margins(line.partition(_GAP)[0] for line in text.split("\n")[head == _HOLE :])
    least, most = _common(margins), _common(sure)
    common = {_common({one, other}) for one in margins for other in margins}
    yield from (each for each in {least, *common} if each.startswith(least) and (not sure or most.startswith(each)))


class _Known(NamedTuple):
    """A known text on one way through a run: what stands ahead of it on its line, and whether text follows on its last."""

    ahead: str
    text: str
    follows: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines, the first one with what is ahead."""
        return (self.ahead + self.text).split("\n")

    def kept(self, margin: str, blanks: bool) -> list[Span]:
        """Return what stays of the text without a margin, counted from its start; with `blanks`, of blank lines the breaks."""
        spans: list[Span] = []
        start = -len(self.ahead)
        *lines, last = self.lines
        for line in (*lines, last + _HOLE * self.follows):
            own = len(line) - len(line.lstrip())
            lost = own if blanks and not line.strip() else len(_common({margin, line[:own]}))
            kept, end = max(start + lost, 0), min(start + len(line) + 1, len(self.text))
            if spans and spans[-1][1] == kept < end:
                spans[-1] = (spans[-1][0], end)
            elif kept < end:
                spans.append((kept, end))
            start += len(line) + 1
        return spans

    def leaves_alone(self, margin: str, blanks: bool) -> bool:
        """Return whether the whole text stays."""
        return not self.text or self.kept(margin, blanks) == [(0, len(self.text))]


@dataclass(slots=True)
class _Walk:
    """Goes through a run on all ways, and notes the known texts on them."""

    literals: list[list[_Known]] = field(default_factory=list)
    """Every literal, on each way on which its line starts or goes on differently."""
    waiting: list[_Known] = field(default_factory=list)
    """Texts that wait for the items of which they are joined."""
    lost: bool = False
    """Whether there are too many ways."""

    def through(self, run: Run, heads: frozenset[str], behind: Ways) -> frozenset[str]:
        """Go through a run with one of some heads of a line ahead; return the heads behind it."""
        for part, ways in zip(run, ways_behind(run, str.strip, behind), strict=True):
            match part:
                case Literal(text):
                    self.literals.append([_Known(head, text, way) for head in sorted(heads) for way in sorted(ways)])
                    heads = frozenset(_head(head + text) for head in heads)
                case Either(arms=arms):
                    heads = frozenset(end for arm in arms for end in self.through(arm, heads, ways))
                case Each(body=body):
                    heads = self._repeat(body, heads, ways | ways_into(body, str.strip, ways))
                case Insert(Op("join", (Text(separator), Seq(items)))):
                    text = _written(separator).join(_items(items))
                    self.waiting += (_Known(head, text, True) for head in sorted(heads))
                    heads = frozenset((_HOLE,))
                case _:
                    self.waiting += (_Known(head, _HOLE) for head in sorted(heads))
                    heads = frozenset((_HOLE,))
        return heads

    def _repeat(self, body: Run, heads: frozenset[str], behind: Ways) -> frozenset[str]:
        first = len(self.literals)
        while True:
            del self.literals[first:]
            more = heads | self.through(body, heads, behind)
            self.lost = self.lost or len(more) > _MOST
            if more == heads or self.lost:
                return heads
            heads = more

    def margins(self) -> set[str]:
        """Return the margins of all lines."""
        known = (each for texts in (*self.literals, self.waiting) for each in texts)
        return _margins(line for each in known for line in each.lines[each.ahead == _HOLE :])


def _head(text: str) -> str:
    """Return what is ahead on the line with which a text ends: white space, or that there is text."""
    line = text.rpartition("\n")[2]
    return _HOLE if line.strip() else line


def _written(run: Run) -> str:
    """Return the text of a run, holes for what is not known."""
    return "".join(part.text if isinstance(part, Literal) else _HOLE for part in run)


def _items(items: Run) -> Iterator[str]:
    """Yield the texts of items, those of a repeat twice."""
    for item in items:
        match item:
            case Element(Text(run)):
                yield _written(run)
            case Either(arms=arms):
                for arm in arms:
                    yield from _items(arm)
            case Each(body=body):
                yield from (*_items(body), *_items(body))
            case _:
                yield _HOLE


def _margins(lines: Iterable[str]) -> set[str]:
    """Return the white space with which lines start that are not blank."""
    return {line[: len(line) - len(line.lstrip())] for line in lines if line.strip()}


def _common(margins: set[str]) -> str:
    """Return the start that margins have in common."""
    pairs = zip(min(margins, default=""), max(margins, default=""), strict=False)
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _cut(part: Literal, ways: list[list[Span]], place: Place) -> Iterator[Literal | Either]:
    """Yield the pieces of a literal that stay; those that do not stay on every way are choices."""
    borders = sorted({border for kept in ways for span in kept for border in span})
    for start, end in pairwise(borders):
        stays = {_holds(kept, start) for kept in ways}
        piece = cut(part, start, end)
        if stays == {True}:
            yield piece
        elif True in stays:
            yield Either(None, ((piece,), ()), place)


def _holds(spans: list[Span], offset: int) -> bool:
    """Return whether an offset lies in one of some spans, which are sorted."""
    number = bisect(spans, (offset, sys.maxsize)) - 1
    return number >= 0 and offset < spans[number][1]
