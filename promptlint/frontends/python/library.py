"""Python's own library: what its functions make of values."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import replace

from promptlint.catalog import Entry as Known
from promptlint.frontends.jinja import computed, environment, javascript
from promptlint.frontends.python import (
    called_classes,
    decorating,
    filling,
    folding,
    importing,
    introspection,
    iteration,
    jsontext,
    loading,
    managers,
    records,
    wrapping,
    yamltext,
)
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.calls import call, unknown_call
from promptlint.frontends.python.containers import item_of
from promptlint.frontends.python.convert import compute, is_sane
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.operators import binary
from promptlint.frontends.python.paths import WORKING, working_folder
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.protocols import item
from promptlint.frontends.python.rendering import formatted, repr_of, text_of
from promptlint.frontends.python.routine import Routine, argument, positional_value, values_of, without_first
from promptlint.frontends.python.sequences import BUFFER
from promptlint.frontends.python.state import State, freeze, is_location
from promptlint.frontends.python.strings import call_bytes
from promptlint.frontends.python.values import (
    Arguments,
    Bound,
    Element,
    Function,
    Literal,
    Made,
    Op,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.hole import Link
from promptlint.source import Place

_PURE: dict[str, Callable[..., object]] = {
    f"builtins.{function.__name__}": function
    for function in (abs, ascii, bin, chr, divmod, float, hash, hex, int, max, min, oct, ord, pow, round)
} | {"string.capwords": string.capwords, "builtins.str.maketrans": str.maketrans}
"""Functions that Python itself computes when everything is known."""

_OPERATORS = {"add": "+", "concat": "+", "sub": "-", "mul": "*", "mod": "%", "or_": "|", "and_": "&", "eq": "=="}
_CALLABLES = ("operator.itemgetter", "operator.attrgetter", "operator.methodcaller", "functools.partial")
"""What makes an object that is called later."""


def call_external(frame: Frame, state: State, name: str, arguments: Arguments, place: Place) -> Value:
    """Return what a function of another package returns, as far as the catalogue or Python's library says."""
    if (entry := frame.world.catalog.call(name)) is not None and not _fixed(entry, arguments):
        return _known(frame, state, name, entry, arguments, place)
    for rule in (_routine, _computed, _operated, _unbound):
        if (result := rule(frame, state, name, arguments, place)) is not None:
            return result
    if (position := frame.world.catalog.same_text(name)) is not None:
        return positional_value(arguments, position)
    last = name.rpartition(".")[2]
    if name in _CALLABLES:
        return Bound(Made(name, arguments, place), "__call__")
    if last[:1].isupper() or last in ("field", "ib"):
        return Made(name, arguments, place)
    return unknown_call(frame, state, External(name), arguments, place)


def _routine(frame: Frame, state: State, name: str, arguments: Arguments, place: Place) -> Value | None:
    return ROUTINES[name](frame, state, arguments, place) if name in ROUTINES else None


def _computed(frame: Frame, state: State, name: str, arguments: Arguments, place: Place) -> Value | None:
    values = values_of(arguments)
    if name not in _PURE or arguments.keywords or values is None or (name == "builtins.pow" and not is_sane(*values)):
        return None
    return compute(_PURE[name], tuple(freeze(value, state.memory) for value in values), place)


