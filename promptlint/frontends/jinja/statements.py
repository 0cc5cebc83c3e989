"""Statements of templates: the text that each kind becomes, and the names that it sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from promptlint.frontends.jinja import composition, loops, macros
from promptlint.frontends.jinja.access import is_true, put
from promptlint.frontends.jinja.bounds import bounded
from promptlint.frontends.jinja.expressions import arguments, evaluate, value_of
from promptlint.frontends.jinja.filters import filtered
from promptlint.frontends.jinja.markup import marked, written
from promptlint.frontends.jinja.scope import Scope
from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.text import alternatives
from promptlint.frontends.python.values import Arguments, Element, Insert, Member, Op, Run, Value
from promptlint.source import Place

Statement = Callable[[Scope, Any], Run]
_MOST = 100
"""How many unknown conditions may stand around each other, such as the arms of a long `elif`; past that stands a hole."""


def body(scope: Scope, nodes: list[Any]) -> Run:
    """Return the text of statements."""
    run: list[Member] = []
    for number, node in enumerate(nodes):
        if scope.left:
            break
        scope.frame.budget -= 1
        kind = type(node).__name__
        rule = _STATEMENTS.get(kind) if scope.frame.budget > 0 else None
        if rule is None:
            run += scope.page.hole(node)
        elif kind == "If" and _leaves(node):
            run.extend(_branches(scope, [node, *node.elif_], node.else_, nodes[number + 1 :]))
            break
        else:
            run.extend(rule(scope, node))
    return tuple(run)


def _leaves(node: Any) -> bool:
    """Return whether a statement may leave a loop that stands around it."""
    kind = type(node).__name__
    if kind in ("Break", "Continue"):
        return True
    return kind == "If" and any(map(_leaves, (*node.body, *node.elif_, *node.else_)))


def _output(scope: Scope, node: Any) -> Run:
    if scope.muted and scope.parent is not None:
        return ()
    run: list[Member] = []
    for inner in node.nodes:
        if type(inner).__name__ == "TemplateData":
            run += scope.page.data(inner.data, inner.lineno)
            continue
        place = scope.page.placed(inner)
        value = value_of(scope, inner, place)
        finalize = scope.page.environment.finalize
        if finalize != NONE:
            value = scope.frame.call(scope.state, finalize, Arguments((Element(value, place),)), place)
        run += written(scope, value, place)
    return tuple(run)


def _if(scope: Scope, node: Any) -> Run:
    return _branches(scope, [node, *node.elif_], node.else_, [])


def _branches(scope: Scope, tests: list[Any], otherwise: list[Any], rest: list[Any]) -> Run:
    """Return the text of the first test that holds, or of what stands behind `else`, then that of the rest."""
    for number, node in enumerate(tests):
        place = scope.page.placed(node.test)
        condition = value_of(scope, node.test, place)
        known = is_true(scope, condition, place)
        if known is True:
            return body(scope, [*node.body, *rest])
        if known is None:
            return _either(scope, condition, tests[number:], otherwise, rest)
    return body(scope, [*otherwise, *rest])


def _either(scope: Scope, condition: Value, tests: list[Any], otherwise: list[Any], rest: list[Any]) -> Run:
    """Return the text of a test of which nobody knows whether it holds, or that of those behind it."""
    node, *others = tests
    place = scope.page.placed(node.test)
    if scope.unknown >= _MOST:
        return (Insert(freeze(condition, scope.state.memory), place),)
    frozen = freeze(condition, scope.state.memory)
    first = scope.fork()
    one = body(first, [*node.body, *rest])
    second = scope.fork(like=first)
    other = _branches(second, others, otherwise, rest)
    scope.merge(frozen, first, second, place)
    if first.left == "break" or second.left == "break":
        scope.left = "break?"
    return alternatives(frozen, one, other, place)


def bind(scope: Scope, target: Any, value: Value, place: Place) -> None:
    """Bind the target of a loop or of `set` to a value."""
    match type(target).__name__:
        case "Name":
            scope.set(target.name, value)
        case "NSRef":
            put(scope, scope.name(target.name, place), target.attr, value, place)
        case _:
            items = members_of(scope.frame, scope.state, value, place)
            for number, inner in enumerate(getattr(target, "items", ())):
                known = all(isinstance(item, Element) for item in items[: number + 1])
                item = items[number] if known and number < len(items) else None
                unknown = Op("[]", (value, Const(number)), (), place)
                bind(scope, inner, item.value if isinstance(item, Element) else unknown, place)


def _assign(scope: Scope, node: Any) -> Run:
    place = scope.page.placed(node.node)
    bind(scope, node.target, value_of(scope, node.node, place), place)
    return ()


def _assign_block(scope: Scope, node: Any) -> Run:
    place = scope.page.placed(node)
    inner = scope.inner()
    inner.captured, inner.muted = True, False
    value = bounded(scope.state, marked(scope, body(inner, node.body), place))
    if node.filter is not None:
        value = _through(inner, node.filter, value)
    bind(scope, node.target, value, place)
    return ()


def _filter_block(scope: Scope, node: Any) -> Run:
    inner = scope.inner()
    inner.captured = True
    text = marked(scope, body(inner, node.body), scope.page.placed(node))
    return written(scope, _through(inner, node.filter, text), scope.page.placed(node))


def _through(scope: Scope, node: Any, text: Value) -> Value:
    """Return a text after filters, the innermost of which names no subject."""
    subject = text if node.node is None else _through(scope, node.node, text)
    place = scope.page.placed(node)
    return filtered(scope, node.name, subject, arguments(scope, node, place), place)


def _with(scope: Scope, node: Any) -> Run:
    if any(map(_leaves, node.body)):
        scope.left = "break?"
    inner = scope.inner()
    for target, value in zip(node.targets, node.values, strict=True):
        place = scope.page.placed(value)
        bind(inner, target, value_of(scope, value, place), place)
    return body(inner, node.body)


def _scope(scope: Scope, node: Any) -> Run:
    return body(scope.inner(), node.body)


def _modified(scope: Scope, node: Any) -> Run:
    """Return the text of an `autoescape` statement."""
    inner = replace(scope)
    for option in node.options:
        if option.key == "autoescape":
            inner.escapes = truth(scope.state, evaluate(scope, option.value, scope.page.placed(option.value)))
    run = body(inner, node.body)
    scope.left, scope.parent = inner.left, inner.parent
    return run


def _expression(scope: Scope, node: Any) -> Run:
    value_of(scope, node.node, scope.page.placed(node.node))
    return ()


def _leave(how: str) -> Statement:
    def rule(scope: Scope, node: Any) -> Run:
        scope.left = how
        return ()

    return rule


_STATEMENTS: dict[str, Statement] = {
    "Output": _output,
    "If": _if,
    "For": loops.run_for,
    "Assign": _assign,
    "AssignBlock": _assign_block,
    "FilterBlock": _filter_block,
    "With": _with,
    "Scope": _scope,
    "ScopedEvalContextModifier": _modified,
    "ExprStmt": _expression,
    "Macro": macros.define,
    "CallBlock": macros.call_with_body,
    "Block": composition.place_block,
    "Extends": composition.extend,
    "Include": composition.include,
    "Import": composition.import_module,
    "FromImport": composition.import_names,
    "Continue": _leave("continue"),
    "Break": _leave("break"),
}
