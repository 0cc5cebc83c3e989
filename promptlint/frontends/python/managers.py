"""Context managers: what `with` binds, and what runs before and behind its block."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import lookup
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.patterns import assign
from promptlint.frontends.python.routine import Routine, argument
from promptlint.frontends.python.state import State
from promptlint.frontends.python.suspended import run_around
from promptlint.frontends.python.values import Arguments, Element, Function, Made, Object, Seq, Value
from promptlint.source import Place

_GIVEN = {"contextlib.nullcontext": "enter_result", "contextlib.closing": "thing", "contextlib.aclosing": "thing"}
"""The context managers that give their argument, with its name."""
_STACKS = ("contextlib.ExitStack", "contextlib.AsyncExitStack")
_ENTERING = ("enter_context", "enter_async_context")


def run_with(frame: Frame, state: State, node: ast.With | ast.AsyncWith) -> None:
    _inside(frame, state, node.items, node.body)


def _inside(frame: Frame, state: State, items: Sequence[ast.withitem], body: list[ast.stmt]) -> None:
    """Run a block inside of context managers, the outermost first."""
    if not items:
        frame.run(body, state)
        return
    item, *rest = items
    place = frame.place(item.context_expr)
    manager = frame.value(item.context_expr, state)
    content = state.content(manager)
    if isinstance(content, Made) and content.name in _STACKS and isinstance(item.optional_vars, ast.Name):
        body = _nested(body, item.optional_vars.id)

    def block(value: Value) -> None:
        if item.optional_vars is not None:
            assign(frame, state, item.optional_vars, value)
        _inside(frame, state, rest, body)

    match content:
        case Made("contextlib.contextmanager", Arguments((Element(Function() as function), *given), keywords)):
            run_around(frame, state, function, Arguments(tuple(given), keywords), place, block)
        case _:
            block(_entered(frame, state, manager, place))
            if state.alive:
                _leave(frame, state, manager, place)


def _nested(body: list[ast.stmt], stack: str) -> list[ast.stmt]:
    """Return a block in which what a stack of context managers enters is around the statements behind it."""
    for number, statement in enumerate(body):
        called = getattr(statement, "value", None)
        called = called.value if isinstance(called, ast.Await) else called
        match called:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[manager]) if (
                name == stack and method in _ENTERING
            ):
                targets = statement.targets if isinstance(statement, ast.Assign) else [None]
                rest = _nested(body[number + 1 :], stack) or [ast.copy_location(ast.Pass(), statement)]
                around = ast.With([ast.withitem(manager, targets[0])], rest)
                return [*body[:number], ast.copy_location(around, statement)]
    return body


def _entered(frame: Frame, state: State, value: Value, place: Place) -> Value:
    """Return what `with value as x` binds: what `__enter__` returns, what a generator yields first, or the value."""
    content = state.content(value)
    match content:
        case Made(name, arguments) if name in _GIVEN:
            return argument(arguments, 0, _GIVEN[name])
        case Seq(items, "generator") if items:
            return lookup(state, value, Const(0))
    for name in ("__enter__", "__aenter__"):
        method = get_attribute(frame, state, value, name)
        if isinstance(method, Function):
            return frame.call(state, method, Arguments(), place)
    return value


def _leave(frame: Frame, state: State, manager: Value, place: Place) -> None:
    """Call the `__exit__` of a context manager of the project, as at the end of a block without an exception."""
    if not isinstance(state.content(manager), Object):
        return
    for name in ("__exit__", "__aexit__"):
        method = get_attribute(frame, state, manager, name)
        if isinstance(method, Function):
            frame.call(state, method, Arguments((Element(NONE, place),) * 3), place)


def _made(name: str) -> Routine:
    """Return a routine that makes an object which `with` knows by its name."""
    return lambda frame, state, arguments, place: Made(name, arguments, place)


ROUTINES: dict[str, Routine] = {name: _made(name) for name in _GIVEN}
