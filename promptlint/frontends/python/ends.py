"""The ends of a text: what is stripped, removed, cut off or added there; a choice at an end is gone through arm by arm."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Literal as Only

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.merge import join_runs
from promptlint.frontends.python.values import Either, Insert, Literal, Op, Run, Text, Value
from promptlint.source import Place

_DEEPEST = 8
"""How many choices in a row at one end are gone through; the arms of further ones stay as they are."""

Change = Callable[[Run, int], Run]
Side = Only["<", ">", "^"]
"""Where a text stands that is filled up: on the left, on the right, in the middle."""


def strip(run: Run, characters: str | None, sides: str) -> Run:
    """Return the run without the characters at its ends, as far as its ends are literal."""

    def left(run: Run, depth: int) -> Run:
        while run and isinstance(first := run[0], Literal):
            kept = first.text.lstrip(characters)
            if kept:
                return (cut(first, len(first.text) - len(kept), len(first.text)), *run[1:])
            run = run[1:]
        return _of_first(run, left, depth)

    def right(run: Run, depth: int) -> Run:
        while run and isinstance(last := run[-1], Literal):
            kept = last.text.rstrip(characters)
            if kept:
                return (*run[:-1], cut(last, 0, len(kept)))
            run = run[:-1]
        return _of_last(run, right, depth)

    run = left(run, _DEEPEST) if "l" in sides else run
    return right(run, _DEEPEST) if "r" in sides else run


def without_prefix(run: Run, prefix: str, depth: int = _DEEPEST) -> Run:
    """Return the run without a prefix, as far as it is known whether it starts with it."""
    match run:
        case (Literal(start) as first, *rest) if len(start) >= len(prefix):
            return (*_piece(first, len(prefix), len(start)), *rest) if start.startswith(prefix) else run
    return _of_first(run, lambda inner, left: without_prefix(inner, prefix, left), depth)


def without_suffix(run: Run, suffix: str, depth: int = _DEEPEST) -> Run:
    """Return the run without a suffix, as far as it is known whether it ends with it."""
    match run:
        case (*rest, Literal(end) as last) if len(end) >= len(suffix):
            return (*rest, *_piece(last, 0, len(end) - len(suffix))) if end.endswith(suffix) else run
    return _of_last(run, lambda inner, left: without_suffix(inner, suffix, left), depth)


def _of_first(run: Run, change: Change, depth: int) -> Run:
    """Return a run with something done to its start, which is a choice: done to what starts with each arm."""
    match run:
        case (Either(condition, (first, second), place), *rest) if depth:
            arms = change((*first, *rest), depth - 1), change((*second, *rest), depth - 1)
            return _joined(condition, *arms, place)
    return run


def _of_last(run: Run, change: Change, depth: int) -> Run:
    """Return a run with something done to its end, which is a choice: done to what ends with each arm."""
    match run:
        case (*rest, Either(condition, (first, second), place)) if depth:
            arms = change((*rest, *first), depth - 1), change((*rest, *second), depth - 1)
            return _joined(condition, *arms, place)
    return run


def _joined(condition: Value | None, first: Run, second: Run, place: Place) -> Run:
    """Return the run that is one or the other; of one literal that was cut differently the common part stands once."""
    at = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if at is not None:
        first, second = _parted(first, second, at, _common_head)
        first, second = _parted(first, second, -1 - _common_members(first, second), _common_tail)
    return join_runs(condition, first, second, place)


def _common_members(first: Run, second: Run) -> int:
    """Return how many members at the ends of two runs are the same."""
    shortest = min(len(first), len(second))
    return next((n for n in range(shortest) if first[-1 - n] != second[-1 - n]), shortest)


def _parted(first: Run, second: Run, at: int, common: Callable[[Literal, Literal], int]) -> tuple[Run, Run]:
    """Return two runs, the literals at an index parted where what they have in common starts or ends."""
    if not -len(first) <= at < len(first) or not -len(second) <= at < len(second):
        return first, second
    one, other = first[at], second[at]
    if not isinstance(one, Literal) or not isinstance(other, Literal) or not (shared := common(one, other)):
        return first, second
    return _split(first, at, one, shared), _split(second, at, other, shared)


def _split(run: Run, at: int, part: Literal, length: int) -> Run:
    at %= len(run)
    border = length if length > 0 else len(part.text) + length
    return (*run[:at], *_piece(part, 0, border), *_piece(part, border, len(part.text)), *run[at + 1 :])


def _piece(part: Literal, start: int, end: int) -> Run:
    """Return a piece of a literal, nothing for an empty one."""
    return (cut(part, start, end),) if start < end else ()


def _common_head(first: Literal, second: Literal) -> int:
    """Return how many characters at the head of two literals were written in the same place."""
    return _shared(first.text, second.text) if first.site == second.site else 0


def _common_tail(first: Literal, second: Literal) -> int:
    """Return how many characters at the tail of two literals were written in the same place, as a negative number."""
    if first.site is None or second.site is None or first.site.place != second.site.place:
        return 0
    if first.site.at + len(first.text) != second.site.at + len(second.text):
        return 0
    return -_shared(first.text[::-1], second.text[::-1])


def _shared(first: str, second: str) -> int:
    """Return how many characters at the head of two strings are equal."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def filled(run: Run, width: int, side: Side, place: Place) -> Run:
    """Return the run, with an unknown filling where it may be shorter than a width in characters."""
    if _shortest(run) >= width:
        return run
    filling = (Insert(Op("unknown", (), (), place), place),)
    return (*(filling if side in ">^" else ()), *run, *(filling if side in "<^" else ()))


