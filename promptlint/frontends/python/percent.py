"""The `%` of a string: what it puts in the place of each conversion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.convert import compute, is_sane
from promptlint.frontends.python.formatting import (
    LONG,
    Field,
    Malformed,
    fill_run,
    format_value,
    formatted_field,
    nothing,
    placeholders,
)
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import EMPTY, literal
from promptlint.frontends.python.routine import positional_value
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.text import run_of
from promptlint.frontends.python.values import Arguments, Element, Insert, Literal, Map, Op, Run, Seq, Text, Value
from promptlint.source import Place

_PERCENT = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?(?P<spec>[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?)[hlL]?(?P<type>[a-zA-Z%])"
)


def percent_text(frame: Frame, state: State, template: Text, operand: Value, place: Place) -> Text:
    """Return `template % operand`. Raises Malformed."""
    values = _percent_values(state.content(operand))

    def fields(part: Literal) -> Iterator[Field]:
        for match in _PERCENT.finditer(part.text):
            if match["type"] == "%":
                yield Field(match.start(), match.end() - 1, nothing)
            elif match["name"] is not None:
                yield _percent_field(frame, state, match, lookup(state, operand, literal(match["name"])), ())
            else:
                widths = [next(values, None) for _ in range(match["spec"].count("*"))]
                value = next(values, None)
                if value is None or None in widths:
                    raise Malformed
                yield _percent_field(frame, state, match, value, tuple(width for width in widths if width))

    return Text(fill_run(placeholders(frame, place), template.parts, fields))


def _percent_field(frame: Frame, state: State, match: re.Match[str], value: Value, widths: tuple[Value, ...]) -> Field:
    spec, kind = match["spec"], match["type"]

    def run(place: Place) -> Run:
        if not spec and kind in "sra":
            return formatted_field(frame, state, value, kind, EMPTY, place)
        shown = Text(formatted_field(frame, state, value, kind, EMPTY, place)) if kind in "sra" else value
        written = f"%{spec}{'s' if kind in 'sra' else kind}"
        sane = is_sane(*widths) and LONG.search(spec) is None
        known = compute(lambda *values: written % values, (*widths, shown), place) if sane else None
        if known is not None:
            return run_of(known, place)
        if kind in "sra":
            return format_value(freeze(shown, state.memory), "", literal(_as_format(spec)), place)
        return (Insert(Op("format", (freeze(value, state.memory), literal(spec + kind)), (), place), place),)

    return Field(match.start(), match.end(), run)


def _as_format(spec: str) -> str:
    """Return what `format` calls the width and precision that `%` gives to a text."""
    room = spec.lstrip("#0- +")
    side = "<" if "-" in spec[: len(spec) - len(room)] else ">"
    return side + room if room[:1].isdigit() else room


def _percent_values(operand: Value) -> Iterator[Value]:
    match operand:
        case Seq(items, "tuple"):
            for number in range(len(items)):
                yield positional_value(Arguments(items), number)
            if any(not isinstance(item, Element) for item in items):
                yield from (positional_value(Arguments(items), len(items) + number) for number in range(100))
        case Map():
            return
        case _:
            yield operand
