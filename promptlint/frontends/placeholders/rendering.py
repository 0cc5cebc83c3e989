"""Rendering: the text that nodes become, every value spliced at its tag."""

from __future__ import annotations

from dataclasses import replace

from promptlint.frontends.placeholders import sections
from promptlint.frontends.placeholders.nodes import (
    Assign,
    Call,
    Inline,
    Known,
    Nodes,
    Output,
    Partial,
    Path,
    Section,
    Static,
)
from promptlint.frontends.placeholders.partials import ENDLESS, MISSING, Load, absent
from promptlint.frontends.placeholders.pieces import Pieces, may_hold, unknown
from promptlint.frontends.placeholders.scope import Language, Page, Scope, read_page
from promptlint.frontends.placeholders.signs import escaped
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import entries_of, keyword_entries, merged
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.rendering import text_of
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import alternatives
from promptlint.frontends.python.values import (
    Branch,
    Element,
    Function,
    Insert,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.source import Place

_DEEPEST = 20
"""How many partials may name one another."""


def fill(
    language: Language, frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load
) -> Text | None:
    """Return a template filled with values; None for one whose tags are not known. Raises BrokenTemplate."""
    if may_hold(template.parts, language.marks):
        return None
    page = read_page(language, Pieces(template.parts, placeholders(frame, place), place))
    return Text(render(Scope(frame, state, language, page.pieces, load, (values,)), page.nodes))


def render(scope: Scope, nodes: Nodes) -> Run:
    """Return the text of nodes."""
    run: list[Member] = []
    for node in nodes:
        scope.frame.budget -= 1
        match node:
            case Inline():
                scope = replace(scope, inlines={**scope.inlines, **_inlines(scope, (node,))})
            case Assign():
                scope = scope.named({node.name: _assigned(scope, node)})
            case Section():
                place = scope.pieces.placed(node.start, node.end)
                changed = {name: Op("unknown", (), (), place, name) for name in sections.assigned((node,))}
                run += _rendered(scope.named(changed) if node.call.name == "each" else scope, node)
                scope = scope.named(changed)
            case _:
                run += _rendered(scope, node)
    return tuple(run)


def _assigned(scope: Scope, node: Assign) -> Value:
    """Return what a template sets a name to."""
    if isinstance(node.value, Path | Known | Call):
        return scope.value(node.value, scope.pieces.placed(node.start, node.end))
    return Text(render(scope, node.value))


def _rendered(scope: Scope, node: Static | Output | Section | Partial) -> Run:
    if isinstance(node, Static):
        return scope.pieces.run(node.start, node.end)
    place = scope.pieces.placed(node.start, node.end)
    if scope.frame.budget <= 0:
        return unknown(place)
    match node:
        case Output():
            value = scope.value(node.call, place)
            return written(scope, value, place, raw=node.raw)
        case Section():
            return sections.section(scope, node, place)
        case Partial():
            return _partial(scope, node, place)


def written(scope: Scope, value: Value, place: Place, *, raw: bool) -> Run:
    """Return the text that a value becomes at its tag; how its language writes other things than texts may vary."""
    match scope.state.content(value):
        case Branch(condition, (first, second)):
            arms = written(scope, first, place, raw=raw), written(scope, second, place, raw=raw)
            return alternatives(condition and scope.frozen(condition), *arms, place)
        case Const(None):
            return ()
        case Const(bool() | float()) | Seq() | Map() | Function():
            return (Insert(scope.frozen(value), place),)
    run = text_of(scope.frame, scope.state, value, place)
    return run if raw else escaped(run, scope.language.signs, place, certain=scope.language.certain)


def _partial(scope: Scope, node: Partial, place: Place) -> Run:
    """Return the text of a partial, of the nodes in its place where there is none."""
    name = _name(scope, node, place)
    if name is None or len(scope.active) >= _DEEPEST:
        return unknown(place) if name is None else absent(name, ENDLESS, place)
    if any(known == name and depth < scope.unknown for known, depth in scope.active):
        return unknown(place)
    page, around = scope.inlines.get(name, (None, None))
    if page is None and (text := scope.load(name)) is not None:
        parts = _indented(text.parts, node.indent, blank=not scope.language.climbs)
        page = read_page(scope.language, Pieces(parts, placeholders(scope.frame, place), place))
    if page is None:
        return render(scope, node.body) if node.body is not None else absent(name, MISSING, place)
    inner = (around or scope).inside(*_context(scope, node, place))
    if inner is None:
        return absent(name, ENDLESS, place)
    inner = replace(inner, pieces=page.pieces, active=(*scope.active, (name, scope.unknown)))
    if node.body is not None:
        own = (Page(scope.pieces, node.body), scope)
        inner = replace(inner, inlines={**inner.inlines, **_inlines(scope, node.body), "@partial-block": own})
    return render(inner, page.nodes)


def _inlines(scope: Scope, nodes: Nodes) -> dict[str, tuple[Page, Scope | None]]:
    """Return the partials that nodes define."""
    return {node.name: (Page(scope.pieces, node.body), None) for node in nodes if isinstance(node, Inline)}


def _name(scope: Scope, node: Partial, place: Place) -> str | None:
    """Return the name of a partial; None where only the running program knows it."""
    match node.call.head:
        case Path():
            return node.call.name
        case Known(value):
            return plain(value)
    return plain(scope.value(node.call.head, place))


def _context(scope: Scope, node: Partial, place: Place) -> tuple[Value, ...]:
    """Return the context that a partial is given, none where it sees its caller's."""
    given = scope.arguments(node.call, place)
    context = next((member.value for member in given.positional if isinstance(member, Element)), None)
    if not given.keywords:
        return () if context is None else (context,)
    base = scope.contexts[-1] if context is None else context
    bare = isinstance(scope.state.content(base), Const | Text)
    known = () if bare else entries_of(scope.state, base, place)
    return (Map(merged(known, keyword_entries(scope.state, given, place))),)


def _indented(parts: Run, indent: str, *, blank: bool) -> Run:
    """Return the source of a partial with blanks before its lines; `blank` for empty ones too."""
    if not indent:
        return parts
    run: list[Member] = []
    fresh = True
    for part in parts:
        if not isinstance(part, Literal):
            run += (Literal(indent), part) if fresh else (part,)
            fresh = False
            continue
        at = 0
        for line in part.text.splitlines(keepends=True):
            if fresh and (blank or line.strip()):
                run.append(Literal(indent))
            run.append(Literal(line, part.site and replace(part.site, at=part.site.at + at)))
            fresh, at = line.endswith("\n"), at + len(line)
    return tuple(run)
