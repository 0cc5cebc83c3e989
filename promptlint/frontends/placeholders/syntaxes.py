"""The template languages by their names, and how each of them is filled."""

from __future__ import annotations

import re
from functools import partial
from typing import Protocol

from promptlint.frontends.placeholders import (
    dify,
    emptiness,
    functions,
    handlebars,
    liquid,
    mustache,
    named,
    rendering,
    sections,
    semantic_kernel,
)
from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.placeholders.scope import Language
from promptlint.frontends.python.formatting import dollar_text, format_text
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.percent import percent_text
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Element, Map, Text, Value
from promptlint.source import Place


class Fill(Protocol):
    """Fills the templates of one language."""

    def __call__(
        self, frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
    ) -> Value | None:
        """Return a template filled with values; None where it cannot be followed.

        `place` is the call that fills it, or the template; `load` gets the templates that it names. Raises Malformed;
        the languages that promptlint reads itself raise BrokenTemplate, which says where and why.
        """


def _format(
    frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
) -> Value | None:
    return format_text(frame, state, template, Arguments((), ((None, values),)), place)


def _percent(
    frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
) -> Value | None:
    return percent_text(frame, state, template, values, place)


def _dollar(
    frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
) -> Value | None:
    return dollar_text(frame, state, template, Arguments((Element(values, place),)), place, safe=True)


def _jinja(
    frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
) -> Value | None:
    from promptlint.frontends.jinja import filling

    return filling.fill(frame, state, template, values, place, load, filling.own(frame))


def _nunjucks(
    frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
) -> Value | None:
    from promptlint.frontends.jinja import nunjucks

    return nunjucks.fill(frame, state, template, values, place, load)


def _none(frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded) -> Value | None:
    return template


def _tagged(language: Language) -> Fill:
    def fill(
        frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded
    ) -> Value | None:
        return rendering.fill(language, frame, state, template, values, place, load)

    return fill


_MUSTACHE = Language(
    "mustache",
    mustache.parse,
    marks=("{{",),
    climbs=True,
    empty=emptiness.in_mustache,
    signs={"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"},
    certain=True,
)
_HANDLEBARS = Language(
    "handlebars",
    handlebars.parse,
    marks=("{{",),
    climbs=False,
    empty=emptiness.in_handlebars,
    signs={sign: f"&#{ord(sign)};" for sign in "&<>\"'`="},
    certain=False,
    functions=functions.HANDLEBARS,
    blocks=sections.BLOCKS,
)
_LIQUID = Language(
    "liquid",
    liquid.parse,
    marks=("{{", "{%"),
    climbs=False,
    empty=emptiness.in_liquid,
    signs={},
    certain=True,
    functions=functions.LIQUID,
    blocks=sections.BLOCKS,
    loop="forloop",
)

SYNTAXES: dict[str, Fill] = {
    "f-string": _format,
    "percent": _percent,
    "dollar": _dollar,
    "jinja2": _jinja,
    "nunjucks": _nunjucks,
    "mustache": _tagged(_MUSTACHE),
    "handlebars": _tagged(_HANDLEBARS),
    "liquid": _tagged(_LIQUID),
    "semantic-kernel": semantic_kernel.fill,
    "dify": partial(named.fill, dify.APPLICATION),
    "dify-workflow": partial(named.fill, dify.WORKFLOW),
    "braces": partial(named.fill, named.Names(re.compile(r"\{(?P<name>[A-Za-z_][\w:.-]*)\??\}"))),
    "none": _none,
}
