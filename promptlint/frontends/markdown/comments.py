"""The comments of a Markdown or HTML text that speak to promptlint: `<!-- promptlint: … -->`."""

from __future__ import annotations

import re

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.frontends.remarks import Extent, read_remarks
from promptlint.source import Source

_TOKEN = re.compile(
    r"<!--(?P<comment>(?:(?!-->).)*+)(?:-->|\Z)"
    r"|^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\r\n]*+(?:(?!^[ ]{0,3}(?P=fence)).)*+(?:^[ ]{0,3}(?P=fence))?"
    r"|`[^`\r\n]++`",
    re.DOTALL | re.MULTILINE,
)
_GAP = re.compile(r"(?=(?>\r\n|[\r\n])[ \t]*+(?:[\r\n]|\Z))|\Z")


def read_comments(source: Source, span: Span | None = None) -> tuple[Comment, ...]:
    """Return the comments in a text, or in a stretch of it, in order; those in code are text.

    One that stands alone governs the next paragraph.
    """
    return read_remarks(source, span, _TOKEN, _extent)


def _extent(text: str) -> Extent:
    def end(at: int) -> int:
        gap = _GAP.search(text, at)
        return gap.start() if gap else len(text)

    return end
