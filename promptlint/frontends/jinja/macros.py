"""Macros: their definition, what binds their arguments, and calls that bring a body along."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from promptlint.frontends.jinja.calling import invoke
from promptlint.frontends.jinja.expressions import arguments, value_of
from promptlint.frontends.jinja.markup import marked, written
from promptlint.frontends.jinja.objects import Macro
from promptlint.frontends.jinja.scope import UNDEFINED, Scope
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.mappings import keyword_entries, without
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import Arguments, Element, Entry, Map, Op, Run, Seq, Spread, Value
from promptlint.source import Place


def define(scope: Scope, node: Any) -> Run:
    """Bind the name of a macro."""
    scope.set(node.name, Const(_macro(scope, node.name, node)))
    return ()


def _macro(scope: Scope, name: str | None, node: Any) -> Macro:
    return Macro(name, node, scope.page, scope.context, scope.chain, scope.escapes)


def call_with_body(scope: Scope, node: Any) -> Run:
    """Return the text of a `call` statement: of a macro that is given the body as `caller`."""
    place = scope.page.placed(node.call)
    function = value_of(scope, node.call.node, place)
    given = arguments(scope, node.call, place)
    caller = ("caller", Const(_macro(scope, None, node)))
    value = invoke(scope, function, Arguments(given.positional, (*given.keywords, caller)), place)
    return written(scope, value, place)


def call_macro(scope: Scope, macro: Macro, given: Arguments, place: Place) -> Value:
    """Return the text that a macro makes of its arguments."""
    inside = scope.entered(
        macro.node,
        page=macro.page,
        context=macro.context,
        chain=macro.chain,
        captured=True,
        muted=False,
        parent=None,
        whole=False,
    )
    if inside is None:
        return Op("unknown", (), (), place)
    inner = inside.inner()
    _bind(inner, macro, given, place)
    inner.escapes = macro.escapes
    run = inner.body(macro.node.body)
    return marked(scope, run, place)


def _bind(inner: Scope, macro: Macro, given: Arguments, place: Place) -> None:
    """Bind the parameters of a macro, those that it has without naming them first."""
    names = [parameter.name for parameter in macro.node.args]
    keywords = keyword_entries(inner.state, given, place)
    open_rest = not all(isinstance(member, Element) for member in given.positional)
    rest = given.positional[len(names) :]
    for name in names:
        keywords = without(keywords, literal(name))
    caller = _keyword(keywords, "caller")
    inner.set("varargs", Seq(rest, "tuple"))
    inner.set("kwargs", Map(without(keywords, literal("caller"))))
    inner.set("caller", UNDEFINED if caller is None else caller)
    passed = keyword_entries(inner.state, given, place)
    unknown = any(not isinstance(entry, Entry) for entry in passed)
    for number, name in enumerate(names):
        member = given.positional[number] if number < len(given.positional) else None
        named = _keyword(passed, name)
        if isinstance(member, Element) and all(isinstance(m, Element) for m in given.positional[:number]):
            inner.set(name, member.value)
        elif named is not None:
            inner.set(name, named)
        elif open_rest or unknown or isinstance(member, Spread):
            inner.set(name, Op("unknown", (), (), place, name))
        else:
            inner.set(name, _default(inner, macro, number))


def _keyword(entries: Run, name: str) -> Value | None:
    found = (entry.value for entry in entries if isinstance(entry, Entry) and plain(entry.key) == name)
    return next(found, None)


def _default(inner: Scope, macro: Macro, number: int) -> Value:
    defaults = macro.node.defaults
    at = number - len(macro.node.args) + len(defaults)
    if at < 0:
        return UNDEFINED
    return value_of(replace(inner), defaults[at], macro.page.placed(defaults[at]))
