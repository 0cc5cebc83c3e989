"""Strings that are known for certain, as values and back."""

from __future__ import annotations

from functools import reduce

from promptlint.catalog import Constant
from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.values import Either, Literal, Text, Value
from promptlint.source import Place

EMPTY = Text(())


def literal(text: str) -> Text:
    """Return the text with no place in any source."""
    return Text((Literal(text),) if text else ())


def constant(known: Constant) -> Value:
    """Return the value of a constant of the catalogue; of one that differs between systems, a choice of its texts."""
    match known:
        case bool():
            return Const(known)
        case str():
            return literal(known)
    first, *others = (literal(each).parts for each in known)
    return Text(reduce(lambda run, other: (Either(None, (run, other), Place("", 0, 0)),), others, first))


def plain(value: Value) -> str | None:
    """Return the string that a value is for certain, else None."""
    if not isinstance(value, Text):
        return None
    if all(isinstance(part, Literal) for part in value.parts):
        return "".join(part.text for part in value.parts if isinstance(part, Literal))
    return None
