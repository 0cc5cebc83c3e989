"""Attributes: of instances and classes of the project, of external names, and of values of which nothing is known."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace

from promptlint.frontends.python.atoms import NONE, Class, Const, Definition, External, Imported, Ref, Symbol
from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.described import described_by
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import stored
from promptlint.frontends.python.merge import UNSET, join
from promptlint.frontends.python.modules import is_module
from promptlint.frontends.python.paths import suffix_of, this_file
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.rewriting import lightened
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.state import State, is_location
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Bound,
    Branch,
    Element,
    Function,
    Made,
    Map,
    Object,
    Op,
    Seq,
    Spread,
    Super,
    Text,
    Value,
)
from promptlint.frontends.python.variables import read_member
from promptlint.source import Place


def get_attribute(frame: Frame, state: State, base: Value, name: str, missing: Value | None = None) -> Value:
    """Return `base.name`; `missing` where an instance or class has no such attribute."""
    if (standing := _standing(state, base, name)) is not None:
        return standing
    match state.content(base):
        case Object(definition, attributes):
            own = dict(attributes).get(name, UNSET)
            found = _set(own, lambda: class_attribute(frame, state, definition, name, base) or missing)
        case Class(definition):
            found = _class_member(frame, state, definition, name) or missing
        case External(qualified):
            found = _of_package(frame, qualified, name)
        case Imported() as module:
            found = this_file(module.path) if name == "__file__" else read_member(frame, state, module, name)
        case Made(_, arguments) if arguments.keywords:
            found = dict(arguments.keywords).get(name)
        case Branch(condition, arms):
            found = _of_arms(frame, state, condition, arms, name)
        case Super(receiver, after):
            found = _behind(frame, state, receiver, after, name)
        case Text() | Seq() | Map() | Const():
            found = Bound(base, name)
        case Function(definition) if name.startswith("__"):
            found = described_by(frame, definition, name)
        case Function() if name in ("setter", "getter", "deleter"):
            found = Bound(base, name)
        case _:
            found = _typed_attribute(frame, state, base, name)
    return lightened(Attribute(base, name)) if found is None else found


def _standing(state: State, base: Value, name: str) -> Value | None:
    """Return what stands in memory under an attribute, by its location where it can change; None where nothing does."""
    if not isinstance(base, Ref | Symbol | Attribute | Made):
        return None
    location = Attribute(base, name)
    content = state.memory.get(location) if is_location(location) else None
    return location if isinstance(content, Seq | Map | Object) else content


def _of_arms(frame: Frame, state: State, condition: Value | None, arms: tuple[Value, ...], name: str) -> Value:
    """Return an attribute of one of two values; where one of them is None it is of the other, or the program fails."""
    held = [arm for arm in arms if arm != NONE] if name not in dir(None) else [*arms]
    values = [get_attribute(frame, state, arm, name) for arm in held or arms]
    return join(condition, values[0], values[1], NOWHERE) if len(values) > 1 else values[0]


def _set(value: Value, otherwise: Callable[[], Value | None]) -> Value | None:
    """Return what an attribute holds, `otherwise` on the paths that do not set it; without that, one of them set it."""
    match value:
        case Op("unset"):
            return otherwise()
        case Branch(condition, (first, second)):
            one, other = _set(first, otherwise), _set(second, otherwise)
            if one is None or other is None:
                return one or other
            return value if one is first and other is second else join(condition, one, other, NOWHERE)
    return value


def _of_package(frame: Frame, qualified: str, name: str) -> Value:
    """Return an attribute of a name of another package; a built-in type has a name."""
    if name == "__name__" and qualified.startswith("builtins."):
        return literal(qualified.removeprefix("builtins."))
    return frame.world.imported(frame.definition.module, f"{qualified}.{name}")


def _typed_attribute(frame: Frame, state: State, base: Value, name: str) -> Value | None:
    """Return an attribute that the class of a symbolic value defines and its methods do not set, or the end of a path."""
    if name == "suffix" and isinstance(base, Made | Op):
        return suffix_of(state, base)
    definition = class_of(frame, state, base)
    if definition is None or frame.world.is_set_outside(name) or name in frame.world.classes.written(definition):
        return None
    return class_attribute(frame, state, definition, name, base)


def class_attribute(frame: Frame, state: State, definition: Definition, name: str, receiver: Value) -> Value | None:
    """Return what instances find in their class: a bound method, a property's value, a plain attribute."""
    if (held := _held_by_class(frame, state, definition, name)) is not None:
        return held
    found = frame.world.classes.binder(frame.world.classes.lineage(definition), name)
    if found is None:
        return None
    cls, value = found
    return _shared(frame, state, cls, name, value) or _bound(frame, state, value, definition, receiver)


