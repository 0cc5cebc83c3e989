"""Closing: a run becomes the text of a prompt; what no caller and no import decided becomes a hole in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from promptlint import prompt as ir
from promptlint.frontends.python import naming
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.certainty import is_guess, no_history, no_input, rate
from promptlint.frontends.python.containers import entered
from promptlint.frontends.python.holes import Holes
from promptlint.frontends.python.picking import is_of_message, picked_arm, picks_all
from promptlint.frontends.python.reasons import excused
from promptlint.frontends.python.rewriting import parts
from promptlint.frontends.python.sizes import mark, marks
from promptlint.frontends.python.text import joined, run_of
from promptlint.frontends.python.values import (
    Attribute,
    Branch,
    Each,
    Either,
    Element,
    Insert,
    Op,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.hole import Confidence, Growth, Hole, Kind, Link, Volatility
from promptlint.prompt import Literal
from promptlint.sink import MessageShape
from promptlint.source import Place
from promptlint.walk import text_holes

_VARYING = (Kind.CLOCK, Kind.DATE, Kind.RANDOM, Kind.COUNTER)
_LOGICAL = ("and", "or", "not")
_COMPARED = ("<", "<=", ">", ">=", "==", "!=")
_PRESENCE = frozenset(
    f"builtins.{name}"
    for name in ("len", "bool", "isinstance", "issubclass", "hasattr", "callable", "type", "any", "all")
)


@dataclass(frozen=True, slots=True)
class Closing:
    """Closes values for one prompt."""

    holes: Holes
    picked: bool = False
    """Whether a message that is closed was picked out of a conversation because it is the system's."""

    def text(self, run: Run) -> ir.Text:
        """Return a run as the text of a prompt."""
        return tuple(part for member in run for part in self._parts(member))

    def hole(self, value: Value, place: Place) -> Hole:
        """Return the hole that a value is where it enters a text at `place`."""
        hole = self.holes.hole(value, place)
        if hole.kind is Kind.UNKNOWN:
            hole = self.holes.placed(hole, value, place)
        elif is_guess(hole):
            hole = self.holes.guessed(hole, place)
        if self.picked and hole.growth is Growth.FIXED:
            hole = no_input(hole) if is_of_message(value) else no_history(hole)
        return excused(self.holes.frame, hole, place)

    def _parts(self, member: object) -> Iterator[ir.Part]:
        match member:
            case Literal():
                yield member
            case Insert(value, place) | Element(value, place):
                yield from self._inserted(value, place)
            case Either(condition, arms, place):
                texts = self._arms(condition, arms)
                yield ir.Choice(texts, self.condition(condition, place), place)
            case Each(body, _, place) if place in self.holes.rounds:
                yield self.added(self.inside(place).text(body), place)
            case Each(body, over, place, where):
                inner = self.inside(place).text(body)
                hole = self._over(over, body, place)
                if not _has_item(body, place):
                    hole = replace(hole, confidence=Confidence.LOW)
                yield ir.Repeat(inner, self._named(hole, place, where) if where else hole, where or place)

    def _arms(self, condition: Value | None, arms: tuple[Run, ...]) -> tuple[ir.Text, ...]:
        """Return the arms of a choice as texts."""
        return tuple(self.within(condition, side).text(arm) for side, arm in enumerate(arms))

    def within(self, condition: Value | None, side: int) -> Closing:
        """Return what closes one side of a choice."""
        return replace(self, picked=True) if picked_arm(self._shape, condition) == side else self

    def added(self, text: ir.Text, loop: Place) -> ir.Splice:
        """Return what each round of a loop adds to what it sends: the next request has it as well, and more behind it."""
        found = max(text_holes(text), key=lambda splice: rate(splice.hole), default=None)
        sites = (part.site for part in text if isinstance(part, Literal))
        place = found.place if found else next((site.place for site in sites if site), loop)
        hole = found.hole if found else Hole(self.holes.frame.label(place))
        sure = max(hole.confidence, Confidence.MEDIUM)
        grown = replace(hole, volatility=Volatility.REQUEST, order=None, growth=Growth.APPEND, confidence=sure)
        return ir.Splice(grown, place)

    def _over(self, over: Value | None, body: Run, place: Place) -> Hole:
        """Return the hole of what a text is repeated for."""
        if over is None:
            return Hole("the loop", growth=Growth.APPEND)
        hole = self._shown(over, place)
        return no_history(hole) if picks_all(self._shape, body) else hole

    def _named(self, over: Hole, place: Place, where: Place) -> Hole:
        """Return the hole of a repeat by the name of the placeholder at which it enters a template, if it has one."""
        if naming.placeholder(self.holes.frame, where) is None:
            return over
        link = Link(f"it is repeated for `{over.label}`", place)
        return replace(over, label=self.holes.frame.label(where), chain=(*over.chain, link))

    @property
    def _shape(self) -> MessageShape:
        return self.holes.frame.world.catalog.messages

    def inside(self, loop: Place) -> Closing:
        """Return what closes the body of a loop."""
        return replace(self, holes=replace(self.holes, loops=self.holes.loops | {loop}))

    def _inserted(self, value: Value, place: Place) -> Iterator[ir.Part]:
        match value:
            case Text(parts):
                yield from self.text(parts)
            case Op("join", (Text(separator), Seq(items))):
                yield from self.text(entered(run_of(joined(separator, items, place), place), place))
            case Const(known) if not isinstance(known, bytes):
                yield Literal(str(known))
            case Branch(condition, (first, second)):
                sides = enumerate((first, second))
                arms = tuple(tuple(self.within(condition, side)._inserted(arm, place)) for side, arm in sides)
                yield ir.Choice(arms, self.condition(condition, place), place)
            case _:
                yield ir.Splice(self._shown(value, place), place)

    def _shown(self, value: Value, place: Place) -> Hole:
        """Return the hole of a value that a text shows: what is computed of something that grows is made anew."""
        hole = self.hole(value, place)
        return replace(hole, growth=Growth.REWRITTEN) if hole.growth is Growth.APPEND and _is_computed(value) else hole

    def condition(self, condition: Value | None, place: Place) -> Hole | None:
        """Return the varying source on which a choice depends; None for a stable one and for a test of presence or type."""
        match condition:
            case None:
                return None
            case Op("rewritten", hint=name):
                return Hole(name, volatility=Volatility.REQUEST)
        holes = [self.hole(value, place) for value in _tested(condition)]
        found = [hole for hole in holes if hole.kind in _VARYING and hole.confidence is Confidence.HIGH]
        return max(found, key=rate, default=None)