def _operated(frame: Frame, state: State, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return what a function of `operator` that takes two operands returns."""
    module, _, last = name.rpartition(".")
    if module != "operator" or not (last in _OPERATORS or last == "getitem"):
        return None
    match values_of(arguments):
        case (first, second) if last == "getitem":
            return item(frame, state, first, second, place)
        case (first, second):
            return binary(frame, state, _OPERATORS[last], first, second, (place, place), place)
    return None


def _unbound(frame: Frame, state: State, name: str, arguments: Arguments, place: Place) -> Value | None:
    """Return what a method of a built-in type returns when it is called through the type: `str.upper(text)`."""
    owner, _, method = name.removeprefix("builtins.").rpartition(".")
    if not name.startswith("builtins.") or not owner or not arguments.positional:
        return None
    function = get_attribute(frame, state, positional_value(arguments, 0), method)
    return call(frame, state, function, without_first(arguments), place)


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
    if name in WORKING:
        return working_folder(hole, place)
    items: Value = hole
    if entry.items_of is not None:
        items = Op("disordered", (hole, freeze(positional_value(arguments, entry.items_of), state.memory)), (), place)
    return hole if entry.order is None else state.allocate(Seq((Spread(items, place),)))


def to_text(frame: Frame, state: State, value: Value, place: Place) -> Text:
    """Return what `str(value)` returns: by the `__str__` of a class of the project, if it has one."""
    return Text(text_of(frame, state, value, place))


def _str(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    if not arguments.positional:
        return EMPTY
    value = positional_value(arguments, 0)
    if isinstance(value, Const) and (len(arguments.positional) > 1 or arguments.keywords):
        return call_bytes(state, value, "decode", without_first(arguments), place)
    return to_text(frame, state, value, place)


def _repr(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    run = repr_of(frame, state, positional_value(arguments, 0), place)
    return Text(run) if any(isinstance(part, Literal) for part in run) else None


def _format(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    spec = argument(arguments, 1, "format_spec", EMPTY)
    return Text(formatted(frame, state, positional_value(arguments, 0), "", spec, place))


def _buffer(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Return a new text buffer: a sequence of what is written into it."""
    return state.allocate(Seq(arguments.positional[:1], BUFFER))


def _print(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    """Write into a buffer what `print` writes."""
    options = dict(arguments.keywords)
    target = options.get("file", NONE)
    content = state.content(target)
    if not is_location(target) or not isinstance(content, Seq) or content.form != BUFFER:
        return None
    separator, end = options.get("sep", literal(" ")), options.get("end", literal("\n"))
    written: list[Element] = []
    for number, member in enumerate(arguments.positional):
        written += [Element(separator, place)] if number else []
        value = member.value if isinstance(member, Element) else item_of(Seq((member,)), place)
        where = member.place if isinstance(member, Element) else place
        written.append(Element(Text(text_of(frame, state, value, where)), where))
    state.memory[target] = Seq((*content.items, *written, Element(end, place)), BUFFER)
    return NONE


def _partial(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    function = positional_value(arguments, 0)
    if not isinstance(function, Function):
        return None
    given = function.given
    keywords = tuple((k, v) for k, v in given.keywords if k not in dict(arguments.keywords))
    merged_given = Arguments(given.positional + arguments.positional[1:], keywords + arguments.keywords)
    return replace(function, given=merged_given)


def _first(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return positional_value(arguments, 0)


def _in_thread(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    return call(frame, state, positional_value(arguments, 0), without_first(arguments), place)


_AWAITING = ("run", "create_task", "ensure_future", "shield", "wait_for")
ROUTINES: dict[str, Routine] = {
    **{f"asyncio.{name}": _first for name in _AWAITING},
    "builtins.str": _str,
    "builtins.repr": _repr,
    "builtins.format": _format,
    "builtins.print": _print,
    "io.StringIO": _buffer,
    "builtins.iter": _first,
    "functools.partial": _partial,
    "asyncio.to_thread": _in_thread,
    **called_classes.ROUTINES,
    **computed.ROUTINES,
    **decorating.ROUTINES,
    **environment.ROUTINES,
    **filling.ROUTINES,
    **folding.ROUTINES,
    **importing.ROUTINES,
    **introspection.ROUTINES,
    **iteration.ROUTINES,
    **javascript.ROUTINES,
    **jsontext.ROUTINES,
    **loading.ROUTINES,
    **managers.ROUTINES,
    **records.ROUTINES,
    **wrapping.ROUTINES,
    **yamltext.ROUTINES,
}
