"""Values as text: what `str` makes of them, and operations on runs of text that keep every part's origin."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.values import (
    Branch,
    Const,
    Each,
    Either,
    Element,
    Entry,
    Insert,
    Literal,
    Map,
    Member,
    Run,
    Seq,
    Spread,
    Text,
    Value,
    literal,
    plain,
)
from promptlint.source import Place

_HOLE = "\ue000"


def run_of(value: Value, place: Place) -> Run:
    """Return the text that `str(value)` would be, entering a text at `place`."""
    match value:
        case Text(parts):
            return parts
        case Const(bytes()):
            return (Insert(value, place),)
        case Const(known):
            return (Literal(str(known)),)
        case Branch(condition, (first, second)):
            return (Either(condition, (run_of(first, place), run_of(second, place)), place),)
        case Seq(items, form) if form != "generator" and (parts := _shown(items, form, place)):
            return parts
        case Map(entries) if entries and (parts := _shown(entries, "map", place)):
            return parts
    return (Insert(value, place),)


def shown(value: Value, place: Place) -> Run:
    """Return the text that `repr(value)` would be."""
    text = plain(value)
    if text is not None:
        return (Literal(repr(text)),)
    match value:
        case Text(parts):
            quote = (Literal("'"),)
            return quote + parts + quote
    return run_of(value, place)


_BRACKETS = {"list": "[]", "tuple": "()", "set": "{}", "map": "{}"}


def _shown(members: Run, form: str, place: Place) -> Run | None:
    """Return how Python shows a container whose members are all known; None for a set of more than one item."""
    known = all(isinstance(member, Element | Entry) for member in members)
    if not known or (form == "set" and len(members) > 1):
        return None
    opening, closing = _BRACKETS[form]
    run: Run = (Literal(opening),)
    for number, member in enumerate(members):
        run += (Literal(", "),) if number else ()
        if isinstance(member, Entry):
            run += (*shown(member.key, place), Literal(": "))
        if isinstance(member, Element | Entry):
            run += shown(member.value, place)
    comma = "," if form == "tuple" and len(members) == 1 else ""
    return (*run, Literal(comma + closing))


def concatenate(first: Value, second: Value, places: tuple[Place, Place]) -> Text:
    """Return two values, at least one of them a text, as one text."""
    return Text(run_of(first, places[0]) + run_of(second, places[1]))


def joined(separator: Run, items: Run, place: Place) -> Text:
    """Return the items as one text with a separator between them.

    An item that may be absent brings its own separator: in front, once an item stands before it for certain, else behind.
    """
    anchor = next((n for n, item in enumerate(items) if isinstance(item, Element)), 0)
    run: Run = ()
    for number, item in enumerate(items):
        before = separator if number > anchor else ()
        after = separator if number < anchor else ()
        run += _joined_member(item, before, after, separator, place)
    return Text(run)


def _joined_member(item: Member, before: Run, after: Run, separator: Run, place: Place) -> Run:
    match item:
        case Element(value, where) | Entry(value, _, where):
            return before + run_of(value, where) + after
        case Either(condition, arms, where):
            inner = tuple(_joined_arm(arm, before, after, separator, place) for arm in arms)
            return (Either(condition, inner, where),)
        case Each(body, over, where):
            inner = _joined_arm(body, before or (() if after else separator), after, separator, place)
            return (Each(inner, over, where),)
        case Spread(value, where):
            from promptlint.frontends.python.containers import item_of

            inner = before + run_of(item_of(value, where), where) + (after or (() if before else separator))
            return (Each(inner, value, where),)
    return ()


def _joined_arm(arm: Run, before: Run, after: Run, separator: Run, place: Place) -> Run:
    return before + joined(separator, arm, place).parts + after if arm else ()


def map_literals(run: Run, change: Callable[[str], str]) -> Run:
    """Return the run with a change applied to every literal, those in choices and repeats included."""
    changed: list[Member] = []
    for part in run:
        match part:
            case Literal(text, site):
                changed.append(Literal(change(text), site))
            case Either(condition, arms, place):
                changed.append(Either(condition, tuple(map_literals(arm, change) for arm in arms), place))
            case Each(body, over, place):
                changed.append(Each(map_literals(body, change), over, place))
            case _:
                changed.append(part)
    return tuple(changed)


def strip(run: Run, characters: str | None, sides: str) -> Run:
    """Return the run without the characters at its ends, as far as its ends are literal."""
    members = list(run)
    while "l" in sides and members and isinstance(first := members[0], Literal):
        kept = first.text.lstrip(characters)
        members[0] = cut(first, len(first.text) - len(kept), len(first.text))
        if kept:
            break
        members.pop(0)
    while "r" in sides and members and isinstance(last := members[-1], Literal):
        kept = last.text.rstrip(characters)
        members[-1] = cut(last, 0, len(kept))
        if kept:
            break
        members.pop()
    return tuple(members)


def without_margin(run: Run, clean: Callable[[str], str] = textwrap.dedent) -> Run:
    """Return the run after a function that only deletes characters of it, such as `textwrap.dedent`.

    Everything that is not literal counts as one character that stays.
    """
    before = "".join(part.text if isinstance(part, Literal) else _HOLE for part in run)
    kept = _kept(before, clean(before))
    members: list[Member] = []
    offset = 0
    for part in run:
        if not isinstance(part, Literal):
            members.append(part)
            offset += 1
            continue
        members.extend(cut(part, a - offset, b - offset) for a, b in _overlaps(kept, offset, offset + len(part.text)))
        offset += len(part.text)
    return tuple(members)


def _kept(before: str, after: str) -> list[tuple[int, int]]:
    """Return the spans of `before` of which `after` is made, matching each line's end before its start."""
    spans: list[tuple[int, int]] = []
    position = len(before)
    for character in reversed(after):
        position = before.rfind(character, 0, position)
        if position < 0:
            return [(0, len(before))]
        if spans and spans[-1][0] == position + 1:
            spans[-1] = (position, spans[-1][1])
        else:
            spans.append((position, position + 1))
    return spans[::-1]


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]


def indented(run: Run, prefix: Run) -> Run:
    """Return the run with a prefix before every line that is not blank, as far as the lines are literal."""
    members: list[Member] = []
    fresh = True
    for part in run:
        if not isinstance(part, Literal):
            members.extend((*prefix, part) if fresh else (part,))
            fresh = False
            continue
        start = 0
        for line in part.text.splitlines(keepends=True):
            members.extend(prefix if fresh and line.strip() else ())
            members.append(cut(part, start, start + len(line)))
            fresh = line.endswith("\n") or (fresh and not line.strip())
            start += len(line)
    return tuple(members)


def filled(run: Run, fill: Callable[[str], str]) -> Run:
    """Return the run after a function that moves line breaks, such as `textwrap.fill`.

    What stands on the lines before the first unknown length is exact; behind it only the words are.
    """
    first = next((n for n, part in enumerate(run) if not isinstance(part, Literal)), len(run))
    head = "".join(part.text for part in run[:first] if isinstance(part, Literal))
    wrapped = fill(head + _HOLE).removesuffix(_HOLE) if first < len(run) else fill(head)
    return literal(wrapped).parts + map_literals(run[first:], _one_line)


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + words + (" " if words and text[-1:].isspace() else "")
