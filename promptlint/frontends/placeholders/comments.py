"""The comments of mustache, handlebars and liquid that speak to promptlint."""

from __future__ import annotations

import re

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.frontends.remarks import blocks, read_remarks
from promptlint.source import Source

_HANDLEBARS = re.compile(
    r"\{\{~?!(?P<long>--)?(?P<comment>(?:(?!(?(long)--~?\}\}|~?\}\})).)*+)(?(long)--)~?\}\}"
    r"|\{\{\{\{\s*+(?P<raw>[^\s{}/]++)[^{}]*+\}\}\}\}(?:(?!\{\{\{\{/\s*+(?P=raw)\s*+\}).)*+",
    re.DOTALL,
)
_SECTION = re.compile(r"\{\{~?(?:[#^]\*?>?|(?P<end>/))\s*+(?P<name>[^\s{}~]++)")
_LIQUID = re.compile(
    r"\{%-?\s*+(?:(?P<inline>\#)|comment\s*+-?%\})"
    r"(?P<comment>(?:(?!(?(inline)-?%\}|\{%-?\s*+endcomment\b)).)*+)(?(inline)-?%\}|\{%-?\s*+endcomment\s*+-?%\})"
    r"|\{%-?\s*+raw\s*+-?%\}(?:(?!\{%-?\s*+endraw\b).)*+",
    re.DOTALL,
)
_TAG = re.compile(r"\{%-?\s*+(?P<end>end)?(?P<name>\w++)")


def read_handlebars(source: Source, span: Span | None = None) -> tuple[Comment, ...]:
    """Return the comments in a text of mustache or handlebars, or in a stretch of it, in order: `{{! … }}`, `{{!-- … --}}`.

    One that stands alone governs the next line, or the whole section where one begins on it.
    """
    return read_remarks(source, span, _HANDLEBARS, blocks(_SECTION))


def read_liquid(source: Source, span: Span | None = None) -> tuple[Comment, ...]:
    """Return the comments in a text of liquid, or in a stretch of it, in order: `{% comment %} … {% endcomment %}`, `{% # … %}`.

    One that stands alone governs the next line, or the whole block where one begins on it.
    """
    return read_remarks(source, span, _LIQUID, blocks(_TAG))
