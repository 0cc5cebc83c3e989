"""Instances as data: the fields of models, dataclasses and named tuples, and copies of them with other values."""

from __future__ import annotations

from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.attributes import class_of, get_attribute
from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.mappings import keyword_entries
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.routine import Routine, positional_value, without_first
from promptlint.frontends.python.state import State, freeze, thaw
from promptlint.frontends.python.values import Arguments, Element, Entry, Map, Object, Run, Seq, Spread, Value
from promptlint.source import Place

_DUMPS = ("model_dump", "dict", "_asdict", "to_dict", "__dict__")
_TEXTS = ("model_dump_json", "json")
_COPIES = ("_replace", "model_copy", "copy", "__replace__")
_IGNORED = ("mode", "by_alias", "round_trip", "warnings", "deep")


def call_record(
    frame: Frame, state: State, receiver: Value, name: str, arguments: Arguments, place: Place
) -> Value | None:
    """Return what a method that an instance has from a base or decorator of another package returns."""
    definition = class_of(frame, state, receiver)
    if definition is None or not frame.world.classes.external_bases(definition):
        return None
    if name in _COPIES:
        is_model = name == "model_copy" or "update" in dict(arguments.keywords)
        return _copied(state, receiver, arguments, is_model, place)
    if name not in (*_DUMPS, *_TEXTS):
        return None
    entries = _wanted(state, _fields(frame, state, receiver, place), arguments)
    if entries is None:
        return None
    data = plain_data(frame, state, freeze(Map(entries), state.memory))
    return thaw(data, state) if name in _DUMPS else _text(name, data, arguments, place)


def _text(name: str, data: Value, arguments: Arguments, place: Place) -> Value | None:
    """Return a model as JSON: compact where nothing indents it, as `model_dump_json` writes it."""
    from promptlint.frontends.python.jsontext import json_text

    options: dict[str | None, Value] = {k: v for k, v in arguments.keywords if k in ("indent", "ensure_ascii")}
    if name == "model_dump_json":
        indented = options.get("indent", NONE) != NONE
        separators = (literal(","), literal(": " if indented else ":"))
        options = {"ensure_ascii": Const(False), **options}
        options["separators"] = Seq(tuple(Element(separator, place) for separator in separators), "tuple")
    return json_text(data, options, place)


def _fields(frame: Frame, state: State, value: Value, place: Place) -> Run:
    """Return the fields of an instance as entries: those that it holds, or (an unknown instance) its class declares."""
    from promptlint.frontends.python.construction import field_names

    content = state.content(value)
    if isinstance(content, Object):
        return tuple(Entry(literal(name), inner, place) for name, inner in content.attributes)
    definition = class_of(frame, state, value)
    names = field_names(frame, definition) if definition is not None else ()
    return tuple(Entry(literal(name), get_attribute(frame, state, value, name), place) for name in names)


def _wanted(state: State, entries: Run, arguments: Arguments) -> Run | None:
    """Return the fields that the options of a dump leave; None for options that are not known."""
    for name, option in arguments.keywords:
        if name in ("indent", "ensure_ascii", *_IGNORED):
            continue
        try:
            known = to_python(freeze(option, state.memory))
        except NotKnown:
            return None
        if name == "exclude_none":
            entries = tuple(e for e in entries if not (known and isinstance(e, Entry) and e.value == NONE))
        elif name in ("include", "exclude") and isinstance(known, frozenset | dict | list | tuple):
            kept = [e for e in entries if isinstance(e, Entry) and (plain(e.key) in known) == (name == "include")]
            entries = tuple(kept)
        else:
            return None
    return entries


def _copied(state: State, receiver: Value, arguments: Arguments, is_model: bool, place: Place) -> Value | None:
    """Return a new instance with some of its values replaced."""
    content = state.content(receiver)
    if not isinstance(content, Object):
        return None
    entries = keyword_entries(state, arguments, place)
    if is_model:
        update = state.content(dict(arguments.keywords).get("update", Map(())))
        entries = update.entries if isinstance(update, Map) else (Spread(update, place),)
    changed = {plain(entry.key): entry.value for entry in entries if isinstance(entry, Entry)}
    if len(changed) != len(entries) or None in changed:
        return None
    attributes = {**dict(content.attributes), **{str(name): value for name, value in changed.items()}}
    return state.allocate(Object(content.definition, tuple(attributes.items())))


def plain_data(frame: Frame, state: State, value: Value) -> Value:
    """Return a frozen value with the records and enumeration members in it as mappings and plain values."""

    def change(part: Value) -> Value:
        if isinstance(part, Object):
            bases = frame.world.classes.external_bases(part.definition)
            if any(base.startswith("enum.") for base in bases):
                return dict(part.attributes).get("value", part)
            if not bases:
                return part
            part = Map(_fields(frame, state, part, part.definition.place))
        return rewrite(part, change) if isinstance(part, Map | Seq) else part

    return change(value)


def _asdict(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    entries = _fields(frame, state, positional_value(arguments, 0), place)
    return thaw(plain_data(frame, state, freeze(Map(entries), state.memory)), state) if entries else None


def _astuple(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    entries = _fields(frame, state, positional_value(arguments, 0), place)
    return Seq(tuple(Element(e.value, place) for e in entries if isinstance(e, Entry)), "tuple") if entries else None


def _vars(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    if not arguments.positional:
        return _locals(frame, state, arguments, place)
    entries = _fields(frame, state, positional_value(arguments, 0), place)
    return state.allocate(Map(entries)) if entries else None


def _locals(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return state.allocate(Map(tuple(Entry(literal(name), value, place) for name, value in state.names.items())))


def _replace(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return _copied(state, positional_value(arguments, 0), without_first(arguments), False, place)


def _copy(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return a copy of a value: what it holds, at a place of its own in memory."""
    content = state.content(positional_value(arguments, 0))
    return state.allocate(content) if isinstance(content, Seq | Map | Object) else content


def _deepcopy(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return thaw(freeze(positional_value(arguments, 0), state.memory), state)


ROUTINES: dict[str, Routine] = {
    "builtins.vars": _vars,
    "builtins.locals": _locals,
    "dataclasses.asdict": _asdict,
    "dataclasses.astuple": _astuple,
    "attrs.asdict": _asdict,
    "attr.asdict": _asdict,
    "dataclasses.replace": _replace,
    "attrs.evolve": _replace,
    "copy.replace": _replace,
    "copy.copy": _copy,
    "copy.deepcopy": _deepcopy,
}
