"""Computing things that need each other: where they do so in a circle, every need within the circle is cut."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class Cycles(Generic[Key, Result]):
    """Results by key, each computed once; computing one may ask for others.

    The circles are the strongly connected components of who asks for whom (Tarjan 1972). Members of one are computed
    again once it is known, with no result for each other, so no result depends on which key was asked for first.
    """

    def __init__(self, compute: Callable[[Key], Result]) -> None:
        self._compute = compute
        self._done: dict[Key, Result] = {}
        self._circle: dict[Key, int] = {}
        self._index: dict[Key, int] = {}
        self._low: dict[Key, int] = {}
        self._stack: list[Key] = []
        self._running: list[Key] = []
        self._asks_itself: set[Key] = set()
        self._started = 0
        self._circles = 0

    def is_running(self, key: Key) -> bool:
        """Return whether a key is being computed."""
        return key in self._running

    def of(self, key: Key) -> Result | None:
        """Return the result for a key; None where the key that asks and this one are members of one circle."""
        asking = self._running[-1] if self._running else None
        if asking is not None and self._circle.get(key, -1) == self._circle.get(asking, -2):
            return None
        if key in self._done:
            return self._done[key]
        if key in self._index:
            assert asking is not None
            self._low[asking] = min(self._low[asking], self._index[key])
            if asking == key:
                self._asks_itself.add(key)
            return None
        return self._first(key, asking)

    def _first(self, key: Key, asking: Key | None) -> Result | None:
        self._started += 1
        self._index[key] = self._low[key] = self._started
        self._stack.append(key)
        self._running.append(key)
        try:
            result = self._compute(key)
        except BaseException:
            self._forget(key)
            raise
        finally:
            self._running.pop()
        if self._low[key] < self._index[key]:
            assert asking is not None
            self._low[asking] = min(self._low[asking], self._low[key])
            return result
        return self._close(key, result)

    def _forget(self, key: Key) -> None:
        """Drop what was begun for a key that failed."""
        start = self._stack.index(key)
        failed, self._stack[start:] = self._stack[start:], []
        for each in failed:
            del self._index[each]

    def _close(self, key: Key, result: Result) -> Result | None:
        """Return the final result of a key that needs nothing that is still being computed."""
        start = self._stack.index(key)
        members, self._stack[start:] = self._stack[start:], []
        for member in members:
            del self._index[member]
        if len(members) == 1 and (key not in self._asks_itself or key in self._circle):
            self._done[key] = result
            return result
        self._circles += 1
        self._circle.update((member, self._circles) for member in members)
        return self.of(key)
