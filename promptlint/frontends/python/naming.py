"""What a value is called: the dotted path by which its words are looked up, and the label that people read."""

from __future__ import annotations

import re

from promptlint.frontends.python.atoms import NONE, Const, External, Imported, Symbol
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.values import Attribute, Element, Function, Insert, Made, Object, Op, Seq, Text, Value
from promptlint.hole import Hole
from promptlint.source import Place

LONGEST = 60
"""The most code points of source text that a label takes over as it stands."""

_PLACEHOLDER = re.compile(r"\{([^\W\d]\w*)(?:![rsa])?(?::[^{}]*)?\}|%\(([^\W\d]\w*)\)[sdr]|\$\{?([^\W\d]\w*)\}?")
"""A placeholder with a name: of `str.format`, of `%`, of `string.Template`."""

_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")

_ITEM = re.compile(r"\]|\.\w+$")
_ASSIGNED = re.compile(r"\s*(?:[-+*/%|&]|//)?=(?!=)")

_OWN = "promptlint."
"""What begins the names that only models of packages call."""
_READERS = ("get", "pop", "setdefault")
"""The methods of mappings whose first argument is a key."""


def dotted(value: Value) -> str:
    """Return the dotted path by which a value is reached, keys of mappings included; `_` for what has no name."""
    match value:
        case External(name) | Made(name) | Symbol(_, name) | Imported(_, name):
            return name
        case Attribute(base, name):
            return f"{dotted(base)}.{name}"
        case Op("call", (Attribute(base, name), Seq((Element(key), *_)))) if name in _READERS and _word(key):
            return f"{dotted(base)}.{_word(key)}"
        case Op("call", (function, *_)) | Op("answer", (function,)) | Op("again", (_, function)):
            return dotted(function)
        case Op("[]", (container, key, *_)) if _word(key):
            return f"{dotted(container)}.{_word(key)}"
        case Op("[]" | "item" | "lone item" | "[:]", (container, *_), hint=hint):
            return hint or dotted(container)
        case Op(hint=hint) if hint:
            return hint
        case Hole(label):
            return label
        case Function(definition):
            return definition.name
        case Object():
            return "self"
    return "_"


def _word(key: Value) -> str:
    text = plain(key) or ""
    return text if text.isidentifier() else ""


def qualified(value: Value) -> str | None:
    """Return the name of something of another package and the way from there; None for what the program made."""
    match value:
        case External(name) | Made(name):
            return name
        case Attribute(base, name) if (owner := qualified(base)) is not None:
            return f"{owner}.{name}"
        case Op("/", (first, _)):
            return qualified(first)
        case Op("call", (function, *_)):
            return qualified(function)
    return None


def maker(value: Value) -> str | None:
    """Return the class or function of another package that made the object at the head of a path."""
    while True:
        match value:
            case Made(name):
                return name
            case Attribute(base, _) | Op("call" | "/", (base, *_)):
                value = base
            case _:
                return None


def label(frame: Frame, value: Value, place: Place) -> str | None:
    """Return the expression as a person would write it, on one line; `place` is where the value enters a text.

    None for what has no name, or one that no program writes, and is written in more than 60 characters.
    """
    written = _written(frame, value)
    if written is not None and len(written) <= LONGEST:
        return written
    own = value.place if isinstance(value, Op) and value.place.path else place
    if (text := _source(frame, own)) is not None and (not isinstance(value, External) or _ends(text, value.name)):
        return text
    path = dotted(value).removeprefix("builtins.")
    return None if "_" in path.split(".") or path.startswith(_OWN) else path


def placeholder(frame: Frame, place: Place) -> str | None:
    """Return the name of the placeholder that stands at a place, in lower case; None for anything else."""
    written = _found(frame, place, _PLACEHOLDER)
    return written[written.lastindex or 0].lower() if written else None


def path(frame: Frame, place: Place) -> str | None:
    """Return the dotted name that stands at a place; None for anything else."""
    written = _found(frame, place, _PATH)
    return written[0] if written else None


def is_target(frame: Frame, place: Place) -> bool:
    """Return whether an item or attribute of something stands at a place, and something is assigned to it."""
    source = frame.world.source(place.path) if place.path else None
    return bool(
        source and _ITEM.search(source.text, place.start, place.end) and _ASSIGNED.match(source.text, place.end)
    )


def _found(frame: Frame, place: Place, pattern: re.Pattern[str]) -> re.Match[str] | None:
    source = frame.world.source(place.path) if place.path else None
    return pattern.fullmatch(source.text, place.start, place.end) if source else None


def _written(frame: Frame, value: Value) -> str | None:
    """Return a value that is reached by names, keys and calls as an expression."""
    match value:
        case Symbol(_, name) | Hole(name):
            return name
        case Function(definition) if definition.name.isidentifier():
            return definition.name
        case Function(definition):
            return _source(frame, definition.place) or "lambda"
        case Attribute(base, name):
            owner = _owner(frame, base)
            return owner and f"{owner}.{name}"
        case Op("[]", (_, Const(int())), hint=hint) | Op("item" | "lone item", hint=hint) if hint:
            return hint
        case Op("[]", (container, key, *_)):
            owner = _owner(frame, container)
            shown = _key(frame, key)
            return owner and shown and f"{owner}[{shown}]"
        case Op("item" | "lone item" | "before", (over,)) | Op("again", (_, over)):
            return _written(frame, over)
        case Op("format" | "repr" | "json" | "shown", (inner, *_)) | Text((Insert(inner),)):
            return _written(frame, inner)
        case Op("kept" | "missing" | "unknown", (), hint=hint) | Op("carried" | "made of", hint=hint) if hint:
            return hint
        case Op("call", (Attribute(Text((Insert(),)) as inner), _)):
            return _written(frame, inner)
        case Op("call" | "[:]", (first, *_)):
            return _source(frame, value.place) or _shortened(frame, value.name, first)
    return None


def _owner(frame: Frame, value: Value) -> str | None:
    return value.name.removeprefix("builtins.") if isinstance(value, External) else _written(frame, value)


def _key(frame: Frame, key: Value) -> str | None:
    if (text := plain(key)) is not None:
        return repr(text)
    return repr(key.value) if isinstance(key, Const) and key != NONE else _written(frame, key)


def _shortened(frame: Frame, name: str, first: Value) -> str | None:
    head = _owner(frame, first)
    return head and head + ("(…)" if name == "call" else "[…]")


def _source(frame: Frame, place: Place) -> str | None:
    """Return the source text of a place, if it is short and stands on one line."""
    if not place.path or place.end - place.start > LONGEST:
        return None
    source = frame.world.source(place.path)
    text = source.text[place.start : place.end] if source else ""
    return text if len(text.splitlines()) == 1 else None


def _ends(text: str, name: str) -> bool:
    """Return whether a text is a dotted name, or a placeholder with one, that may stand for a qualified one."""
    parts = text.strip("{}~- ").split(".")
    return all(part.isidentifier() for part in parts) and parts[-1] == name.rpartition(".")[2]


def made_of_item(value: Value) -> bool:
    """Return whether a value is an item of something, or reached through one."""
    while True:
        match value:
            case Op("item" | "lone item"):
                return True
            case Attribute(base, _) | Op("[]", (base, *_)) | Op("call", (Attribute(base, _), *_)):
                value = base
            case _:
                return False


def is_constant(value: Value) -> bool:
    """Return whether a value is the same in every run."""
    return isinstance(value, Const) or (isinstance(value, Text) and plain(value) is not None)
