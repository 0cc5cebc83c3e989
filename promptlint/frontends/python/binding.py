"""Binding: what the parameters and the free variables of a function hold when it is called."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.python.frame import Frame, Summary
from promptlint.frontends.python.nodes import AnyFunction
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.settle import Bindings
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Branch, Element, Entry, Function, Map, Op, Seq, Spread, Value
from promptlint.source import Place


def bind(frame: Frame, state: State, function: Function, arguments: Arguments, place: Place) -> Bindings:
    """Return the value of every parameter."""
    definition = function.definition
    node = definition.node
    assert isinstance(node, AnyFunction)
    args = node.args
    names = [arg.arg for arg in (*args.posonlyargs, *args.args)]
    values: dict[str, Value] = {}
    queue = list(arguments.positional)
    if function.receiver is not None:
        queue.insert(0, Element(function.receiver, place))
    for name in names:
        if not queue:
            break
        if isinstance(queue[0], Element):
            values[name] = queue.pop(0).value  # type: ignore[union-attr]
        else:
            break
    rest = queue
    extra: list[Entry | Spread] = []
    wanted = {*names[len(args.posonlyargs) :], *(arg.arg for arg in args.kwonlyargs)}
    for keyword, value in _keywords(state, arguments, place):
        if keyword in wanted:
            values[keyword] = value
        elif keyword is not None:
            extra.append(Entry(literal(keyword), value, place))
        else:
            extra.append(Spread(value, place))
    if args.vararg:
        values[args.vararg.arg] = Seq(tuple(rest), "tuple")
    if args.kwarg:
        values[args.kwarg.arg] = Map(tuple(extra))
    hidden = next((member for member in (*extra, *rest) if isinstance(member, Spread)), None)
    defaults = dict(function.defaults)
    for name in (*names, *(arg.arg for arg in args.kwonlyargs)):
        if name not in values:
            values[name] = _missing(name, hidden, defaults, place)
    return {(definition, name): value for name, value in values.items()}


def closure(frame: Frame, state: State, function: Function, summary: Summary) -> Bindings:
    """Return what a function's free variables hold: captured when it left its scope, or the scope's names now.

    A captured variable that the function itself changes holds something else at every call.
    """
    definition = function.definition
    changed = {effect.location for effect in summary.effects}
    bindings: dict[object, Value] = {
        (symbol.owner, symbol.name): Op("carried", (value,), (), definition.place) if symbol in changed else value
        for symbol, value in function.closure
    }
    if not function.closure and definition.parent is frame.definition:
        for name in frame.module.free_names(definition) & state.names.keys():
            bindings[(frame.definition, name)] = state.names[name]
    return bindings


def _missing(name: str, hidden: Spread | None, defaults: dict[str, Value], place: Place) -> Value:
    """Return a parameter that no argument names: hidden in a `*` or `**`, or its default."""
    default = defaults.get(name)
    if hidden is None:
        return default if default is not None else Op("missing", (), (), place, name)
    passed = Op("[]", (hidden.value, literal(name)), (), place)
    given = Op("has", (hidden.value, literal(name)), (), place)
    return passed if default is None else Branch(given, (passed, default))


def _keywords(state: State, arguments: Arguments, place: Place) -> Iterator[tuple[str | None, Value]]:
    for keyword, value in arguments.keywords:
        content = state.content(value)
        if keyword is not None or not isinstance(content, Map):
            yield keyword, value
            continue
        for entry in content.entries:
            if isinstance(entry, Entry) and (name := plain(entry.key)) is not None:
                yield name, entry.value
            else:
                yield None, Map((entry,)) if not isinstance(entry, Spread) else entry.value
