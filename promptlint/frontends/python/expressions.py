"""Expressions: what each kind of syntax node evaluates to."""

from __future__ import annotations

import ast
from collections.abc import Callable

from promptlint.frontends.python.atoms import NONE, Class, Const
from promptlint.frontends.python.attributes import enum_members, get_attribute
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.comprehensions import comprehension
from promptlint.frontends.python.containers import entering, items_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.mappings import merged
from promptlint.frontends.python.newer.templates import TemplateStr, template
from promptlint.frontends.python.nodes import AnyFunction
from promptlint.frontends.python.operations import OPERATIONS
from promptlint.frontends.python.operators import sliced, subscript
from promptlint.frontends.python.plain import EMPTY, plain
from promptlint.frontends.python.protocols import item
from promptlint.frontends.python.rendering import formatted
from promptlint.frontends.python.shapes import send_arguments, send_filled, send_named
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Arguments,
    Element,
    Entry,
    Function,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.frontends.python.variables import read_name
from promptlint.hole import Volatility
from promptlint.prompt import Site


def evaluate(node: ast.expr, state: State, frame: Frame) -> Value:
    """Return the value of an expression; past the frame's budget nothing is known any more."""
    frame.budget -= 1
    rule = EXPRESSIONS.get(type(node))
    if rule is None or frame.budget < 0:
        return Op("unknown", (), (), frame.place(node))
    return rule(frame, state, node)


def _constant(frame: Frame, state: State, node: ast.Constant) -> Value:
    if isinstance(node.value, str):
        return Text((Literal(node.value, Site(frame.place(node), 0)),)) if node.value else EMPTY
    return Const(node.value)


def _joined_string(frame: Frame, state: State, node: ast.JoinedStr) -> Value:
    place = frame.place(node)
    run: list[Member] = []
    position = 0
    for part in node.values:
        match part:
            case ast.Constant(value=str(text)):
                run.append(Literal(text, Site(place, position)))
                position += len(text)
            case ast.FormattedValue():
                run.extend(_replacement_field(frame, state, part))
    return Text(tuple(run))


def _replacement_field(frame: Frame, state: State, node: ast.FormattedValue) -> Run:
    value = frame.value(node.value, state)
    place = frame.place(node.value)
    conversion = chr(node.conversion) if node.conversion >= 0 else ""
    spec = frame.value(node.format_spec, state) if node.format_spec else EMPTY
    return formatted(frame, state, value, conversion, spec, place)


def _name(frame: Frame, state: State, node: ast.Name) -> Value:
    return read_name(frame, state, node.id)


def _attribute(frame: Frame, state: State, node: ast.Attribute) -> Value:
    return get_attribute(frame, state, frame.value(node.value, state), node.attr)


def _subscript(frame: Frame, state: State, node: ast.Subscript) -> Value:
    container = frame.value(node.value, state)
    if isinstance(node.slice, ast.Slice):
        return sliced(state, container, slice_bounds(frame, state, node.slice), frame.place(node))
    key = frame.value(node.slice, state)
    if isinstance(container, Class):
        members = dict(enum_members(frame, container.definition))
        return (members.get(plain(key) or "") or subscript(state, container, key)) if members else container
    return item(frame, state, container, key, frame.place(node))


def slice_bounds(frame: Frame, state: State, node: ast.Slice) -> tuple[Value, Value, Value]:
    """Return the start, stop and step of a slice; None for one that is not given."""
    lower, upper, step = (frame.value(b, state) if b else NONE for b in (node.lower, node.upper, node.step))
    return lower, upper, step


def _sequence(form: str) -> Callable[[Frame, State, ast.expr], Value]:
    def rule(frame: Frame, state: State, node: ast.expr) -> Value:
        assert isinstance(node, ast.List | ast.Tuple | ast.Set)
        items = run_of_expressions(frame, state, node.elts)
        if form == "tuple":
            return Seq(items, form)
        return state.allocate(Seq(tuple(dict.fromkeys(items)) if form == "set" else items, form))

    return rule


