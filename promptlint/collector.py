"""The garbage collector, which looks at what was made just now alone while nearly everything else is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 1_000_000
"""How many objects are made before those are looked at."""
_NEVER = 1_000_000_000


@contextmanager
def paused_collector() -> Iterator[None]:
    """Nothing of a growing tree is garbage, and no value that grew old; looking for some makes parsing four times slower.

    What was made is not looked at later either.
    """
    thresholds, paused = gc.get_threshold(), (_YOUNG, _NEVER, _NEVER)
    gc.set_threshold(*paused)
    try:
        yield
    finally:
        if thresholds != paused:
            gc.freeze()
        gc.set_threshold(*thresholds)
