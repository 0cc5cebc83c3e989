"""The identifiers that a stretch of Python code mentions, read without a syntax tree."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

from promptlint.frontends.python.literal import Field, LiteralMap, read_literal
from promptlint.source import Place

_BODY = r"""(?:\"""(?:[^\\"]|\\.|"(?!""))*+\""" | '''(?:[^\\']|\\.|'(?!''))*+''' | "(?:[^\\"\r\n]|\\.)*+" | '(?:[^\\'\r\n]|\\.)*+')"""
_WORDS = re.compile(
    rf"\#[^\r\n]*+ | (?:\b(?i:[bru]|br|rb))?{_BODY} | (\b(?i:f|fr|rf|t|tr|rt){_BODY}) | ([^\W\d]\w*+)",
    re.VERBOSE | re.DOTALL,
)
"""Comments and literals, f-strings (group 1), identifiers (group 2)."""
_IDENTIFIER = re.compile(r"[^\W\d]\w*+")


def read_mentions(text: str, places: Sequence[Place]) -> list[tuple[str, ...]]:
    """Return the sorted identifiers outside of all places, then those of each place outside of the places inside it.

    Places are in order of their start and lie inside each other or apart. An identifier too many may be returned for
    f-strings that only newer Pythons than 3.11 can read, never one too few in other code.
    """
    found = [set[str]() for _ in range(len(places) + 1)]
    around = [(0, len(text))]
    at = 0
    for index, place in enumerate(places, 1):
        while around[-1][1] <= place.start and len(around) > 1:
            owner, end = around.pop()
            found[owner].update(_names(text, at, end))
            at = end
        found[around[-1][0]].update(_names(text, at, place.start))
        at = place.start
        around.append((index, place.end))
    for owner, end in reversed(around):
        found[owner].update(_names(text, at, end))
        at = end
    return [tuple(map(sys.intern, sorted(names))) for names in found]


def _names(text: str, start: int, end: int) -> Iterator[str]:
    for formatted, name in _WORDS.findall(text, start, end):
        if name:
            yield name
        elif formatted:
            yield from _formatted_names(formatted)


def _formatted_names(text: str) -> Iterator[str]:
    try:
        fields = list(_fields(read_literal(text, 0, len(text))))
    except ValueError:
        yield from _IDENTIFIER.findall(text)
        return
    for field in fields:
        yield from _IDENTIFIER.findall(text, *field.expression)


def _fields(literal: LiteralMap) -> Iterator[Field]:
    for field in literal.fields:
        yield field
        if field.spec:
            yield from _fields(field.spec)
