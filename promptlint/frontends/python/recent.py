"""Results that are kept while they are used: the others are computed again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


@dataclass(slots=True)
class Recent(Generic[Key, Result]):
    """The results that were used last, at most so many."""

    most: int
    _kept: OrderedDict[Key, Result] = field(default_factory=OrderedDict)

    def get(self, key: Key) -> Result | None:
        """Return a result that is kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: Key, result: Result) -> Result:
        """Keep a result in place of the one that was not used for the longest time, and return it."""
        self._kept[key] = result
        self._kept.move_to_end(key)
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return result
