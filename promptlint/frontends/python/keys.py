"""What is asked of a program: every answer is computed once and known by its key."""

from __future__ import annotations

from typing import NamedTuple

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.rebinding import Member

Key = tuple[Definition, Definition | None]
"""A definition, and the class of its receiver."""


class Name(NamedTuple):
    """A name that the module of a file binds."""

    path: str
    name: str
    first: bool
    """Whether what functions bind it to later is left out."""


def order(key: Key | Name | Member) -> tuple[str, int, str, str, int]:
    """Return by what keys are put in order: where their definitions stand."""
    match key:
        case Name(path, name, first):
            return path, -1, name, "", first
        case Member(owner, name):
            return owner.module, owner.place.start, name, owner.module, -1
    definition, cls = key
    around = (cls.module, cls.place.start) if cls else ("", 0)
    return definition.module, definition.place.start, definition.qualname, *around
