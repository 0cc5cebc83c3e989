"""Templates that a model of a package fills: every syntax of placeholders that Python's own methods do not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.formatting import (
    Field,
    Malformed,
    dollar_text,
    fill_run,
    format_text,
    placeholders,
)
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.percent import percent_text
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.rendering import formatted
from promptlint.frontends.python.routine import Routine, argument
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Element, Made, Map, Op, Spread, Text, Value
from promptlint.source import Place

_MUSTACHE = re.compile(r"\{\{(?P<raw>\{)?\s*&?\s*(?P<name>[\w.]+)\s*(?(raw)\})\}\}")
_BRACES = re.compile(r"\{(?P<name>[A-Za-z_][\w:.-]*)\??\}")
_SECTION = re.compile(r"\{\{\s*[#^/>!=]")

Fill = Callable[[Frame, State, Text, Map, Place], Value | None]


def _fill(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return a template with its placeholders filled; one that has no value becomes a hole of its own name."""
    template = state.content(argument(arguments, 0, "text"))
    syntax = plain(argument(arguments, 1, "syntax"))
    values = state.content(argument(arguments, 2, "values"))
    if not isinstance(template, Text) or syntax not in _SYNTAXES:
        return None
    entries = values.entries if isinstance(values, Map) else (Spread(values, place),)
    later = Spread(Op("missing", (), (), place, "inputs"), place)
    try:
        return fill(frame, state, template, syntax, Map((later, *entries)), place)
    except Malformed:
        return None


def fill(frame: Frame, state: State, template: Text, syntax: str, values: Map, place: Place) -> Value | None:
    """Return a template of some syntax with its placeholders filled; None where that is not known. Raises Malformed."""
    rule = _SYNTAXES.get(syntax)
    return None if rule is None else rule(frame, state, template, values, place)


def _format(frame: Frame, state: State, template: Text, values: Map, place: Place) -> Value | None:
    return format_text(frame, state, template, Arguments((), ((None, values),)), place)


def _percent(frame: Frame, state: State, template: Text, values: Map, place: Place) -> Value | None:
    return percent_text(frame, state, template, values, place)


def _dollar(frame: Frame, state: State, template: Text, values: Map, place: Place) -> Value | None:
    return dollar_text(frame, state, template, Arguments((Element(values, place),)), place, safe=True)


def _jinja(frame: Frame, state: State, template: Text, values: Map, place: Place) -> Value | None:
    from promptlint.frontends.jinja.render import call_jinja

    made = Made("jinja2.Template", Arguments((Element(template, place),)), place)
    return call_jinja(frame, state, made, "render", Arguments((), ((None, values),)), place)


def _mustache(frame: Frame, state: State, template: Text, values: Map, place: Place) -> Value | None:
    """Return a template of plain variables filled; None for one with sections."""
    text = "".join(getattr(part, "text", "\0") for part in template.parts)
    if _SECTION.search(text):
        return None
    return _named(frame, state, template, values, place, _MUSTACHE)


def _braces(frame: Frame, state: State, template: Text, values: Map, place: Place) -> Value | None:
    return _named(frame, state, template, values, place, _BRACES)


def _named(
    frame: Frame, state: State, template: Text, values: Map, place: Place, pattern: re.Pattern[str]
) -> Value | None:
    """Return a template with what a pattern finds replaced by the value of that name."""

    def fields(part: object) -> Iterator[Field]:
        for match in pattern.finditer(getattr(part, "text", "")):
            value = lookup(state, values, literal(match["name"]))
            run = partial(formatted, frame, state, value, "", EMPTY)
            yield Field(match.start(), match.end(), run)

    return Text(fill_run(placeholders(frame, place), template.parts, fields))


_SYNTAXES: dict[str, Fill] = {
    "format": _format,
    "percent": _percent,
    "dollar": _dollar,
    "jinja2": _jinja,
    "mustache": _mustache,
    "braces": _braces,
    "nunjucks": _jinja,
    "handlebars": _mustache,
}


def _later(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Call a function that the package will call for every request, with arguments of which nothing is known."""
    frame.call(state.fork(), argument(arguments, 0, "function"), Arguments(), place)
    return Const(True)


ROUTINES: dict[str, Routine] = {"promptlint.intrinsics.fill": _fill, "promptlint.intrinsics.later": _later}
