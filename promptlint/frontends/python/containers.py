"""Sequences and mappings: looking things up, going through them, and the methods that change them in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint.frontends.python.convert import LARGEST, NotKnown, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.state import State, initial, is_location, opened
from promptlint.frontends.python.values import (
    NONE,
    Arguments,
    Branch,
    Const,
    Each,
    Either,
    Element,
    Entry,
    Location,
    Map,
    Op,
    Ref,
    Run,
    Seq,
    Spread,
    Text,
    Value,
    literal,
    plain,
)
from promptlint.source import Place

NOWHERE = Place("", 0, 0)


def item_of(over: Value, place: Place) -> Value:
    """Return one item of a value that is not known item by item."""
    return Op("item", (over,), (), place)


def items_of(state: State, value: Value, place: Place) -> Run:
    """Return the members that going through a value yields, in order."""
    match state.content(value):
        case Seq(items, "set") if len(items) > 1:
            return (Spread(Op("unordered", (Seq(items, "set"),), (), place), place),)
        case Seq(items, _):
            return items
        case Map(entries):
            return tuple(_key(entry) for entry in entries)
        case Branch(condition, (first, second)):
            return (Either(condition, (items_of(state, first, place), items_of(state, second, place)), place),)
        case Text() as text if (known := plain(text)) is not None and len(known) < LARGEST:
            return tuple(Element(literal(character), place) for character in known)
        case Const(None):
            return ()
    return (Spread(value, place),)


def _key(entry: object) -> Element | Spread | Either | Each:
    match entry:
        case Entry(key, _, place):
            return Element(key, place)
        case Either(condition, arms, place):
            return Either(condition, tuple(tuple(_key(inner) for inner in arm) for arm in arms), place)
        case Each(body, over, place):
            return Each(tuple(_key(inner) for inner in body), over, place)
        case Spread() as spread:
            return spread
    raise AssertionError(entry)


def positional_value(arguments: Arguments, number: int) -> Value:
    """Return a positional argument by its number; an unknown item where a `*` hides it."""
    for position, member in enumerate(arguments.positional):
        if isinstance(member, Element):
            if position == number:
                return member.value
        elif isinstance(member, Spread):
            return Op("[]", (member.value, Const(number - position)), (), member.place)
    return NONE


def lookup(state: State, container: Value, key: Value) -> Value:
    """Return `container[key]`."""
    content = state.content(container)
    match content:
        case Map(entries):
            found = _find(entries, key, state)
            return found if found is not None else Op("[]", (container, key), (), NOWHERE)
        case Seq(items, _) if isinstance(key, Const) and isinstance(key.value, int):
            return _nth(items, key.value, container, key)
        case Branch(condition, (first, second)):
            return join(condition, lookup(state, first, key), lookup(state, second, key), NOWHERE)
    return Op("[]", (container, key), (), NOWHERE)


def _find(entries: Run, key: Value, state: State) -> Value | None:
    """Return what the last entry that may have the key holds; None where none has it for certain."""
    for number in range(len(entries) - 1, -1, -1):
        match entries[number]:
            case Entry(known, value) if known == key or (plain(known) is not None and plain(known) == plain(key)):
                return value
            case Spread(value):
                return lookup(state, value, key)
            case Either(condition, arms, place):
                found = [_find(arm, key, state) for arm in arms]
                if any(value is not None for value in found):
                    rest = _find(entries[:number], key, state) or NONE
                    first, second = (rest if value is None else value for value in found)
                    return join(condition, first, second, place)
    return None


def _nth(items: Run, number: int, container: Value, key: Value) -> Value:
    members = items if number >= 0 else items[::-1]
    wanted = number if number >= 0 else -number - 1
    for position, member in enumerate(members):
        if not isinstance(member, Element):
            break
        if position == wanted:
            return member.value
    return Op("[]", (container, key), (), NOWHERE)


def cut_items(items: Run, start: int | None, stop: int | None) -> Run | None:
    """Return `items[start:stop]` where the cut ends of the sequence are known items, else None."""
    known = [isinstance(item, Element) for item in items]
    if all(known):
        return items[start:stop]
    head = known.index(False)
    tail = known[::-1].index(False)
    fits = (start is None or 0 <= start <= head) and (stop is None or (stop < 0 and -stop <= tail))
    return items[start:stop] if fits else None


def store(state: State, container: Value, key: Value, value: Value, place: Place) -> None:
    """Do `container[key] = value`."""
    if not is_location(container):
        return
    match state.content(container):
        case Map(entries):
            state.memory[container] = Map(_stored(entries, key, value, place))
        case Seq(items, form) if isinstance(key, Const) and isinstance(key.value, int):
            index = key.value if key.value >= 0 else len(items) + key.value
            if 0 <= index < len(items) and all(isinstance(item, Element) for item in items[: index + 1]):
                state.memory[container] = Seq((*items[:index], Element(value, place), *items[index + 1 :]), form)
        case Ref():
            return
        case unknown:
            state.memory[container] = Map((Spread(initial(unknown, place), place), Entry(key, value, place)))


def _stored(entries: Run, key: Value, value: Value, place: Place) -> Run:
    for number, entry in enumerate(entries):
        if isinstance(entry, Entry) and plain(entry.key) is not None and plain(entry.key) == plain(key):
            return (*entries[:number], Entry(key, value, place), *entries[number + 1 :])
    return (*entries, Entry(key, value, place))


def merged(entries: Run, other: Run) -> Run:
    """Return the entries of a mapping updated with another's: a known key keeps its place."""
    for entry in other:
        if isinstance(entry, Entry):
            entries = _stored(entries, entry.key, entry.value, entry.place)
        else:
            entries = (*entries, entry)
    return entries