def _held_by_class(frame: Frame, state: State, definition: Definition, name: str) -> Value | None:
    """Return what an attribute of a class holds that functions set, by its location where it can change."""
    if name not in frame.world.classes.setters(definition):
        return None
    locations = [Symbol(cls, name) for cls in frame.world.classes.lineage(definition)]
    location = next((each for each in locations if each in state.memory), locations[0])
    value = state.memory.get(location) or frame.world.class_value(definition, name)
    if isinstance(value, Seq | Map | Object):
        state.memory[location] = value
        return location
    return value


def _shared(frame: Frame, state: State, cls: Definition, name: str, value: Value) -> Symbol | None:
    """Return the location of a list or mapping of a class that methods change; earlier calls may have put more there."""
    if not isinstance(value, Seq | Map) or name not in frame.world.module(cls.module).attributes(cls).changed:
        return None
    location = Symbol(cls, name)
    if location not in state.memory:
        rest = Spread(Op("kept", (), (), cls.place, name), cls.place)
        whole = Seq((*value.items, rest), value.form) if isinstance(value, Seq) else Map((*value.entries, rest))
        state.look_at(location, whole)
    return location


def _bound(frame: Frame, state: State, value: Value, definition: Definition, receiver: Value) -> Value:
    if not isinstance(value, Function):
        return default_of(frame, state, value)
    match value.binding:
        case "static":
            return value
        case "class":
            return replace(value, receiver=Class(definition))
        case "property":
            return frame.call(state, replace(value, receiver=receiver, binding=""), Arguments(), value.definition.place)
    return replace(value, receiver=receiver) if value.receiver is None else value


def _behind(frame: Frame, state: State, receiver: Value, after: Definition, name: str) -> Value | None:
    own = receiver.definition if isinstance(receiver, Class) else class_of(frame, state, receiver)
    definition = own or after
    lineage = frame.world.classes.lineage(definition)
    rest = lineage[lineage.index(after) + 1 :] if after in lineage else ()
    if (found := frame.world.classes.binder(rest, name)) is not None:
        return found[1] if name == "__new__" else _bound(frame, state, found[1], definition, receiver)
    return Bound(receiver, name) if name == "__init__" else External(f"builtins.object.{name}")


def _class_member(frame: Frame, state: State, definition: Definition, name: str) -> Value | None:
    if (described := described_by(frame, definition, name)) is not None:
        return described
    if (held := _held_by_class(frame, state, definition, name)) is not None:
        return held
    match frame.world.classes.binder(frame.world.classes.lineage(definition), name):
        case (_, Function(binding="class") as method):
            return replace(method, receiver=Class(definition))
        case (_, Function() as function):
            return function
        case (cls, value):
            return _enum_member(frame, cls, name, value) or _shared(frame, state, cls, name, value) or value
    return None


def _enum_member(frame: Frame, cls: Definition, name: str, value: Value) -> Value | None:
    bases = frame.world.classes.external_bases(cls)
    if not any(base.startswith("enum.") for base in bases):
        return None
    match value:
        case Op("call", (External("enum.auto"), *_)):
            value = literal(name.lower()) if "enum.StrEnum" in bases else Op("unknown", (), (), value.place)
    return Object(cls, (("value", value), ("name", literal(name))))


