"""How Python puts values into a template: format specs, `str.format`, `string.Template` and `str.replace`.

A value enters the text at its placeholder, which is the place that a person would edit.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.containers import attribute_or_item, entered, lookup
from promptlint.frontends.python.convert import LARGEST, compute, cut
from promptlint.frontends.python.ends import Side, cut_text, filled
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import lookup_or
from promptlint.frontends.python.merge import join_runs
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.routine import positional_value
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import run_of, shown
from promptlint.frontends.python.values import (
    Arguments,
    Branch,
    Either,
    Element,
    Entry,
    Insert,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Text,
    Value,
)
from promptlint.source import Place

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]")
_NAME = re.compile(r"\.([^.\[]+)|\[([^\]]*)\]")
LONG = re.compile(r"\d{7}")
"""A width that no prompt has."""
_DOLLAR = string.Template.pattern


def nothing(_: Place) -> Run:
    """Return what stands for an escape's first character."""
    return ()


_WRITTEN = re.compile(r"(?:.?(?P<side>[<>^]))?0?(?P<width>\d{1,6})?(?:\.(?P<most>\d{1,6}))?s?", re.DOTALL)
"""How a text is written: where it stands in how much room, and how much of it."""


_DEEPEST = 4
"""How many choices in a row at the start of a text are gone through; what begins with another one is written as a whole."""

MISSING = Const(...)


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
        run = shown(value, place, repr if conversion == "r" else ascii)
        value = Text(run) if run != (Insert(value, place),) else Op("repr", (value,), (), place)
    elif conversion == "s":
        value = Text(run_of(value, place))
    if spec == EMPTY:
        return run_of(value, place)
    return _specified(value, spec, place)


def _specified(value: Value, spec: Value, place: Place, depth: int = _DEEPEST) -> Run:
    """Return a value as a specification that is not empty writes it; a choice at its start arm by arm."""
    if LONG.search(plain(spec) or "") is None and (known := compute(format, (value, spec), place)) is not None:
        return run_of(known, place)
    match value:
        case Branch(condition, arms) if depth:
            first, second = (_specified(arm, spec, place, depth - 1) for arm in arms)
            return join_runs(condition, first, second, place)
        case Text((Either(condition, arms, at), *rest)) if depth:
            first, second = (_specified(Text((*arm, *rest)), spec, place, depth - 1) for arm in arms)
            return join_runs(condition, first, second, at)
        case Text(parts) if (written := _written(parts, plain(spec) or "-", place)) is not None:
            return written
        case Text((Insert(inner),)) if "%" not in (plain(spec) or "%"):
            value = inner
    return (Insert(Op("format", (value, spec), (), place), place),)


_SIDES: dict[str | None, Side] = {None: "<", "<": "<", ">": ">", "^": "^"}


def _written(run: Run, specification: str, place: Place) -> Run | None:
    """Return a text with known words in it as a specification writes it; None where that is not known."""
    spec = _WRITTEN.fullmatch(specification)
    if spec is None:
        return None
    if spec["most"] is not None:
        kept = cut_text(run, (NONE, Const(int(spec["most"])), NONE), place)
        if kept is None:
            return None
        run = kept.parts
    if all(isinstance(part, Insert) for part in run):
        return None
    return filled(run, int(spec["width"] or 0), _SIDES[spec["side"]], place)


def format_text(frame: Frame, state: State, template: Text, arguments: Arguments, place: Place) -> Text:
    """Return `template.format(...)`. Raises Malformed."""
    numbers = iter(range(len(arguments.positional) + 1_000))

    def value_of(expression: str) -> Value:
        name = re.split(r"[.\[]", expression, maxsplit=1)[0]
        name = name or str(next(numbers))
        value = _positional(arguments, int(name)) if name.isdecimal() else lookup_keyword(state, arguments, name)
        for attribute, key in _NAME.findall(expression[len(name) if expression.startswith(name) else 0 :]):
            value = attribute_or_item(frame, state, value, attribute, key)
        return value

    def fields(part: Literal) -> Iterator[Field]:
        for match in _FIELD.finditer(part.text):
            token = match[0]
            if token in ("{{", "}}"):
                yield Field(match.start(), match.start() + 1, nothing)
            elif token in ("{", "}"):
                raise Malformed
            else:
                yield _format_field(frame, state, match, value_of)

    return Text(fill_run(placeholders(frame, place), template.parts, fields))


def _positional(arguments: Arguments, number: int) -> Value:
    """Return a positional argument by its number. Raises Malformed without any."""
    hidden = any(not isinstance(member, Element) for member in arguments.positional)
    if number >= len(arguments.positional) and not hidden:
        raise Malformed
    return positional_value(arguments, number)


