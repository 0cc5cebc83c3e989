"""Tags and the text between them: what blanks a tag takes with it, and how sections that tags open and close are built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.nodes import Static

DEEPEST = 40
"""How deep sections and calls may stand in each other."""
_BLANKS = " \t"


class Reach(NamedTuple):
    """A tag together with the blanks that it takes with it."""

    start: int
    end: int
    indent: str = ""


class Spanned(NamedTuple):
    """A tag, which kind of thing it is, and what it holds."""

    kind: str
    start: int
    end: int
    body: object = None
    stands: bool = False
    """Whether it takes the whole line with it where it stands alone on one."""
    left: bool = False
    right: bool = False
    """Whether all blanks in front of it and behind it go."""
    kept: bool = False
    """Whether the blanks in front of it stay even where it stands alone."""


def _alone(source: str, start: int, end: int) -> Reach | None:
    """Return the line of a tag that stands alone on it; None for any other tag."""
    left, right = start, end
    while left and source[left - 1] in _BLANKS:
        left -= 1
    while right < len(source) and source[right] in _BLANKS:
        right += 1
    if left and source[left - 1] != "\n":
        return None
    if right == len(source):
        return Reach(left, right, source[left:start])
    after = 2 if source.startswith("\r\n", right) else 1
    return Reach(left, right + after, source[left:start]) if source[right : right + after][-1] == "\n" else None


def _reach(source: str, tag: Spanned) -> Reach:
    """Return what a tag takes out of the source."""
    alone = (_alone(source, tag.start, tag.end) if tag.stands else None) or Reach(tag.start, tag.end)
    start, end, indent = alone
    start = tag.start if tag.kept else start
    if tag.left:
        start = _left(source, tag.start)
    if tag.right:
        end = _right(source, tag.end)
    return Reach(start, end, indent)


def _left(source: str, at: int) -> int:
    while at and source[at - 1].isspace():
        at -= 1
    return at


def _right(source: str, at: int) -> int:
    while at < len(source) and source[at].isspace():
        at += 1
    return at


def check_end(name: str, opened: str | None, at: int, kind: str = "block") -> None:
    """Raise BrokenTemplate for a tag that ends another block than the one that is open; None stands for no such block."""
    if opened is None:
        raise BrokenTemplate(f"`{name}` is closed here and was never opened", at)
    if opened != name:
        raise BrokenTemplate(f"`{name}` is closed here while the {kind} `{opened}` is open", at)


def between(source: str, tags: Iterable[Spanned]) -> Iterator[tuple[Static, Spanned | None, str]]:
    """Yield each tag with the text in front of it and the blanks before it on its line; the text behind the last one too."""
    at = 0
    for tag in tags:
        start, end, indent = _reach(source, tag)
        yield Static(at, max(at, start)), tag, indent if at <= start else ""
        at = max(at, end)
    yield Static(at, len(source)), None, ""
