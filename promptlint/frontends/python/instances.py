"""Instances that somebody else makes: what is known of `self` when no call in sight says more."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.python.atoms import NONE, Const, Definition, Symbol
from promptlint.frontends.python.attributes import default_of
from promptlint.frontends.python.changing import with_first_changed
from promptlint.frontends.python.construction import field_names
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.rewriting import parts
from promptlint.frontends.python.scope import methods
from promptlint.frontends.python.sizes import is_free
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Attribute, Branch, Function, Map, Object, Op, Seq, Spread, Value
from promptlint.hole import Volatility
from promptlint.source import Place


def instance(frame: Frame, definition: Definition, symbol: Symbol) -> Object:
    """Return the instance that a symbol stands for, its attributes as `__init__` and the other methods leave them."""
    attributes = dict(frame.world.classes.attributes(definition))
    for name in field_names(frame, definition):
        if name not in attributes:
            default = _default(frame, definition, name)
            attributes[name] = Attribute(symbol, name) if default is None else capped(default, Volatility.SESSION)
    return Object(definition, tuple(attributes.items()))


def written_attributes(frame: Frame, definition: Definition) -> dict[str, Value]:
    """Return the attributes of an instance as `__init__` and the other methods leave them.

    A value that `__init__` makes lives as long as the instance, which is taken to be a session.
    """
    attributes: dict[str, Value] = {}
    for function in _methods(frame, definition):
        for name, value in _written(frame, definition, function):
            first = function.name == "__init__"
            kept = capped(value, Volatility.SESSION) if first or name not in attributes else value
            attributes[name] = _rewritten(attributes.get(name, NONE), name, kept, function.place)
    return attributes


def _default(frame: Frame, definition: Definition, name: str) -> Value | None:
    """Return what a field holds that the constructor is not given."""
    value, state = frame.world.classes.member(definition, name), State()
    return None if value is None else freeze(default_of(frame, state, value), state.memory)


def _methods(frame: Frame, definition: Definition) -> Iterator[Definition]:
    """Yield the methods that instances have, `__init__` first."""
    found: dict[str, Definition] = {}
    for cls in frame.world.classes.lineage(definition):
        for node in methods(cls):
            value = frame.world.classes.namespace(cls).get(node.name)
            if (
                isinstance(value, Function)
                and value.definition.node is node
                and value.binding not in ("static", "class")
            ):
                found.setdefault(node.name, value.definition)
    if "__init__" in found:
        yield found["__init__"]
    yield from (function for name, function in found.items() if name != "__init__")


def _written(frame: Frame, definition: Definition, function: Definition) -> Iterator[tuple[str, Value]]:
    summary = frame.world.summary(function, definition)
    for effect in summary.effects if summary else ():
        match effect.location:
            case Attribute(Symbol(owner), name) if owner is function:
                yield name, effect.value


def _rewritten(before: Value, name: str, after: Value, place: Place) -> Value:
    """Return what an attribute holds that one method made and another one, at `place`, changes."""
    after = _other_than(after, name)
    match before, after:
        case _, Seq((Spread(Op("before", (Attribute(_, same),))), *_), form) if same == name:
            at = after.items[0].place if isinstance(after, Seq) and isinstance(after.items[0], Spread) else place
            return _with_rest(before, name, form, at)
        case _, Map((Spread(Op("before", (Attribute(_, same),))), *_)) if same == name:
            return before
        case Const(int() | float()), _ if _reads(after, name):
            return Op("count", (before,), (), place, name)
        case Seq(_, form), _ if _reads(after, name):
            return _with_rest(with_first_changed(before, after, name) or before, name, form, place)
        case _ if _reads(after, name):
            return Op("carried", (before,), (), place, name)
    if before == NONE:
        return after
    return before if after == NONE else join(None, before, after, place)


def _other_than(value: Value, name: str) -> Value:
    """Return what an attribute is set to on the path on which it is set at all."""
    match value:
        case Branch(_, (first, Attribute(_, same))) if same == name:
            return first
        case Branch(_, (Attribute(_, same), second)) if same == name:
            return second
    return value


def _with_rest(before: Value, name: str, form: str, place: Place) -> Value:
    rest = Spread(Op("kept", (), (), place, name), place)
    match before:
        case Seq((*_, Spread(Op("kept", hint=known)))) if known == name:
            return before
        case Seq(items, own):
            return Seq((*items, rest), own)
    return Seq((Spread(before, place), rest), form)


def _reads(value: Value, name: str) -> bool:
    """Return whether a value is made from the attribute that it is assigned to."""
    waiting, seen = [value], set[int]()
    while waiting:
        part = waiting.pop()
        if id(part) in seen or not is_free(part):
            continue
        seen.add(id(part))
        if isinstance(part, Attribute) and part.name == name and isinstance(part.base, Symbol):
            return True
        waiting.extend(parts(part))
    return False
