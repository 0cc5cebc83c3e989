"""Templates that a model of a package fills: every syntax of placeholders that Python's own methods do not read."""

from __future__ import annotations

from functools import partial

from promptlint.frontends.frontmatter.roles import turned
from promptlint.frontends.placeholders import named
from promptlint.frontends.placeholders.messages import messages
from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.placeholders.syntaxes import SYNTAXES
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.formatting import Malformed, placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.routine import Routine, argument
from promptlint.frontends.python.state import State, thaw
from promptlint.frontends.python.values import Arguments, Element, Entry, Map, Op, Seq, Spread, Text, Value
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


def _spoken(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return the messages of a text in which lines name roles."""
    text, roles = state.content(argument(arguments, 0, "text")), state.content(argument(arguments, 1, "roles"))
    first = plain(argument(arguments, 2, "first"))
    if not isinstance(text, Text) or not isinstance(roles, Seq) or first is None:
        return None
    words = {plain(item.value) or "" for item in roles.items if isinstance(item, Element)}
    shape = frame.world.catalog.messages
    run = turned(text.parts, words, placeholders(frame, place), shape.role_keys)
    found = messages(Text(run), shape, first, stripped=True)
    if isinstance(found, Text):
        entries = Entry(literal("content"), found, place), Entry(literal("role"), literal(first), place)
        found = Seq((Element(Map(entries), place),))
    return thaw(found, state)


def _later(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Call a function that the package will call for every request, with arguments of which nothing is known."""
    frame.call(state.fork(), argument(arguments, 0, "function"), Arguments(), place)
    return Const(True)


ROUTINES: dict[str, Routine] = {
    "promptlint.intrinsics.fill": _fill,
    "promptlint.intrinsics.later": _later,
    "promptlint.intrinsics.spoken": _spoken,
}
