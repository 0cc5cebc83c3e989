"""Templates that a model of a package fills: every syntax of placeholders that Python's own methods do not read."""

from __future__ import annotations

from functools import partial

from promptlint.frontends.placeholders import named
from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.placeholders.syntaxes import SYNTAXES
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.formatting import Malformed
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.routine import Routine, argument
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Map, Op, Spread, Text, Value
from promptlint.source import Place


def _fill(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return a template with its placeholders filled; one that has no value becomes a hole of its own name."""
    template = state.content(argument(arguments, 0, "text"))
    syntax = plain(argument(arguments, 1, "syntax"))
    values = state.content(argument(arguments, 2, "values"))
    if not isinstance(template, Text) or syntax not in SYNTAXES:
        return None
    entries = values.entries if isinstance(values, Map) else (Spread(values, place),)
    later = Spread(Op("missing", (), (), place, "inputs"), place)
    try:
        return fill(frame, state, template, syntax, Map((later, *entries)), place)
    except Malformed:
        return None


def fill(
    frame: Frame, state: State, template: Text, syntax: str, values: Map, place: Place, load: Load = unloaded
) -> Value | None:
    """Return a template of some syntax with its placeholders filled; None where that is not known. Raises Malformed.

    A syntax of two words is that of names between two marks: `<< >>`.
    """
    marks = syntax.split()
    rule = partial(named.fill, named.delimited(*marks)) if len(marks) == 2 else SYNTAXES.get(syntax)
    return None if rule is None else rule(frame, state, template, values, place, load)


def _later(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Call a function that the package will call for every request, with arguments of which nothing is known."""
    frame.call(state.fork(), argument(arguments, 0, "function"), Arguments(), place)
    return Const(True)


ROUTINES: dict[str, Routine] = {"promptlint.intrinsics.fill": _fill, "promptlint.intrinsics.later": _later}
