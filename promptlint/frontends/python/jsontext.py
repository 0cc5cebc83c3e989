"""What `json.dumps` writes for a value whose keys are known; the values in it stay parts of the text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.text import map_literals, run_of
from promptlint.frontends.python.values import Const, Element, Entry, Literal, Map, Op, Run, Seq, Text, Value, plain
from promptlint.source import Place

_OPTIONS = ("indent", "sort_keys", "ensure_ascii", "separators", "default", "skipkeys", "allow_nan", "cls")


def json_text(value: Value, options: Mapping[str | None, Value], place: Place) -> Value | None:
    """Return the JSON text of a value; None for options that are not known or values of unknown construction."""
    if not set(options) <= set(_OPTIONS):
        return None
    try:
        settings = {str(name): to_python(option) for name, option in options.items() if name not in ("default", "cls")}
        style = json.JSONEncoder(**settings)  # type: ignore[arg-type]
        return Text(_run(value, style, place, 0), value)
    except (NotKnown, TypeError, ValueError):
        return None


def _run(value: Value, style: json.JSONEncoder, place: Place, depth: int) -> Run:
    try:
        if not isinstance(value, Map | Seq):
            return (Literal(style.encode(to_python(value))),)
    except NotKnown:
        pass
    match value:
        case Text(parts):
            quote = (Literal('"'),)
            return quote + map_literals(parts, lambda text: style.encode(text)[1:-1]) + quote
        case Map(entries):
            pairs = [_pair(entry, style, place, depth) for entry in _sorted(entries, style)]
            return _enclosed(pairs, "{}", style, depth)
        case Seq(items, form) if form in ("list", "tuple"):
            return _enclosed([_item(item, style, place, depth) for item in items], "[]", style, depth)
        case Const():
            raise NotKnown
    if depth == 0:
        raise NotKnown
    return run_of(Op("json", (value,), (), place), place)


def _sorted(entries: Run, style: json.JSONEncoder) -> Run:
    if not style.sort_keys:
        return entries
    known = [(plain(entry.key) if isinstance(entry, Entry) else None, entry) for entry in entries]
    if any(key is None for key, _ in known):
        raise NotKnown
    return tuple(entry for _, entry in sorted(known, key=lambda pair: pair[0] or ""))


def _pair(entry: object, style: json.JSONEncoder, place: Place, depth: int) -> Run:
    if not isinstance(entry, Entry) or (key := plain(entry.key)) is None:
        raise NotKnown
    head = Literal(style.encode(key) + style.key_separator)
    return (head, *_run(entry.value, style, entry.place, depth + 1))


def _item(item: object, style: json.JSONEncoder, place: Place, depth: int) -> Run:
    if not isinstance(item, Element):
        raise NotKnown
    return _run(item.value, style, item.place, depth + 1)


def _enclosed(inner: list[Run], brackets: str, style: json.JSONEncoder, depth: int) -> Run:
    """Return items between brackets, on lines of their own where the style indents."""
    if not inner:
        return (Literal(brackets),)
    step = style.indent
    unit = " " * step if isinstance(step, int) else step
    line = "" if unit is None else "\n" + unit * (depth + 1)
    end = "" if unit is None else "\n" + unit * depth
    run: Run = (Literal(brackets[0] + line),)
    for number, part in enumerate(inner):
        run += ((Literal(style.item_separator + line),) if number else ()) + part
    return (*run, Literal(end + brackets[1]))
