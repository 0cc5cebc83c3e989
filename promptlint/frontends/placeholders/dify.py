"""Dify's templates: `{{#node.variable#}}` takes what a node of a workflow left, `{{variable}}` what an application asks for.

In a workflow the names of nodes alone are placeholders.

source: https://github.com/langgenius/dify api/core/prompt/utils/prompt_template_parser.py (WITH_VARIABLE_TMPL_REGEX);
graphon 0.1.2 runtime/variable_pool.py (VARIABLE_PATTERN), nodes/llm/llm_utils.py (CONTEXT_PLACEHOLDER, #histories#);
read 2026-11-22
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.placeholders.pieces import Field, Pieces
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.rendering import text_of
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Entry, Map, Text, Value
from promptlint.source import Place

_NODE = r"\{\{#(?P<path>\w{1,50}(?:\.[a-zA-Z_]\w{0,99}){1,10}|histories|query|context)#\}\}"
_NAME = r"\{\{(?P<name>[a-zA-Z_]\w{0,29})\}\}"
APPLICATION = re.compile(rf"{_NODE}|{_NAME}", re.ASCII)
WORKFLOW = re.compile(rf"{_NODE}(?P<name>)", re.ASCII)


def fill(
    fields_in: re.Pattern[str],
    frame: Frame,
    state: State,
    template: Text,
    values: Map,
    place: Place,
    load: Load = unloaded,
) -> Value | None:
    """Return a template filled with values: given ones, failing that what the catalogue says of `dify.<node>.<variable>`."""
    pieces = Pieces(template.parts, placeholders(frame, place), place)

    def fields() -> Iterator[Field]:
        for found in fields_in.finditer(pieces.source):
            where = pieces.placed(*found.span())
            value = _value(frame, state, values, found["path"] or found["name"])
            yield Field(*found.span(), text_of(frame, state, value, where))

    return Text(pieces.filled(fields()))


def _value(frame: Frame, state: State, values: Map, path: str) -> Value:
    """Return what a path leads to."""
    head, *rest = path.split(".")
    given = any(isinstance(entry, Entry) and plain(entry.key) == head for entry in values.entries)
    entry = None if given else frame.world.catalog.attribute(f"dify.{path}")
    if entry is not None:
        return entry.hole(path)
    value = lookup(state, values, literal(head))
    for step in rest:
        value = lookup(state, value, literal(step))
    return value