def enum_members(frame: Frame, cls: Definition) -> Iterator[tuple[str, Value]]:
    """Yield the members of an enum by name, in order; nothing for another class."""
    for name, value in frame.world.classes.namespace(cls).items():
        if not isinstance(value, Function) and not name.startswith("_"):
            member = _enum_member(frame, cls, name, value)
            if member is not None:
                yield name, member


def default_of(frame: Frame, state: State, value: Value) -> Value:
    """Return what a field holds when nobody sets it: `field(default=…)` and `Field(default_factory=…)` say so."""
    if not isinstance(value, Made):
        return value
    keywords, places = dict(value.arguments.keywords), dict(value.arguments.places)
    for factory in ("default_factory", "factory"):
        if factory in keywords:
            return frame.call(state, keywords[factory], Arguments(), places.get(factory, value.place))
    if "default" in keywords:
        return keywords["default"]
    match value.arguments.positional:
        case (Element(first), *_) if value.name.rpartition(".")[2].lower() in ("field", "ib"):
            return first
    return value


def assign_attribute(frame: Frame, state: State, base: Value, name: str, value: Value, place: Place) -> None:
    """Do `base.name = value`, by the setter of a property where the class has one."""
    if isinstance(base, Imported) and is_module(base.path):
        path, own = frame.world.origin(base.path, name)
        state.memory[Symbol(frame.world.module(path).body, own)] = state.content(value)
        return
    definition = class_of(frame, state, base)
    found = frame.world.classes.member(definition, name) if definition else None
    if isinstance(found, Function) and found.setter is not None:
        frame.call(state, replace(found.setter, receiver=base), Arguments((Element(value, place),)), place)
    else:
        set_attribute(state, base, name, value, place)


def set_attribute(state: State, base: Value, name: str, value: Value, place: Place = NOWHERE) -> None:
    """Do `base.name = value` for a plain attribute."""
    match state.content(base):
        case Class(definition):
            state.memory[Symbol(definition, name)] = state.content(value)
        case Object(definition, attributes) if is_location(base):
            pairs = {**dict(attributes), name: value}
            state.memory[base] = Object(definition, tuple(pairs.items()))
        case Map(entries) if is_location(base):
            state.memory[base] = Map(stored(entries, literal(name), value, place))
        case _ if not isinstance(base, Ref) and is_location(Attribute(base, name)):
            state.memory[Attribute(base, name)] = value


def class_of(frame: Frame, state: State, value: Value) -> Definition | None:
    """Return the class of the project that a value is an instance of, where that is known."""
    match state.content(value):
        case Object(definition, _):
            return definition
        case Symbol(_, _, cls):
            return cls
        case Attribute(base, name):
            owner = class_of(frame, state, base)
            return frame.world.classes.attribute_class(owner, name) if owner else None
        case Branch(_, (first, second)):
            return _shared_class(frame, class_of(frame, state, first), class_of(frame, state, second))
    return None


def _shared_class(frame: Frame, first: Definition | None, second: Definition | None) -> Definition | None:
    """Return the nearest class that two have in their lineage; the one that is known of one and none."""
    if first is None or second is None or first is second:
        return first or second
    others = frame.world.classes.lineage(second)
    return next((cls for cls in frame.world.classes.lineage(first) if cls in others), None)


def annotated_class(frame: Frame, module: Module, annotation: ast.expr | None) -> Definition | None:
    """Return the class of the project that an annotation names; `X | None` and `Optional[X]` name X."""
    match annotation:
        case ast.Name(id=name):
            value = frame.world.annotated(module.source.path, name)
            return value.definition if isinstance(value, Class) else None
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            value = frame.world.annotated(module.source.path, owner)
            value = frame.world.member(value, name) if isinstance(value, Imported) else None
            return value.definition if isinstance(value, Class) else None
        case ast.Constant(value=str(text)):
            try:
                return annotated_class(frame, module, ast.parse(text, mode="eval").body)
            except SyntaxError:
                return None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return annotated_class(frame, module, left) or annotated_class(frame, module, right)
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            return annotated_class(frame, module, inner)
    return None
