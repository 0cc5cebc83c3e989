"""The disk: which folder holds what, and the bytes of files."""

from __future__ import annotations

import os
import stat

from promptlint.source import Unreadable


def holds(folder: str, path: str) -> bool:
    """Return whether a path is a folder or stands below it."""
    return path == folder or path.startswith(os.path.join(folder, ""))


def read_bytes(path: str) -> bytes:
    """Return the bytes of a regular file. Raises OSError or Unreadable where they cannot be had."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise Unreadable("it is not a regular file; pipe it in as `promptlint check -`")
    with open(path, "rb") as file:
        return file.read()
