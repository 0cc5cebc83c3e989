"""Naive caches of every provider family, written from the providers' published rules and nothing else.

Nothing here imports promptlint: what the linter predicts is compared with what these caches answer. `§` in a docstring is a section of
the document of providers' caching rules, `⚠C` an entry of its register of conflicts.
"""

from tests.simulator.families import FAMILIES, Family, Usage
from tests.simulator.request import Answer, Block, Cache, Rejected, Request, text

__all__ = ["FAMILIES", "Answer", "Block", "Cache", "Family", "Rejected", "Request", "Usage", "text"]