def attribute_or_item(frame: Frame, state: State, value: Value, attribute: str, key: str) -> Value:
    """Return one step of a dotted or subscripted name in a template."""
    from promptlint.frontends.python.attributes import get_attribute

    if attribute:
        return get_attribute(frame, state, value, attribute)
    return lookup(state, value, Const(int(key)) if key.isdecimal() else literal(key))


def _append(items: Run, new: Run) -> Run:
    return items + new


def _extend(state: State, items: Run, new: Run, place: Place) -> Run:
    return items + tuple(member for item in _elements(new) for member in items_of(state, item.value, item.place))


def _insert(items: Run, new: Run) -> Run | None:
    first, *rest = new
    if len(rest) != 1 or not isinstance(first, Element) or not isinstance(first.value, Const):
        return None
    index = first.value.value
    if not isinstance(index, int):
        return None
    if index == 0 or all(isinstance(item, Element) for item in (items[:index] if index > 0 else items)):
        return (*items[:index], *rest, *items[index:])
    return None


def _elements(run: Run) -> Iterator[Element]:
    return (member for member in run if isinstance(member, Element))


def change_list(state: State, target: Location, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Do a method of a list or set that changes it in place; return its result, or None for another method."""
    content = state.content(target)
    if name not in _CHANGES or isinstance(content, Map | Text):
        return None
    sequence = content if isinstance(content, Seq) else opened(target, place)
    items, new = sequence.items, arguments.positional
    result: Value = NONE
    match name:
        case "append" | "add":
            changed: Run | None = _append(items, new)
        case "extend" | "update":
            changed = _extend(state, items, new, place)
        case "insert":
            changed = _insert(items, new)
        case "clear":
            changed = ()
        case "reverse":
            changed = items[::-1] if all(isinstance(item, Element) for item in items) else None
        case "sort":
            changed = ordered(items, arguments)
        case "pop" | "remove":
            changed, result = _without(items, name, new, target)
    if changed is None:
        unknown = Op(name, (Seq(items, sequence.form), *(item.value for item in _elements(new))), (), place)
        changed = (Spread(unknown, place),)
    state.memory[target] = Seq(_distinct(changed) if sequence.form == "set" else changed, sequence.form)
    return result


_CHANGES = ("append", "add", "extend", "update", "insert", "clear", "reverse", "sort", "pop", "remove")


def _distinct(items: Run) -> Run:
    return tuple(item for number, item in enumerate(items) if item not in items[:number]) if len(items) < 64 else items


def _without(items: Run, name: str, arguments: Run, target: Value) -> tuple[Run | None, Value]:
    """Return a list after `pop` or `remove`, and what was popped."""
    argument = next(_elements(arguments), None)
    if name == "pop":
        index = argument.value if argument else Const(-1)
        popped = (
            _nth(items, index.value, target, index)
            if isinstance(index, Const) and isinstance(index.value, int)
            else None
        )
        if popped is not None and not isinstance(popped, Op):
            assert isinstance(index, Const) and isinstance(index.value, int)
            at = index.value if index.value >= 0 else len(items) + index.value
            return (*items[:at], *items[at + 1 :]), popped
        return None, Op("[]", (target, index), (), NOWHERE)
    for number, item in enumerate(items):
        if not isinstance(item, Element):
            break
        if argument and item.value == argument.value:
            return (*items[:number], *items[number + 1 :]), NONE
    return None, NONE


def ordered(items: Run, arguments: Arguments = Arguments()) -> Run | None:
    """Return the items as `sorted` leaves them; None where their order is not known."""
    keywords = dict(arguments.keywords)
    try:
        known = [(to_python(item.value), item) if isinstance(item, Element) else _raise() for item in items]
        if "key" in keywords:
            return items if len(items) < 2 else None
        reverse = bool(to_python(keywords.get("reverse", Const(False))))
        return tuple(item for _, item in sorted(known, key=lambda pair: pair[0], reverse=reverse))  # type: ignore[arg-type,return-value]
    except (NotKnown, TypeError):
        return items if len(items) == 1 and isinstance(items[0], Element) else None


def _raise() -> tuple[object, Element]:
    raise NotKnown


def change_map(state: State, target: Location, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Do a method of a mapping that changes it in place; return its result, or None for another method."""
    content = state.content(target)
    if not isinstance(content, Map):
        return None
    match name:
        case "update":
            entries = content.entries
            for other in _elements(arguments.positional):
                inner = state.content(other.value)
                entries = merged(entries, inner.entries if isinstance(inner, Map) else (Spread(inner, place),))
            given = tuple(
                Entry(literal(key), value, place) if key is not None else Spread(value, place)
                for key, value in arguments.keywords
            )
            state.memory[target] = Map(merged(entries, given))
            return NONE
        case "setdefault":
            key, default = positional_value(arguments, 0), positional_value(arguments, 1)
            if (found := _find(content.entries, key, state)) is not None:
                return found
            state.memory[target] = Map((*content.entries, Entry(key, default, place)))
            return default
        case "pop":
            key = positional_value(arguments, 0)
            kept = tuple(e for e in content.entries if not (isinstance(e, Entry) and plain(e.key) == plain(key)))
            state.memory[target] = Map(kept)
            return lookup_or(state, content, key, positional_value(arguments, 1))
        case "clear":
            state.memory[target] = Map(())
            return NONE
    return None


def lookup_or(state: State, container: Map, key: Value, default: Value) -> Value:
    """Return `container.get(key, default)`."""
    found = _find(container.entries, key, state)
    if found is not None:
        return found
    known = plain(key) is not None and all(
        isinstance(entry, Entry) and plain(entry.key) is not None for entry in container.entries
    )
    return default if known else Op("[]", (container, key, default), (), NOWHERE)


def read_container(state: State, receiver: Value, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return the result of a method of a list, set or mapping that changes nothing; None for another method."""
    match state.content(receiver), name:
        case Map() as content, "get":
            return lookup_or(state, content, positional_value(arguments, 0), positional_value(arguments, 1))
        case Map() as content, "keys":
            return Seq(items_of(state, content, place))
        case Map(entries), "values" | "items":
            pick: Callable[[Entry], Value] = _value if name == "values" else _pair
            return Seq(_picked(entries, pick, name))
        case Seq() | Map() as content, "copy":
            return content
        case Seq(items, _), "index" | "count":
            return Op(name, (Seq(items),), (), place)
        case Seq(items, "set"), "union":
            return Seq(_distinct(_extend(state, items, arguments.positional, place)), "set")
    return None


def _value(entry: Entry) -> Value:
    return entry.value


def _pair(entry: Entry) -> Value:
    return Seq((Element(entry.key, entry.place), Element(entry.value, entry.place)), "tuple")


def _picked(entries: Run, pick: Callable[[Entry], Value], name: str) -> Run:
    picked: list[Element | Spread | Either | Each] = []
    for entry in entries:
        match entry:
            case Entry():
                picked.append(Element(pick(entry), entry.place))
            case Spread(value, place):
                picked.append(Spread(Op(name, (value,), (), place), place))
            case Either(condition, arms, place):
                picked.append(Either(condition, tuple(_picked(arm, pick, name) for arm in arms), place))
            case Each(body, over, place):
                picked.append(Each(_picked(body, pick, name), over, place))
    return tuple(picked)
