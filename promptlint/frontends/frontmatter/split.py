"""Where the settings of a file stand, and where its text."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptlint.frontends.document import Span

_OPENING = re.compile(
    r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n|[\r\n])|[ \t]*+(?:<!--.*?-->|\{#.*?#\}|\{\{!--.*?--\}\}|\{\{!.*?\}\}))*+"
    r"[ \t]*+(?P<mark>-{3,}|\+\+\+)[ \t]*+(?P<inside>\r\n|[\r\n])",
    re.DOTALL,
)
_BLANKS = re.compile(r"\s*+")


class Parts(NamedTuple):
    """The parts of a file."""

    settings: Span | None
    """The YAML between the lines of dashes; None for a file that has none."""
    body: Span
    """The text behind, without blanks at its start and its end."""
    unclosed: Span | None = None
    """The line of dashes that begins the settings, where none ends them: then all of the file is its body."""


def split(text: str) -> Parts:
    """Return where the settings of a file stand, and its text.

    Lines of `---` or `+++` around the settings may stand behind blank lines and comments: `#`, `<!-- -->`, `{# #}`,
    `{{! }}`. Dashes within a line are none.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return Parts(None, _stripped(text, Span(0, len(text))))
    mark = opening["mark"]
    closing = re.compile(rf"^{'-{3,}' if mark[0] == '-' else re.escape(mark)}[ \t]*+(?:\r\n|[\r\n]|\Z)", re.MULTILINE)
    start = opening.end("inside")
    end = closing.search(text, start)
    if end is None:
        return Parts(None, _stripped(text, Span(0, len(text))), Span(*opening.span("mark")))
    return Parts(Span(start, end.start()), _stripped(text, Span(end.end(), len(text))))


def _stripped(text: str, span: Span) -> Span:
    """Return a span without blanks at its start and its end: what reads such files strips them."""
    blanks = _BLANKS.match(text, *span)
    start = blanks.end() if blanks else span.start
    return Span(start, max(start, span.start + len(text[span.start : span.end].rstrip())))
