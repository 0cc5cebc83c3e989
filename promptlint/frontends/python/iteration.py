"""From sequences to sequences: the constructors, `sorted`, `enumerate`, `zip`, `map`, `filter`."""

from __future__ import annotations

import itertools

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.containers import for_items, item_of, items_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import given_entries
from promptlint.frontends.python.operators import choose
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.routine import Routine, argument, call_with, positional_value, values_of
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.sequences import ordered, turned
from promptlint.frontends.python.sets import distinct
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Arguments,
    Each,
    Either,
    Element,
    Entry,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Value,
)
from promptlint.source import Place


def _sequence(form: str) -> Routine:
    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        items = members_of(frame, state, positional_value(arguments, 0), place)
        if form == "tuple":
            return Seq(items, form)
        return state.allocate(Seq(distinct(items) if form == "set" else items, form))

    return routine


def _deque(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return a list; one of limited length begins with what is left of the items that were added before."""
    items = members_of(frame, state, positional_value(arguments, 0), place)
    limited = not items and argument(arguments, 1, "maxlen") != NONE
    return state.allocate(Seq((Spread(Op("latest", (), (), place), place),) if limited else items))


def _dict(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return state.allocate(Map(given_entries(state, arguments, place)))


def _fromkeys(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    value = argument(arguments, 1, "value")
    entries: list[Entry | Spread] = []
    for item in distinct(items_of(state, positional_value(arguments, 0), place)):
        if isinstance(item, Element):
            entries.append(Entry(item.value, value, item.place))
        elif isinstance(item, Spread):
            entries.append(item)
        else:
            return None
    return state.allocate(Map(tuple(entries)))


def _sorted(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    value = positional_value(arguments, 0)
    content = state.content(value)
    items = content.items if isinstance(content, Seq) else members_of(frame, state, value, place)
    known = ordered(frame, state, items, arguments, place)
    return None if known is None else state.allocate(Seq(known))


def _reversed(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return Seq(turned(members_of(frame, state, positional_value(arguments, 0), place)), "generator")


def _enumerate(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    start = argument(arguments, 1, "start", Const(0))
    start = Const(0) if start == NONE else start
    items = members_of(frame, state, argument(arguments, 0, "iterable"), place)
    number = start.value if isinstance(start, Const) and isinstance(start.value, int) else None
    numbered: list[Member] = []
    for item in items:
        match item:
            case Element(value, where):
                index: Value = Const(number) if number is not None else Op("position", (start,), (), place)
                numbered.append(Element(_tuple(index, value, where), where))
                number = number + 1 if number is not None else None
            case _:
                numbered.extend(replaced((item,), _numbered_inside))
                number = None
    return Seq(tuple(numbered), "generator")


def _numbered(value: Value, place: Place) -> Seq:
    return _tuple(Op("position", (value,), (), place), item_of(value, place), place)


def _numbered_inside(item: Member) -> Run:
    """Return an item that may be missing or repeated with a number that is not known."""
    match item:
        case Element(value, place):
            return (Element(_tuple(Op("position", (), (), place), value, place), place),)
        case Spread(value, place):
            return (Each((Element(_numbered(value, place), place),), value, place),)
    return (item,)


def _tuple(first: Value, second: Value, place: Place) -> Seq:
    return Seq((Element(first, place), Element(second, place)), "tuple")


def _zip(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    values = values_of(arguments) or ()
    columns = [members_of(frame, state, value, place) for value in values]
    if not columns or not all(isinstance(item, Element) for column in columns for item in column):
        return None
    rows = zip(*columns, strict=False)
    return Seq(tuple(Element(Seq(row, "tuple"), place) for row in rows), "generator")


def _zip_longest(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    filler = Element(dict(arguments.keywords).get("fillvalue", NONE), place)
    columns = [members_of(frame, state, value, place) for value in values_of(arguments) or ()]
    if not columns or not all(isinstance(item, Element) for column in columns for item in column):
        return None
    rows = itertools.zip_longest(*columns, fillvalue=filler)
    return Seq(tuple(Element(Seq(tuple(row), "tuple"), place) for row in rows), "generator")


def _map(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    function = positional_value(arguments, 0)

    def called(item: Element) -> Run:
        return (Element(call_with(frame, state, function, (item,), item.place), item.place),)

    if len(arguments.positional) == 2:
        items = members_of(frame, state, positional_value(arguments, 1), place)
        return Seq(for_items(items, called), "generator")
    rows = _zip(frame, state, Arguments(arguments.positional[1:]), place)
    if not isinstance(rows, Seq):
        return None
    columns = [row.value.items for row in rows.items if isinstance(row, Element) and isinstance(row.value, Seq)]
    results = (call_with(frame, state, function, column, place) for column in columns)
    return Seq(tuple(Element(result, place) for result in results), "generator")


def _filter(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    function = positional_value(arguments, 0)
    items = members_of(frame, state, positional_value(arguments, 1), place)

    def kept(item: Element) -> Run:
        test = item.value if function == NONE else call_with(frame, state, function, (item,), item.place)
        return chosen(state, test, (item,), item.place)

    return Seq(for_items(items, kept), "generator")


def chosen(state: State, test: Value, members: Run, place: Place) -> Run:
    """Return members that are there where a test holds."""
    picked = choose(state, test, Const(True), Const(False), place)
    if isinstance(picked, Const):
        return members if picked.value else ()
    return (Either(test, (members, ()), place),)


def _gather(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return Seq(arguments.positional, "list")


ROUTINES: dict[str, Routine] = {
    "builtins.list": _sequence("list"),
    "builtins.tuple": _sequence("tuple"),
    "builtins.set": _sequence("set"),
    "builtins.frozenset": _sequence("set"),
    "collections.deque": _deque,
    "builtins.dict": _dict,
    "builtins.dict.fromkeys": _fromkeys,
    "collections.OrderedDict": _dict,
    "builtins.sorted": _sorted,
    "builtins.reversed": _reversed,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "itertools.zip_longest": _zip_longest,
    "asyncio.gather": _gather,
}
