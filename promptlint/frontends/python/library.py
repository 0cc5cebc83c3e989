"""What functions of Python's own library make of values: the built-ins, `json`, `textwrap`, `string`, `functools` …"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import replace

from promptlint.catalog import Entry as Known
from promptlint.frontends.python.calls import call, unknown_call
from promptlint.frontends.python.containers import item_of, items_of, merged, ordered, positional_value
from promptlint.frontends.python.convert import compute
from promptlint.frontends.python.formatting import Malformed, dollar_text, format_value
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.jsontext import json_text
from promptlint.frontends.python.operators import choose
from promptlint.frontends.python.state import State, freeze, is_location
from promptlint.frontends.python.text import filled, indented, run_of, shown, without_margin
from promptlint.frontends.python.values import (
    EMPTY,
    NONE,
    Arguments,
    Const,
    Each,
    Either,
    Element,
    Entry,
    External,
    Function,
    Literal,
    Made,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Super,
    Symbol,
    Text,
    Value,
    literal,
    plain,
)
from promptlint.prompt import Link
from promptlint.source import Place

Routine = Callable[[Frame, State, Arguments, Place], Value | None]

_PURE: dict[str, Callable[..., object]] = {
    f"builtins.{function.__name__}": function
    for function in (
        abs,
        ascii,
        bin,
        bool,
        chr,
        divmod,
        float,
        hash,
        hex,
        int,
        len,
        max,
        min,
        oct,
        ord,
        pow,
        round,
        sum,
    )
}


def call_external(frame: Frame, state: State, name: str, arguments: Arguments, place: Place) -> Value:
    """Return what a function of another package returns, as far as the catalogue or Python's library says."""
    if (entry := frame.world.catalog.call(name)) is not None and not _fixed(entry, arguments):
        return _known(frame, state, name, entry, arguments, place)
    if name in ROUTINES and (result := ROUTINES[name](frame, state, arguments, place)) is not None:
        return result
    if name in _PURE and not arguments.keywords:
        operands = tuple(freeze(m.value, state.memory) for m in arguments.positional if isinstance(m, Element))
        if len(operands) == len(arguments.positional) and (known := compute(_PURE[name], operands, place)) is not None:
            return known
    if (position := frame.world.catalog.same_text(name)) is not None:
        return positional_value(arguments, position)
    last = name.rpartition(".")[2]
    if last[:1].isupper() or last in ("field", "ib"):
        return Made(name, arguments, place)
    return unknown_call(frame, state, External(name), arguments, place)


def _fixed(entry: Known, arguments: Arguments) -> bool:
    return entry.unless is not None and len(arguments.positional) > entry.unless


def _known(frame: Frame, state: State, name: str, entry: Known, arguments: Arguments, place: Place) -> Value:
    """Return what a catalogued source yields; one that works in place leaves it in its argument."""
    label = frame.label(place)
    hole = entry.hole(label, (Link(f"`{label}` is evaluated here", place),))
    if entry.format is not None and (text := plain(positional_value(arguments, entry.format))) is not None:
        return Op("strftime", (hole, literal(text)), (), place)
    if entry.mutates is not None:
        target = positional_value(arguments, entry.mutates)
        if is_location(target):
            shuffled = Op("disordered", (hole, freeze(target, state.memory)), (), place)
            state.memory[target] = Seq((Spread(shuffled, place),))
        return NONE
    if entry.items_of is not None:
        items = freeze(positional_value(arguments, entry.items_of), state.memory)
        return Op("disordered", (hole, items), (), place)
    return hole


