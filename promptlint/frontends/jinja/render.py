"""Rendering: what `Template(text).render(...)` returns, every value spliced at its placeholder in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from promptlint.frontends.jinja.expressions import evaluate, value_of
from promptlint.frontends.jinja.parse import Template, parse
from promptlint.frontends.jinja.scope import Scope
from promptlint.frontends.python.containers import item_of
from promptlint.frontends.python.convert import NotKnown, cut, to_python
from promptlint.frontends.python.formatting import Where, placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import given_entries
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.rendering import text_of
from promptlint.frontends.python.routine import positional_value
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import (
    Arguments,
    Const,
    Each,
    Either,
    Element,
    Entry,
    Insert,
    Literal,
    Made,
    Map,
    Member,
    Op,
    Run,
    Spread,
    Text,
    Value,
    literal,
)
from promptlint.source import Place

_HOLE = "\ue000"
_UNROLLED = 64
"""How many known items of a loop are gone through one by one."""
_SETTINGS = frozenset(
    "block_start_string block_end_string variable_start_string variable_end_string comment_start_string "
    "comment_end_string line_statement_prefix line_comment_prefix trim_blocks lstrip_blocks newline_sequence "
    "keep_trailing_newline extensions".split()
)


def call_jinja(frame: Frame, state: State, made: Made, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return what a method of a template or an environment returns; None where the template is not known."""
    if name == "from_string":
        given = Arguments(arguments.positional[:1], made.arguments.keywords)
        return Made("jinja2.Template", given, made.place)
    if name not in ("render", "render_async"):
        return None
    text = state.content(positional_value(made.arguments, 0))
    settings = _settings(state, made.arguments)
    if not isinstance(text, Text) or settings is None:
        return None
    source = "".join(part.text if isinstance(part, Literal) else _HOLE for part in text.parts)
    template = parse(source, settings)
    if template is None:
        return None
    scope = Scope(frame, state, given_entries(state, arguments, place))
    return Text(_Rendering(template, text.parts, placeholders(frame, place), place).body(scope, template.tree.body))


def _settings(state: State, arguments: Arguments) -> dict[str, object] | None:
    """Return the settings of an environment that change how a template is read; None where one is not known."""
    try:
        return {name: to_python(freeze(value, state.memory)) for name, value in arguments.keywords if name in _SETTINGS}
    except NotKnown:
        return None


@dataclass(frozen=True, slots=True)
class _Rendering:
    """One rendering of a template whose source is the text of `parts`."""

    template: Template
    parts: Run
    where: Where
    place: Place

    def body(self, scope: Scope, nodes: Iterable[Any]) -> Run:
        """Return the text of statements."""
        run: list[Member] = []
        for node in nodes:
            scope.frame.budget -= 1
            rule = _STATEMENTS.get(type(node).__name__) if scope.frame.budget > 0 else None
            run.extend((self.hole(node),) if rule is None else rule(self, scope, node))
        return tuple(run)

    def hole(self, node: Any) -> Member:
        """Return a hole for a statement of which nothing is known."""
        place = self.placed(node)
        return Insert(Op("unknown", (), (), place), place)

    def placed(self, node: Any) -> Place:
        """Return where the field around a node was written."""
        start, end = self.template.span(node.lineno)
        offset = 0
        for part in self.parts:
            size = len(part.text) if isinstance(part, Literal) else 1
            if isinstance(part, Literal) and offset <= start < offset + size:
                return self.where(part, start - offset, min(end, offset + size) - offset)
            offset += size
        return self.place

    def data(self, text: str, start: int) -> Run:
        """Return the parts of the source that static text of a template was read from."""
        run: list[Member] = []
        offset, end = 0, start + len(text)
        for part in self.parts:
            size = len(part.text) if isinstance(part, Literal) else 1
            if offset < end and offset + size > start:
                inside = isinstance(part, Literal)
                run.append(cut(part, max(start - offset, 0), min(end - offset, size)) if inside else part)  # type: ignore[arg-type]
            offset += size
        read = "".join(part.text if isinstance(part, Literal) else _HOLE for part in run)
        return tuple(run) if read == text else literal(text).parts


def _output(self: _Rendering, scope: Scope, node: Any) -> Run:
    run: Run = ()
    for inner in node.nodes:
        if type(inner).__name__ == "TemplateData":
            run += self.data(inner.data, inner.lineno)
            continue
        place = self.placed(inner)
        value = value_of(scope, inner, place)
        run += () if value is None else text_of(scope.frame, scope.state, value, place)
    return run


def _if(self: _Rendering, scope: Scope, node: Any) -> Run:
    return _branches(self, scope, [node, *node.elif_], node.else_)


