"""Between values and Python objects: what is known for certain is computed by Python itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.values import Element, Entry, Literal, Map, Member, Run, Seq, Text, Value
from promptlint.source import Place

LARGEST = 1_000_000
"""The longest text, in code points, and the most items that a computation may make."""


class NotKnown(Exception):
    """A value is not known for certain."""


class _Unordered(frozenset[object]):
    """A set that nobody can write as text: its order is not known."""

    def __repr__(self) -> str:
        raise NotKnown


_FORMS: dict[str, Callable[[list[object]], object]] = {
    "list": list,
    "tuple": tuple,
    "set": _Unordered,
    "generator": list,
}


def to_python(value: Value) -> object:
    """Return the Python object that a value is. Raises NotKnown."""
    match value:
        case Const(known):
            return known
        case Text(parts):
            return "".join(part.text if isinstance(part, Literal) else _unknown() for part in parts)
        case Seq(items, form) if form in _FORMS:
            try:
                return _FORMS[form]([to_python(i.value) if isinstance(i, Element) else _unknown() for i in items])
            except TypeError as error:
                raise NotKnown from error
        case Map(entries):
            return dict(_pair(entry) for entry in entries)
    raise NotKnown


def _pair(entry: object) -> tuple[object, object]:
    if isinstance(entry, Entry):
        key = to_python(entry.key)
        if not isinstance(key, dict | list):
            return key, to_python(entry.value)
    raise NotKnown


def _unknown() -> str:
    raise NotKnown


def from_python(known: object, place: Place) -> Value:
    """Return the value that a Python object is. Raises NotKnown for objects that no literal can write."""
    match known:
        case str():
            return literal(known)
        case list() | tuple():
            form = "list" if isinstance(known, list) else "tuple"
            return Seq(tuple(Element(from_python(item, place), place) for item in known), form)
        case set() | frozenset():
            items = sorted(known, key=lambda item: (type(item).__name__, repr(item)))
            return Seq(tuple(Element(from_python(item, place), place) for item in items), "set")
        case Mapping():
            pairs = ((from_python(key, place), from_python(value, place)) for key, value in known.items())
            return Map(tuple(Entry(key, value, place) for key, value in pairs))
        case int() | float() | complex() | bytes() | None:
            return Const(known)
    raise NotKnown


def compute(function: Callable[..., object], operands: tuple[Value, ...], place: Place) -> Value | None:
    """Return what Python computes from operands that are all known; None where they are not, or it fails."""
    try:
        return from_python(function(*map(to_python, operands)), place)
    except (NotKnown, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, MemoryError):
        return None


def is_sane(*operands: Value) -> bool:
    """Return whether no number among the operands asks for more than the longest text."""
    return not any(isinstance(v, Const) and isinstance(v.value, int) and abs(v.value) > LARGEST for v in operands)


def stretch(parts: Run, start: int, end: int) -> Run:
    """Return what stands between two indexes of known text, each piece of it as where it was written."""
    members: list[Member] = []
    at = 0
    for part in parts:
        assert isinstance(part, Literal)
        if at < end and start < at + len(part.text):
            members.append(cut(part, max(start - at, 0), min(end - at, len(part.text))))
        at += len(part.text)
    return tuple(members)


def cut(part: Literal, start: int, end: int) -> Literal:
    """Return a piece of a literal; it still knows where it was written."""
    site = part.site and replace(part.site, at=part.site.at + start)
    return Literal(part.text[start:end], site)
