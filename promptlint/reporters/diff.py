"""Unified diffs of files, byte for byte as `patch -p0` and `git apply -p0` take them."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator

_END = b"\n"
_NO_END = b"\n\\ No newline at end of file\n"
_QUOTED = re.compile(rb'[\x00-\x1f"\\\x7f]')


def unified(path: str, before: bytes, after: bytes) -> Iterator[bytes]:
    """Yield the lines of the diff between two versions of a file, each with its end."""
    name = _name(path)
    lines = difflib.diff_bytes(difflib.unified_diff, _lines(before), _lines(after), name, name, lineterm=_END)
    yield from (line if line.endswith(_END) else line + _NO_END for line in lines)


def _lines(data: bytes) -> list[bytes]:
    """Return lines with their ends; to `patch` only a line feed ends one."""
    *whole, last = data.split(_END)
    return [*(line + _END for line in whole), *([last] if last else [])]


def _name(path: str) -> bytes:
    """Return a path as the head of a diff has it: quoted where it must be, a tab behind it where it has spaces."""
    name = os.fsencode(path.replace(os.sep, "/"))
    if _QUOTED.search(name):
        return b'"%b"' % _QUOTED.sub(lambda found: b"\\%03o" % found[0][0], name)
    return name + b"\t" * (b" " in name)
