"""What `yaml.dump` writes, by the real library: a word stands for each hole until the text is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.convert import LARGEST, NotKnown, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.records import plain_data
from promptlint.frontends.python.routine import Routine, known_options, positional_value, without_first
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.text import run_of
from promptlint.frontends.python.values import (
    Arguments,
    Element,
    Entry,
    Insert,
    Literal,
    Map,
    Member,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.source import Place

_WORD = re.compile(r"zqhole(\d+)zq")
_OPTIONS = ("sort_keys", "default_flow_style", "allow_unicode", "indent", "width", "explicit_start", "explicit_end")


def _dumper(name: str) -> Routine:
    return lambda frame, state, arguments, place: _dump(name, frame, state, arguments, place)


def _dump(name: str, frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    value = plain_data(frame, state, freeze(positional_value(arguments, 0), state.memory))
    rest = without_first(arguments)
    kept = tuple(pair for pair in rest.keywords if pair[0] in _OPTIONS)
    dropped = {option for option, _ in rest.keywords} - {option for option, _ in kept}
    options = known_options(state, Arguments(rest.positional, kept), 0)
    if (
        options is None
        or options[0]
        or not dropped <= {"Dumper", "encoding"}
        or not isinstance(value, Map | Seq | Text)
    ):
        return None
    holes: list[tuple[Value, Place]] = []
    try:
        known = to_python(_marked(value, place, holes))
        written = _written(name, known, options[1])
    except (NotKnown, TypeError, ValueError):
        return None
    return Text(tuple(_parts(written, holes)))


def _written(name: str, known: object, options: dict[str, object]) -> str:
    import yaml

    try:
        text = getattr(yaml, name)(known, **options)
    except yaml.YAMLError as error:
        raise NotKnown from error
    if not isinstance(text, str) or len(text) > LARGEST:
        raise NotKnown
    return text


def _marked(value: Value, place: Place, holes: list[tuple[Value, Place]]) -> Value:
    """Return a value with a word in place of everything that is not known."""

    def word(hole: Value, where: Place) -> Literal:
        holes.append((hole, where))
        return Literal(f"zqhole{len(holes) - 1}zq")

    match value:
        case Text(parts) if not all(isinstance(part, Literal | Insert) for part in parts) or _at_break(parts):
            raise NotKnown
        case Text(parts):
            marked = (part if isinstance(part, Literal) else word(Text((part,)), place) for part in parts)
            return Text(tuple(marked))
        case Seq(_, "set"):
            raise NotKnown
        case Seq(items, form):
            return Seq(tuple(_marked_member(item, holes) for item in items), form)
        case Map(entries):
            return Map(tuple(_marked_member(entry, holes) for entry in entries))
        case Const():
            return value
    return Text((word(value, place),))


def _at_break(parts: Run) -> bool:
    """Return whether a value stands beside a line break: a space at its end would make YAML quote the text otherwise."""
    return any(
        (isinstance(first, Literal) and first.text.endswith("\n") and isinstance(second, Insert))
        or (isinstance(first, Insert) and isinstance(second, Literal) and second.text.startswith("\n"))
        for first, second in pairwise(parts)
    )


def _marked_member(member: Member, holes: list[tuple[Value, Place]]) -> Member:
    match member:
        case Element(value, place):
            return Element(_marked(value, place, holes), place)
        case Entry(key, value, place):
            return Entry(_marked(key, place, holes), _marked(value, place, holes), place)
    return member


def _parts(text: str, holes: list[tuple[Value, Place]]) -> Iterable[Member]:
    for number, piece in enumerate(_WORD.split(text)):
        if number % 2:
            value, place = holes[int(piece)]
            yield from run_of(value, place)
        elif piece:
            yield Literal(piece)


ROUTINES: dict[str, Routine] = {
    "yaml.dump": _dumper("dump"),
    "yaml.safe_dump": _dumper("safe_dump"),
}
