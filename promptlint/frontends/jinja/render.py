"""Rendering: what `Template(text).render(…)` returns, every value spliced at its placeholder in the template."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from promptlint.frontends.jinja import composition
from promptlint.frontends.jinja.environment import (
    TEMPLATE,
    TEMPLATES,
    Environment,
    globals_of,
    options,
    overlay,
    read_environment,
)
from promptlint.frontends.jinja.loaders import Absent, load, name_of
from promptlint.frontends.jinja.page import Page, read_page
from promptlint.frontends.jinja.scope import Context, Scope
from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.convert import NotKnown, from_python
from promptlint.frontends.python.forks import fork
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import given_entries, merged
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.routine import argument
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Element, Insert, Made, Map, Run, Seq, Text, Value
from promptlint.source import Place

_FORKS = 4
"""How many choices within the name or the source of a template are followed, each to both sides."""
_Method = Callable[[Frame, State, Made, Arguments, Place], Value | None]


def call_jinja(frame: Frame, state: State, made: Made, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return what a method of a template or an environment returns; None where that is not known."""
    rule = (_OF_TEMPLATES if made.name in TEMPLATES else _OF_ENVIRONMENTS).get(name)
    return rule(frame, state, made, arguments, place) if rule is not None else None


def _from_string(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    return _template(made, "source", argument(arguments, 0, "source"), argument(arguments, 1, "globals"), place)


def _get_template(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    return _template(made, "name", argument(arguments, 0, "name"), argument(arguments, 2, "globals"), place)


def _select_template(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    names = argument(arguments, 0, "names", argument(arguments, 0, "template_name_or_list"))
    return _template(made, "name", names, argument(arguments, 2, "globals"), place)


def _template(environment: Made, by: str, value: Value, own: Value, place: Place) -> Value:
    """Return a template of an environment, by its source or its name."""
    if isinstance(value, Made) and value.name in TEMPLATES:
        return value
    keywords: tuple[tuple[str | None, Value], ...] = (("environment", environment), (by, value))
    maker = "jinja2.nativetypes.NativeTemplate" if "Native" in environment.name else TEMPLATES[0]
    return Made(maker, Arguments((), (*keywords, *((("globals", own),) if own != NONE else ()))), place)


def _overlay(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    return overlay(state, made, arguments, place)


def _add_extension(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    held = dict(made.arguments.keywords).get("extensions", NONE)
    content = state.content(held)
    if isinstance(content, Seq) and held in state.memory:
        added = Element(argument(arguments, 0, "extension"), place)
        state.memory[held] = Seq((*content.items, added))
    return NONE


def _render(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    return _forked(frame, state, made, arguments, place, _FORKS)


def _pieces(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place) -> Value | None:
    """Return the pieces of a text that a template yields one after the other."""
    text = _forked(frame, state, made, arguments, place, _FORKS)
    return None if text is None else Seq((Element(text, place),), "generator")


def _forked(frame: Frame, state: State, made: Made, arguments: Arguments, place: Place, forks: int) -> Value | None:
    """Return the text of a template; a choice where it depends on a condition which template or source it is."""
    given = dict(made.arguments.keywords)
    key = next((key for key in ("name", "source") if key in given), None)
    asked = freeze(given[key] if key else argument(made.arguments, 0, "source"), state.memory)
    found = page_of(frame, state, made, place)
    if found is not None:
        return _text(frame, state, *found, given_entries(state, arguments, place), place)
    parted = fork(asked) if forks else None
    if parted is None:
        return None
    first, second = state.fork(), state.fork()
    one = _forked(frame, first, _asking(made, key, parted.arms[0]), arguments, place, forks - 1)
    second.allocated = first.allocated
    other = _forked(frame, second, _asking(made, key, parted.arms[1]), arguments, place, forks - 1)
    state.merge(parted.condition, first, second, place)
    return None if one is None or other is None else join(parted.condition, one, other, place)


def _asking(made: Made, key: str | None, value: Value) -> Made:
    """Return a template with another name or source."""
    keywords = tuple((name, value if name == key else known) for name, known in made.arguments.keywords)
    positional = made.arguments.positional
    if key is None:
        positional = (Element(value, made.place), *positional[1:])
    return replace(made, arguments=Arguments(positional, keywords))


def page_of(frame: Frame, state: State, made: Made, place: Place) -> tuple[Page, Run] | None:
    """Return the page that a template is and the globals that it knows; None where that is not known."""
    given = dict(made.arguments.keywords)
    held = given.get("environment", made)
    environment = read_environment(frame, state, held) if isinstance(held, Made) else None
    if environment is None:
        return None
    known = merged(environment.globals, globals_of(state, given.get("globals", NONE), place))
    page = _page(frame, state, environment, made, given, place)
    return None if page is None else (page, known)


def _page(
    frame: Frame, state: State, environment: Environment, made: Made, given: dict[str | None, Value], place: Place
) -> Page | None:
    if "name" not in given:
        own = options(state, made.arguments, TEMPLATE, place) or {}
        text = state.content(given.get("source", own.get("source", NONE)))
        return read_page(frame, text, environment, None, place) if isinstance(text, Text) else None
    names = state.content(given["name"])
    items = names.items if isinstance(names, Seq) else (Element(names, place),)
    for item in items:
        name = name_of(frame, state, item.value, made.place) if isinstance(item, Element) else None
        found = load(frame, state, environment.loader, name, environment.made) if name is not None else None
        if not isinstance(found, Absent):
            return None if found is None else read_page(frame, found, environment, name, place)
    return None


def _text(frame: Frame, state: State, page: Page, known: Run, given: Run, place: Place) -> Value | None:
    """Return the text of a page."""
    names = state.allocate(Map(()))
    scope = Scope(frame, state, page, Context(given, known, names), (names,))
    context = composition.new_context(scope, page, given, known)
    run = composition.root(scope, page, context)
    if run is None:
        return None
    return _native(run, place) if page.environment.native else Text(run)


def _native(run: Run, place: Place) -> Value:
    """Return the Python object that a text of a native environment writes down."""
    match run:
        case (Insert(value),):
            return value
    text = plain(Text(run))
    try:
        return Text(run) if text is None else from_python(ast.literal_eval(text), place)
    except (ValueError, SyntaxError, MemoryError, RecursionError, NotKnown):
        return Text(run)


_OF_ENVIRONMENTS: dict[str, _Method] = {
    "from_string": _from_string,
    "get_template": _get_template,
    "select_template": _select_template,
    "get_or_select_template": _select_template,
    "overlay": _overlay,
    "add_extension": _add_extension,
}
_OF_TEMPLATES: dict[str, _Method] = {
    "render": _render,
    "render_async": _render,
    "generate": _pieces,
    "generate_async": _pieces,
    "stream": _pieces,
}
