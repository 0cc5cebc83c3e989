"""The files of a run, each read at most once: bytes, gate, source, facts."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from promptlint.problems import TOO_LARGE, UNREADABLE
from promptlint.source import Place, Source, Unreadable, decode

if TYPE_CHECKING:
    from promptlint.catalog import Catalog
    from promptlint.facts import Facts, Problem
    from promptlint.gate import Gate

LARGEST = 2_000_000
"""The size in bytes above which a file is not parsed."""

_SPEAKS = b"promptlint:"


class File(NamedTuple):
    """One readable file, and what was read from it."""

    source: Source
    facts: Facts


@dataclass(frozen=True, slots=True)
class Files:
    """What `link.prompts` asks about the project; a path of `given` has those bytes, whatever the disk says."""

    catalog: Catalog
    gate: Gate
    given: Mapping[str, bytes] = field(default_factory=dict)
    _files: dict[str, File | Problem | None] = field(default_factory=dict)

    def source(self, path: str) -> Source | None:
        """Return the text of a file that was read, or None."""
        file = self._files.get(path)
        return file.source if isinstance(file, File) else None

    def facts(self, path: str) -> Facts | None:
        """Return the facts of a file that was read, or None."""
        file = self._files.get(path)
        return file.facts if isinstance(file, File) else None

    def read(self, path: str, *, named: bool) -> File | Problem | None:
        """Return a file, or what keeps it from being checked; None where nothing in it concerns promptlint.

        A file that is named is read to the end, whatever the gate says of it.
        """
        if path not in self._files:
            self._files[path] = self._read(path, named)
        return self._files[path]

    def _read(self, path: str, named: bool) -> File | Problem | None:
        from promptlint.facts import Problem
        from promptlint.frontends.python.facts import read_facts

        try:
            data = self.given[path] if path in self.given else _bytes(path)
            passes = self.gate.passes(data)
            if not (passes or named or _SPEAKS in data):
                return None
            if len(data) > LARGEST:
                return _too_large(path, len(data)) if passes else None
            source = Source(path, decode(data, python=True))
        except (OSError, Unreadable) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return Problem(UNREADABLE, f"this file cannot be read: {reason}", Place(path, 0, 0))
        return File(source, read_facts(source, self.gate))


def _too_large(path: str, size: int) -> Problem:
    from promptlint.facts import Problem

    message = f"this file has {size / 1e6:,.1f} MB; above {LARGEST / 1e6:.0f} MB Python is not parsed, so its prompts are not checked"
    return Problem(TOO_LARGE, message, Place(path, 0, 0))


def _bytes(path: str) -> bytes:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise Unreadable("it is not a regular file; pipe it in as `promptlint check -`")
    with open(path, "rb") as file:
        return file.read()