def call_made(frame: Frame, state: State, made: Made, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return what a method of an object of Python's library returns; None for any other object."""
    if made.name == "string.Template" and name in ("substitute", "safe_substitute"):
        template = positional_value(made.arguments, 0)
        if isinstance(template, Text):
            try:
                return dollar_text(frame, state, template, arguments, place, safe=name == "safe_substitute")
            except Malformed:
                return None
    return None


def _str(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    if not arguments.positional:
        return EMPTY
    return to_text(frame, state, positional_value(arguments, 0), place)


def to_text(frame: Frame, state: State, value: Value, place: Place) -> Text:
    """Return what `str(value)` returns: by the `__str__` of a class of the project, if it has one."""
    return Text(text_of(frame, state, value, place))


def text_of(frame: Frame, state: State, value: Value, place: Place) -> Run:
    """Return the text that a value becomes where it enters a text at `place`."""
    from promptlint.frontends.python.rendering import render_object

    content = state.content(value)
    rendered = render_object(frame, state, value, place)
    return run_of(freeze(content if rendered is None else rendered, state.memory), place)


def _repr(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    value = freeze(positional_value(arguments, 0), state.memory)
    run = shown(value, place)
    return Text(run) if all(isinstance(part, Literal) for part in run) else None


def _format(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    spec = positional_value(arguments, 1) if len(arguments.positional) > 1 else EMPTY
    return Text(format_value(freeze(positional_value(arguments, 0), state.memory), "", spec, place))


def _sequence(form: str) -> Routine:
    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        if not arguments.positional:
            return state.allocate(Seq((), form))
        items = items_of(state, positional_value(arguments, 0), place)
        if form == "set":
            items = tuple(dict.fromkeys(items))
        return state.allocate(Seq(items, form)) if form != "tuple" else Seq(items, form)

    return routine


def _dict(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    entries: Run = ()
    for member in arguments.positional:
        content = state.content(member.value) if isinstance(member, Element) else None
        if isinstance(content, Map):
            entries = content.entries
        elif isinstance(content, Seq) and (pairs := _pairs(state, content)) is not None:
            entries = pairs
        elif isinstance(member, Element | Spread):
            entries = (Spread(member.value, place),)
    given = tuple(
        Entry(literal(key), value, place) if key is not None else Spread(state.content(value), place)
        for key, value in arguments.keywords
    )
    return state.allocate(Map(merged(entries, given)))


def _pairs(state: State, sequence: Seq) -> Run | None:
    entries: list[Entry] = []
    for item in sequence.items:
        pair = state.content(item.value) if isinstance(item, Element) else None
        match pair:
            case Seq((Element(key, place), Element(value, _)), _):
                entries.append(Entry(key, value, place))
            case _:
                return None
    return tuple(entries)


def _sorted(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    value = positional_value(arguments, 0)
    content = state.content(value)
    items = content.items if isinstance(content, Seq) else items_of(state, value, place)
    known = ordered(items, arguments)
    if known is not None:
        return state.allocate(Seq(known))
    return unknown_call(frame, state, External("builtins.sorted"), arguments, place)


def _reversed(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    items = items_of(state, positional_value(arguments, 0), place)
    return Seq(items[::-1], "generator") if all(isinstance(item, Element) for item in items) else None


def _enumerate(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    start = dict(arguments.keywords).get("start") or (
        positional_value(arguments, 1) if len(arguments.positional) > 1 else Const(0)
    )
    items = items_of(state, positional_value(arguments, 0), place)
    number = start.value if isinstance(start, Const) and isinstance(start.value, int) else None
    numbered: list[Member] = []
    for item in items:
        match item:
            case Element(value, where):
                index: Value = Const(number) if number is not None else Op("count", (start,), (), place)
                numbered.append(Element(_tuple(index, value, where), where))
                number = number + 1 if number is not None else None
            case Spread(value, where):
                pair = _tuple(Op("position", (value,), (), where), item_of(value, where), where)
                numbered.append(Each((Element(pair, where),), value, where))
                number = None
            case _:
                return None
    return Seq(tuple(numbered), "generator")


def _tuple(first: Value, second: Value, place: Place) -> Seq:
    return Seq((Element(first, place), Element(second, place)), "tuple")


def _zip(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    columns = [items_of(state, m.value, place) for m in arguments.positional if isinstance(m, Element)]
    if not columns or not all(isinstance(item, Element) for column in columns for item in column):
        return None
    rows = zip(*columns, strict=False)
    return Seq(tuple(Element(Seq(row, "tuple"), place) for row in rows), "generator")


def _map(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    function = positional_value(arguments, 0)
    if len(arguments.positional) != 2:
        return None
    items = items_of(state, positional_value(arguments, 1), place)
    return Seq(_mapped(frame, state, function, items), "generator")


def _mapped(frame: Frame, state: State, function: Value, items: Run) -> Run:
    changed: list[Member] = []
    for item in items:
        match item:
            case Element(value, place):
                result = call(frame, state, function, Arguments((Element(value, place),)), place)
                changed.append(Element(result, place))
            case Spread(value, place):
                one = Element(item_of(value, place), place)
                result = call(frame, state, function, Arguments((one,)), place)
                changed.append(Each((Element(result, place),), value, place))
            case Either(condition, arms, place):
                changed.append(Either(condition, tuple(_mapped(frame, state, function, arm) for arm in arms), place))
            case Each(body, over, place):
                changed.append(Each(_mapped(frame, state, function, body), over, place))
    return tuple(changed)


def _filter(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    function = positional_value(arguments, 0)
    kept: list[Member] = []
    for item in items_of(state, positional_value(arguments, 1), place):
        match item:
            case Element(value, where):
                test = value if function == NONE else call(frame, state, function, Arguments((item,)), where)
                kept.extend(chosen(state, test, (item,), where))
            case Either(condition, arms, where):
                kept.append(item)
            case _:
                kept.append(item)
    return Seq(tuple(kept), "generator")


def chosen(state: State, test: Value, members: Run, place: Place) -> Run:
    """Return members that are there where a test holds."""
    picked = choose(state, test, Const(True), Const(False), place)
    if isinstance(picked, Const):
        return members if picked.value else ()
    return (Either(test, (members, ()), place),)


def _range(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    operands = tuple(m.value for m in arguments.positional if isinstance(m, Element))
    return compute(lambda *bounds: list(_small(range(*bounds))), operands, place)


def _small(numbers: range) -> range:
    if len(numbers) > 1_000:
        raise ValueError
    return numbers


def _dedent(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text = positional_value(arguments, 0)
    return Text(without_margin(text.parts)) if isinstance(text, Text) else None


def _cleandoc(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text = positional_value(arguments, 0)
    return Text(without_margin(text.parts, inspect.cleandoc)) if isinstance(text, Text) else None


def _indent(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    text, prefix = positional_value(arguments, 0), positional_value(arguments, 1)
    if isinstance(text, Text) and isinstance(prefix, Text):
        return Text(indented(text.parts, prefix.parts))
    return None


def _filler(function: Callable[..., str]) -> Routine:
    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        text = positional_value(arguments, 0)
        options = {k: v.value for k, v in arguments.keywords if k is not None and isinstance(v, Const)}
        sizes = [
            m.value.value for m in arguments.positional[1:] if isinstance(m, Element) and isinstance(m.value, Const)
        ]
        if not isinstance(text, Text) or len(options) != len(arguments.keywords):
            return None
        return Text(filled(text.parts, lambda whole: function(whole, *sizes, **options)))

    return routine


def _json(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    value = freeze(positional_value(arguments, 0), state.memory)
    return json_text(value, dict(arguments.keywords), place)


def _partial(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    function = positional_value(arguments, 0)
    if not isinstance(function, Function):
        return None
    given = function.given
    keywords = tuple((k, v) for k, v in given.keywords if k not in dict(arguments.keywords))
    merged_given = Arguments(given.positional + arguments.positional[1:], keywords + arguments.keywords)
    return replace(function, given=merged_given)


def _super(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    import ast

    definition = frame.definition
    while definition.parent is not None and not isinstance(definition.parent.node, ast.ClassDef):
        definition = definition.parent
    if definition.parent is None or not isinstance(definition.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    first = next(iter((*definition.node.args.posonlyargs, *definition.node.args.args)), None)
    if first is None:
        return None
    receiver = state.names.get(first.arg, Symbol(definition, first.arg, frame.cls))
    return Super(receiver, definition.parent)


def _getattr(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    from promptlint.frontends.python.attributes import get_attribute

    name = plain(positional_value(arguments, 1))
    return None if name is None else get_attribute(frame, state, positional_value(arguments, 0), name)


def _next(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    items = items_of(state, positional_value(arguments, 0), place)
    return items[0].value if items and isinstance(items[0], Element) else None


def _chain(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    runs = (items_of(state, m.value, place) for m in arguments.positional if isinstance(m, Element))
    return Seq(tuple(item for run in runs for item in run), "generator")


def _first(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return positional_value(arguments, 0)


ROUTINES: dict[str, Routine] = {
    "builtins.str": _str,
    "builtins.repr": _repr,
    "builtins.format": _format,
    "builtins.list": _sequence("list"),
    "builtins.tuple": _sequence("tuple"),
    "builtins.set": _sequence("set"),
    "builtins.frozenset": _sequence("set"),
    "builtins.iter": _first,
    "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
    "collections.deque": _sequence("list"),
    "builtins.sorted": _sorted,
    "builtins.reversed": _reversed,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.range": _range,
    "builtins.next": _next,
    "builtins.super": _super,
    "builtins.getattr": _getattr,
    "itertools.chain": _chain,
    "textwrap.dedent": _dedent,
    "inspect.cleandoc": _cleandoc,
    "textwrap.indent": _indent,
    "textwrap.fill": _filler(textwrap.fill),
    "textwrap.shorten": _filler(textwrap.shorten),
    "json.dumps": _json,
    "functools.partial": _partial,
    "copy.copy": _first,
    "copy.deepcopy": _first,
}
