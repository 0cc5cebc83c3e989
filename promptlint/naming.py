"""Documents that name each other: which files belong to one by the names of files that stand in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

_NAME = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
"""The name of a file with an end."""
_FOLDER = re.compile(r"(?<![\w-])(?:([\w-]++)/(?=[\w.-]*+[*?\[{])|(?<=/)([\w-]++)(?![\w./*?\[{-]))")
"""The name of a folder in front of wildcards, or at the end of a path."""


_NEAR = 3
"""How many folders around a file may be named in its place."""


def names_in(data: bytes) -> frozenset[str]:
    """Return the names of files that stand in the bytes of one, and with a `/` behind them those of folders of which it may mean all files."""
    text = data.decode("latin-1")
    folders = (f"{before or last}/" for before, last in _FOLDER.findall(text))
    return frozenset((*_NAME.findall(text), *folders))


def naming(documents: Iterable[str], named: Mapping[str, frozenset[str]]) -> set[str]:
    """Return some documents, and those that name one of them, directly or through others.

    `named` are the names of files that stand in each document.
    """
    found, waiting = set[str](), set(documents)
    while waiting:
        found |= waiting
        names = {name for path in waiting for name in _called(path)}
        waiting = {path for path, inside in named.items() if not inside.isdisjoint(names)} - found
    return found


def with_named(documents: Iterable[str], named: Mapping[str, frozenset[str]]) -> set[str]:
    """Return some documents, and those that one of them names, directly or through others."""
    found, waiting = set[str](), set(documents)
    while waiting:
        found |= waiting
        held = {name for path in waiting for name in named.get(path, ())}
        waiting = {path for path in named if not held.isdisjoint(_called(path))} - found
    return found


def _called(path: str) -> tuple[str, ...]:
    """Return the names by which others may mean a file: its own, and those of the folders around it."""
    *folders, name = path.split(os.sep)
    return (name, *(f"{folder}/" for folder in folders[-_NEAR:]))
