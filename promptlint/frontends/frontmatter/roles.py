"""The messages of a text whose lines name the roles: `system:`, `# user:`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from promptlint.frontends.document import Span


class RoleLine(NamedTuple):
    """A line that begins a message."""

    role: str
    """In small letters."""
    span: Span
    """All of the line, its end included."""


class Message(NamedTuple):
    """What stands between two such lines, without the blanks around it."""

    role: str
    span: Span


def role_lines(text: str, span: Span, roles: Collection[str]) -> Iterator[RoleLine]:
    r"""Yield the lines of a stretch of a text that name one of some roles.

    Prompty up to 1.0 splits at `(?i)^\s*#?\s*(assistant|function|system|user)\s*:\s*\n` (prompty 0.1.50, parsers.py),
    from 2.0 at lines of `^\s*#?\s*(assistant|developer|system|user)(\[key=value, …\])?\s*:\s*$` (prompty 2.1.0,
    parsers/prompty.py), promptflow at `(?i)^\s*#?\s*(system|user|assistant|function|tool)\s*:\s*\n`
    (promptflow-core 1.18.5, core/_prompty_utils.py; promptflow-tools 1.6.1, tools/common.py). All of them split the
    text that the template has made: a role line inside of a loop begins a message in every round.
    """
    for found in _pattern(tuple(sorted(roles))).finditer(text, *span):
        yield RoleLine(found["role"].lower(), Span(*found.span()))


def messages(text: str, span: Span, roles: Collection[str], first: str) -> Iterator[Message]:
    """Yield the messages of a stretch of a text; what stands before the first role line has the role `first`.

    Prompty takes `system` for that, promptflow refuses it. Messages without text are left out; images are text.
    """
    lines = list(role_lines(text, span, roles))
    ends = [RoleLine(first, Span(span.start, span.start)), *lines, RoleLine("", Span(span.end, span.end))]
    for line, behind in pairwise(ends):
        body = text[line.span.end : behind.span.start]
        start = line.span.end + len(body) - len(body.lstrip())
        if content := body.strip():
            yield Message(line.role, Span(start, start + len(content)))


@cache
def _pattern(roles: tuple[str, ...]) -> re.Pattern[str]:
    attribute = r"""\w++[ \t]*+=[ \t]*+(?:"[^"\r\n]*+"|[^",\]\r\n]*+)[ \t]*+,?+[ \t]*+"""
    return re.compile(
        rf"^[ \t]*+#?[ \t]*+(?P<role>{'|'.join(map(re.escape, roles))})(?:\[(?:{attribute})++\])?[ \t]*+:[ \t]*+(?:\r\n|[\r\n]|\Z)",
        re.IGNORECASE | re.MULTILINE,
    )
