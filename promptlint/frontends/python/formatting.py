"""The four ways in which Python puts values into a template: format specs, `str.format`, `%` and `string.Template`.

A value enters the text at its placeholder, which is the place that a person would edit.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from promptlint.frontends.python.containers import attribute_or_item, lookup, positional_value
from promptlint.frontends.python.convert import compute, cut
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import run_of, shown
from promptlint.frontends.python.values import (
    EMPTY,
    Arguments,
    Const,
    Each,
    Either,
    Entry,
    Insert,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Text,
    Value,
    literal,
    plain,
)
from promptlint.source import Place

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]")
_NAME = re.compile(r"\.([^.\[]+)|\[([^\]]*)\]")
_PERCENT = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?(?P<spec>[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?)[hlL]?(?P<type>[a-zA-Z%])"
)
_DOLLAR = string.Template.pattern


MISSING = Const(...)


def _nothing(_: Place) -> Run:
    return ()


class Malformed(Exception):
    """A template that Python itself would refuse."""


class Field(NamedTuple):
    """A placeholder of a template, its span in the literal, and the run that replaces it; an escape deletes a character."""

    start: int
    end: int
    run: Callable[[Place], Run]


Where = Callable[[Literal, int, int], Place]


def format_value(value: Value, conversion: str, spec: Value, place: Place) -> Run:
    """Return the text of a replacement field, `{value!conversion:spec}`."""
    if conversion in ("r", "a"):
        run = shown(value, place)
        value = Text(run) if run != (Insert(value, place),) else Op("repr", (value,), (), place)
    elif conversion == "s":
        value = Text(run_of(value, place))
    if spec == EMPTY:
        return run_of(value, place)
    if (known := compute(format, (value, spec), place)) is not None:
        return run_of(known, place)
    return (Insert(Op("format", (value, spec), (), place), place),)


def format_text(frame: Frame, state: State, template: Text, arguments: Arguments, place: Place) -> Text:
    """Return `template.format(...)`. Raises Malformed."""
    numbers = iter(range(len(arguments.positional) + 1_000))

    def value_of(expression: str) -> Value:
        name = re.split(r"[.\[]", expression, maxsplit=1)[0]
        name = name or str(next(numbers))
        value = positional_value(arguments, int(name)) if name.isdecimal() else lookup_keyword(state, arguments, name)
        for attribute, key in _NAME.findall(expression[len(name) if expression.startswith(name) else 0 :]):
            value = attribute_or_item(frame, state, value, attribute, key)
        return value

    def fields(part: Literal) -> Iterator[Field]:
        for match in _FIELD.finditer(part.text):
            token = match[0]
            if token in ("{{", "}}"):
                yield Field(match.start(), match.start() + 1, _nothing)
            elif token in ("{", "}"):
                raise Malformed
            else:
                yield _format_field(match, value_of)

    return Text(_fill(placeholders(frame, place), template.parts, fields))


def _format_field(match: re.Match[str], value_of: Callable[[str], Value]) -> Field:
    value = value_of(match[1].strip())
    spec = re.sub(r"\{([^{}]*)\}", lambda inner: plain(value_of(inner[1])) or "", match[3] or "")
    conversion = match[2] or ""
    return Field(match.start(), match.end(), lambda place: format_value(value, conversion, literal(spec), place))


def lookup_keyword(state: State, arguments: Arguments, name: str) -> Value:
    """Return what a call passes as the keyword `name`, in a `**` mapping if need be. Raises Malformed without any."""
    for keyword, value in reversed(arguments.keywords):
        if keyword == name:
            return value
        if keyword is None:
            return lookup(state, value, literal(name))
    raise Malformed


def percent_text(frame: Frame, state: State, template: Text, operand: Value, place: Place) -> Text:
    """Return `template % operand`. Raises Malformed."""
    values = _percent_values(state.content(operand))

    def fields(part: Literal) -> Iterator[Field]:
        for match in _PERCENT.finditer(part.text):
            if match["type"] == "%":
                yield Field(match.start(), match.end() - 1, _nothing)
                continue
            if match["name"] is not None:
                value = lookup(state, operand, literal(match["name"]))
            else:
                value = next(values, MISSING)
            if value is MISSING:
                raise Malformed
            yield _percent_field(match, value)

    return Text(_fill(placeholders(frame, place), template.parts, fields))


def _percent_field(match: re.Match[str], value: Value) -> Field:
    spec, kind = match["spec"], match["type"]

    def run(place: Place) -> Run:
        if kind in "ra":
            return format_value(value, kind, EMPTY, place)
        if kind == "s" and not spec:
            return run_of(value, place)
        known = compute(lambda v: f"%{spec}{kind}" % (v,), (value,), place)
        return (
            run_of(known, place) if known else (Insert(Op("format", (value, literal(spec + kind)), (), place), place),)
        )

    return Field(match.start(), match.end(), run)


def _percent_values(operand: Value) -> Iterator[Value]:
    match operand:
        case Seq(items, "tuple"):
            for number in range(len(items)):
                yield positional_value(Arguments(items), number)
        case Map():
            return
        case _:
            yield operand


def dollar_text(frame: Frame, state: State, template: Text, arguments: Arguments, place: Place, *, safe: bool) -> Text:
    """Return `string.Template(template).substitute(...)`; `safe` leaves placeholders without a value. Raises Malformed."""
    mapping = positional_value(arguments, 0) if arguments.positional else Map(())

    def fields(part: Literal) -> Iterator[Field]:
        for match in _DOLLAR.finditer(part.text):
            name = match["named"] or match["braced"]
            if match["escaped"] is not None:
                yield Field(match.start(), match.end() - 1, _nothing)
            elif name is None:
                raise Malformed
            elif (value := _dollar_value(state, arguments, mapping, name)) is not None:
                yield Field(match.start(), match.end(), partial(run_of, value))
            elif not safe:
                raise Malformed

    return Text(_fill(placeholders(frame, place), template.parts, fields))


def _dollar_value(state: State, arguments: Arguments, mapping: Value, name: str) -> Value | None:
    try:
        return lookup_keyword(state, arguments, name)
    except Malformed:
        content = state.content(mapping)
        known = isinstance(content, Map) and all(isinstance(entry, Entry) for entry in content.entries)
        value = lookup(state, mapping, literal(name))
        return None if known and isinstance(value, Op) else value


def replace_text(frame: Frame, template: Text, old: str, new: Value, place: Place) -> Text:
    """Return `template.replace(old, new)`, as far as the old text stands in one literal."""
    if not old:
        return template

    def fields(part: Literal) -> Iterator[Field]:
        start = part.text.find(old)
        while start >= 0:
            yield Field(start, start + len(old), partial(run_of, new))
            start = part.text.find(old, start + len(old))

    return Text(_fill(placeholders(frame, place), template.parts, fields))


def _fill(where: Where, run: Run, fields: Callable[[Literal], Iterator[Field]]) -> Run:
    """Return the run with the placeholders of its literals replaced."""
    filled: list[Member] = []
    for part in run:
        match part:
            case Literal():
                filled.extend(_fill_literal(where, part, fields))
            case Either(condition, arms, place):
                filled.append(Either(condition, tuple(_fill(where, arm, fields) for arm in arms), place))
            case Each(body, over, place):
                filled.append(Each(_fill(where, body, fields), over, place))
            case _:
                filled.append(part)
    return tuple(filled)


def _fill_literal(where: Where, part: Literal, fields: Callable[[Literal], Iterator[Field]]) -> Iterator[Member]:
    position = 0
    for field in fields(part):
        if field.start > position:
            yield cut(part, position, field.start)
        yield from field.run(where(part, field.start, field.end))
        position = field.end
    if position < len(part.text):
        yield cut(part, position, len(part.text))


def placeholders(frame: Frame, place: Place) -> Where:
    """Return where a placeholder was written: in the template's literal, or (a computed template) at `place`."""

    def where(part: Literal, start: int, end: int) -> Place:
        if part.site is None:
            return place
        return frame.world.literal_span(part.site.place, part.site.at + start, end - start)

    return where
