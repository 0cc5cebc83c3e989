"""Patterns: names of files with wildcards in them, and the files of the project that they stand for."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator

from promptlint.frontends.python.frame import World

MOST = 200
"""How many files a pattern may stand for; the further ones are not looked at."""

_DEEPEST = 8
_WILD = re.compile(r"[*?\[{]")
_BRACES = re.compile(r"\{([^{}]*)\}")


def is_pattern(name: str) -> bool:
    """Return whether a name has wildcards in it."""
    return _WILD.search(name) is not None


def matching(world: World, folder: str, pattern: str) -> tuple[str, ...]:
    """Return the files that a pattern relative to a folder stands for, sorted; those in a folder that it names.

    `*` and `?` stand for characters of a name, `**` for folders, `[ab]` and `{a,b}` for either; none of them for a name
    that begins with a dot.
    """
    found = {path for each in _alternatives(pattern) for path in _below(world, folder, tuple(each.split("/")), 0)}
    return tuple(sorted(found))[:MOST]


def _alternatives(pattern: str) -> Iterator[str]:
    """Yield a pattern once for each word in its braces."""
    waiting = [pattern]
    for _ in range(MOST):
        if not waiting:
            return
        each = waiting.pop(0)
        found = _BRACES.search(each)
        if found is None:
            yield each
        else:
            waiting += [each[: found.start()] + word + each[found.end() :] for word in found[1].split(",")]


def _below(world: World, folder: str, steps: tuple[str, ...], depth: int) -> Iterator[str]:
    """Yield the files below a folder that the steps of a pattern lead to."""
    step, rest = steps[0], steps[1:]
    if step == "**":
        yield from _below(world, folder, rest, depth) if rest else _files(world, folder, "*")
        for name in world.entries(folder) if depth < _DEEPEST else ():
            if not name.startswith("."):
                yield from _below(world, os.path.join(folder, name), steps, depth + 1)
    elif not is_pattern(step):
        path = os.path.normpath(os.path.join(folder, step))
        if rest:
            yield from _below(world, path, rest, depth)
        elif world.source(path) is not None:
            yield path
        else:
            yield from _files(world, path, "*")
    elif not rest:
        yield from _files(world, folder, step)
    else:
        for name in _named(world, folder, step):
            yield from _below(world, os.path.join(folder, name), rest, depth)


def _files(world: World, folder: str, pattern: str) -> Iterator[str]:
    """Yield the files in a folder whose names fit a pattern."""
    for name in _named(world, folder, pattern):
        path = os.path.join(folder, name)
        if world.source(path) is not None:
            yield path


def _named(world: World, folder: str, pattern: str) -> Iterator[str]:
    hidden = pattern.startswith(".")
    for name in world.entries(folder):
        if fnmatch.fnmatchcase(name, pattern) and (hidden or not name.startswith(".")):
            yield name