def _format_field(frame: Frame, state: State, match: re.Match[str], value_of: Callable[[str], Value]) -> Field:
    value = value_of(match[1].strip())
    spec = _spec(match[3] or "", value_of, Place("", 0, 0))
    conversion = match[2] or ""

    return Field(match.start(), match.end(), partial(formatted_field, frame, state, value, conversion, spec))


def formatted_field(frame: Frame, state: State, value: Value, conversion: str, spec: Value, place: Place) -> Run:
    """Return what a value becomes in a replacement field, by its own `__format__` where it has one."""
    from promptlint.frontends.python.rendering import formatted

    return formatted(frame, state, value, conversion, spec, place)


def _spec(spec: str, value_of: Callable[[str], Value], place: Place) -> Text:
    """Return a format specification with the values of the fields in it."""
    run: Run = ()
    for written, name in re.findall(r"([^{}]+)|\{([^{}]*)\}", spec):
        run += literal(written).parts if written else run_of(value_of(name), place)
    known = plain(Text(run))
    return Text(run) if known is None else literal(known)


def lookup_keyword(state: State, arguments: Arguments, name: str) -> Value:
    """Return what a call passes as the keyword `name`, in a `**` mapping if need be. Raises Malformed without any."""
    for keyword, value in reversed(arguments.keywords):
        if keyword == name:
            return value
        if keyword is None:
            return lookup(state, value, literal(name))
    raise Malformed


def dollar_text(frame: Frame, state: State, template: Text, arguments: Arguments, place: Place, *, safe: bool) -> Text:
    """Return `string.Template(template).substitute(...)`. Raises Malformed.

    With `safe` placeholders without a value and signs that begin none stay as they are.
    """
    mapping = positional_value(arguments, 0) if arguments.positional else Map(())

    def fields(part: Literal) -> Iterator[Field]:
        for match in _DOLLAR.finditer(part.text):
            name = match["named"] or match["braced"]
            if match["escaped"] is not None:
                yield Field(match.start(), match.end() - 1, nothing)
            elif name is not None and (value := _dollar_value(state, arguments, mapping, name)) is not None:
                yield Field(match.start(), match.end(), partial(formatted_field, frame, state, value, "", EMPTY))
            elif not safe:
                raise Malformed

    return Text(fill_run(placeholders(frame, place), template.parts, fields))


def _dollar_value(state: State, arguments: Arguments, mapping: Value, name: str) -> Value | None:
    try:
        return lookup_keyword(state, arguments, name)
    except Malformed:
        content = state.content(mapping)
        if isinstance(content, Map) and all(isinstance(entry, Entry) for entry in content.entries):
            value = lookup_or(state, content, literal(name), MISSING)
            return None if value is MISSING else value
        return lookup(state, mapping, literal(name))


def replace_text(frame: Frame, template: Text, old: str, new: Value, count: int, place: Place) -> Text:
    """Return `template.replace(old, new, count)`, as far as the old text stands in one literal."""
    if not old:
        return template
    left = count if count >= 0 else LARGEST

    def fields(part: Literal) -> Iterator[Field]:
        nonlocal left
        start = part.text.find(old)
        while start >= 0 and left > 0:
            left -= 1
            yield Field(start, start + len(old), partial(run_of, new))
            start = part.text.find(old, start + len(old))

    return Text(fill_run(placeholders(frame, place), template.parts, fields))


def fill_run(where: Where, run: Run, fields: Callable[[Literal], Iterator[Field]]) -> Run:
    """Return the run with the placeholders of its literals replaced."""
    return replaced(
        run, lambda part: tuple(_fill_literal(where, part, fields)) if isinstance(part, Literal) else (part,)
    )


def _fill_literal(where: Where, part: Literal, fields: Callable[[Literal], Iterator[Field]]) -> Iterator[Member]:
    position = 0
    for field in fields(part):
        if field.start > position:
            yield cut(part, position, field.start)
        yield from _entering(field.run(place := where(part, field.start, field.end)), place)
        position = field.end
    if position < len(part.text):
        yield cut(part, position, len(part.text))


def _entering(run: Run, place: Place) -> Run:
    """Return what replaces a placeholder: a text that is nothing but a value enters there, and so does every repeat in one."""
    match run:
        case (Insert(value),):
            return (Insert(value, place),)
    return entered(run, place)


def placeholders(frame: Frame, place: Place) -> Where:
    """Return where a placeholder was written: in the template's literal, or (a computed template) at `place`."""

    def where(part: Literal, start: int, end: int) -> Place:
        if part.site is None:
            return place
        return frame.world.literals.span(part.site, start, end - start)

    return where
