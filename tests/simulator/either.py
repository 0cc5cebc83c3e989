"""Two caches of one provider that exclude each other."""

from dataclasses import dataclass

from tests.simulator.request import Answer, Cache, Prompt, Request


@dataclass(slots=True)
class Either:
    """§6 Qwen: requests with a marker and requests without one never share a cache."""

    marked: Cache
    unmarked: Cache

    def prompt(self, request: Request) -> Prompt:
        """The request as the cache reads it that answers it."""
        return self._cache(request).prompt(request)

    def answer(self, request: Request) -> Answer:
        """What the one or the other answers."""
        return self._cache(request).answer(request)

    def _cache(self, request: Request) -> Cache:
        return self.marked if any(block.marked for block in request.blocks) else self.unmarked