def _branches(self: _Rendering, scope: Scope, tests: list[Any], otherwise: list[Any]) -> Run:
    """Return the body of the first test that holds, or what stands behind `else`."""
    if not tests:
        return self.body(scope, otherwise)
    node, *rest = tests
    place = self.placed(node.test)
    condition = evaluate(scope, node.test, place)
    known = truth(scope.state, condition)
    if known is not None:
        return self.body(scope, node.body) if known else _branches(self, scope, rest, otherwise)
    first, second = scope.inner(), scope.inner()
    arms = self.body(first, node.body), _branches(self, second, rest, otherwise)
    frozen = freeze(condition, scope.state.memory)
    scope.merge(frozen, first, second, place)
    return (Either(frozen, arms, place),) if any(arms) else ()


def _for(self: _Rendering, scope: Scope, node: Any) -> Run:
    place = self.placed(node.iter)
    items = members_of(scope.frame, scope.state, evaluate(scope, node.iter, place), place)
    if not items:
        return self.body(scope, node.else_)
    if len(items) > _UNROLLED:
        items = (Spread(evaluate(scope, node.iter, place), place),)
    known = all(isinstance(item, Element) for item in items)
    return _rounds(self, scope, node, items, len(items) if known else None, place)


def _rounds(self: _Rendering, scope: Scope, node: Any, items: Run, count: int | None, place: Place) -> Run:
    """Return the body once for every item; what is not known item by item stays a repeat."""
    run: Run = ()
    for number, item in enumerate(items):
        match item:
            case Element(value):
                run += _round(self, scope, node, value, number if count is not None else None, count, place)
            case Spread(value):
                inner = _round(self, scope, node, item_of(value, place), None, None, place)
                run += (Each(inner, freeze(value, scope.state.memory), place),)
            case Either(condition, arms, where):
                unrolled = tuple(_rounds(self, scope, node, arm, None, place) for arm in arms)
                run += (Either(condition, unrolled, where),)
            case Each(body, over, where):
                run += (Each(_rounds(self, scope, node, body, None, place), over, where),)
    return run


def _round(
    self: _Rendering, scope: Scope, node: Any, value: Value, number: int | None, count: int | None, place: Place
) -> Run:
    inner = scope.inner(loop=_loop(number, count, place))
    _bind(inner, node.target, value, place)
    if node.test is None:
        return self.body(inner, node.body)
    condition = evaluate(inner, node.test, place)
    known = truth(scope.state, condition)
    body = self.body(inner, node.body) if known is not False else ()
    return body if known is not None or not body else (Either(condition, (body, ()), place),)


def _loop(number: int | None, count: int | None, place: Place) -> Value:
    """Return the variable `loop` of a round."""
    known: dict[str, Value] = dict.fromkeys(
        ("index", "index0", "first", "last", "length"), Op("position", (), (), place)
    )
    if number is not None and count is not None:
        known = {
            "index": Const(number + 1),
            "index0": Const(number),
            "revindex": Const(count - number),
            "first": Const(number == 0),
            "last": Const(number == count - 1),
            "length": Const(count),
        }
    return Map(tuple(Entry(literal(name), value, place) for name, value in known.items()))


def _bind(scope: Scope, target: Any, value: Value, place: Place) -> None:
    if type(target).__name__ == "Name":
        scope.names[target.name] = value
        return
    items = members_of(scope.frame, scope.state, value, place)
    for number, inner in enumerate(getattr(target, "items", ())):
        item = items[number] if number < len(items) else None
        unknown = Op("[]", (value, Const(number)), (), place)
        _bind(scope, inner, item.value if isinstance(item, Element) else unknown, place)


def _assign(self: _Rendering, scope: Scope, node: Any) -> Run:
    place = self.placed(node.node)
    _bind(scope, node.target, evaluate(scope, node.node, place), place)
    return ()


def _assign_block(self: _Rendering, scope: Scope, node: Any) -> Run:
    _bind(scope, node.target, Text(self.body(scope.inner(), node.body)), self.place)
    return ()


def _with(self: _Rendering, scope: Scope, node: Any) -> Run:
    inner = scope.inner()
    for target, value in zip(node.targets, node.values, strict=True):
        place = self.placed(value)
        _bind(inner, target, evaluate(scope, value, place), place)
    return self.body(inner, node.body)


def _inside(self: _Rendering, scope: Scope, node: Any) -> Run:
    return self.body(scope.inner(), node.body)


def _nothing(self: _Rendering, scope: Scope, node: Any) -> Run:
    if type(node).__name__ == "Macro":
        scope.names[node.name] = Op("unknown", (), (), self.place, node.name)
    return ()


_STATEMENTS: dict[str, Callable[[_Rendering, Scope, Any], Run]] = {
    "Output": _output,
    "If": _if,
    "For": _for,
    "Assign": _assign,
    "AssignBlock": _assign_block,
    "With": _with,
    "Block": _inside,
    "Scope": _inside,
    "ScopedEvalContextModifier": _inside,
    "Macro": _nothing,
    "Import": _nothing,
    "FromImport": _nothing,
    "ExprStmt": _nothing,
}
