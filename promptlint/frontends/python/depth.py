"""Work on trees that are thousands of levels deep: on a stack that is large enough for them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

_DEPTH = 10_000
_STACK = 64 * 1024 * 1024


def deep(work: Callable[[], Result], *, levels: int = _DEPTH, stack: int = _STACK) -> Result:
    """Return what `work` returns when it may nest `levels` calls, on a stack of `stack` bytes.

    Raises what `work` raises, RecursionError among it.
    """
    results: list[Result] = []
    errors: list[Exception] = []

    def attempt() -> None:
        try:
            results.append(work())
        except Exception as error:
            errors.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size(stack)
    try:
        sys.setrecursionlimit(max(limit, levels))
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    for error in errors:
        raise error
    if not results:
        raise MemoryError
    return results[0]
