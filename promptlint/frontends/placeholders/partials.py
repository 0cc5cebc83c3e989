"""Partials: templates that others name, and what is left of those that cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import Each, Either, Insert, Member, Op, Run, Text
from promptlint.source import Place

MISSING = "there is no template `{}`"
ENDLESS = "the template `{}` includes itself without end"


class Load(Protocol):
    """Gets the templates that others name."""

    def __call__(self, name: str, /) -> Text | None:
        """Return the template of a name; None where there is none."""


def unloaded(name: str, /) -> Text | None:
    """Return None: no template can be had."""
    return None


class Unresolved(NamedTuple):
    """A template that another one names and that is not there, or has no end."""

    message: str
    place: Place
    """The tag that names it."""


def absent(name: str, why: str, place: Place) -> Run:
    """Return what stands in a text for a template that cannot be had."""
    return (Insert(Op("partial", (literal(why.format(name)),), (), place), place),)


def unresolved(run: Run) -> Iterator[Unresolved]:
    """Yield the templates that were missing when a text was filled, in the order in which they are named."""
    for member in run:
        yield from _within(member)


def _within(member: Member) -> Iterator[Unresolved]:
    match member:
        case Insert(Op("partial", (message,)), place):
            yield Unresolved(plain(message) or "", place)
        case Either(_, arms):
            for arm in arms:
                yield from unresolved(arm)
        case Each(body):
            yield from unresolved(body)