def _is_computed(value: Value) -> bool:
    """Return whether a value, or what it is read from, is made of others."""
    match value:
        case Attribute(base) | Op("[]" | "item" | "lone item", (base, *_)):
            return _is_computed(base)
        case Op(operands=operands):
            return bool(operands)
    return False


def _has_item(run: Run, loop: Place) -> bool:
    """Return whether the item of a loop stands in the members of a run."""
    waiting: list[Value] = [Seq(run)]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if id(value) in seen or not marks(value) & mark(loop):
            continue
        if isinstance(value, Op) and value.name in ("item", "lone item") and value.place == loop:
            return True
        seen.add(id(value))
        waiting.extend(parts(value))
    return False


def _tested(condition: Value) -> Iterator[Value]:
    """Yield the values on whose size or sameness a condition depends, not those whose presence it tests."""
    match condition:
        case Op(name, operands) if name in _LOGICAL:
            for operand in operands:
                yield from _tested(operand)
        case Op(name, operands) if name in _COMPARED:
            if NONE not in operands:
                yield from (operand for operand in operands if not _is_presence(operand))
        case Branch(first, arms):
            for arm in (*arms, first) if first is not None else arms:
                yield from _tested(arm)
        case Op("count" | "%") | Op("call", (Attribute(), *_)):
            yield condition


def _is_presence(value: Value) -> bool:
    return (
        isinstance(value, Op)
        and value.name == "call"
        and isinstance(value.operands[0], External)
        and (value.operands[0].name in _PRESENCE)
    )