def run_of_expressions(frame: Frame, state: State, nodes: list[ast.expr]) -> Run:
    """Return the members of a display or of a call's positional arguments."""
    members: list[Member] = []
    for node in nodes:
        place = frame.place(node)
        if isinstance(node, ast.Starred):
            members.extend(entering(items_of(state, frame.value(node.value, state), place), place))
        else:
            members.append(Element(frame.value(node, state), place))
    return tuple(members)


def _dict(frame: Frame, state: State, node: ast.Dict) -> Value:
    entries: Run = ()
    for key, value in zip(node.keys, node.values, strict=True):
        place = frame.place(value)
        if key is not None:
            held = frame.value(key, state)
            entry = Entry(held, frame.value(value, state), place)
            send_named(frame, state, plain(held), entry.value, place)
            entries = merged(entries, (entry,)) if plain(held) is not None else (*entries, entry)
            continue
        content = state.content(frame.value(value, state))
        entries = merged(entries, content.entries if isinstance(content, Map) else (Spread(content, place),))
    return state.allocate(Map(entries))


def _call(frame: Frame, state: State, node: ast.Call) -> Value:
    function = frame.value(node.func, state)
    arguments = Arguments(
        run_of_expressions(frame, state, node.args),
        tuple((keyword.arg, frame.value(keyword.value, state)) for keyword in node.keywords),
        tuple((keyword.arg, frame.place(keyword.value)) for keyword in node.keywords if keyword.arg),
    )
    send_arguments(frame, state, function, node, arguments)
    value = call(frame, state, function, arguments, frame.place(node))
    send_filled(frame, state, node, value)
    return value


def _lambda(frame: Frame, state: State, node: ast.Lambda) -> Value:
    return make_function(frame, state, node)


def make_function(frame: Frame, state: State, node: AnyFunction) -> Function:
    """Return the function that a definition makes, its defaults evaluated now."""
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    pairs = [*zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True)]
    pairs += [(arg, default) for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True) if default]
    once = not frame.definition.is_function
    life = Volatility.PROCESS if once else Volatility.REQUEST
    defaults = tuple((arg.arg, capped(frame.value(default, state), life)) for arg, default in pairs)
    return Function(frame.module.definition(node, frame.definition), defaults=defaults)


def _walrus(frame: Frame, state: State, node: ast.NamedExpr) -> Value:
    value = frame.value(node.value, state)
    state.names[node.target.id] = value
    return value


def _await(frame: Frame, state: State, node: ast.Await) -> Value:
    return frame.value(node.value, state)


def _yield(frame: Frame, state: State, node: ast.Yield) -> Value:
    if frame.resume is not None:
        frame.resume(state, frame.value(node.value, state) if node.value else NONE)
        return NONE
    if frame.yielded is not None:
        value = frame.value(node.value, state) if node.value else NONE
        place = frame.place(node.value or node)
        _yield_members(frame, state, (Element(value, place),))
    return Op("unknown", (), (), frame.place(node))


def _yield_from(frame: Frame, state: State, node: ast.YieldFrom) -> Value:
    value = frame.value(node.value, state)
    _yield_members(frame, state, items_of(state, value, frame.place(node.value)))
    return Op("unknown", (), (), frame.place(node))


def _yield_members(frame: Frame, state: State, members: Run) -> None:
    if frame.yielded is not None:
        held = state.memory[frame.yielded]
        before: Run = held.items if isinstance(held, Seq) else (Spread(held, frame.definition.place),)
        state.memory[frame.yielded] = Seq(before + members, "generator")


EXPRESSIONS: dict[type[ast.expr], Callable[..., Value]] = {
    ast.Constant: _constant,
    ast.JoinedStr: _joined_string,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.List: _sequence("list"),
    ast.Tuple: _sequence("tuple"),
    ast.Set: _sequence("set"),
    ast.Dict: _dict,
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.NamedExpr: _walrus,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension,
    TemplateStr: template,
    **OPERATIONS,
}
