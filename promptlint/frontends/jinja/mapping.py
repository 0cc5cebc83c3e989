"""The filters that go through items: `map`, `select`, `reject`, and those that look at an attribute of every item."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.frontends.jinja.access import is_true, subscripted
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.containers import for_items, item_of
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.values import Arguments, Each, Either, Element, Member, Run, Seq, Spread, Value
from promptlint.source import Place

Filter = Callable[[Scope, Value, Arguments, Place], Value | None]


def mapped(scope: Scope, value: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return the items after an attribute is read of each, or a filter applied; None where neither is named."""
    from promptlint.frontends.jinja.filters import filtered

    options = dict(arguments.keywords)
    items = members_of(scope.frame, scope.state, value, place)
    if (attribute := options.get("attribute")) is not None:
        default = options.get("default", UNDEFINED)
        return Seq(_each(items, lambda item: _or(read(scope, item, attribute, place), default)), "generator")
    name = _first(arguments)
    if name is None:
        return None
    rest = Arguments(arguments.positional[1:], arguments.keywords)
    return Seq(_each(items, lambda item: filtered(scope, name, item, rest, place)), "generator")


def _or(value: Value, default: Value) -> Value:
    return default if value == UNDEFINED else value


def _selected(scope: Scope, name: str, value: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return the items that pass a test, or for `reject…` those that do not; None where the test is not known."""
    from promptlint.frontends.jinja.tests import tested

    given, attribute = arguments, None
    if name.endswith("attr"):
        if not arguments.positional or not isinstance(arguments.positional[0], Element):
            return None
        attribute = arguments.positional[0].value
        given = Arguments(arguments.positional[1:], arguments.keywords)
    test = _first(given)
    if test is None and given.positional:
        return None
    rest = Arguments(given.positional[1:], given.keywords)

    def passes(item: Value) -> Value:
        looked = item if attribute is None else read(scope, item, attribute, place)
        return looked if test is None else tested(scope, test, looked, rest, place)

    items = members_of(scope.frame, scope.state, value, place)
    return Seq(chosen(scope, items, passes, place, wanted=name.startswith("select")), "generator")


def selecting(name: str) -> Filter:
    """Return one of the filters that keep items which pass a test, or do not."""
    return lambda scope, value, arguments, place: _selected(scope, name, value, arguments, place)


def _first(arguments: Arguments) -> str | None:
    first = arguments.positional[0] if arguments.positional else None
    return plain(first.value) if isinstance(first, Element) else None


def chosen(scope: Scope, items: Run, passes: Callable[[Value], Value], place: Place, *, wanted: bool = True) -> Run:
    """Return the items for which a condition is as wanted; a choice for each of which that is not known."""

    def kept(item: Member) -> Run:
        match item:
            case Element(value):
                return _kept(scope, passes(value), (item,), place, wanted)
            case Spread(value, where):
                condition = passes(item_of(value, place))
                one: Run = (Element(item_of(value, place), where),)
                inner = _kept(scope, condition, one, place, wanted)
                repeat = (Each(inner, freeze(value, scope.state.memory), place),) if inner else ()
                return (item,) if inner == one else repeat
        return ()

    return replaced(items, kept)


def _kept(scope: Scope, condition: Value, items: Run, place: Place, wanted: bool) -> Run:
    known = is_true(scope, condition, place)
    if known is not None:
        return items if known is wanted else ()
    arms: tuple[Run, Run] = (items, ()) if wanted else ((), items)
    return (Either(freeze(condition, scope.state.memory), arms, place),)


def read(scope: Scope, item: Value, attribute: Value, place: Place) -> Value:
    """Return an attribute of an item, which may be several steps away: `author.name`, or the number of an item."""
    name = plain(attribute)
    if name is None:
        return subscripted(scope, item, attribute, place) if isinstance(attribute, Const) else NONE
    for step in name.split("."):
        item = subscripted(scope, item, Const(int(step)) if step.isdigit() else literal(step), place)
    return item


def _each(items: Run, change: Callable[[Value], Value]) -> Run:
    return for_items(items, lambda item: (Element(change(item.value), item.place),))
