"""Paths: which file or folder a value names, as far as the program's own text says it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import PurePath

from promptlint.frontends.python.atoms import Const, External, Imported
from promptlint.frontends.python.forks import children
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.modules import is_module
from promptlint.frontends.python.naming import qualified
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Attribute, Element, Insert, Literal, Made, Op, Run, Seq, Text, Value
from promptlint.hole import Confidence, Hole, Kind, Volatility
from promptlint.source import Place

_Change = Callable[..., PurePath]


def path_of(frame: Frame, state: State, value: Value, module: str = "") -> str | None:
    """Return the path of the file or folder that a value names; None where a part of it is not known.

    Of the places where a relative path may lie, the one where the project has a file, else the first.
    """
    tried = paths_of(frame, state, value, module)
    return next((path for path in tried if frame.world.source(path) is not None), next(iter(tried), None))


def paths_of(frame: Frame, state: State, value: Value, module: str = "") -> tuple[str, ...]:
    """Return the paths that a value may name, in the order in which they are to be tried.

    A relative path has one for each folder in which the program may run; `module` is the file that holds the expression,
    by default that of the frame, and for a model of a package the file that called it. Nothing where a part of the path
    is not known.
    """
    module = module or frame.definition.module
    if frame.home and frame.world.is_model(module):
        module = frame.home
    named = _named(freeze(value, state.memory))
    if named is None:
        return ()
    folders = frame.world.folders(module)
    return tuple(dict.fromkeys(os.path.normpath(os.path.join(folder, named)) for folder in folders))


def suffix_of(state: State, value: Value) -> Text | None:
    """Return the end of the name of a file that a value names, with its dot; None where that is not known."""
    named = _named(freeze(value, state.memory))
    return None if named is None else literal(named.suffix)


def this_file(module: str) -> Op:
    """Return what `__file__` holds in a module: the path of the file, on whatever machine runs it."""
    hole = Hole("__file__", Kind.ENVIRONMENT, Volatility.PROCESS, confidence=Confidence.HIGH)
    return Op("file", (hole,), (), Place(module, 0, 0), "__file__")


def working_folder(value: Value, place: Place) -> Op:
    """Return what a call yields that asks for the folder in which the program runs; `value` is its text."""
    return Op("folder", (value,), (), place)


def is_beside(value: Value) -> bool:
    """Return whether a path is that of a module's own file, or starts from there."""
    return (isinstance(value, Op) and value.name == "file") or any(map(is_beside, children(value)))


def _named(value: Value) -> PurePath | None:
    """Return the path that a value is, relative where the program's folder decides; None where it is not known."""
    match value:
        case Text(parts):
            return _written(parts)
        case Op("file", place=place):
            return PurePath(place.path)
        case Op("folder"):
            return PurePath()
        case Made(name, arguments) if name in _CLASSES and not arguments.keywords:
            return _changed(lambda *paths: PurePath(*paths), arguments.positional)
        case Attribute(base, name) if name in _PARTS:
            return _apply(_PARTS[name], _named(base))
        case Op("[]", (Attribute(base, "parents"), Const(int(number)))):
            return _apply(lambda path: path.parents[number], _named(base))
        case Op("[]", (Op("call", (External("os.path.split"), Seq(given))), Const(0))):
            return _changed(_parent, given)
        case Op("/", operands):
            return _apply(PurePath, *map(_named, operands))
        case Op("call", (function, Seq(given)), place=place):
            return _called(function, given, place.path)
    return None


def _written(parts: Run) -> PurePath | None:
    """Return the path that a text is; a path inserted into it counts as its text."""
    pieces: list[str | None] = []
    for part in parts:
        match part:
            case Literal(text):
                pieces.append(text)
            case Insert(value):
                path = _named(value)
                pieces.append(None if path is None else str(path))
            case _:
                pieces.append(None)
    known = [piece for piece in pieces if piece is not None]
    text = "".join(known)
    return PurePath(text) if len(known) == len(pieces) and text and "\0" not in text else None


def _called(function: Value, given: Run, module: str) -> PurePath | None:
    """Return the path that a call in the file `module` makes."""
    match function:
        case External("importlib.resources.files" | "importlib_resources.files"):
            return _package(given, module)
        case External("importlib.resources.path"):
            folder, rest = _package(given[:1], module), _changed(PurePath, given[1:])
            return _apply(PurePath, folder, rest)
        case External(name) if name in _FUNCTIONS:
            return _changed(_FUNCTIONS[name], given)
        case Attribute(base, name) if name in _METHODS:
            return _changed(_METHODS[name], given, _named(base))
    return None


def _changed(change: _Change, given: Run, *before: PurePath | None) -> PurePath | None:
    """Return what a function makes of the paths before it and those it is given."""
    return _apply(change, *before, *(_named(item.value) if isinstance(item, Element) else None for item in given))


def _apply(change: _Change, *paths: PurePath | None) -> PurePath | None:
    """Return what a function makes of paths; None where one is not known or the function refuses them."""
    if any(path is None for path in paths):
        return None
    try:
        return change(*paths)
    except (TypeError, ValueError, IndexError):
        return None


def _package(given: Run, module: str) -> PurePath | None:
    """Return the folder of a package: that of a dotted name or an import, or of the file itself."""
    anchor = given[0].value if given and isinstance(given[0], Element) else External("builtins.__package__")
    if isinstance(anchor, Imported):
        return PurePath(anchor.path if not is_module(anchor.path) else os.path.dirname(anchor.path))
    name = qualified(anchor)
    if name in ("builtins.__package__", "builtins.__name__"):
        return PurePath(os.path.dirname(module))
    dotted = _named(anchor) if name is None else PurePath(name)
    return dotted and PurePath(*str(dotted).split("."))


def _same(path: PurePath) -> PurePath:
    return path


def _normal(path: PurePath, *_: PurePath) -> PurePath:
    return PurePath(os.path.normpath(path))


def _settled(path: PurePath) -> PurePath:
    """Return a path in which nothing stands for the home of a user. Raises ValueError."""
    if str(path).startswith("~"):
        raise ValueError
    return path


def _parent(path: PurePath) -> PurePath:
    return path.parent


WORKING = ("os.getcwd", "pathlib.Path.cwd", "pathlib.PosixPath.cwd", "pathlib.WindowsPath.cwd")
"""The functions that say in which folder the program runs."""

_CLASSES = frozenset(
    f"pathlib.{name}" for name in ("Path", "PurePath", "PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath")
)
_PARTS: dict[str, _Change] = {
    "parent": _parent,
    "name": lambda path: PurePath(path.name),
    "stem": lambda path: PurePath(path.stem),
    "suffix": lambda path: PurePath(path.suffix),
}
_METHODS: dict[str, _Change] = {
    "resolve": _normal,
    "absolute": _same,
    "as_posix": _same,
    "expanduser": _settled,
    "joinpath": lambda path, *more: path.joinpath(*more),
    "with_name": lambda path, name: path.with_name(str(name)),
    "with_stem": lambda path, name: path.with_stem(str(name)),
    "with_suffix": lambda path, suffix: path.with_suffix(str(suffix)),
}
_FUNCTIONS: dict[str, _Change] = {
    "os.fspath": _same,
    "os.path.abspath": _normal,
    "os.path.basename": lambda path: PurePath(path.name),
    "os.path.dirname": _parent,
    "os.path.expanduser": _settled,
    "os.path.join": PurePath,
    "os.path.normpath": _normal,
    "os.path.realpath": _normal,
    "importlib.resources.as_file": _same,
}
