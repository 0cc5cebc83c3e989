"""Strings that are known for certain, as values and back."""

from __future__ import annotations

from promptlint.frontends.python.values import Literal, Text, Value

EMPTY = Text(())


def literal(text: str) -> Text:
    """Return the text with no place in any source."""
    return Text((Literal(text),) if text else ())


def plain(value: Value) -> str | None:
    """Return the string that a value is for certain, else None."""
    if not isinstance(value, Text):
        return None
    if all(isinstance(part, Literal) for part in value.parts):
        return "".join(part.text for part in value.parts if isinstance(part, Literal))
    return None
