"""Capital letters: every word of a run with one, where it surely begins a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.values import Each, Either, Literal, Member, Run
from promptlint.source import Place


def titled(run: Run, before: str | None, later: Callable[[Member], Run], place: Place) -> Run:
    """Return a run with capitals; `before` is the character ahead of it, None where that is not known.

    `later` does the same to what is not literal and does not surely go on with a word.
    """
    made: list[Member] = []
    for part in run:
        match part:
            case Literal():
                made += _titled_literal(part, before, place)
            case Either(arms=arms):
                made.append(replace(part, arms=tuple(titled(arm, before, later, place) for arm in arms)))
            case Each(body=body):
                made.append(replace(part, body=titled(body, None, later, place)))
            case _:
                made += (part,) if before is not None and before.isalpha() else later(part)
        before = part.text[-1] if isinstance(part, Literal) and part.text else None
    return tuple(made)


def _titled_literal(part: Literal, before: str | None, place: Place) -> Run:
    text = part.text
    length = next((at for at, each in enumerate(text) if not each.isalpha()), len(text))
    word, rest = cut(part, 0, length), cut(part, length, len(text))
    new, same = Literal(word.text.title(), word.site), Literal(word.text.lower(), word.site)
    first = Either(None, ((new,), (same,)), place) if before is None else same if before.isalpha() else new
    return (*((first,) if length else ()), *((Literal(rest.text.title(), rest.site),) if rest.text else ()))
