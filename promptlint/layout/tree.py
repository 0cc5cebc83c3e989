"""Trees: a JSON text in which values are open, read as far as its structure is written down."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeAlias

from promptlint.prompt import Choice, Literal, Part, Repeat, Splice, Text

_GAP = "\ue000"
_TOKEN = re.compile(rf'"(?:[^"\\]|\\.)*"|[-+.\w]+|[][{{}}:{_GAP}]', re.DOTALL)
_BETWEEN = re.compile(r"[\s,]*")


class Unreadable(ValueError):
    """A value stands where structure should be."""


@dataclass(frozen=True, slots=True)
class Words:
    """A string, without its quotes and escapes."""

    text: Text


@dataclass(frozen=True, slots=True)
class Plain:
    """A number, true, false or null as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """A part of the text in the place of a value, or of several."""

    part: Splice | Choice | Repeat


@dataclass(frozen=True, slots=True)
class Items:
    """A list, and how it is written."""

    nodes: tuple[Node, ...]
    source: Text


@dataclass(frozen=True, slots=True)
class Fields:
    """An object, and how it is written; what is open beside its keys is left out."""

    entries: tuple[tuple[Words, Node], ...]
    source: Text

    def get(self, key: str) -> Node | None:
        """Return the value of a key that is written down."""
        return next((value for words, value in self.entries if known(words) == key), None)


Node: TypeAlias = Words | Plain | Open | Items | Fields


def known(node: Node | None) -> str | None:
    """Return the string that a node is, if all of it is known."""
    if not isinstance(node, Words):
        return None
    texts = [part.text for part in node.text if isinstance(part, Literal)]
    return "".join(texts) if len(texts) == len(node.text) else None


def read(text: Text) -> tuple[Node, ...]:
    """Return the values that a text writes side by side; raises Unreadable."""
    return _Reader(text).values("")


class _Reader:
    """Goes through a text from one token to the next."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.marks = "".join(part.text if isinstance(part, Literal) else _GAP for part in text)
        sizes = (len(part.text) if isinstance(part, Literal) else 1 for part in text)
        self.starts = tuple(accumulate(sizes, initial=0))
        self.at = 0

    def values(self, end: str) -> tuple[Node, ...]:
        """Return the values up to a closing bracket, or the end of the text."""
        nodes = []
        while (token := self._next())[0] != end:
            nodes.append(self._value(*token))
        return tuple(nodes)

    def _next(self) -> tuple[str, int]:
        """Go behind the next token; return it, nothing at the end of the text, and where it starts."""
        between = _BETWEEN.match(self.marks, self.at)
        start = between.end() if between else self.at
        match = _TOKEN.match(self.marks, start)
        if match is None and start < len(self.marks):
            raise Unreadable
        self.at = match.end() if match else start
        return match[0] if match else "", start

    def _value(self, token: str, start: int) -> Node:
        match token[:1]:
            case '"':
                return Words(_decoded(self._cut(start + 1, self.at - 1)))
            case "[":
                nodes = self.values("]")
                return Items(nodes, self._cut(start, self.at))
            case "{":
                entries = tuple(self._entries())
                return Fields(entries, self._cut(start, self.at))
            case "" | "]" | "}" | ":":
                raise Unreadable
            case "\ue000":
                return Open(self._part(start))
        return Plain(token)

    def _entries(self) -> Iterator[tuple[Words, Node]]:
        while (token := self._next())[0] != "}":
            key = self._value(*token)
            if isinstance(key, Words):
                if self._next()[0] != ":":
                    raise Unreadable
                yield key, self._value(*self._next())
            elif not isinstance(key, Open):
                raise Unreadable

    def _part(self, start: int) -> Splice | Choice | Repeat:
        part = self.text[bisect_right(self.starts, start) - 1]
        if isinstance(part, Literal):
            raise Unreadable
        return part

    def _cut(self, start: int, end: int) -> Text:
        """Return the parts between two offsets."""
        if start >= end:
            return ()
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)
        cut = zip(self.starts[first:last], self.text[first:last], strict=True)
        return tuple(_slice(part, max(start - at, 0), end - at) for at, part in cut)


def _slice(part: Part, start: int, end: int) -> Part:
    if not isinstance(part, Literal):
        return part
    return Literal(part.text[start:end])


def _decoded(text: Text) -> Text:
    """Return what a part of a JSON string stands for, its arms included."""
    return tuple(map(_decoded_part, text))


def _decoded_part(part: Part) -> Part:
    match part:
        case Literal(text) if "\\" in text:
            return Literal(_unescaped(text))
        case Choice(arms=arms):
            return replace(part, arms=tuple(map(_decoded, arms)))
        case Repeat(body=body):
            return replace(part, body=_decoded(body))
    return part


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError as error:
        raise Unreadable from error
