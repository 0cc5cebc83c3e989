"""The comments of a Jinja text that speak to promptlint: `{# promptlint: … #}`."""

from __future__ import annotations

import re

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.frontends.remarks import blocks, read_remarks
from promptlint.source import Source

_PIECE = r"""(?:"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'|[^"'])"""
_TOKEN = re.compile(
    r"\{#[-+]?(?P<comment>(?:(?![-+]?#\}).)*+)(?:[-+]?#\}|\Z)"
    r"|\{%[-+]?\s*+raw\s*+[-+]?%\}(?:(?!\{%[-+]?\s*+endraw\b).)*+"
    rf"|\{{\{{(?:(?!\}}\}}){_PIECE})*+|\{{%(?:(?!%\}}){_PIECE})*+",
    re.DOTALL,
)
_TAG = re.compile(r"\{%[-+]?\s*+(?P<end>end)?(?P<name>\w++)")


def read_comments(source: Source, span: Span | None = None) -> tuple[Comment, ...]:
    """Return the comments in a Jinja text, or in a stretch of it, in order.

    One that stands alone governs the next line, or the whole block where a `{% for … %}` or the like begins it.
    """
    return read_remarks(source, span, _TOKEN, blocks(_TAG))
