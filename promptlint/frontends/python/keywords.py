"""Keywords: what a call or a mapping is given by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Entry, Map, Spread, Value
from promptlint.source import Place


class Given(NamedTuple):
    """A keyword of a call or of a `**` mapping: None for keywords that are not known one by one."""

    name: str | None
    value: Value
    place: Place | None = None


def keywords(state: State, arguments: Arguments) -> Iterator[Given]:
    """Yield the keywords of a call, with the known entries of every `**` mapping in its place."""
    places = dict(arguments.places)
    for name, value in arguments.keywords:
        if name is None:
            yield from _spread_out(state, value)
        else:
            yield Given(name, value, places.get(name))


def spread_out(state: State, given: tuple[tuple[str | None, Value], ...]) -> Iterator[tuple[str | None, Value]]:
    """Yield the keywords of a call with the known entries of every `**` mapping in its place."""
    for name, value, _ in keywords(state, Arguments((), given)):
        yield name, value


def _spread_out(state: State, mapping: Value) -> Iterator[Given]:
    """Yield the known entries of a mapping as keywords; what is not known entry by entry without a name."""
    content = state.content(mapping)
    if not isinstance(content, Map):
        yield Given(None, mapping)
        return
    for entry in content.entries:
        match entry:
            case Entry(key, inner, place) if (name := plain(key)) is not None:
                yield Given(name, inner, place)
            case Spread(inner):
                yield Given(None, inner)
            case _:
                yield Given(None, Map((entry,)))
