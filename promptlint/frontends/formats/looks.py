"""Looks: the language that a text is written in whose format does not tell it, by its placeholders."""

from __future__ import annotations

import re

from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.templates import unfilled
from promptlint.frontends.python.values import Literal, Text
from promptlint.source import Place

_FIELD = re.compile(r"(?<!\$)\{\{[-~]?\s*[^\W\d][^{}]*\}\}|\{%|\{#")
"""What only a template of Jinja or one like it holds."""
_BRACED = re.compile(r"\$\{[^\W\d]\w*\}")
_BARE = re.compile(r"(?<![^\s(\[:,;<>*_-])\$(?P<name>[a-z_][a-z0-9_]*+)(?![\w(\[{`$/=-]|\.\w)")
"""A name behind a sign that stands as a word does; not what a shell or a program calls, sets or looks into."""


def looks(frame: Frame, text: Text, place: Place) -> tuple[str, ...]:
    """Return the language of the placeholders of a text, alone; nothing for a text without any.

    `$name` is none of a program only where the name says what would stand there.
    """
    written = "".join(part.text for part in text.parts if isinstance(part, Literal))
    if _BRACED.search(written):
        return ("dollar",)
    if "{" in written and unfilled(frame, text, place) is not None:
        return ("f-string",)
    if _FIELD.search(written):
        return ("jinja2",)
    names = frame.world.catalog.names
    return ("dollar",) if any(names.find(found["name"]) for found in _BARE.finditer(written)) else ()
