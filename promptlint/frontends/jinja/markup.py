"""Markup: text whose signs are not to be replaced, and the replacing."""

from __future__ import annotations

from promptlint.frontends.jinja.objects import Module
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.placeholders.pieces import unknown
from promptlint.frontends.placeholders.signs import escaped
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.plain import EMPTY
from promptlint.frontends.python.rendering import text_of
from promptlint.frontends.python.routine import argument
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.text import alternatives
from promptlint.frontends.python.values import (
    Arguments,
    Branch,
    Element,
    Made,
    Run,
    Text,
    Value,
)
from promptlint.source import Place

SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"}
_MARKUP = ("markupsafe.Markup", "jinja2.Markup", "jinja2.utils.Markup")


def marked(scope: Scope, run: Run, place: Place) -> Value:
    """Return text that a template made: as markup, where the template replaces signs."""
    text = Text(run)
    return text if scope.escapes is False else Made(_MARKUP[0], Arguments((Element(text, place),)), place)


def is_markup(value: Value) -> bool:
    """Return whether a value is text whose signs are not replaced."""
    return isinstance(value, Made) and value.name in _MARKUP


def bare(value: Value) -> Value:
    """Return the text that a markup holds; any other value as it is."""
    return argument(value.arguments, 0, "object", EMPTY) if isinstance(value, Made) and is_markup(value) else value


def written(scope: Scope, value: Value, place: Place) -> Run:
    """Return the text that a value becomes in a template at `place`."""
    match value:
        case Branch(condition, (first, second)):
            return alternatives(condition, written(scope, first, place), written(scope, second, place), place)
        case Const(Module(_, text)):
            return text
    if value == UNDEFINED:
        return () if scope.page.environment.silent else unknown(place)
    run = text_of(scope.frame, scope.state, bare(value), place)
    if scope.escapes is False or is_markup(value) or _is_safe(value):
        return run
    return escaped(run, SIGNS, place, certain=scope.escapes is True)


def _is_safe(value: Value) -> bool:
    """Return whether no sign of markup can stand in a value's text."""
    return isinstance(value, Const) and isinstance(value.value, bool | int | float | None)


def concatenated(scope: Scope, values: tuple[Value, ...], place: Place) -> Value:
    """Return `a ~ b`: markup where one of the values is and the template replaces signs."""
    if scope.escapes is False or not any(map(is_markup, values)):
        runs = (text_of(scope.frame, scope.state, bare(_shown(value)), place) for value in values)
        return Text(tuple(part for run in runs for part in run))
    return marked(scope, tuple(part for value in values for part in written(scope, value, place)), place)


def _shown(value: Value) -> Value:
    return EMPTY if value == UNDEFINED else value


def settled(scope: Scope, value: Value) -> Value:
    """Return a value as a filter of Python takes it: nothing refers to memory, what is not defined is an empty text."""
    return freeze(bare(_shown(value)), scope.state.memory)


def bared(arguments: Arguments) -> Arguments:
    """Return arguments as a function of Python takes them: texts for markup and for what is not defined."""
    positional = tuple(
        Element(bare(_shown(m.value)), m.place) if isinstance(m, Element) else m for m in arguments.positional
    )
    return Arguments(positional, tuple((name, bare(_shown(value))) for name, value in arguments.keywords))
