"""The filter `map`: an attribute or a filter of every item."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.jinja.filters import filtered
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import item_of, items_of, lookup
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Arguments,
    Each,
    Either,
    Element,
    Map,
    Run,
    Seq,
    Spread,
    Value,
    literal,
    plain,
)
from promptlint.source import Place


def mapped(frame: Frame, state: State, value: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return the items after an attribute is read of each, or a filter applied; None where neither is named."""
    attribute = plain(dict(arguments.keywords).get("attribute", literal("")))
    name = plain(arguments.positional[0].value) if _is_first(arguments) else None  # type: ignore[union-attr]
    if attribute:
        steps = attribute.split(".")
        return Seq(_each(items_of(state, value, place), lambda item: _read(frame, state, item, steps)), "generator")
    if name is None:
        return None
    rest = Arguments(arguments.positional[1:], arguments.keywords)

    def change(item: Value) -> Value:
        result = filtered(frame, state, name, item, rest, place)
        return literal("") if result is None else result

    return Seq(_each(items_of(state, value, place), change), "generator")


def _is_first(arguments: Arguments) -> bool:
    return bool(arguments.positional) and isinstance(arguments.positional[0], Element)


def _read(frame: Frame, state: State, item: Value, steps: list[str]) -> Value:
    for step in steps:
        is_map = isinstance(state.content(item), Map)
        item = lookup(state, item, literal(step)) if is_map else get_attribute(frame, state, item, step)
    return item


def _each(items: Run, change: Callable[[Value], Value]) -> Run:
    run: Run = ()
    for item in items:
        match item:
            case Element(value, place):
                run += (Element(change(value), place),)
            case Spread(value, place):
                run += (Each((Element(change(item_of(value, place)), place),), value, place),)
            case Either(condition, arms, place):
                run += (Either(condition, tuple(_each(arm, change) for arm in arms), place),)
            case Each(body, over, place):
                run += (Each(_each(body, change), over, place),)
    return run
