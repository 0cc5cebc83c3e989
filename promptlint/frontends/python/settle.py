"""Substitution: a summary's symbols become what a caller passes, and every operation that waited for them is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import or_

from promptlint.frontends.python.atoms import Symbol
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import entered, entering, item_of, items_of
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.operators import choose, truth
from promptlint.frontends.python.protocols import members_of
from promptlint.frontends.python.rewriting import lightened, rewrite, rewrite_run
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.sizes import mark, marks
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.text import run_of
from promptlint.frontends.python.values import (
    Attribute,
    Branch,
    Each,
    Either,
    Element,
    Insert,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place

Bindings = Mapping[object, Value]
"""Values by (definition, name) of a symbol, or by the place of a loop for its item."""


class Settle:
    """One substitution; what it has seen once it does not compute again."""

    def __init__(self, frame: Frame, state: State, bindings: Bindings) -> None:
        self.frame = frame
        self.state = state
        self.bindings = bindings
        self._wanted = reduce(or_, map(mark, bindings), 0)
        self._seen: dict[int, tuple[Value, Value]] = {}

    def __call__(self, value: Value) -> Value:
        """Return the value with the bindings put in."""
        if not marks(value) & self._wanted:
            return value
        known = self._seen.get(id(value))
        if known is None:
            known = self._seen[id(value)] = (value, self._charged(value))
        return known[1]

    def _charged(self, value: Value) -> Value:
        self.frame.budget -= 1
        if self.frame.budget < 0:
            return Op("unknown", (), (), self.frame.definition.place)
        return lightened(self._settle(value))

    def _settle(self, value: Value) -> Value:
        match value:
            case Symbol(owner, name):
                return self.bindings.get((owner, name), value)
            case Attribute(base, name):
                new = self(base)
                return value if new is base else get_attribute(self.frame, self.state, new, name)
            case Op("before", (location,)):
                new = self(location)
                return value if new is location else self.state.content(new)
            case Op("item" | "lone item" as name, (over,), _, place):
                if place in self.bindings:
                    return self.bindings[place]
                new = self(over)
                return value if new is over else Op(name, (new,), (), place)
            case Op():
                new = rewrite(value, self)
                return value if new is value else self._perform(new)
            case Branch(condition, (first, second)):
                return self._branch(value, condition, first, second)
            case Text(parts, document):
                run = self.run(parts, text=True)
                return value if run is parts else Text(run, document and self(document))
            case Seq(items, form):
                run = self.run(items)
                return value if run is items else Seq(run, form)
            case Map(entries):
                run = self.run(entries, mapping=True)
                return value if run is entries else Map(run)
        return rewrite(value, self)

    def _perform(self, op: Value) -> Value:
        from promptlint.frontends.python.perform import perform

        assert isinstance(op, Op)
        return perform(self.frame, self.state, op)

    def _branch(self, value: Branch, condition: Value | None, first: Value, second: Value) -> Value:
        tested = condition and self(condition)
        known = None if tested is None else truth(self.state, tested)
        if known is not None:
            return self(first if known else second)
        self.frame.undecided += 1
        arms = self(first), self(second)
        self.frame.undecided -= 1
        if tested is condition and arms[0] is first and arms[1] is second:
            return value
        return choose(self.state, tested, *arms, Place("", 0, 0))

    def run(self, run: Run, *, text: bool = False, mapping: bool = False) -> Run:
        """Return the members with the bindings put in; the same tuple when nothing changed."""
        new: list[Member] = []
        for member in run:
            new.extend(self._member(member, text, mapping))
        unchanged = len(new) == len(run) and all(a is b for a, b in zip(new, run, strict=True))
        return run if unchanged else tuple(new)

    def _member(self, member: Member, text: bool, mapping: bool) -> Run:
        match member:
            case Insert(value, place):
                new = self(value)
                return (member,) if new is value else entered(run_of(freeze(new, self.state.memory), place), place)
            case Spread(value, place):
                new = self(value)
                return (member,) if new is value else self._spread(new, place, mapping)
            case Either():
                return self._either(member, text, mapping)
            case Each():
                return self._repeat(member, text, mapping)
            case Element(value, place):
                new = self(value)
                return (member,) if new is value else (Element(new, place),)
        return rewrite_run((member,), self)

    def _spread(self, value: Value, place: Place, mapping: bool) -> Run:
        if not mapping:
            return entering(items_of(self.state, value, place), place)
        content = self.state.content(value)
        return content.entries if isinstance(content, Map) else (Spread(value, place),)

    def _either(self, member: Either, text: bool, mapping: bool) -> Run:
        tested = member.condition and self(member.condition)
        known = None if tested is None else truth(self.state, tested)
        if known is not None:
            return self.run(member.arms[0 if known else 1], text=text, mapping=mapping)
        self.frame.undecided += 1
        new = tuple([self.run(arm, text=text, mapping=mapping) for arm in member.arms])
        self.frame.undecided -= 1
        if tested is member.condition and all(a is b for a, b in zip(new, member.arms, strict=True)):
            return (member,)
        return (replace(member, condition=tested, arms=new),)

    def _repeat(self, member: Each, text: bool, mapping: bool) -> Run:
        new = member.over and self(member.over)
        if new is not None and new is not member.over:
            return self._unrolled(member, members_of(self.frame, self.state, new, member.place), text, mapping)
        self.frame.undecided += 1
        inner = self.run(member.body, text=text, mapping=mapping)
        self.frame.undecided -= 1
        return (member,) if inner is member.body else (replace(member, body=inner),)

    def _unrolled(self, repeat: Each, items: Run, text: bool, mapping: bool) -> Run:
        """Return the body once for every item; what is not known item by item stays a repeat."""

        def with_item(value: Value) -> Run:
            settle = Settle(self.frame, self.state, {**self.bindings, repeat.place: value})
            return settle.run(repeat.body, text=text, mapping=mapping)

        def unrolled(item: Member) -> Run:
            match item:
                case Element(value):
                    return with_item(value)
                case Spread(value):
                    self.frame.undecided += 1
                    body = with_item(item_of(value, repeat.place))
                    self.frame.undecided -= 1
                    return (replace(repeat, body=body, over=value),)
            return ()

        return replaced(items, unrolled)
