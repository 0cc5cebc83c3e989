"""Documents that name each other: which files belong to one by the names of files that stand in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

_NAME = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
"""The name of a file with an end."""


def names_in(data: bytes) -> frozenset[str]:
    """Return the names of files that stand in the bytes of one."""
    return frozenset(_NAME.findall(data.decode("latin-1")))


def joined(documents: Iterable[str], named: Mapping[str, frozenset[str]]) -> set[str]:
    """Return some documents, those that name one of them, directly or through others, and those that any of these name.

    `named` are the names of files that stand in each document.
    """
    found, waiting = set[str](), set(documents)
    while waiting:
        found |= waiting
        names = {os.path.basename(path) for path in waiting}
        held = {name for path in waiting for name in named.get(path, ())}
        naming = {path for path, inside in named.items() if not inside.isdisjoint(names)}
        waiting = (naming | {path for path in named if os.path.basename(path) in held}) - found
    return found
