"""Bounds: a value that grew larger than any prompt keeps only what it is made of."""

from __future__ import annotations

from promptlint.frontends.jinja.markup import bare
from promptlint.frontends.python.atoms import Symbol
from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.convert import LARGEST
from promptlint.frontends.python.rewriting import LIGHTEST, LONGEST_LOOK, lightened, parts
from promptlint.frontends.python.sizes import size_of
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import text_size
from promptlint.frontends.python.values import Attribute, Op, Text, Value
from promptlint.hole import Hole


def bounded(state: State, value: Value) -> Value:
    """Return a value; an operation on what it is made of for one that is too large."""
    content = state.content(value)
    text = bare(content)
    if isinstance(text, Text) and text_size(text.parts) > LARGEST:
        return _made_of(text)
    return value if lightened(content) is content else _made_of(content)


def _made_of(value: Value) -> Op:
    """Return an operation on the light values that stand first in a value, each once."""
    found: dict[Value, None] = {}
    waiting, seen, nodes = [value], set[int](), 0
    while waiting and nodes < LIGHTEST and len(seen) < LONGEST_LOOK:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if _is_light(part):
            nodes += size_of(part).nodes * (part not in found)
            found[part] = None
        else:
            waiting += reversed(tuple(parts(part)))
    place, hint = (value.place, value.hint) if isinstance(value, Op) else (NOWHERE, "")
    return Op("made of", tuple(found), (), place, hint)


def _is_light(value: Value) -> bool:
    """Return whether a value is kept whole: one that only the running program knows, and that is small."""
    match value:
        case Symbol() | Hole():
            return True
        case Op("made of"):
            return False
        case Op() | Attribute():
            return value.size.nodes < LIGHTEST
    return False
