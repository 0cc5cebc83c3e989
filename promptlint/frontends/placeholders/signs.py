"""Signs of markup in values, and what template languages write in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from promptlint.frontends.placeholders.pieces import unknown
from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.values import Literal, Member, Run
from promptlint.source import Place


def escaped(run: Run, signs: Mapping[str, str], place: Place, *, certain: bool = True) -> Run:
    """Return the run with signs replaced; holes for those where that is not certain."""

    def change(part: Member) -> Run:
        return _replaced(part, signs, place, certain=certain) if isinstance(part, Literal) else (part,)

    return replaced(run, change)


def _replaced(part: Literal, signs: Mapping[str, str], place: Place, *, certain: bool) -> Run:
    if signs.keys().isdisjoint(part.text):
        return (part,)
    run: list[Member] = []
    for piece in re.finditer(f"[{(known := re.escape(''.join(signs)))}]|[^{known}]+", part.text):
        sign = signs.get(piece.group())
        if sign is None:
            run.append(cut(part, piece.start(), piece.end()))
        else:
            run += (Literal(sign),) if certain else unknown(place)
    return tuple(run)
