"""What other modules do to the objects of a module: while they are loaded, or in their functions later."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from promptlint.frontends.python.mutators import CHANGING
from promptlint.frontends.python.scope import Module
from promptlint.link import Project
from promptlint.source import Source

_CHAIN = r"([A-Za-z_][\w]*(?:\.\w+|\[[^\]\n]*\])*)"
_METHOD = "|".join(sorted(CHANGING))
_CHANGE = re.compile(
    rf"{_CHAIN}(?:\.(?:{_METHOD})[ \t]*\(|[ \t]*[-+*/|&]?=(?!=))|^@{_CHAIN}|^{_CHAIN}[ \t]*\(", re.MULTILINE
)
"""What a file may change in place or call for what that does."""
_Meant = set[tuple[str, str]]
"""Names, each behind the file of its module."""

_IMPORTING = re.compile(r"^[^\n]*?\b(?:import|__import__)(?:[^\n(\\]|\\\s*)*+(?:\([^)]*+\)?)?", re.MULTILINE)
"""A line that imports, with all that stands in its brackets."""
_WORD = re.compile(r"\w+")
_SUBSCRIPT = re.compile(r"\[[^\]\n]*\]")


class Outside(NamedTuple):
    """What one other module does to what a name holds."""

    path: str
    statements: tuple[ast.stmt, ...]
    """The statements of its body that change it, in order."""
    later: bool
    """Whether its functions may change it too."""


class World(Protocol):
    """What is asked about the modules of a program."""

    project: Project

    def module(self, path: str) -> Module:
        """Return the module that a file holds."""

    def origin(self, path: str, name: str) -> tuple[str, str]:
        """Return the module that binds what a name of a module stands for, and its name there."""


def outside(world: World, path: str, name: str) -> Iterator[Outside]:
    """Yield what other modules do to what a name of a module holds, in the order of their paths."""
    functions = {each for each, names in world.module(path).making.changers.items() if name in names}
    meant = {(path, each) for each in (name, *functions)}
    users = {user for _, each in meant for user in world.project.users(path, each)} - {path}
    names = {each for _, each in meant}
    for user in sorted(users):
        source = world.project.source(user)
        chains = [chain for chain in _changed(source) if not names.isdisjoint(chain)] if source is not None else []
        targets = _targets(world, user) if chains else {}
        if any(_is_meant(world, user, targets, chain, meant) for chain in chains):
            found = _changes(world, user, targets, meant)
            if found.statements or found.later:
                yield found


@lru_cache(maxsize=10_000)
def _changed(source: Source) -> frozenset[tuple[str, ...]]:
    """Return what a file may change in place or call of what it may import: names with their attributes."""
    words = {word for line in _IMPORTING.findall(source.text) for word in _WORD.findall(line)}
    chains = (chain for groups in _CHANGE.findall(source.text) for chain in groups if chain)
    parted = (tuple(_SUBSCRIPT.sub("", chain).split(".")) for chain in chains)
    return frozenset(chain for chain in parted if chain[0] in words)


def _targets(world: World, user: str) -> dict[str, str]:
    """Return what a file imports, by the names that it gives to it."""
    facts = world.project.facts(user)
    return {each.name: each.target for each in facts.imports} if facts else {}


def _changes(world: World, user: str, targets: dict[str, str], meant: _Meant) -> Outside:
    touched = world.module(user).making.touched
    found = [statement for statement, chain in touched if _is_meant(world, user, targets, chain, meant)]
    return Outside(user, tuple(dict.fromkeys(each for each in found if each is not None)), None in found)


def _is_meant(world: World, user: str, targets: dict[str, str], chain: tuple[str, ...], meant: _Meant) -> bool:
    """Return whether a name with its attributes is, in a file, one of some names of modules or stands in one."""
    root, *attributes = chain
    path = ".".join((targets[root], *attributes)) if root in targets else ""
    found = world.project.modules.find(user, path) if path else None
    return found is not None and bool(found.rest) and world.origin(found.path, found.rest[0]) in meant
