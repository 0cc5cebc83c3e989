"""Languages of nothing but names: what a pattern finds is replaced by the value of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.formatting import Field, fill_run, placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.rendering import formatted
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Entry, Literal, Map, Text, Value
from promptlint.source import Place


class Names(NamedTuple):
    """How the placeholders of a language are written, and what their names mean."""

    pattern: re.Pattern[str]
    """What finds them, with the name in the group `name`."""
    owner: str = ""
    """What the names that nobody passes a value for belong to in the catalogue; then they are paths, with dots in them."""


def fill(
    names: Names, frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
) -> Value | None:
    """Return a template with every placeholder replaced by the value of its name."""

    def fields(part: Literal) -> Iterator[Field]:
        for match in names.pattern.finditer(part.text):
            name = match["name"]
            value = _reached(names.owner, frame, state, values, name) if names.owner else _passed(state, values, name)
            yield Field(match.start(), match.end(), partial(formatted, frame, state, value, "", EMPTY))

    return Text(fill_run(placeholders(frame, place), template.parts, fields))


def _passed(state: State, values: Map, name: str) -> Value:
    return lookup(state, values, literal(name))


def _reached(owner: str, frame: Frame, state: State, values: Map, path: str) -> Value:
    """Return what a path leads to: from a value that is passed, failing that what the catalogue says of it."""
    head, *rest = path.split(".")
    given = any(isinstance(entry, Entry) and plain(entry.key) == head for entry in values.entries)
    known = None if given else frame.world.catalog.attribute(f"{owner}.{path}")
    if known is not None:
        return known.hole(path)
    value = _passed(state, values, head)
    for step in rest:
        value = lookup(state, value, literal(step))
    return value


def delimited(left: str, right: str) -> Names:
    """Return how dotted names are written between two marks: `<<name>>`."""
    return Names(re.compile(rf"{re.escape(left)}\s*(?P<name>[^\W\d][\w.-]*)\s*{re.escape(right)}"))
