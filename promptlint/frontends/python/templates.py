"""Templates that no call in sight fills: what stands at their placeholders is known by name only."""

from __future__ import annotations

import re

from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.formatting import Malformed, format_text
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Literal, Op, Text
from promptlint.source import Place

_BRACED = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_PLACEHOLDER = re.compile(
    r"[^\W\d]\w*(?:\.[^\W\d]\w*)*(?:![rsa])?(?::(?:[<>^]\d+|\.\d+[efgs%]?|\d+[dfs]|,|[%\w:/. -]*%[A-Za-z][%\w:/. -]*))?"
)
"""A name, and what only `str.format` takes behind one: `!r`, `:>10`, `:.2f`, `:%H:%M`; not the value of a key."""
_VALUES = Op("unknown", (), (), NOWHERE)


def unfilled(frame: Frame, template: Text, place: Place) -> Text | None:
    """Return a constant template of `str.format` with an unknown value at each placeholder, which is a name.

    None for a text without any, or with braces that `str.format` would refuse: an example of JSON, a program.
    """
    literals = [part.text for part in template.parts if isinstance(part, Literal)]
    fields = [field for text in literals for field in _BRACED.finditer(text) if field[0] not in ("{{", "}}")]
    if not fields or not all(_PLACEHOLDER.fullmatch(field[1] or "") for field in fields):
        return None
    try:
        return format_text(frame, State(), template, Arguments((), ((None, _VALUES),)), place)
    except Malformed:
        return None
