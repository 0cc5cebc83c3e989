"""Definitions and imports: what a function, a class and an imported name are bound to."""

from __future__ import annotations

import ast
from dataclasses import replace

from promptlint.frontends.python.atoms import Class, External, Imported
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.expressions import make_function
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.patterns import assign
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Bound, Element, Function, Op, Value
from promptlint.hole import Volatility
from promptlint.source import Place

_BINDINGS = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "property",
}
_LIVES = {
    "functools.cache": Volatility.PROCESS,
    "functools.lru_cache": Volatility.PROCESS,
    "functools.cached_property": Volatility.SESSION,
}


_SUSPENDING = ("contextlib.contextmanager", "contextlib.asynccontextmanager")


def bind_function(frame: Frame, state: State, node: NamedFunction) -> None:
    value: Value = make_function(frame, state, node)
    for decorator in reversed(node.decorator_list):
        value = _decorated(frame, state, frame.value(decorator, state), value, frame.place(decorator))
    assign(frame, state, ast.copy_location(ast.Name(node.name, ast.Store()), node), value)


def _decorated(frame: Frame, state: State, decorator: Value, function: Value, place: Place) -> Value:
    """Return what a decorator of the project makes of a function; one from elsewhere leaves it as it is."""
    if isinstance(decorator, Bound) and isinstance(decorator.receiver, Function) and isinstance(function, Function):
        return replace(decorator.receiver, setter=function) if decorator.name == "setter" else decorator.receiver
    if isinstance(decorator, Function):
        return frame.call(state, decorator, Arguments((Element(function, place),)), place)
    name = _external(decorator)
    if not isinstance(function, Function) or name is None:
        return function
    binding = _BINDINGS.get(name, function.binding)
    life = min(function.life, _LIVES.get(name, Volatility.REQUEST))
    return replace(function, binding=binding, life=life, suspended=function.suspended or name in _SUSPENDING)


def _external(decorator: Value) -> str | None:
    match decorator:
        case External(name):
            return name
        case Op("call", (External(name), *_)):
            return name
    return None


def life_of(frame: Frame, node: NamedFunction) -> Volatility:
    """Return how long the results of a function live, by the decorators that keep them; `frame` evaluates what is around it."""
    names = (_external(frame.value(decorator, State())) for decorator in node.decorator_list)
    return min((_LIVES.get(name or "", Volatility.REQUEST) for name in names), default=Volatility.REQUEST)


def bind_class(frame: Frame, state: State, node: ast.ClassDef) -> None:
    definition = frame.module.definition(node, frame.definition)
    assign(frame, state, ast.copy_location(ast.Name(node.name, ast.Store()), node), Class(definition))


def bind_import(frame: Frame, state: State, node: ast.Import) -> None:
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        name = alias.name if alias.asname else bound
        target = ast.copy_location(ast.Name(bound, ast.Store()), node)
        assign(frame, state, target, frame.world.imported(frame.definition.module, name))


def bind_import_from(frame: Frame, state: State, node: ast.ImportFrom) -> None:
    origin = "." * node.level + (node.module or "")
    for alias in node.names:
        name = f"{origin}{'' if origin.endswith('.') else '.'}{alias.name}"
        target = ast.copy_location(ast.Name(alias.asname or alias.name, ast.Store()), node)
        assign(frame, state, target, _imported(frame, state, name))


def _imported(frame: Frame, state: State, name: str) -> Value:
    """Return what is imported under a qualified name: in a function, what the other module's name holds by now."""
    parent, _, own = name.rpartition(".")
    if not frame.definition.is_module and parent.strip("."):
        module = frame.world.imported(frame.definition.module, parent)
        if isinstance(module, Imported):
            return get_attribute(frame, state, module, own)
    return frame.world.imported(frame.definition.module, name)
