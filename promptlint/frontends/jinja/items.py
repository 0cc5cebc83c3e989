"""Filters of sequences, which keep what is known of every item."""

from __future__ import annotations

from promptlint.frontends.jinja import computed
from promptlint.frontends.jinja.mapping import Filter, mapped, selecting
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import items_of
from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.sequences import turned
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.values import Arguments, Element, Map, Op, Seq, Spread, Value
from promptlint.source import Place


def _nth(number: int) -> Filter:
    def rule(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
        items = members_of(scope.frame, scope.state, value, place)
        if not items:
            return UNDEFINED
        match items[number]:
            case Element(edge):
                return edge
            case Spread(over):
                return Op("[]", (over, Const(number)), (), place)
        return None

    return rule


def _sorted(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return a list in an order that Python does not know and that is always the same."""
    items = members_of(scope.frame, scope.state, value, place)
    frozen = Element(freeze(Seq(items), scope.state.memory), place)
    if len(items) == 1 and isinstance(items[0], Spread):
        frozen = Element(freeze(items[0].value, scope.state.memory), place)
    return Seq((Spread(Op("call", (External("builtins.sorted"), Seq((frozen,))), (), place), place),))


def _list(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    return scope.state.allocate(Seq(members_of(scope.frame, scope.state, value, place)))


def _reversed(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    content = scope.state.content(value)
    return Seq(turned(items_of(scope.state, value, place)), "generator") if isinstance(content, Seq | Map) else None


def _pairs(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    method = get_attribute(scope.frame, scope.state, value, "items")
    return scope.frame.call(scope.state, method, Arguments(), place)


def _arranged(name: str) -> Filter:
    """Return a filter that arranges items whatever they are: Jinja arranges their numbers."""

    def rule(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
        items = members_of(scope.frame, scope.state, value, place)
        numbers = Seq(tuple(Element(Const(number), place) for number in range(len(items))))
        if (
            not all(isinstance(item, Element) for item in items)
            or len(arguments.positional) + len(arguments.keywords) > 1
        ):
            return None
        rows = computed.computed(scope.state, "filters", name, numbers, arguments, place)
        try:
            known = to_python(NONE if rows is None else rows)
        except NotKnown:
            return None
        if not isinstance(known, list):
            return None
        chosen = (Seq(tuple(items[n] for n in (row if isinstance(row, list) else [row]))) for row in known)
        return Seq(tuple(Element(row, place) for row in chosen))

    return rule


KNOWN: dict[str, Filter] = {
    "map": mapped,
    "select": selecting("select"),
    "reject": selecting("reject"),
    "selectattr": selecting("selectattr"),
    "rejectattr": selecting("rejectattr"),
    "first": _nth(0),
    "last": _nth(-1),
    "list": _list,
    "items": _pairs,
}
"""Filters that give what Jinja gives, also where all is known."""
UNKNOWN: dict[str, Filter] = {
    "sort": _sorted,
    "reverse": _reversed,
    "batch": _arranged("batch"),
    "slice": _arranged("slice"),
}
"""Filters for items of which some are not known."""
