"""Calls in templates: of macros and other things that only templates have, and of functions of the program."""

from __future__ import annotations

from promptlint.frontends.jinja.access import row, subscripted
from promptlint.frontends.jinja.markup import bared
from promptlint.frontends.jinja.objects import BlockReference, Cycler, Joiner, Loop, Macro, Method, Namespace
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.mappings import given_entries
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.operators import binary, choose
from promptlint.frontends.python.plain import EMPTY, literal
from promptlint.frontends.python.routine import argument, values_of
from promptlint.frontends.python.values import Arguments, Branch, Element, Entry, Function, Map, Op, Value
from promptlint.source import Place

_PASSES = {
    "pass_context": "context",
    "contextfunction": "context",
    "contextfilter": "context",
    "pass_environment": "environment",
    "environmentfunction": "environment",
    "environmentfilter": "environment",
    "pass_eval_context": "eval",
    "evalcontextfunction": "eval",
    "evalcontextfilter": "eval",
}
"""The decorators by which a function asks for something first."""


def invoke(scope: Scope, function: Value, arguments: Arguments, place: Place) -> Value:
    """Return what a call in a template returns."""
    match function:
        case External(UNDEFINED.name):
            return Op("unknown", (), (), place)
        case Const(thing):
            return _invoke_object(scope, thing, arguments, place)
        case External("jinja2.namespace"):
            return _namespace(scope, arguments, place)
        case External("jinja2.joiner"):
            separator = argument(arguments, 0, "sep", literal(", "))
            return Const(Joiner(separator, scope.state.allocate(Const(False))))
        case External("jinja2.cycler") if items := values_of(arguments):
            return Const(Cycler(items, scope.state.allocate(Const(0))))
        case Branch(condition, (first, second)):
            one = scope.fork()
            a = invoke(one, first, arguments, place)
            other = scope.fork(like=one)
            b = invoke(other, second, arguments, place)
            scope.merge(condition, one, other, place)
            return choose(scope.state, condition, a, b, place)
        case Function():
            arguments = passed(scope, function, bared(arguments), place)
        case _:
            arguments = bared(arguments)
    return scope.frame.call(scope.state, function, arguments, place)


def passed(scope: Scope, function: Value, arguments: Arguments, place: Place) -> Arguments:
    """Return the arguments of a function of the project, that it asks for the context or environment first."""
    node = function.definition.node if isinstance(function, Function) else None
    decorators = node.decorator_list if isinstance(node, NamedFunction) else []
    names = (getattr(d, "attr", getattr(d, "id", "")) for d in decorators)
    wanted = next((_PASSES[name] for name in names if name in _PASSES), None)
    if wanted is None:
        return arguments
    first: Value = Op("unknown", (), (), place)
    if wanted == "context":
        first = Map((*scope.context.globals, *scope.visible()))
    elif wanted == "environment":
        first = scope.page.environment.made
    return Arguments((Element(first, place), *arguments.positional), arguments.keywords)


def _invoke_object(scope: Scope, thing: object, arguments: Arguments, place: Place) -> Value:
    from promptlint.frontends.jinja import composition, loops, macros

    match thing:
        case Macro():
            return macros.call_macro(scope, thing, arguments, place)
        case BlockReference():
            return composition.call_block(scope, thing, place)
        case Loop():
            return loops.recurse(scope, thing, argument(arguments, 0, "iterable"), place)
        case Method(Loop() as loop, "cycle"):
            return loops.cycled(scope, loop, values_of(arguments), place)
        case Method(Loop() as loop, "changed"):
            return loops.changed(scope, loop, arguments, place)
        case Method(Cycler() as cycler, name):
            return _cycled(scope, cycler, name, place)
        case Joiner(separator, used):
            known = scope.state.content(used)
            scope.state.memory[used] = Const(True)
            return choose(scope.state, known, separator, EMPTY, place)
    return Op("unknown", (), (), place)


def _cycled(scope: Scope, cycler: Cycler, name: str, place: Place) -> Value:
    """Return what `next` and `reset` return."""
    before = scope.state.content(cycler.position)
    if name == "reset":
        scope.state.memory[cycler.position] = Const(0)
        return NONE
    size = Const(len(cycler.items))
    more = binary(scope.frame, scope.state, "+", before, Const(1), (place, place), place)
    after = binary(scope.frame, scope.state, "%", more, size, (place, place), place)
    scope.state.memory[cycler.position] = after
    return subscripted(scope, row(cycler.items, place), before, place)


def _namespace(scope: Scope, arguments: Arguments, place: Place) -> Value:
    entries = given_entries(scope.state, arguments, place)
    cells = tuple(
        Entry(entry.key, scope.state.allocate(entry.value), place) for entry in entries if isinstance(entry, Entry)
    )
    if len(cells) != len(entries):
        return Op("unknown", (), (), place)
    return Const(Namespace(scope.state.allocate(Map(cells))))
