"""Statements, in the order in which they run: what each kind does to a state."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace

from promptlint.frontends.python.atoms import NONE, Const, External, Ref
from promptlint.frontends.python.comprehensions import run_comprehension
from promptlint.frontends.python.containers import entering, items_of
from promptlint.frontends.python.cutting import delete, delete_slice
from promptlint.frontends.python.definitions import bind_class, bind_function, bind_import, bind_import_from
from promptlint.frontends.python.expressions import slice_bounds
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.loops import run_for, run_while
from promptlint.frontends.python.managers import run_with
from promptlint.frontends.python.nodes import walk
from promptlint.frontends.python.operations import SIGNS
from promptlint.frontends.python.operators import binary, truth
from promptlint.frontends.python.patterns import assign, fits
from promptlint.frontends.python.protocols import is_true
from promptlint.frontends.python.shapes import send_named, spoken
from promptlint.frontends.python.sinks import send_messages
from promptlint.frontends.python.slicing import position
from promptlint.frontends.python.state import State, conjoin, initial, is_location, snapshot
from promptlint.frontends.python.values import Map, Op, Seq, Spread, Text, Value
from promptlint.hole import Hole


def run_block(frame: Frame, state: State, statements: Iterable[ast.stmt]) -> None:
    """Run statements until one leaves."""
    for statement in statements:
        if not state.alive:
            return
        run_statement(frame, state, statement)


def run_statement(frame: Frame, state: State, statement: ast.stmt) -> None:
    """Run one statement."""
    if frame.probing is not None:
        frame.entering = position(statement) in frame.probing
    rule = STATEMENTS.get(type(statement))
    if rule is not None:
        rule(frame, state, statement)


def _expression(frame: Frame, state: State, node: ast.Expr) -> None:
    if isinstance(node.value, ast.ListComp | ast.SetComp | ast.DictComp):
        run_comprehension(frame, state, node.value)
    elif not isinstance(node.value, ast.GeneratorExp):
        frame.value(node.value, state)


def _assign(frame: Frame, state: State, node: ast.Assign) -> None:
    value = frame.value(node.value, state)
    for target in node.targets:
        assign(frame, state, target, value)


def _annotated(frame: Frame, state: State, node: ast.AnnAssign) -> None:
    if node.value is not None:
        assign(frame, state, node.target, frame.value(node.value, state))


def _augmented(frame: Frame, state: State, node: ast.AugAssign) -> None:
    """Run `target += value`; a list grows in place, a string is made anew."""
    target: ast.expr = node.target
    reader = _reader(target)
    old, added = frame.value(reader, state), frame.value(node.value, state)
    places = frame.place(target), frame.place(node.value)
    name = SIGNS.get(type(node.op), "?")
    content, other = state.content(old), state.content(added)
    if name == "+" and is_location(old) and (isinstance(content, Seq) or isinstance(other, Seq)):
        items = content.items if isinstance(content, Seq) else (Spread(initial(content, places[0]), places[0]),)
        form = content.form if isinstance(content, Seq) else "list"
        state.memory[old] = Seq(items + entering(items_of(state, added, places[1]), places[1]), form)
        return
    if name == "|" and isinstance(old, Ref) and isinstance(content, Map):
        merged = binary(frame, state, "|", content, other, places, frame.place(node))
        state.memory[old] = merged
        return
    assign(frame, state, target, binary(frame, state, name, content, other, places, frame.place(node)))


def _reader(target: ast.expr) -> ast.expr:
    """Return the expression that reads what a target writes."""
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Attribute(value=base, attr=name):
            return ast.copy_location(ast.Attribute(base, name, ast.Load()), target)
        case ast.Subscript(value=base, slice=key):
            return ast.copy_location(ast.Subscript(base, key, ast.Load()), target)
    return target


def _delete(frame: Frame, state: State, node: ast.Delete) -> None:
    for target in node.targets:
        match target:
            case ast.Name(id=name):
                state.names.pop(name, None)
            case ast.Subscript(value=base, slice=key):
                container = frame.value(base, state)
                if isinstance(key, ast.Slice):
                    delete_slice(state, container, slice_bounds(frame, state, key), frame.place(target))
                else:
                    delete(state, container, frame.value(key, state), frame.place(target))


def _return(frame: Frame, state: State, node: ast.Return) -> None:
    value = frame.value(node.value, state) if node.value else NONE
    send_messages(frame, state, value, frame.place(node.value or node))
    send_named(frame, state, spoken(node.value), value, frame.place(node.value or node))
    state.leave("return", value)


def _raise(frame: Frame, state: State, node: ast.Raise) -> None:
    state.alive = False


def _break(frame: Frame, state: State, node: ast.Break) -> None:
    state.leave("break")


def _continue(frame: Frame, state: State, node: ast.Continue) -> None:
    state.leave("continue")


def _if(frame: Frame, state: State, node: ast.If) -> None:
    condition = frame.value(node.test, state)
    known = is_true(frame, state, condition, frame.place(node.test))
    if known is not None:
        run_block(frame, state, node.body if known else node.orelse)
        return
    place = frame.place(node.test)
    first, second = state.fork(), state.fork()
    first.hold(condition)
    second.hold(Op("not", (condition,), (), place))
    condition = snapshot(condition, state.memory, place)
    run_block(frame, first, node.body)
    second.allocated = first.allocated
    run_block(frame, second, node.orelse)
    state.merge(condition, first, second, place)


def _try(frame: Frame, state: State, node: ast.Try) -> None:
    """Run the path without exceptions; what a handler assigns is a choice, where it leaves it counts only for itself."""
    before, left = state.fork(), len(state.exits)
    run_block(frame, state, node.body)
    surely = state.alive and all(_succeeds(state, statement) for statement in node.body)
    run_block(frame, state, node.orelse)
    completed = state.alive or len(state.exits) > left
    for handler in () if surely else node.handlers:
        fork = before.fork()
        fork.allocated = state.allocated
        if handler.name:
            fork.names[handler.name] = Op("unknown", (), (), frame.place(handler), handler.name)
        run_block(frame, fork, handler.body)
        state.allocated = max(state.allocated, fork.allocated)
        if not completed and (fork.alive or fork.exits):
            state.names, state.memory, state.alive = fork.names, fork.memory, fork.alive
            state.exits.extend(fork.exits)
            completed = True
        elif state.alive and fork.alive:
            state.merge(None, state.fork(), replace(fork, exits=[]), frame.place(handler))
    if state.alive:
        run_block(frame, state, node.finalbody)
    else:
        run_block(frame, before.fork(), node.finalbody)


def _succeeds(state: State, statement: ast.stmt) -> bool:
    """Return whether a statement that ran cannot have failed: an import of what the project has, a text written down."""
    match statement:
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            names = (alias.asname or alias.name.partition(".")[0] for alias in aliases)
            return not any(isinstance(state.names.get(name, NONE), External | Hole | Const) for name in names)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return isinstance(state.names.get(name), Text) and all(map(_is_written, walk(value)))
    return False


def _is_written(node: ast.AST) -> bool:
    """Return whether a node is a part of a text that is written down, or found under a known key in what is."""
    shown = ast.Constant | ast.Name | ast.List | ast.Tuple | ast.Dict | ast.expr_context
    return isinstance(node, shown) or (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant))


def _match(frame: Frame, state: State, node: ast.Match) -> None:
    subject = frame.value(node.subject, state)
    _cases(frame, state, node.cases, subject)


def _cases(frame: Frame, state: State, cases: list[ast.match_case], subject: Value) -> None:
    if not cases:
        return
    first, rest = cases[0], cases[1:]
    place = frame.place(first.pattern)
    condition, bound = fits(frame, state, first.pattern, subject)
    fork = state.fork()
    fork.names.update(bound)
    if first.guard is not None:
        condition = conjoin(condition, frame.value(first.guard, fork), place)
    known = None if condition is None else truth(state, condition)
    condition = condition and snapshot(condition, state.memory, place)
    if known is False:
        _cases(frame, state, rest, subject)
        return
    other = state.fork()
    run_block(frame, fork, first.body)
    other.allocated = fork.allocated
    if known:
        other.alive = False
    else:
        _cases(frame, other, rest, subject)
    state.merge(condition, fork, other, place)


STATEMENTS: dict[type[ast.stmt], Callable[..., None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Delete: _delete,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.If: _if,
    ast.For: run_for,
    ast.AsyncFor: run_for,
    ast.While: run_while,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: run_with,
    ast.AsyncWith: run_with,
    ast.Match: _match,
    ast.FunctionDef: bind_function,
    ast.AsyncFunctionDef: bind_function,
    ast.ClassDef: bind_class,
    ast.Import: bind_import,
    ast.ImportFrom: bind_import_from,
}
