"""Jinja templates that stand in files of their own: the templates beside them that they name, and those that are missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from promptlint.facts import Problem
from promptlint.frontends.jinja.environment import TEMPLATES
from promptlint.frontends.jinja.parse import EXTENSIONS, parse
from promptlint.frontends.jinja.render import call_jinja
from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Element, Made, Map, Seq, Text, Value
from promptlint.problems import MISSING, UNPARSABLE
from promptlint.source import Place

_EXTENSIONS = tuple(EXTENSIONS[name] for name in ("do", "loopcontrols", "i18n"))


def rendered(frame: Frame, state: State, template: Text, values: Map, place: Place) -> Value | None:
    """Return a template of a document with its values; those that it names lie in its folder or in one around it."""
    path = Seq(tuple(Element(literal(folder), NOWHERE) for folder in _folders(frame)))
    extensions = Seq(tuple(Element(External(name), NOWHERE) for name in _EXTENSIONS))
    loader = Made("jinja2.FileSystemLoader", Arguments((Element(path, NOWHERE),)), NOWHERE)
    options = (("loader", loader), ("extensions", extensions))
    environment = Made("jinja2.Environment", Arguments((), options), NOWHERE)
    made = Made(TEMPLATES[0], Arguments((), (("environment", environment), ("source", template))), place)
    return call_jinja(frame, state, made, "render", Arguments((), ((None, values),)), place)


def _folders(frame: Frame) -> tuple[str, ...]:
    """Return the folder of a document, and those around it in the project."""
    folder = os.path.dirname(frame.definition.module)
    roots = [root for root in frame.world.folders(frame.definition.module) if f"{folder}/".startswith(f"{root}/")]
    found = [folder]
    while len(found[-1]) > min(map(len, roots)):
        found.append(os.path.dirname(found[-1]))
    return tuple(found)


def problems(frame: Frame, template: Text) -> Iterator[Problem]:
    """Yield what is wrong with the templates that one names: there is none, or it is the template itself without end."""
    from jinja2 import nodes

    known = plain(template)
    page = parse(known, (("extensions", _EXTENSIONS),)) if known else None
    if page is None:
        return
    for node in page.tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        names = _names(node)
        if names and not getattr(node, "ignore_missing", False):
            yield from _problem(
                frame, node in page.tree.body, names, Place(frame.definition.module, *page.span(node.lineno))
            )


def _problem(frame: Frame, always: bool, names: tuple[str, ...], place: Place) -> Iterator[Problem]:
    own = frame.definition.module
    paths = [os.path.normpath(os.path.join(folder, name)) for name in names for folder in _folders(frame)]
    found = next((path for path in paths if path == own or frame.world.source(path) is not None), None)
    if found is None:
        yield Problem(
            MISSING, f"there is no template `{names[0]}` in the folder of this file or in one around it", place
        )
    elif found == own and always:
        yield Problem(
            UNPARSABLE, "this template includes itself on every way through it: rendering it never ends", place
        )


def _names(node: Any) -> tuple[str, ...]:
    """Return the names of templates that a statement names, of which one is taken; none where a value says it."""
    given = node.template
    values = [getattr(each, "value", None) for each in getattr(given, "items", (given,))]
    return tuple(value for value in values if isinstance(value, str)) if all(isinstance(v, str) for v in values) else ()
