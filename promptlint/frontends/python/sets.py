"""Sets: which items a union, difference or intersection holds. A set of more than one item has no order."""

from __future__ import annotations

from promptlint.frontends.python.containers import items_of, same_key
from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Either, Element, Member, Op, Run, Seq, Spread, Value
from promptlint.source import Place

SET_METHODS = {
    "union": "|",
    "difference": "-",
    "intersection": "&",
    "symmetric_difference": "^",
}
"""The operators that methods of sets are."""


def distinct(items: Run) -> Run:
    """Return the items of a set: an item that certainly equals an earlier one is left out."""
    kept: list[Element] = []
    run: Run = ()
    for item in items:
        if isinstance(item, Element) and len(kept) < 64:
            if any(same_key(item.value, other.value) for other in kept):
                continue
            kept.append(item)
        run += (item,)
    return run


def combined(state: State, name: str, first: Value, second: Value, place: Place) -> Seq:
    """Return `first name second` for sets."""
    own = _members(state, first, place)
    match name:
        case "|":
            return Seq(distinct(own + _members(state, second, place)), "set")
        case "-" | "&":
            test = "not in" if name == "-" else "in"
            other = freeze(second, state.memory)
            kept = (member for item in own for member in _kept(state, name, test, item, other, place))
            return Seq(tuple(kept), "set")
    unknown = Op(name, (freeze(first, state.memory), freeze(second, state.memory)), (), place)
    return Seq((Spread(unknown, place),), "set")


def _members(state: State, value: Value, place: Place) -> Run:
    content = state.content(value)
    return content.items if isinstance(content, Seq) else items_of(state, value, place)


def _kept(state: State, name: str, test: str, item: Member, other: Value, place: Place) -> Run:
    if not isinstance(item, Element):
        run = Seq((item,), "set")
        return (Spread(Op(name, (run, other), (), place), place),)
    held = _holds(state, other, item.value)
    if held is not None:
        return (item,) if held == (test == "in") else ()
    return (Either(Op(test, (item.value, other), (), place), ((item,), ()), place),)


def _holds(state: State, container: Value, item: Value) -> bool | None:
    content = state.content(container)
    members = content.items if isinstance(content, Seq) else ()
    if any(isinstance(member, Element) and same_key(member.value, item) for member in members):
        return True
    try:
        held = to_python(item) in to_python(content)  # type: ignore[operator]
    except (NotKnown, TypeError):
        return None
    return bool(held)
