"""Computing things that need each other: where they do so in a circle, the need that closes it gets an earlier result."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

ROUNDS = 2
"""How often the members of a circle of several are computed: the first time with nothing for the need that closes it."""

LARGEST = 40
"""How many members a circle may have; in a larger one every need of one of the others is cut."""


class Cycles(Generic[Key, Result]):
    """Results by key, each computed once; computing one may ask for others.

    The circles are the strongly connected components of who asks for whom (Tarjan 1972). The members of one are gone
    through from the first of them by `order` on, those of a large one each for itself, so no result depends on which key
    was asked for first.
    """

    def __init__(self, compute: Callable[[Key], Result], order: Callable[[Key], Any]) -> None:
        self._compute = compute
        self._order = order
        self._done: dict[Key, Result] = {}
        self._earlier: dict[Key, Result] = {}
        self._circle: dict[Key, int] = {}
        self._large: set[int] = set()
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

    def of(self, key: Key, *, cut: bool = False) -> Result | None:
        """Return the result for a key; where a circle closes, that of the round before; with `cut` None anywhere in one."""
        asking = self._running[-1] if self._running else None
        within = asking is not None and key in self._circle and self._circle.get(asking) == self._circle[key]
        if within and (cut or self._circle[key] in self._large):
            return None
        if key in self._done:
            return self._done[key]
        if key not in self._index:
            return self._first(key, asking)
        if within:
            return self._earlier.get(key)
        assert asking is not None
        self._low[asking] = min(self._low[asking], self._index[key])
        if asking == key:
            self._asks_itself.add(key)
        return None

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
        return self._close(key, result, asking)

    def _forget(self, key: Key) -> None:
        """Drop what was begun for a key that failed."""
        for each in self._taken(key):
            del self._index[each]

    def _taken(self, key: Key) -> list[Key]:
        """Return the keys that were begun with a key or after it and are not ended, and take them from the stack."""
        start = len(self._stack) - 1
        while self._stack[start] != key:
            start -= 1
        taken, self._stack[start:] = self._stack[start:], []
        return taken

    def _close(self, key: Key, result: Result, asking: Key | None) -> Result | None:
        """Return the final result of a key that needs nothing that is still being computed."""
        members = self._taken(key)
        for member in members:
            del self._index[member]
        if len(members) == 1 and (key not in self._asks_itself or key in self._circle):
            self._done[key] = result
            return result
        self._circles += 1
        self._circle.update((member, self._circles) for member in members)
        if len(members) > LARGEST:
            self._large.add(self._circles)
            return self._first(key, asking)
        results = self._go_round(sorted(members, key=self._order), asking)
        return results.get(key, result)

    def _go_round(self, members: list[Key], asking: Key | None) -> dict[Key, Result]:
        """Return the results of the members of a circle: each is computed when the first of those before it asks for it."""
        found: dict[Key, Result] = {}
        for _ in range(ROUNDS if len(members) > 1 else 1):
            self._earlier.update((member, self._done.pop(member)) for member in members if member in self._done)
            for member in members:
                if member not in self._done and member not in self._index:
                    result = self._first(member, asking)
                    assert result is not None
                    found[member] = result
        for member in members:
            self._earlier.pop(member, None)
        return {**found, **{member: self._done[member] for member in members if member in self._done}}
