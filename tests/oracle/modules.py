"""The ways in which a module of a program gets names that another one defines."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Wanted(NamedTuple):
    """Names of a module, for another one in the same folder."""

    names: tuple[str, ...]
    module: str
    """Its dotted name."""
    leaf: str
    """The last part of that."""
    back: str
    """The dotted name of the module that wants them."""
    alias: str
    """A name that the program does not use yet."""

    @property
    def list(self) -> str:
        """The names, as import statements want them."""
        return ", ".join(self.names)


class Import(NamedTuple):
    """The lines of one way to import."""

    top: tuple[str, ...] = ()
    """What stands at the top of the importing module."""
    local: tuple[str, ...] = ()
    """What stands where the names are used."""
    prefix: str = ""
    """What stands before each name."""
    package: tuple[str, ...] = ()
    """What the imported module's package holds; without it, the module has none of its own."""
    inside: tuple[str, ...] = ()
    """What else the imported module holds."""


def _conditional(wanted: Wanted) -> Import:
    attempt = ("try:", f"    from {wanted.module} import {wanted.list}", "except ImportError:")
    return Import(local=(*attempt, *(f"    {name} = None" for name in wanted.names)))


WAYS: dict[str, Callable[[Wanted], Import]] = {
    "absolute import": lambda wanted: Import((f"from {wanted.module} import {wanted.list}",)),
    "relative import": lambda wanted: Import((f"from .{wanted.leaf} import {wanted.list}",)),
    "import as": lambda wanted: Import((f"import {wanted.module} as {wanted.alias}",), prefix=f"{wanted.alias}."),
    "star import": lambda wanted: Import((f"from {wanted.module} import *",)),
    "re-export": lambda wanted: Import(
        (f"from {wanted.module} import {wanted.list}",), package=(f"from .core import {wanted.list}",)
    ),
    "function-level import": lambda wanted: Import(local=(f"from {wanted.module} import {wanted.list}",)),
    "conditional import": _conditional,
    "circular import": lambda wanted: Import(
        (f"import {wanted.module}",), prefix=f"{wanted.module}.", inside=(f"import {wanted.back}",)
    ),
}
