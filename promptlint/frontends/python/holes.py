"""What no caller and no import decided: its kind and rate by its source, failing that by what it is made of and called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from promptlint.frontends.python import naming
from promptlint.frontends.python.atoms import NONE, Const, External, Symbol
from promptlint.frontends.python.certainty import alone, has_head, is_source, kept, rate, steady, weaker
from promptlint.frontends.python.clock import Clock, shifted
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.inside import inside
from promptlint.frontends.python.naming import dotted, is_constant, made_of_item
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.rendering import render_object
from promptlint.frontends.python.results import Results
from promptlint.frontends.python.sorting import sorting
from promptlint.frontends.python.state import State
from promptlint.frontends.python.unordered import may_be_unordered
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Branch,
    Element,
    Function,
    Object,
    Op,
    Seq,
    Text,
    Value,
)
from promptlint.frontends.python.windows import cut_growth, width
from promptlint.hole import Confidence, Growth, Hole, Kind, Link, Order, Volatility
from promptlint.prompt import Role
from promptlint.source import Place

_NOT_OF_ITEMS = (Kind.CLOCK, Kind.DATE, Kind.COUNTER)
"""Kinds that the name of an item does not have: the date of a document, a step of a plan."""

_READ_WHOLE = (Kind.CLOCK, Kind.DATE, Kind.RANDOM, Kind.ORDER, Kind.COUNTER)
"""Kinds of sources that are called the same whatever is taken of them: the hour of `datetime.now()`."""


@dataclass(frozen=True, slots=True)
class Holes:
    """Tells the hole that a value is where it enters a text at a place."""

    frame: Frame
    loops: frozenset[Place] = frozenset()
    """The loops around what is being closed: a number that they count is no counter of requests."""
    request: Place | None = None
    """The call that sends what is being closed."""
    rounds: frozenset[Place] = frozenset()
    """The loops whose rounds send it: what they add to a text, the next request has as well."""
    _known: dict[tuple[int, Place], tuple[Value, Hole]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def hole(self, value: Value, place: Place) -> Hole:
        """Return the hole that a value is where it enters a text at `place`."""
        key = id(value), place
        if key not in self._known:
            hole = self._hole(value, place)
            self._known[key] = value, Hole(hole.label, chain=hole.chain) if self._is_prompt(value, hole) else hole
        return self._known[key][1]

    def _is_prompt(self, value: Value, hole: Hole) -> bool:
        """Return whether a value is somebody else's system prompt, by the name under which it is read: it may well stay the same."""
        if is_source(hole) or hole.kind is Kind.UNKNOWN or not isinstance(value, Attribute | Op):
            return False
        return self.frame.world.catalog.shapes.find(dotted(value).rpartition(".")[2]) is Role.SYSTEM

    def _hole(self, value: Value, place: Place) -> Hole:
        match value:
            case Hole():
                return value
            case Symbol(owner, name):
                link = Link(f"`{name}` is a parameter of `{owner.name}()`", owner.place)
                hole = replace(self.named(name, name), chain=(link,))
                return kept(hole, Volatility.SESSION) if owner.name == "__init__" else hole
            case Attribute(base, name):
                return self._attribute(value, base, name, place)
            case Op("again", (_, Op() as called), _, _, hint):
                return self.hole(replace(called, hint=hint or called.hint), place)
            case Op():
                return self._operation(value, place)
            case Branch(_, (first, second)):
                return max(self.hole(first, place), self.hole(second, place), key=rate)
            case External(name):
                last = name.rpartition(".")[2]
                hole = self.named(name, self.label(value, place))
                constant = last.isupper() and len(last) > 1 and hole.kind is Kind.UNKNOWN
                return replace(hole, volatility=Volatility.PROCESS) if constant else hole
            case Function(definition):
                return self._address(value, f"`{definition.name}` is a function", definition.place, place)
            case Object() if isinstance(shown := render_object(self.frame, State(), value, place), Hole):
                return shown
            case Seq(items, "set") if not (len(items) == 1 and isinstance(items[0], Element)):
                return self._unordered(value, place, place) if items else Hole(self.label(value, place))
        return self._mixed(value, place)

    def label(self, value: Value, place: Place) -> str:
        """Return what people call a value."""
        return naming.label(self.frame, value, place) or self._text(value.place if isinstance(value, Op) else place)

    def _text(self, place: Place) -> str:
        """Return the source text of a place, shortened; that of the whole request says nothing about a value in it."""
        return "…" if place == self.request or not place.path else self.frame.label(place)

    def named(self, path: str, label: str, *, item: bool = False) -> Hole:
        """Return what the words of a path say about a value."""
        named = self.frame.world.catalog.named(path)
        if named is None or (item and named.kind in _NOT_OF_ITEMS):
            return Hole(label)
        return Hole(label, named.kind, named.volatility, named.order, named.growth, Confidence.MEDIUM)

    def placed(self, hole: Hole, value: Value, place: Place) -> Hole:
        """Return a hole of unknown kind with the kind that the name of the placeholder says where its value enters a template.

        One whose value does not change, by its own name, stays as it is.
        """
        name = naming.placeholder(self.frame, place)
        if name is None or hole.rate > Volatility.UNKNOWN or self.frame.world.catalog.names.is_harmless(dotted(value)):
            return hole
        named = self.named(name, hole.label)
        return hole if named.kind is Kind.UNKNOWN else replace(named, chain=hole.chain)

    def guessed(self, guess: Hole, place: Place) -> Hole:
        """Return a guess as what it is by the name under which its value enters a text; by its own name where that says nothing."""
        name = naming.placeholder(self.frame, place) or naming.path(self.frame, place)
        if name is None:
            return guess
        label = self.frame.label(place)
        named = self.named(name, label)
        if named.kind is Kind.UNKNOWN:
            return replace(guess, label=label)
        read = (Link(f"`{label}` is read here", place),)
        return replace(named, chain=guess.chain if named.kind is guess.kind else read)

    def _clock(self, place: Place) -> Clock:
        return Clock(self.frame.world.catalog, lambda value: self.hole(value, place))

    def _attribute(self, value: Value, base: Value, name: str, place: Place) -> Hole:
        inner = self._mixed(base, place) if isinstance(base, Object | Function) else self.hole(base, place)
        if is_source(inner):
            return self.derived(value, inner, name, Arguments(), place)
        item = made_of_item(base)
        own = self.named(dotted(value), self.label(value, place), item=item)
        if own.kind is Kind.UNKNOWN or (item and inner.kind is not Kind.UNKNOWN and inner.rate >= own.rate):
            return weaker(replace(inner, label=own.label, growth=own.growth))
        return replace(own, chain=inner.chain or (Link(f"`{own.label}` is read here", place),))

    def derived(self, value: Value, source: Hole, name: str, arguments: Arguments, place: Place) -> Hole:
        """Return a method or attribute of a known source: of a mapping it is a value of its own, with its own label."""
        hole = self._clock(place).derived(source, name, arguments)
        return hole if source.kind in _READ_WHOLE or source.order else replace(hole, label=self.label(value, place))

    def _operation(self, op: Op, place: Place) -> Hole:
        """Return the hole of an operation: as volatile as its most volatile operand, of the same kind."""
        clock = self._clock(place)
        if (coarse := clock.coarsened(op)) is not None:
            return coarse
        match op.name, op.operands:
            case "call", (Attribute(base, "copy"), Seq(())) if not op.keywords:
                return self.hole(base, place)
            case "call", (External("promptlint.intrinsics.fill"), Seq((Element(template), *_))):
                return self.hole(template, place)
            case "call", (function, Seq(positional)):
                return Results(self).hole(op, function, Arguments(positional, op.keywords), place)
            case (("format" | "strftime"), (value, spec)) if "%" in (text := plain(spec) or ""):
                inner = self.hole(value, place)
                return clock.formatted(inner, "strftime", text) if is_source(inner) else inner
            case "[:]", (value, Const(int() as start), Const(None), _) if start > 0:
                return self.hole(value, place)
            case "[:]", (value, start, *_):
                hole = self.hole(value, place)
                if is_source(hole):
                    return hole
                limit = dict(op.keywords).get("beyond", NONE)
                growth = cut_growth(hole.growth, start, limit)
                return replace(hole, label=self.label(op, place), growth=growth, window=width(start, limit))
            case "[]", (container, *_):
                return self._part(op, container, place)
            case "item", (over,):
                return self._item(op, self.hole(over, place), place)
            case "lone item", (over,):  # in which order the items come is seen in no request
                return self._item(op, alone(self.hole(over, place), self.label(op, place)), place)
        return self._arranged(op, place) or shifted(self.hinted(op, self._mixed(op, place)), op)

    def _arranged(self, op: Op, place: Place) -> Hole | None:
        """Return the hole of an operation that says more of its result than its operands do; None for any other."""
        match op.name, op.operands:
            case "cut", (listed, *_):
                return self._mixed(replace(op, operands=(listed,)), place)
            case "made of", _:
                return self.hinted(op, replace(self._mixed(op, place), confidence=Confidence.LOW))
            case "answer", _:
                return self._answer(op)
            case "count", (_,):
                return self._counter(op, place)
            case "unordered", (items,):
                return self._unordered(items, op.place, place)
            case "disordered", (Hole() as source, items):
                inner = self._mixed(items, place)
                return source if inner.rate <= source.rate else replace(inner, order=source.order, chain=source.chain)
            case "sort", (items, *_):
                return steady(self._mixed(items, place), self.label(op, place))
            case "json", _:
                hole = self._mixed(op, place)
                fixed = ("sort_keys", Const(True)) in op.keywords
                unordered = not fixed and may_be_unordered(self.frame.world.catalog, op)
                return replace(hole, order=hole.order or Order("mapping", Volatility.REQUEST)) if unordered else hole
        return None

    def _answer(self, op: Op) -> Hole:
        label = naming.label(self.frame, op, op.place) or self.frame.label(op.place)
        link = Link(f"`{label}` is what the model answered", op.place)
        return Hole(label, Kind.INPUT, Volatility.REQUEST, None, Growth.REWRITTEN, Confidence.MEDIUM, None, (link,))

    def _counter(self, op: Op, place: Place) -> Hole:
        label = op.hint or self._text(place)
        if op.place in self.loops:
            return Hole(label)
        link = Link("it changes with every round of this loop", op.place)
        return Hole(label, Kind.COUNTER, Volatility.REQUEST, None, Growth.REWRITTEN, Confidence.HIGH, None, (link,))

    def _unordered(self, items: Value, made: Place, place: Place) -> Hole:
        inner = self._mixed(items, place)
        link = Link("a set has no fixed order: it changes each time the program starts", made)
        return replace(
            inner,
            label=self.frame.label(made) if made.path else inner.label,
            kind=Kind.ORDER if inner.kind is Kind.UNKNOWN else inner.kind,
            order=Order("set", Volatility.PROCESS, sorting(items)),
            confidence=Confidence.HIGH,
            chain=(link,),
        )

    def _address(self, value: Value, what: str, made: Place, place: Place) -> Hole:
        link = Link(f"{what}: Python shows its address in memory", made)
        order = Order("repr", Volatility.PROCESS)
        label = self.label(value, place)
        return Hole(label, Kind.ORDER, Volatility.PROCESS, order, confidence=Confidence.HIGH, chain=(link,))

    def _part(self, op: Op, container: Value, place: Place) -> Hole:
        """Return what stands under a key or index of something."""
        named = self.named(dotted(op), self.label(op, place), item=made_of_item(container))
        inner = self.hole(container, place)
        match op.operands[1]:
            case Text() | Op("item" | "lone item"):  # a key: in which order the keys come is seen nowhere
                inner = alone(inner, named.label)
        if is_source(inner):
            return inner if inner.kind in _READ_WHOLE or inner.order else replace(inner, label=named.label)
        if inner.kind is Kind.HISTORY and op.operands[1] == Const(0):
            return Hole(named.label, chain=inner.chain)
        if named.kind is not Kind.UNKNOWN:
            return replace(named, chain=inner.chain)
        if inner.confidence is not Confidence.HIGH and self.frame.world.catalog.names.is_still(dotted(op)):
            return Hole(named.label, chain=inner.chain)
        return weaker(replace(inner, label=named.label, growth=Growth.FIXED))

    def _item(self, op: Op, whole: Hole, place: Place) -> Hole:
        """Return one item: of the kind of what it is an item of; where that is unknown the loop variable's name says it."""
        inner = replace(whole, growth=Growth.FIXED)
        label = self.label(op, place)
        if inner.kind is not Kind.UNKNOWN:
            return inner if is_source(inner) else replace(inner, label=label)
        named = self.named(op.hint, label, item=True)
        return replace(inner, label=label) if named.kind is Kind.UNKNOWN else replace(named, order=inner.order)

    def hinted(self, op: Op, hole: Hole) -> Hole:
        """Return a hole of unknown kind with the kind that the name of its variable says."""
        if hole.kind is not Kind.UNKNOWN or not op.hint:
            return hole
        named = self.named(op.hint, hole.label)
        return hole if named.kind is Kind.UNKNOWN else replace(named, order=hole.order, chain=hole.chain)

    def _mixed(self, value: Value, place: Place) -> Hole:
        """Return the hole of a value made of others: that of the most volatile one."""
        hole = max(
            (hole for inner in inside(value, self.frame.world.catalog.messages) for hole in self.used(inner, place)),
            key=rate,
            default=None,
        )
        if hole is not None and (is_source(hole) or hole.order is not None):
            return weaker(hole) if has_head(value) else hole
        if hole is None:
            return Hole(self.label(value, place))
        return weaker(replace(hole, label=naming.label(self.frame, value, place) or hole.label))

    def used(self, value: Value, place: Place) -> Iterator[Hole]:
        """Yield the hole of a value that another one is made of: nobody sees the address of an object or function there."""
        if isinstance(value, Object):
            yield self._mixed(value, place)
        elif not is_constant(value) and not isinstance(value, Function):
            yield self.hole(value, place)
