"""What leaves a model of a package: everything that stands in the model's own text moves to the call in the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.values import (
    Each,
    Either,
    Element,
    Entry,
    Insert,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.hole import Volatility
from promptlint.source import Place

_OFFER = "promptlint.intrinsics.offer"


def _spoken(called: Definition) -> str:
    """Return what people call a function: a constructor by its class."""
    special = called.parent is not None and called.name.startswith("__")
    return called.parent.qualname if special and called.parent else called.qualname


@dataclass(frozen=True, slots=True)
class Leaving:
    """One call of a model by the project."""

    is_model: Callable[[str], bool]
    caller: Definition
    call: Place

    @staticmethod
    def of(frame: Frame, definition: Definition, call: Place) -> Leaving | None:
        """Return what moves to a call of a function, if that is a model's and the caller the project's."""
        is_model = frame.world.is_model
        leaves = is_model(definition.module) and not is_model(frame.definition.module)
        return Leaving(is_model, frame.definition, call) if leaves else None

    def value(self, value: Value) -> Value:
        """Return a value with no place in a model."""
        match value:
            case Text(parts, document):
                run = self._run(parts)
                return value if run is parts else Text(run, document and self.value(document))
            case Seq(items, form):
                run = self._run(items)
                return value if run is items else Seq(run, form)
            case Map(entries):
                run = self._run(entries)
                return value if run is entries else Map(run)
            case Op(name, operands, keywords, place, hint) if self.is_model(place.path):
                named = tuple((keyword, self.value(inner)) for keyword, inner in keywords)
                return Op(name, tuple(map(self.value, operands)), named, self.call, hint)
        return rewrite(value, self.value)

    def sent(self, sent: Sent, called: Definition) -> Sent:
        """Return a prompt that a function of a model sends as one that the call sends.

        What is handed to an object that is kept is made once, however often the object sends it; what the object calls
        to make its prompt is called for every request.
        """
        life = self._life() if sent.definition.name == "__init__" else Volatility.REQUEST
        offered = sent.sink is not None and _OFFER in sent.sink.calls
        arguments = tuple((keyword, capped(self.value(value), life)) for keyword, value in sent.arguments)
        sink = sent.sink and replace(sent.sink, name=_spoken(called))
        sent = replace(sent, sink=sink, arguments=arguments, place=self.call, definition=self.caller)
        return replace(sent, chain=(), places=(), offered=offered)

    def _life(self) -> Volatility:
        """Return how long an object lives that the caller makes."""
        if self.caller.parent is None:
            return Volatility.PROCESS
        return Volatility.SESSION if self.caller.name == "__init__" else Volatility.REQUEST

    def _run(self, run: Run) -> Run:
        new = tuple(map(self._member, run))
        return run if all(a is b for a, b in zip(new, run, strict=True)) else new

    def _member(self, member: Member) -> Member:
        match member:
            case Literal(text, site):
                return Literal(text) if site is not None and self.is_model(site.place.path) else member
            case Insert(value, place) | Element(value, place) | Spread(value, place):
                new, at = self.value(value), self._at(place, value)
                return member if new is value and at is place else replace(member, value=new, place=at)
            case Entry(key, value, place):
                return Entry(self.value(key), self.value(value), self._at(place, value))
            case Either(condition, arms, place):
                tested = condition and self.value(condition)
                return replace(member, condition=tested, arms=tuple(map(self._run, arms)), place=self._at(place))
            case Each(body):
                return replace(member, body=self._run(body), over=member.over and self.value(member.over))

    def _at(self, place: Place, value: Value | None = None) -> Place:
        """Return where a member stands for the project: where its value was computed, failing that at the call."""
        if not self.is_model(place.path):
            return place
        own = value.place if isinstance(value, Op) else None
        return own if own is not None and own.path and not self.is_model(own.path) else self.call
