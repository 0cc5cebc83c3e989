"""How sure and how volatile a hole is."""

from __future__ import annotations

from dataclasses import replace

from promptlint.frontends.python.values import Attribute, Branch, Each, Either, Literal, Op, Text, Value
from promptlint.hole import Confidence, Growth, Hole, Kind, Volatility


def rate(hole: Hole) -> int:
    """Return the volatility of a hole, to compare it."""
    return hole.rate


def is_source(hole: Hole) -> bool:
    """Return whether a hole comes from a known source, not only from a name."""
    return hole.confidence is Confidence.HIGH and hole.kind is not Kind.UNKNOWN


def is_guess(hole: Hole) -> bool:
    """Return whether nobody knows if a hole has the kind that it says."""
    return hole.confidence is Confidence.LOW and hole.kind is not Kind.UNKNOWN


def weaker(hole: Hole) -> Hole:
    """Return a hole of which only the shape of the program says what it is."""
    return replace(hole, confidence=min(hole.confidence, Confidence.MEDIUM))


def has_head(value: Value) -> bool:
    """Return whether something is computed from a text that begins with known words: they may stay what they are."""
    match value:
        case Text((Literal(text), *_)):
            return bool(text)
        case Text((Either(_, arms), *_)):
            return any(has_head(Text(arm)) for arm in arms)
        case Text((Each(body), *_)):
            return has_head(Text(body))
        case Branch(_, arms):
            return any(map(has_head, arms))
        case Op("made of"):
            return True
        case Op("[:]" | "format" | "call" as name, (first, *_)):
            return has_head(first) if name != "call" or isinstance(first, Attribute) else False
        case Attribute(base):
            return has_head(base)
    return False


def no_history(hole: Hole) -> Hole:
    """Return a hole of unknown kind for one that only seems to be history: the system's message stays what it is."""
    return Hole(hole.label, chain=hole.chain) if hole.kind is Kind.HISTORY and not is_source(hole) else hole


def no_input(hole: Hole) -> Hole:
    """Return a hole of unknown kind for one that only seems to be history or what a user says: it is the system's message."""
    return Hole(hole.label, chain=hole.chain) if hole.kind is Kind.INPUT and not is_source(hole) else no_history(hole)


def kept(hole: Hole, life: Volatility) -> Hole:
    """Return a hole whose value is made once in a life."""
    return replace(hole, volatility=min(hole.volatility, life))


def alone(hole: Hole, label: str) -> Hole:
    """Return the hole of one item, given that of all: nothing is left of what only their order or choice made vary."""
    return Hole(label) if hole.order and hole.kind in (Kind.ORDER, Kind.RANDOM) else steady(hole, label)


def steady(hole: Hole, label: str) -> Hole:
    """Return a hole whose order no longer counts: nothing is left of one that only its order made vary."""
    return Hole(label) if hole.kind is Kind.ORDER else replace(hole, order=None, growth=Growth.FIXED)
