"""Partials: templates that others name, and what is left of those that cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import Each, Either, Insert, Op, Run, Text
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

    name: str
    place: Place
    """The tag that names it."""
    endless: bool
    """Whether it includes itself on every way through it."""

    @property
    def message(self) -> str:
        """What is wrong with it, for people."""
        return (ENDLESS if self.endless else MISSING).format(self.name)


def absent(name: str, why: str, place: Place) -> Run:
    """Return what stands in a text for a template that cannot be had."""
    return (Insert(Op("partial", (literal(name), Const(why is ENDLESS)), (), place), place),)


def unresolved(run: Run, *, always: bool = True) -> Iterator[Unresolved]:
    """Yield the templates that were missing when a text was filled, in the order in which they are named.

    One that includes itself is yielded where it does so `always`, not only on some way through it.
    """
    for member in run:
        match member:
            case Insert(Op("partial", (name, Const(bool(endless)))), place) if always or not endless:
                yield Unresolved(plain(name) or "", place, endless)
            case Either(_, arms):
                for arm in arms:
                    yield from unresolved(arm, always=False)
            case Each(body):
                yield from unresolved(body, always=False)
