"""Semantic Kernel's own templates: variables, quoted values, and functions of plugins with their arguments.

source: semantic-kernel 1.45.0 template_engine/blocks/*.py; read 2026-11-22
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.placeholders.pieces import Field, Pieces, may_hold
from promptlint.frontends.placeholders.signs import escaped
from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.rendering import text_of
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Element, Map, Run, Text, Value
from promptlint.source import Place

_QUOTED = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
_BLOCK = re.compile(rf"\{{\{{((?:{_QUOTED}|[^{{}}\"']|\{{(?!\{{)|\}}(?!\}}))*)\}}\}}", re.DOTALL)
_TOKEN = re.compile(
    rf"\s*(?:(?:(?P<key>\w+)\s*=\s*)?(?:\$(?P<name>\w+)|(?P<text>{_QUOTED}))|(?P<call>\w+(?:\.\w+)?))(?=\s|$)"
)
_ESCAPE = re.compile(r"\\([\\'\"])")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}


def fill(frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded) -> Value | None:
    """Return a template filled with values; None for one whose blocks are not known. Raises BrokenTemplate.

    A function of a plugin is a call of `semantic-kernel.<plugin>.<function>`, in lower case.
    """
    if may_hold(template.parts, ("{{",)):
        return None
    pieces = Pieces(template.parts, placeholders(frame, place), place)

    def fields() -> Iterator[Field]:
        for block in _BLOCK.finditer(pieces.source):
            if block[1].strip():
                yield _field(frame, state, values, pieces, block)

    return Text(pieces.filled(fields()))


def _field(frame: Frame, state: State, values: Map, pieces: Pieces, block: re.Match[str]) -> Field:
    place = pieces.placed(*block.span())
    first, *rest = _tokens(block, pieces)
    wrong = [each for each in rest if each["call"] or first["call"] is None] or [first] * bool(first["key"])
    if wrong:
        raise _refused(block, wrong[0], pieces)
    if first["call"] is None:
        value = _value(state, values, first)
        run = value.parts if first["text"] and isinstance(value, Text) else _written(frame, state, value, place)
        return Field(*block.span(), run)
    positional = tuple(Element(_value(state, values, each), place) for each in rest if not each["key"])
    keywords = tuple((each["key"], _value(state, values, each)) for each in rest if each["key"])
    function = External(f"semantic-kernel.{first['call'].lower()}")
    result = frame.call(state, function, Arguments(positional, keywords), place)
    return Field(*block.span(), _written(frame, state, result, place))


def _written(frame: Frame, state: State, value: Value, place: Place) -> Run:
    """Return the text of a value, whose signs of markup are replaced unless a setting says otherwise."""
    return escaped(text_of(frame, state, value, place), _SIGNS, place, certain=False)


def _value(state: State, values: Map, token: re.Match[str]) -> Value:
    if token["name"]:
        return lookup(state, values, literal(token["name"]))
    return literal(_ESCAPE.sub(r"\1", token["text"][1:-1]))


def _tokens(block: re.Match[str], pieces: Pieces) -> list[re.Match[str]]:
    """Return the tokens of a block."""
    found: list[re.Match[str]] = []
    at, end = block.start(1), block.start(1) + len(block[1].rstrip())
    while at < end:
        token = _TOKEN.match(block.string, at, end)
        if token is None:
            at += len(block.string[at:end]) - len(block.string[at:end].lstrip())
            message = f"`{block.string[at]}` cannot stand here: a block is `$name`, a quoted text, or a function"
            raise BrokenTemplate(message, at, pieces.placed(at, at + 1))
        found.append(token)
        at = token.end()
    return found


def _refused(block: re.Match[str], token: re.Match[str], pieces: Pieces) -> BrokenTemplate:
    at = token.start() + len(token.group()) - len(token.group().lstrip())
    message = f"`{token.group().strip()}` cannot stand here: only the name of a function is followed by arguments"
    return BrokenTemplate(message, at, pieces.placed(at, token.end()))
