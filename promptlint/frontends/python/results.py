"""What calls yield that nobody evaluates: by the catalogue, by their names, and by what they are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from promptlint.catalog import Catalog
from promptlint.frontends.python.certainty import has_head, is_source, rate, steady, weaker
from promptlint.frontends.python.naming import dotted, made_of_item, maker, qualified
from promptlint.frontends.python.readfile import reads_beside
from promptlint.frontends.python.unordered import may_be_unordered
from promptlint.frontends.python.values import Arguments, Attribute, Element, Map, Op, Seq, Spread, Text, Value
from promptlint.hole import Hole, Kind, Link, Order, Volatility
from promptlint.source import Place

if TYPE_CHECKING:
    from promptlint.frontends.python.holes import Holes


@dataclass(frozen=True, slots=True)
class Results:
    """Tells the holes of results."""

    holes: Holes

    @property
    def catalog(self) -> Catalog:
        """What the world outside of the project looks like."""
        return self.holes.frame.world.catalog

    def hole(self, op: Op, function: Value, arguments: Arguments, place: Place) -> Hole:
        """Return the hole of a call's result; where a program is installed says nothing of the files beside it."""
        if reads_beside(op) and self.holes.hole(op.operands[0], place).rate <= Volatility.PROCESS:
            return self.holes.hinted(op, self._called(op, function, place))
        if isinstance(function, Attribute) and is_source(inner := self.holes.hole(function.base, place)):
            return self.holes.derived(op, inner, function.name, arguments, place)
        path = dotted(function)
        own = self._called(op, function, place)
        hole = max((own, *self._inputs(function, arguments, place)), key=rate)
        if hole is not own:
            hole = self._through(op, function, hole, own.label)
            hole = replace(hole, order=hole.order or own.order)
        elif is_source(own):
            return own
        if self._fixes_order(function, path):
            hole = steady(hole, own.label)
        elif hole.order is None and self._serialised(self.catalog.serialiser(path), arguments):
            hole = replace(hole, order=Order("mapping", Volatility.REQUEST))
        return self.holes.hinted(op, hole)

    def _called(self, op: Op, function: Value, place: Place) -> Hole:
        """Return what the catalogue or, failing that, its name says about the result of a call."""
        label = self.holes.label(op, place)
        chain = (Link(f"`{label}` is evaluated here", op.place),)
        names = []
        if isinstance(function, Attribute):
            names = [name for name in (qualified(function), f"{maker(function)}.{function.name}") if name]
        entry = next((entry for name in names if (entry := self.catalog.call(name))), None)
        if entry is None and isinstance(function, Attribute):
            entry = self.catalog.receiver(function.name)
        if entry is not None and entry.mutates is None and entry.unless is None:
            return entry.hole(label, chain)
        named = self.holes.named(dotted(op), label, item=made_of_item(op))
        return replace(Hole(label) if named.kind is Kind.COUNTER else named, chain=chain)

    def _inputs(self, function: Value, arguments: Arguments, place: Place) -> Iterator[Hole]:
        """Yield the holes of what a call is given, its receiver first."""
        if isinstance(function, Attribute):
            yield self.holes.hole(function.base, place)
        given = (member.value for member in arguments.positional if isinstance(member, Element | Spread))
        for value in (*given, *(value for _, value in arguments.keywords)):
            yield from self.holes.used(value, place)

    def _through(self, op: Op, function: Value, hole: Hole, label: str) -> Hole:
        """Return what a call makes of its most volatile input: one that nobody knows may make less of it."""
        if not is_source(hole):
            return weaker(replace(hole, label=label))
        base = function.base if isinstance(function, Attribute) else None
        faithful = isinstance(base, Text | Seq | Map) or self.catalog.is_faithful(qualified(function) or "")
        sure = faithful and not (base is not None and has_head(base))
        return replace(hole, form="") if sure else weaker(replace(hole, form=""))

    def _fixes_order(self, function: Value, path: str) -> bool:
        return self.catalog.is_orderless(path) or (
            isinstance(function, Attribute) and function.name in ("sort", "count", "index")
        )

    def _serialised(self, keyword: str | None, arguments: Arguments) -> bool:
        """Return whether a serialiser that sorts keys only with `keyword` is given a mapping of unknown construction."""
        if keyword is None or not arguments.positional or not isinstance(first := arguments.positional[0], Element):
            return False
        options = dict(arguments.keywords)
        fixed = getattr(options.get(keyword), "value", False) is not False
        return not fixed and may_be_unordered(self.catalog, first.value)
