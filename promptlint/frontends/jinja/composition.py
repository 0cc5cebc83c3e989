"""Templates made of templates: include, import, extends, blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptlint.frontends.jinja.access import above
from promptlint.frontends.jinja.environment import escapes
from promptlint.frontends.jinja.expressions import value_of
from promptlint.frontends.jinja.loaders import Absent, load
from promptlint.frontends.jinja.markup import marked
from promptlint.frontends.jinja.objects import BlockReference, Module
from promptlint.frontends.jinja.page import Page, read_page
from promptlint.frontends.jinja.scope import UNDEFINED, Context, Scope
from promptlint.frontends.placeholders.partials import ENDLESS, MISSING, absent
from promptlint.frontends.placeholders.pieces import unknown
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.forks import fork
from promptlint.frontends.python.mappings import merged
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.state import freeze
from promptlint.frontends.python.text import alternatives
from promptlint.frontends.python.values import Element, Entry, Made, Map, Op, Run, Seq, Value
from promptlint.source import Place

_FORKS = 4
"""How many choices within the name of a template are followed, each to both sides."""


def new_context(scope: Scope, page: Page, given: Run, globals_: Run) -> Context:
    """Return a context in which a page is rendered for itself."""
    context = Context(given, globals_, scope.state.allocate(Map(())))
    for name, block in page.template.blocks.items():
        context.blocks[name] = ((page, block),)
    return context


def root(scope: Scope, page: Page, context: Context) -> Run | None:
    """Return the text of a whole template and of those that it extends; None where calls may never end."""
    from promptlint.frontends.jinja.statements import body

    name, environment = page.name, page.environment
    inner = scope.entered(
        page.template,
        page=page,
        context=context,
        chain=(context.names,),
        whole=True,
        captured=False,
        muted=True,
        parent=None,
        escapes=escapes(scope.frame, scope.state, environment, name, page.place),
    )
    if inner is None:
        return None
    try:
        run = body(inner, page.template.tree.body)
    except Unfollowed as stop:
        return stop.instead
    if inner.parent is None:
        return run
    above_it = root(inner, inner.parent, context)
    return None if above_it is None else run + above_it


def find_page(scope: Scope, value: Value, place: Place) -> Page | Absent | None:
    """Return the page that a value names: a name, the first of several names that there is, or a template itself."""
    content = scope.state.content(value)
    items = content.items if isinstance(content, Seq) else (Element(content, place),)
    for item in items:
        page = _one_page(scope, scope.state.content(item.value), place) if isinstance(item, Element) else None
        if page is not Absent.ABSENT:
            return page
    return Absent.ABSENT


def _one_page(scope: Scope, value: Value, place: Place) -> Page | Absent | None:
    if isinstance(value, Made):
        from promptlint.frontends.jinja.render import page_of

        found = page_of(scope.frame, scope.state, value, place)
        return found[0] if found else None
    name, environment = plain(value), scope.page.environment
    if name is None:
        return None
    text = load(scope.frame, scope.state, environment.loader, name, environment.made)
    if text is None or isinstance(text, Absent):
        return text
    return read_page(scope.frame, text, environment, name, scope.page.place)


def include(scope: Scope, node: Any) -> Run:
    """Return the text of an `include` statement."""
    place = scope.page.placed(node.template)
    if scope.captured and not node.with_context:
        raise Unfollowed
    return _include(scope, node, value_of(scope, node.template, place), place, _FORKS)


def _include(scope: Scope, node: Any, value: Value, place: Place, forks: int) -> Run:
    value = freeze(value, scope.state.memory)
    parted = fork(value) if forks else None
    if parted is not None:
        first = scope.fork()
        one = _include(first, node, parted.arms[0], place, forks - 1)
        second = scope.fork(like=first)
        other = _include(second, node, parted.arms[1], place, forks - 1)
        scope.merge(parted.condition, first, second, place)
        return alternatives(parted.condition, one, other, place)
    page = find_page(scope, value, place)
    if isinstance(page, Absent) and node.ignore_missing:
        return ()
    if isinstance(page, Absent):
        return absent(plain(value) or "", MISSING, place)
    if page is None:
        return scope.page.hole(node.template)
    run = root(scope, page, _context(scope, page, node))
    if run is None and not scope.unknown:
        return absent(plain(value) or "", ENDLESS, place)
    return scope.page.hole(node.template) if run is None else run


def _context(scope: Scope, page: Page, node: Any) -> Context:
    """Return the context of a template that this one includes or imports."""
    if node.with_context:
        return new_context(scope, page, scope.visible(), scope.context.globals)
    own = scope.page.environment.globals
    extra = scope.context.globals if type(node).__name__ != "Include" else ()
    return new_context(scope, page, (), merged(own, extra))


def _named(scope: Scope, node: Any, place: Place) -> tuple[Page | None, Run]:
    """Return the template that a statement names, None where it is not known, and what stands for one that is not there."""
    name = value_of(scope, node.template, place)
    page = find_page(scope, name, place)
    if isinstance(page, Absent):
        return None, absent(plain(name) or "", MISSING, place)
    return page, ()


def _module(scope: Scope, page: Page | None, node: Any, place: Place) -> Value:
    """Return what an import of a template binds."""
    if page is None:
        return Op("unknown", (), (), place)
    context = _context(scope, page, node)
    run = root(scope, page, context)
    if run is None:
        return Op("unknown", (), (), place)
    content = scope.state.memory[context.names]
    entries = content.entries if isinstance(content, Map) else ()
    if not all(isinstance(entry, Entry) for entry in entries):
        return Op("unknown", (), (), place)
    exported = _exported(page)
    names = {plain(e.key) or "": e.value for e in entries if isinstance(e, Entry) and plain(e.key) in exported}
    return Const(Module(names, run))


def _exported(page: Page) -> frozenset[str]:
    """Return the names that a template sets itself outside of every statement but `if`: what an import of it sees."""
    return frozenset(name for name in _set_names(page.template.tree.body) if not name.startswith("_"))


def _set_names(nodes: list[Any]) -> Iterator[str]:
    from jinja2 import nodes as kinds

    for node in nodes:
        match type(node).__name__:
            case "Assign" | "AssignBlock":
                yield from (n.name for n in (node.target, *node.target.find_all(kinds.Name)) if hasattr(n, "name"))
            case "Macro":
                yield node.name
            case "If":
                yield from _set_names([*node.body, *node.elif_, *node.else_])


def import_module(scope: Scope, node: Any) -> Run:
    """Bind the name of an imported template."""
    place = scope.page.placed(node.template)
    page, missing = _named(scope, node, place)
    scope.set(node.target, _module(scope, page, node, place))
    return missing


def import_names(scope: Scope, node: Any) -> Run:
    """Bind names of an imported template."""
    place = scope.page.placed(node.template)
    page, missing = _named(scope, node, place)
    module = _module(scope, page, node, place)
    for name in node.names:
        exported, alias = name if isinstance(name, tuple) else (name, name)
        match module:
            case Const(Module(names)):
                scope.set(alias, names.get(exported, UNDEFINED))
            case _:
                scope.set(alias, module)
    return missing


def extend(scope: Scope, node: Any) -> Run:
    """Take note of the template that this one extends."""
    page, missing = _named(scope, node, scope.page.placed(node.template))
    if missing:
        raise Unfollowed(missing)
    if page is None or scope.parent is not None or any(depth < scope.unknown for _, depth in scope.active[-1:]):
        raise Unfollowed
    scope.parent = page
    for name, block in page.template.blocks.items():
        scope.context.blocks[name] = (*scope.context.blocks.get(name, ()), (page, block))
    return ()


class Unfollowed(Exception):
    """A template extends one that is not known, or includes one where Jinja mixes up the order: no text is known."""

    def __init__(self, instead: Run | None = None) -> None:
        super().__init__()
        self.instead = instead
        """What stands for the text of the whole template; None where that is nothing but a hole."""


def place_block(scope: Scope, node: Any) -> Run:
    """Return the text of a block where it stands: that of the innermost template that overrides it."""
    if scope.whole and scope.parent is not None:
        return ()
    context = scope.context
    if node.scoped:
        names = scope.state.allocate(Map(()))
        context = Context(scope.visible(), context.globals, names, context.blocks)
    return _block(scope, node.name, 0, context, scope.page.placed(node))


def call_block(scope: Scope, reference: BlockReference, place: Place) -> Value:
    """Return what `super()` or `self.name()` returns."""
    return marked(scope, _block(scope, reference.name, reference.level, scope.context, place), place)


def _block(scope: Scope, name: str, level: int, context: Context, place: Place) -> Run:
    known = context.blocks.get(name, ())
    page, node = known[level] if level < len(known) else (scope.page, None)
    if node is None:
        return unknown(place)
    inside = scope.entered(
        node,
        page=page,
        context=context,
        chain=(context.names,),
        captured=False,
        muted=False,
        parent=None,
        whole=False,
    )
    if inside is None:
        return unknown(place)
    return inside.inner(super=above(inside, name, level)).body(node.body)
