"""Classes that a call makes of a name and the names of its fields: each is a module that the program writes itself."""

from __future__ import annotations

from keyword import iskeyword

from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.routine import Routine, values_of
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import Arguments, Value
from promptlint.source import Place

_NAMED_TUPLE = "from typing import NamedTuple\nclass {name}(NamedTuple):\n"
_DATACLASS = "from dataclasses import dataclass\n@dataclass\nclass {name}:\n"


def _made(header: str) -> Routine:
    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        match values_of(arguments):
            case (name, fields) if not arguments.keywords and (known := plain(name)) is not None:
                names = _field_names(state, fields)
                if not names or not all(each.isidentifier() and not iskeyword(each) for each in (known, *names)):
                    return None
                text = header.format(name=known) + "".join(f"    {each}: object\n" for each in names)
                path = f"{place.path}/{place.start}.py"
                return frame.world.wrote(path, text, known)
        return None

    return routine


def _field_names(state: State, fields: Value) -> tuple[str, ...]:
    """Return the names in a string, a sequence, or a sequence of pairs of name and type; none where one is not known."""
    if (text := plain(fields)) is not None:
        return tuple(text.replace(",", " ").split())
    try:
        known = to_python(freeze(fields, state.memory))
    except NotKnown:
        return ()
    names = known if isinstance(known, list | tuple) else ()
    return tuple(names) if all(isinstance(each, str) for each in names) else ()


ROUTINES: dict[str, Routine] = {
    "collections.namedtuple": _made(_NAMED_TUPLE),
    "dataclasses.make_dataclass": _made(_DATACLASS),
}
