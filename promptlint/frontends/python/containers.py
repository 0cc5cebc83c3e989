"""Sequences and mappings: looking things up in them and going through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptlint.frontends.python.atoms import NONE, Class, Const
from promptlint.frontends.python.convert import LARGEST
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Branch,
    Each,
    Either,
    Element,
    Entry,
    Function,
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
from promptlint.hole import Volatility
from promptlint.source import Place

NOWHERE = Place("", 0, 0)
_FEW = 8
"""How many texts, classes or functions of a mapping are told apart under a key that is not known."""


def entering(items: Run, place: Place) -> Run:
    """Return the items of a list that enter another list at `place`: that is where its open rests are moved."""
    return tuple(
        replace(item, place=place)
        if isinstance(item, Spread)
        else replace(item, where=place)
        if isinstance(item, Each)
        else item
        for item in items
    )


def entered(run: Run, place: Place) -> Run:
    """Return a text that enters another one at `place`: that is where its repeats enter that were in no text before."""
    return tuple(_entered(member, place) for member in run)


def _entered(member: Member, place: Place) -> Member:
    match member:
        case Each(where=None):
            return replace(member, where=place)
        case Either(arms=arms):
            return replace(member, arms=tuple(entered(arm, place) for arm in arms))
    return member


def item_of(over: Value, place: Place, *, alone: bool = False) -> Value:
    """Return one item of a value that is not known item by item; `alone` is one that no other item is sent with."""
    return Op("lone item" if alone else "item", (over,), (), place)


def for_items(items: Run, change: Callable[[Element], Run]) -> Run:
    """Return what `change` makes of every item; what is not known item by item becomes a repeat over it."""

    def one(member: Member) -> Run:
        match member:
            case Element():
                return change(member)
            case Spread(value, place):
                return (Each(change(Element(item_of(value, place), place)), value, place),)
        return ()

    return replaced(items, one)


def items_of(state: State, value: Value, place: Place) -> Run:
    """Return the members that going through a value yields, in order."""
    match state.content(value):
        case Seq(items, "set") as content if has_order(items):
            return (Spread(Op("unordered", (content,), (), place), place),)
        case Seq(items, _):
            return items
        case Map(entries):
            return replaced(entries, _key)
        case Branch(condition, (first, second)):
            return (Either(condition, (items_of(state, first, place), items_of(state, second, place)), place),)
        case Text() as text if (known := plain(text)) is not None and len(known) < LARGEST:
            return tuple(Element(literal(character), place) for character in known)
        case Const(None):
            return ()
    return (Spread(value, place),)


def has_order(items: Run) -> bool:
    """Return whether there may be more than one item."""
    return sum(map(_most, items)) > 1


def _most(member: Member) -> int:
    """Return how many items a member may be; 2 is many."""
    match member:
        case Element():
            return 1
        case Either(_, arms):
            return max(sum(map(_most, arm)) for arm in arms)
    return 2


def _key(entry: Member) -> Run:
    return (Element(entry.key, entry.place),) if isinstance(entry, Entry) else (entry,)


def lookup(state: State, container: Value, key: Value) -> Value:
    """Return `container[key]`."""
    content = state.content(container)
    match content:
        case Map(entries):
            found = find(entries, key, state) or picked(entries, key, state)
            return found if found is not None else Op("[]", (container, key), (), NOWHERE)
        case Seq(items, _) if isinstance(key, Const) and isinstance(key.value, int):
            return nth(items, key.value, container, key)
        case Branch(condition, (first, second)):
            return join(condition, lookup(state, first, key), lookup(state, second, key), NOWHERE)
    return Op("[]", (container, key), (), NOWHERE)


def find(entries: Run, key: Value, state: State) -> Value | None:
    """Return what the last entry that may have the key holds; None where none has it for certain."""
    for number in range(len(entries) - 1, -1, -1):
        match entries[number]:
            case Entry(known, value) if same_key(known, key):
                return value
            case Spread(value):
                return lookup(state, value, key)
            case Either(condition, arms, place):
                found = [find(arm, key, state) for arm in arms]
                if found[0] is not None and _fills(condition, key, entries[:number]):
                    return capped(found[0], Volatility.PROCESS)
                if any(value is not None for value in found):
                    rest = find(entries[:number], key, state) or NONE
                    first, second = (rest if value is None else value for value in found)
                    return join(condition, first, second, place)
    return None


def picked(entries: Run, key: Value, state: State, default: Value | None = None) -> Value | None:
    """Return what stands under a key that is not known yet, in a mapping of few known texts or callables; None in any other.

    Without a default the last of them is the one that is left.
    """
    known = [(entry.key, state.content(entry.value), entry.place) for entry in entries if isinstance(entry, Entry)]
    few = 0 < len(known) == len(entries) <= _FEW
    if not few or is_known(key) or not all(is_known(each) and _is_told_apart(held) for each, held, _ in known):
        return None
    found = default
    for each, held, place in reversed(known):
        found = held if found is None else join(Op("==", (key, each), (), place), held, found, place)
    return found


def _is_told_apart(value: Value) -> bool:
    if isinstance(value, Branch):
        return all(map(_is_told_apart, value.arms))
    return isinstance(value, Text | Class | Function)


def is_known(key: Value) -> bool:
    """Return whether a key is known for certain."""
    return isinstance(key, Const) or plain(key) is not None


def _fills(condition: Value | None, key: Value, before: Run) -> bool:
    """Return whether a key is set where it is missing: what an earlier call set it to is what this one would."""
    match condition:
        case Op("not in", (Op("before", (tested,)) | tested, _)):
            return same_key(tested, key) and all(isinstance(entry, Spread) for entry in before)
    return False


def same_key(first: Value, second: Value) -> bool:
    """Return whether two keys or items are equal for certain."""
    text = plain(first)
    return first == second if text is None else text == plain(second)


def differ(first: Value, second: Value) -> bool:
    """Return whether two keys or items are different for certain."""
    if is_known(first) and is_known(second):
        return not same_key(first, second)
    return any(_never(text, plain(other)) for text, other in ((first, second), (second, first)))


def _never(value: Value, other: str | None) -> bool:
    """Return whether a text that is known in part is never another one."""
    match value:
        case Text((Literal(head), *_)) if other is not None:
            return not other.startswith(head)
        case Text((*_, Literal(tail))) if other is not None:
            return not other.endswith(tail)
    return False


def nth(items: Run, number: int, container: Value, key: Value) -> Value:
    """Return the item with a number where all items before it (behind it, for a negative one) are known."""
    members = items if number >= 0 else items[::-1]
    wanted = number if number >= 0 else -number - 1
    for position, member in enumerate(members):
        if not isinstance(member, Element):
            break
        if position == wanted:
            return member.value
    return Op("[]", (container, key), (), NOWHERE)


def attribute_or_item(frame: Frame, state: State, value: Value, attribute: str, key: str) -> Value:
    """Return one step of a dotted or subscripted name in a template."""
    from promptlint.frontends.python.attributes import get_attribute

    if attribute:
        return get_attribute(frame, state, value, attribute)
    return lookup(state, value, Const(int(key)) if key.isdecimal() else literal(key))
