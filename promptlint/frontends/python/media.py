"""Parts of a message that are no text: images, files, audio. Nobody knows how many tokens they are."""

from __future__ import annotations

from dataclasses import replace

from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.jsontext import json_text
from promptlint.frontends.python.messages import find
from promptlint.frontends.python.values import Element, Entry, Map, Run, Text
from promptlint.hole import Confidence, Hole, Kind, Volatility
from promptlint.prompt import Literal, Splice
from promptlint.prompt import Text as PromptText
from promptlint.sink import MessageShape
from promptlint.source import Place
from promptlint.walk import holes


def media(closing: Closing, shape: MessageShape, entries: Run, place: Place) -> PromptText:
    """Return a part that is no text: a hole, and ahead of it one for the detail in which it is read, if that varies."""
    detail = _detail(shape, entries)
    rest = _without(entries, detail) if detail else entries
    hole = closing.hole(Map(rest), place)
    if _is_known(closing, rest, place):
        hole = Hole(hole.label, volatility=Volatility.LITERAL, confidence=Confidence.HIGH)
    return (*(_varying(closing, detail) if detail else ()), Splice(hole, place))


def _detail(shape: MessageShape, entries: Run) -> Entry | None:
    """Return the detail of an image, beside its address or with it."""
    inner = (entry.value.entries for entry in entries if isinstance(entry, Entry) and isinstance(entry.value, Map))
    return next(filter(None, (find(run, shape.detail_keys) for run in (entries, *inner))), None)


def _without(entries: Run, gone: Entry) -> Run:
    return tuple(
        replace(entry, value=Map(_without(entry.value.entries, gone)))
        if isinstance(entry, Entry) and isinstance(entry.value, Map)
        else entry
        for entry in entries
        if entry is not gone
    )


def _is_known(closing: Closing, entries: Run, place: Place) -> bool:
    """Return whether a part is the same in every request."""
    text = json_text(Map(entries), {}, place)
    return isinstance(text, Text) and all(isinstance(part, Literal) for part in closing.text(text.parts))


def _varying(closing: Closing, detail: Entry) -> PromptText:
    """Return the hole that a detail is, if it is one: a setting, whatever it is taken from."""
    text = closing.text((Element(detail.value, detail.place),))
    hole = max(holes(text), key=lambda found: found.rate, default=None)
    return (Splice(replace(hole, kind=Kind.SETTING), detail.place),) if hole else ()
