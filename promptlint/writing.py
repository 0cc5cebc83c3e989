"""Writing: a file gets other bytes at once, or stays as it is."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress

from promptlint.rewriting import CHANGED, Unwritable

_READ_ONLY = "it is read-only"


def replace_bytes(path: str, before: bytes, after: bytes) -> None:
    """Make a file that holds some bytes hold others; of a link, the file that it leads to.

    Whenever the process ends, even when it is killed, the file holds all of the one or all of the other. A temporary
    file that it leaves beside it then is removed by the next call. Mode, owner (where permitted) and extended attributes
    stay; of several hard links only this one leads to the new bytes. Raises Unwritable, and nothing is changed, for a
    file that holds other bytes than `before`, and for one that cannot be written.
    """
    target = os.path.realpath(path)
    folder, mark = os.path.dirname(target), _mark(target)
    try:
        _remove_leftovers(folder, mark)
        status = os.stat(target)
        if not (status.st_mode & 0o222 and os.access(target, os.W_OK)):
            raise Unwritable(_READ_ONLY)
        handle, temporary = tempfile.mkstemp(".tmp", mark, folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                _copy_attributes(target, status, handle)
                file.flush()
                os.fsync(handle)
            if _bytes(target) != before:
                raise Unwritable(CHANGED)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        _sync(folder)
    except OSError as error:
        raise Unwritable(error.strerror or str(error)) from error


def _mark(target: str) -> str:
    """Return how the names of temporary files of a file begin."""
    digest = hashlib.sha256(os.fsencode(os.path.basename(target))).hexdigest()
    return f".promptlint-{digest[:16]}-"


def _remove_leftovers(folder: str, mark: str) -> None:
    for name in os.listdir(folder):
        if name.startswith(mark):
            os.unlink(os.path.join(folder, name))


def _copy_attributes(target: str, status: os.stat_result, handle: int) -> None:
    """Give an open file the owner, mode and extended attributes of another; the owner first, for it clears bits of the mode."""
    if hasattr(os, "fchown"):
        with suppress(OSError):
            os.fchown(handle, -1, status.st_gid)
        with suppress(OSError):
            os.fchown(handle, status.st_uid, -1)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                os.setxattr(handle, name, os.getxattr(target, name))


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _sync(folder: str) -> None:
    """Have the name of a new file survive a loss of power, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
