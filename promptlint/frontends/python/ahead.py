"""What is made ahead of the loop that sends, or in a caller that keeps it: one value for a whole conversation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from promptlint import prompt as ir
from promptlint.frontends.python.frame import Sent, World
from promptlint.frontends.python.nodes import AnyFunction, Comprehension, walk
from promptlint.frontends.python.scope import Module
from promptlint.hole import Hole, Link, Volatility
from promptlint.prompt import Choice, Literal, Repeat, Splice, Text
from promptlint.source import Place

_Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While | Comprehension


@dataclass(frozen=True, slots=True)
class Ahead:
    """Tells for one request which values are made with it."""

    world: World
    sent: Sent

    def text(self, text: Text) -> Text:
        """Return a text; what is made ahead of the request varies no more often than the conversation."""
        return tuple(self._part(part) for part in text)

    def _part(self, part: ir.Part) -> ir.Part:
        match part:
            case Splice(hole=hole):
                return replace(part, hole=self._hole(hole))
            case Choice(arms=arms, condition=condition):
                return replace(part, arms=tuple(map(self.text, arms)), condition=condition and self._hole(condition))
            case Repeat(body=body, over=over):
                return replace(part, body=self.text(body), over=self._hole(over))
            case Literal():
                return part

    def _hole(self, hole: Hole) -> Hole:
        if hole.volatility <= Volatility.SESSION or not any(self._is_ahead(link) for link in hole.chain[:1]):
            return hole
        return replace(hole, volatility=Volatility.SESSION)

    def _is_ahead(self, made: Link) -> bool:
        """Return whether a value is made outside of a loop that sends, or by a caller ahead of its call."""
        ways = [self.sent.place, *(link.place for link in self.sent.chain)]
        return any(
            way.path == made.place.path and not way.holds(made.place) and self._is_apart(way, made.place, called)
            for way, called in zip(ways, (False, *(True for _ in ways[1:])), strict=True)
        )

    def _is_apart(self, way: Place, made: Place, called: bool) -> bool:
        around = [*_around(self.world.module(way.path), way)]
        if any(isinstance(node, _Loop) and not place.holds(made) for node, place in around):
            return True
        function = next((place for node, place in reversed(around) if isinstance(node, AnyFunction)), None)
        return called and (function is None or function.holds(made))


def _around(module: Module, inner: Place) -> Iterator[tuple[ast.AST, Place]]:
    """Yield the loops and functions around a place, the outermost first."""
    for node in walk(module.tree):
        if isinstance(node, _Loop | AnyFunction):
            place = module.place(node)
            if place.holds(inner):
                yield node, place