def _shortest(run: Run) -> int:
    """Return how many characters a run has at least."""
    length = 0
    for part in run:
        match part:
            case Literal(text):
                length += len(text)
            case Either(_, arms):
                length += min(map(_shortest, arms))
    return length


def cut_text(parts: Run, bounds: tuple[Value, Value, Value], place: Place) -> Text | None:
    """Return a slice of a text whose cut ends are known text."""
    match parts, bounds:
        case (*rest, Literal(tail) as last), (Const(None | 0), Const(int(stop)), Const(None | 1)) if (
            -len(tail) <= stop < 0
        ):
            return Text((*rest, cut(last, 0, len(tail) + stop)))
        case (Literal(), *_), (Const(int() | None as start), Const(int() | None as stop), Const(None | 1)):
            if (start or 0) >= 0 and (stop is None or stop >= 0):
                return _from_start(parts, start or 0, stop, place)
    return None


def _from_start(parts: Run, start: int, stop: int | None, place: Place, depth: int = _DEEPEST) -> Text | None:
    """Return what stands between two indexes, the first one in the literals at the head of a text."""
    kept: list[Literal] = []
    at = 0
    for number, part in enumerate(parts):
        if stop is not None and at >= stop:
            break
        if not isinstance(part, Literal):
            end = _up_to(parts[number:], stop and stop - at, place, depth)
            return None if at < start else Text((*kept, *end))
        end_of_part = len(part.text) if stop is None else min(stop - at, len(part.text))
        if (piece := cut(part, max(start - at, 0), max(end_of_part, 0))).text:
            kept.append(piece)
        at += len(part.text)
    return Text(tuple(kept))


def _up_to(rest: Run, stop: int | None, place: Place, depth: int) -> Run:
    """Return the first characters of a run whose first member is not known."""
    match rest:
        case (Either(condition, arms, at), *behind) if stop is not None and depth:
            texts = [_from_start((*arm, *behind), 0, stop, place, depth - 1) for arm in arms]
            first, second = (text.parts if text else () for text in texts)
            return join_runs(condition, first, second, at)
    if stop is None:
        return rest
    operands = (Text(rest), Const(None), Const(stop), Const(None))
    return (Insert(Op("[:]", operands, (), place), place),)
