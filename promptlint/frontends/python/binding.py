"""Binding: what the parameters and the free variables of a function hold when it is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.frontends.python.atoms import Ref, Symbol
from promptlint.frontends.python.frame import Frame, Summary
from promptlint.frontends.python.nodes import AnyFunction
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.settle import Bindings
from promptlint.frontends.python.sizes import FUNCTIONS, marks
from promptlint.frontends.python.state import State, thaw
from promptlint.frontends.python.values import (
    Arguments,
    Branch,
    Element,
    Entry,
    Function,
    Map,
    Object,
    Op,
    Seq,
    Spread,
    Value,
)
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

    A captured variable that the function itself changes, and that stands in no memory, holds something else at every call.
    """
    definition = function.definition
    changed = {effect.location for effect in summary.effects}
    bindings: dict[object, Value] = {
        (symbol.owner, symbol.name): _captured(state, value, definition.place, changed=symbol in changed)
        for symbol, value in function.closure
    }
    if not function.closure and definition.parent is frame.definition:
        for name in frame.module.free_names(definition) & state.names.keys():
            bindings[(frame.definition, name)] = state.names[name]
    return bindings


def _captured(state: State, value: Value, place: Place, *, changed: bool) -> Value:
    if isinstance(value, Ref):
        return value if isinstance(state.memory[value], Seq | Map | Object) else state.memory[value]
    return Op("carried", (value,), (), place) if changed else value


def cells(function: Function) -> dict[Symbol, Ref]:
    """Return where the free variables of a function stand in memory that left the function around it."""
    return {symbol: value for symbol, value in function.closure if isinstance(value, Ref)}


def with_cells(frame: Frame, state: State, value: Value) -> Value:
    """Return a value with the variables in memory that functions in it have in common and change."""
    if not marks(value) & FUNCTIONS:
        return value
    made: dict[Symbol, Ref] = {}

    def kept(part: Value) -> Value:
        if not marks(part) & FUNCTIONS:
            return part
        if not isinstance(part, Function) or not part.closure:
            return rewrite(part, kept)
        names = frame.world.module(part.definition.module).nonlocal_names(part.definition)
        return replace(part, closure=tuple((symbol, cell(symbol, held, names)) for symbol, held in part.closure))

    def cell(symbol: Symbol, held: Value, names: frozenset[str]) -> Value:
        if symbol not in made and (symbol.name in names or isinstance(held, Seq | Map | Object)):
            thawed = thaw(kept(held), state)
            made[symbol] = thawed if isinstance(thawed, Ref) else state.allocate(thawed)
        return made[symbol] if symbol in made else kept(held)

    return kept(value)


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
