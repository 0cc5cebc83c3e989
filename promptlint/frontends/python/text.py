"""Values as text: what `str` makes of them, and operations on runs of text that keep every part's origin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.containers import has_order, item_of
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.sizes import is_free
from promptlint.frontends.python.values import (
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Insert,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.source import Place


def run_of(value: Value, place: Place) -> Run:
    """Return the text that `str(value)` would be, entering a text at `place`."""
    match value:
        case Op("shown", (Text(parts),)):
            return parts
        case Text((Insert() | Either() | Each() as only,)):
            return (_entering(only, place),)
        case Text(parts):
            return parts
        case Const(known):
            return (Literal(str(known)),)
        case Branch(condition, (first, second)):
            return (Either(condition, (run_of(first, place), run_of(second, place)), place),)
        case Seq(items, "set") if has_order(items):
            return (Insert(Op("unordered", (value,), (), place), place),)
        case Seq(items, form) if form in _BRACKETS and (container := _shown(items, form, place)):
            return container
        case Map(entries) if container := _shown(entries, "map", place):
            return container
    return (Insert(value, place),)


def _entering(member: Insert | Either | Each, place: Place) -> Member:
    """Return a text that is nothing but one value, as it enters another text: that is where a person would move it."""
    if place.holds(member.place):
        return member
    return replace(member, where=place) if isinstance(member, Each) else replace(member, place=place)


def text_size(run: Run) -> int:
    """Return how many code points are known in a text, and how many other members stand in it."""
    return sum(len(part.text) if isinstance(part, Literal) else 1 for part in run)


def shown(value: Value, place: Place, write: Callable[[object], str] = repr) -> Run:
    """Return the text that `repr(value)`, or another function that shows values, would be."""
    text = plain(value)
    if text is not None:
        return (Literal(write(text)),)
    match value:
        case Text(parts):
            quote = _quote(parts)
            return (Literal(quote), *map_literals(parts, lambda piece: _escaped(piece, quote, write)), Literal(quote))
    return run_of(value, place)


def _quote(parts: Run) -> str:
    """Return the quote that `repr` takes: a double one where the text holds single ones and no double one."""
    text = "".join(part.text for part in parts if isinstance(part, Literal))
    return '"' if "'" in text and '"' not in text else "'"


def _escaped(text: str, quote: str, write: Callable[[object], str]) -> str:
    inner = write(text + '"')[1:-2]
    return inner.replace("\\'", "'") if quote == '"' else inner


_BRACKETS = {"list": "[]", "tuple": "()", "set": "{}", "map": "{}"}


def _shown(members: Run, form: str, place: Place) -> Run | None:
    """Return how Python shows a container whose members are all known, else None."""
    if not all(isinstance(member, Element | Entry) for member in members):
        return None
    if form == "set" and not members:
        return (Literal("set()"),)
    brackets = _BRACKETS[form]
    run: Run = (Literal(brackets[0]),)
    for number, member in enumerate(members):
        run += (Literal(", "),) if number else ()
        if isinstance(member, Entry):
            run += (*shown(member.key, place), Literal(": "))
        if isinstance(member, Element | Entry):
            run += shown(member.value, place)
    comma = "," if form == "tuple" and len(members) == 1 else ""
    return (*run, Literal(comma + brackets[1]))


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


def join_later(separator: Text, items: Run, place: Place) -> Text:
    """Return the items as one text; where a caller may still say which items there are, as an operation that waits."""
    waiting = Seq(items, "generator")
    if any(isinstance(item, Element | Entry) for item in items) or not is_free(waiting):
        return joined(separator.parts, items, place)
    return Text((Insert(Op("join", (separator, waiting), (), place), place),))


def _joined_member(item: Member, before: Run, after: Run, separator: Run, place: Place) -> Run:
    match item:
        case Element(value, where) | Entry(value, _, where):
            return before + run_of(value, where) + after
        case Either(arms=arms):
            return (replace(item, arms=tuple(_joined_arm(a, before, after, separator, place) for a in arms)),)
        case Each(body=body):
            inner = _joined_arm(body, before or (() if after else separator), after, separator, place)
            return (replace(item, body=inner),)
        case Spread(value, where):
            inner = before + run_of(item_of(value, where), where) + (after or (() if before else separator))
            return (Each(inner, value, where),)
    return ()


def _joined_arm(arm: Run, before: Run, after: Run, separator: Run, place: Place) -> Run:
    return before + joined(separator, arm, place).parts + after if arm else ()


def alternatives(condition: Value | None, first: Run, second: Run, place: Place) -> Run:
    """Return either text, depending on a condition."""
    same = first == second or (plain(Text(first)) is not None and plain(Text(first)) == plain(Text(second)))
    return first if same else (Either(condition, (first, second), place),)


def map_literals(run: Run, change: Callable[[str], str]) -> Run:
    """Return the run with a change applied to every literal, those in choices and repeats included.

    A literal that is another one then stands nowhere.
    """
    return replaced(run, lambda part: (_changed(part, change(part.text)) if isinstance(part, Literal) else part,))


def _changed(part: Literal, text: str) -> Literal:
    return part if text == part.text else Literal(text)
