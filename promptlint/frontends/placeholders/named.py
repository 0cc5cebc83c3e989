"""Languages of nothing but names: what a pattern finds is replaced by the value of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.formatting import Field, fill_run, placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import EMPTY, literal
from promptlint.frontends.python.rendering import formatted
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Literal, Map, Text, Value
from promptlint.source import Place


def fill(
    pattern: re.Pattern[str],
    frame: Frame,
    state: State,
    template: Text,
    values: Map,
    place: Place,
    load: Load = unloaded,
) -> Value | None:
    """Return a template with what the pattern finds replaced by the value under its group `name`."""

    def fields(part: Literal) -> Iterator[Field]:
        for match in pattern.finditer(part.text):
            value = lookup(state, values, literal(match["name"]))
            yield Field(match.start(), match.end(), partial(formatted, frame, state, value, "", EMPTY))

    return Text(fill_run(placeholders(frame, place), template.parts, fields))


def delimited(left: str, right: str) -> re.Pattern[str]:
    """Return the pattern of dotted names that stand between two marks: `<<name>>`."""
    return re.compile(rf"{re.escape(left)}\s*(?P<name>[^\W\d][\w.-]*)\s*{re.escape(right)}")
