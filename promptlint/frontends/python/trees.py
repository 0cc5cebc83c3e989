"""Syntax trees, the most recently used ones kept."""

from __future__ import annotations

import ast
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from promptlint.facts import Problem
from promptlint.frontends.python.parse import parse
from promptlint.frontends.python.scope import Module
from promptlint.source import Source

LARGEST = 500_000
"""How many code points of source may be kept as trees by facts; a tree takes some thirty bytes for each."""

LARGEST_PROGRAM = 1_000_000
"""The same for modules that are evaluated."""


@dataclass(slots=True)
class Trees:
    """The trees of files, parsed again once they were dropped."""

    _kept: OrderedDict[str, tuple[int, ast.Module | Problem]] = field(default_factory=OrderedDict)
    _total: int = 0

    def parse(self, source: Source) -> ast.Module | Problem:
        """Return the tree of a file, or why there is none."""
        if source.path in self._kept:
            self._kept.move_to_end(source.path)
            return self._kept[source.path][1]
        tree = parse(source)
        self._kept[source.path] = len(source.text), tree
        self._total += len(source.text)
        while self._total > LARGEST and len(self._kept) > 1:
            self._total -= self._kept.popitem(last=False)[1][0]
        return tree


@dataclass(slots=True)
class Kept:
    """The modules that hold their trees; those that were not used for the longest time forget theirs (the clock algorithm)."""

    _modules: deque[Module] = field(default_factory=deque)
    _total: int = 0

    def keep(self, module: Module, tree: ast.Module | None) -> ast.Module:
        """Return the tree that a module has read, an empty one where there is none."""
        self._modules.append(module)
        self._total += len(module.source.text)
        while self._total > LARGEST_PROGRAM and len(self._modules) > 1:
            oldest = self._modules.popleft()
            if oldest.used or oldest is module:
                oldest.used = False
                self._modules.append(oldest)
                continue
            self._total -= len(oldest.source.text)
            oldest.forget()
        return tree or ast.Module([], [])
