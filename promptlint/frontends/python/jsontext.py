"""What `json.dumps` writes: what is known is text, and the values in it stay parts of that text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from promptlint.frontends.python.atoms import Class, Const
from promptlint.frontends.python.containers import for_items
from promptlint.frontends.python.convert import NotKnown, is_sane, to_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.rewriting import rewrite, rewrite_run
from promptlint.frontends.python.routine import Routine, positional_value
from promptlint.frontends.python.runs import replaced
from promptlint.frontends.python.sinks import send_requests
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.text import joined, map_literals, run_of
from promptlint.frontends.python.values import (
    Arguments,
    Branch,
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
from promptlint.hole import Confidence, Hole, Volatility
from promptlint.source import Place

_OPTIONS = ("indent", "sort_keys", "ensure_ascii", "separators", "default", "skipkeys", "allow_nan", "cls")


def json_text(value: Value, options: Mapping[str | None, Value], place: Place, depth: int = 0) -> Value | None:
    """Return the JSON text of a value; None for options that are not known or values of unknown construction."""
    if not set(options) <= set(_OPTIONS) or not is_sane(*options.values()):
        return None
    try:
        settings = {str(name): to_python(option) for name, option in options.items() if name not in ("default", "cls")}
        writer = _Writer(json.JSONEncoder(**settings), options, place)  # type: ignore[arg-type]
        return Text(writer.run(value, depth, place), value) if _is_built(value) else None
    except (NotKnown, TypeError, ValueError):
        return None


def declared(value: Value) -> Value:
    """Return tools or a schema with the functions and classes in it, which always read the same, as what is known."""
    match value:
        case Function(definition) | Class(definition):
            return Hole(definition.name, volatility=Volatility.LITERAL, confidence=Confidence.HIGH)
        case Seq() | Map() | Branch():
            return rewrite(value, declared)
    return value


def as_made(run: Run) -> Run:
    """Return the JSON of what is handed over as an object: its mappings keep the order in which they were made."""

    def kept(value: Value) -> Value:
        match value:
            case Op("json", keywords=keywords):
                return replace(value, keywords=(*keywords, ("sort_keys", Const(True))))
        return rewrite(value, kept)

    return rewrite_run(run, kept)


def _is_built(value: Value) -> bool:
    """Return whether something is known of how a value is written."""
    match value:
        case Seq((Spread(),)) | Map((Spread(),)):
            return False
    return isinstance(value, Map | Seq | Text | Const)


class _Writer:
    """One call of `json.dumps`."""

    def __init__(self, style: json.JSONEncoder, options: Mapping[str | None, Value], place: Place) -> None:
        self.style = style
        self.options = tuple(options.items())
        self.place = place

    def run(self, value: Value, depth: int, place: Place) -> Run:
        """Return the text of a value that stands `depth` containers deep and was put there at `place`."""
        match value:
            case Const():
                return (Literal(self.style.encode(to_python(value))),)
            case Text(parts):
                quote = (Literal('"'),)
                encode = self.style.encode
                return quote + map_literals(parts, lambda text: encode(text)[1:-1]) + quote
            case Map(entries):
                return self._enclosed(self._pairs(self._sorted(entries), depth), "{}", depth)
            case Seq(items, form) if form in ("list", "tuple"):
                return self._enclosed(for_items(items, partial(self._item, depth=depth)), "[]", depth)
        return run_of(Op("json", (value,), (("depth", Const(depth)), *self.options), place), place)

    def _sorted(self, entries: Run) -> Run:
        if not self.style.sort_keys:
            return entries
        known = [(_key_text(entry.key) if isinstance(entry, Entry) else None, entry) for entry in entries]
        if any(key is None for key, _ in known):
            raise NotKnown
        return tuple(entry for _, entry in sorted(known, key=lambda pair: pair[0] or ""))

    def _pairs(self, entries: Run, depth: int) -> Run:
        return replaced(entries, partial(self._pair, depth=depth))

    def _pair(self, entry: Member, depth: int) -> Run:
        """Return an entry as an item of text: its key, and its value one level deeper."""
        match entry:
            case Entry(key, value, place):
                written = _key_text(key)
                head = self.run(key if written is None else literal(written), depth + 1, place)
                run = (*head, Literal(self.style.key_separator), *self.run(value, depth + 1, place))
                return (Element(Text(run), place),)
            case Spread(Branch(condition, arms), place):
                sides = tuple(self._pairs(self._merged(arm), depth) for arm in arms)
                return (Either(condition, sides, place),)
            case Spread(value, place):
                return (Spread(Op("items", (value,), (), place), place),)
        raise NotKnown

    def _merged(self, value: Value) -> Run:
        """Return the entries of a mapping that may be merged in."""
        return value.entries if isinstance(value, Map) else (Spread(value, self.place),)

    def _item(self, item: Element, depth: int) -> Run:
        return (Element(Text(self.run(item.value, depth + 1, item.place)), item.place),)

    def _enclosed(self, inner: Run, brackets: str, depth: int) -> Run:
        """Return items between brackets, on lines of their own where the style indents."""
        if not inner:
            return (Literal(brackets),)
        step = self.style.indent
        unit = " " * step if isinstance(step, int) else step
        line = "" if unit is None else "\n" + unit * (depth + 1)
        end = "" if unit is None else "\n" + unit * depth
        separator = (Literal(self.style.item_separator + line),)
        run = joined(separator, inner, self.place).parts
        return (Literal(brackets[0] + line), *run, Literal(end + brackets[1]))


def _key_text(key: Value) -> str | None:
    """Return how a key is written without quotes: a number or a boolean becomes text; None where it is not known."""
    text = plain(key)
    if text is not None:
        return text
    if isinstance(key, Const):
        (text,) = json.loads(json.dumps({key.value: 0}))
        return str(text)
    return None


def _dumps(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
    from promptlint.frontends.python.records import plain_data

    send_requests(frame, state, positional_value(arguments, 0), place)
    value = freeze(positional_value(arguments, 0), state.memory)
    options = {name: freeze(option, state.memory) for name, option in arguments.keywords}
    return json_text(plain_data(frame, state, value), options, place)


def nested_json(op: Op, value: Value) -> Value:
    """Return the text of a value inside a document that was not known when the document was written."""
    options = dict(op.keywords)
    match options.pop("depth", Const(0)):
        case Const(int(depth)):
            return json_text(value, options, op.place, depth) or op
    return op


ROUTINES: dict[str, Routine] = {"json.dumps": _dumps}
