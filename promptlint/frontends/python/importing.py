"""Modules that a call imports under a name that is written down."""

from __future__ import annotations

import os
from importlib.util import resolve_name

from promptlint.frontends.python.atoms import Const, External
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.operators import truth
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.routine import Routine, argument
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Value
from promptlint.source import Place


def _import_module(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    name = plain(argument(arguments, 0, "name"))
    target = name and _resolved(frame, name, argument(arguments, 1, "package"))
    return frame.world.imported(frame.definition.module, target) if target else None


def _resolved(frame: Frame, name: str, package: Value) -> str | None:
    """Return a name as an import statement in the file of the frame writes it; None where the package is not known."""
    path = frame.definition.module
    if not name.startswith(".") or package == External("builtins.__package__"):
        return name
    if package == External("builtins.__name__"):
        return name if os.path.basename(path) == "__init__.py" else None
    try:
        return resolve_name(name, plain(package))
    except ImportError:
        return None


def _import(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return what `__import__` returns: without names that are wanted from it, the package around the module."""
    name, level = plain(argument(arguments, 0, "name")), argument(arguments, 4, "level", Const(0))
    wanted = truth(state, argument(arguments, 3, "fromlist"))
    if name is None or wanted is None or not isinstance(level, Const) or not isinstance(level.value, int):
        return None
    target = "." * level.value + name
    outer = target if wanted or level.value else name.partition(".")[0]
    return frame.world.imported(frame.definition.module, outer)


ROUTINES: dict[str, Routine] = {
    "importlib.import_module": _import_module,
    "builtins.__import__": _import,
}
