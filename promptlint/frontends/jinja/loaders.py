"""Loaders: the text of a template by its name, from wherever the program's loader takes it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from promptlint.frontends.placeholders.partials import Load
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import items_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.routine import argument
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Arguments,
    Element,
    Entry,
    Function,
    Made,
    Map,
    Object,
    Op,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.source import Place


class Absent(Enum):
    """That a loader certainly has no template of a name."""

    ABSENT = 0


Found = Text | Absent | None
"""The source of a template; None where it is not known."""
_Loader = Callable[[Frame, State, Made, str, Value], Found]


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A loader that is no part of a program: it gets the templates beside one that is linted by itself."""

    get: Load


def load(frame: Frame, state: State, loader: Value, name: str, environment: Value) -> Found:
    """Return the source that a loader has for a name."""
    content = state.content(loader)
    match content:
        case Made(maker):
            package, _, last = maker.rpartition(".")
            rule = _LOADERS.get(last) if package in ("jinja2", "jinja2.loaders") else None
            return rule(frame, state, content, name, environment) if rule else None
        case Const(Given(get)):
            found = get(name)
            return Absent.ABSENT if found is None else found
        case Object():
            return _own(frame, state, loader, name, environment)
    return None


def name_of(frame: Frame, state: State, value: Value, place: Place) -> str | None:
    """Return the name of a template that a value is, a path written as a text included; None where it is not known."""
    from promptlint.frontends.python.paths import paths_of

    content = state.content(value)
    if plain(content) is not None or not isinstance(content, Text):
        return plain(content)
    below = paths_of(frame, state, Op("/", (literal(os.sep), content), (), place), place.path)
    return below[0].replace(os.sep, "/").lstrip("/") if below else None


def pieces_of(name: str) -> tuple[str, ...] | None:
    """Return the parts of the path that a name is; None for one that leads out of its folder."""
    pieces = name.split("/")
    return None if ".." in pieces else tuple(piece for piece in pieces if piece not in ("", "."))


def _in_folders(frame: Frame, state: State, made: Made, name: str, environment: Value) -> Found:
    value = state.content(argument(made.arguments, 0, "searchpath"))
    folders = items_of(state, value, made.place) if isinstance(value, Seq) else (Element(value, made.place),)
    return _from_folders(frame, state, folders, name, made.place)


def _from_folders(frame: Frame, state: State, folders: Run, name: str, place: Place) -> Found:
    from promptlint.frontends.python.paths import paths_of
    from promptlint.frontends.python.readfile import text_of_file

    pieces = pieces_of(name)
    if pieces is None:
        return Absent.ABSENT
    for folder in folders:
        if not isinstance(folder, Element):
            return None
        steps = (folder.value, *map(literal, pieces))
        paths = paths_of(frame, state, Op("/", steps, (), place), place.path)
        if not paths:
            return None
        for path in paths:
            if (text := text_of_file(frame, path)) is not None:
                return text
    return Absent.ABSENT


def _in_package(frame: Frame, state: State, made: Made, name: str, environment: Value) -> Found:
    package = argument(made.arguments, 0, "package_name")
    path = argument(made.arguments, 1, "package_path", literal("templates"))
    files = Op("call", (External("importlib.resources.files"), Seq((Element(package, made.place),))), (), made.place)
    folder = Op("/", (files, path), (), made.place)
    return _from_folders(frame, state, (Element(folder, made.place),), name, made.place)


def _in_mapping(frame: Frame, state: State, made: Made, name: str, environment: Value) -> Found:
    found = _under(state, argument(made.arguments, 0, "mapping"), name)
    return _text(state, found) if not isinstance(found, Absent) else found


def _under(state: State, mapping: Value, key: str) -> Value | Absent:
    """Return what a mapping holds for a key; a value that is not known where it may hold something."""
    content = state.content(mapping)
    if isinstance(content, Map):
        for entry in reversed(content.entries):
            if not isinstance(entry, Entry):
                return NONE
            if plain(entry.key) == key:
                return entry.value
            if plain(entry.key) is None:
                return NONE
        return Absent.ABSENT
    return NONE


def _text(state: State, value: Value) -> Text | None:
    content = state.content(value)
    return content if isinstance(content, Text) else None


def _one_of(frame: Frame, state: State, made: Made, name: str, environment: Value) -> Found:
    for item in items_of(state, argument(made.arguments, 0, "loaders"), made.place):
        found = load(frame, state, item.value, name, environment) if isinstance(item, Element) else None
        if not isinstance(found, Absent):
            return found
    return Absent.ABSENT


def _by_prefix(frame: Frame, state: State, made: Made, name: str, environment: Value) -> Found:
    delimiter = plain(argument(made.arguments, 1, "delimiter", literal("/")))
    if not delimiter:
        return None
    prefix, mark, rest = name.partition(delimiter)
    loader = _under(state, argument(made.arguments, 0, "mapping"), prefix)
    if isinstance(loader, Absent) or not mark:
        return Absent.ABSENT
    return load(frame, state, loader, rest, environment)


def _by_function(frame: Frame, state: State, made: Made, name: str, environment: Value) -> Found:
    function = argument(made.arguments, 0, "load_func")
    called = frame.call(state, function, Arguments((Element(literal(name), made.place),)), made.place)
    return _loaded(state, called)


def _own(frame: Frame, state: State, loader: Value, name: str, environment: Value) -> Found:
    """Return what a loader of the project has: what its `get_source` returns first."""
    method = get_attribute(frame, state, loader, "get_source")
    if not isinstance(method, Function):
        return None
    place = method.definition.place
    given = Arguments((Element(environment, place), Element(literal(name), place)))
    return _loaded(state, frame.call(state, method, given, place))


def _loaded(state: State, value: Value) -> Found:
    """Return the source in what a loading function returned: a text, or a tuple that starts with it."""
    content = state.content(value)
    match content:
        case Seq((Element(first), *_), "tuple"):
            return _text(state, first)
        case Text():
            return content
    return Absent.ABSENT if content == NONE else None


_LOADERS: dict[str, _Loader] = {
    "FileSystemLoader": _in_folders,
    "PackageLoader": _in_package,
    "DictLoader": _in_mapping,
    "ChoiceLoader": _one_of,
    "PrefixLoader": _by_prefix,
    "FunctionLoader": _by_function,
}
