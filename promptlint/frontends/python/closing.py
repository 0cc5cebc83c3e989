"""Closing: what no caller and no import decided becomes a hole, named and rated by its source or by its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from promptlint import prompt as ir
from promptlint.catalog import Method
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.sinks import dotted
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Branch,
    Const,
    Each,
    Either,
    Element,
    Entry,
    External,
    Insert,
    Literal,
    Made,
    Map,
    Object,
    Op,
    Run,
    Seq,
    Spread,
    Symbol,
    Text,
    Value,
    plain,
)
from promptlint.prompt import Confidence, Growth, Hole, Kind, Link, Order, Volatility
from promptlint.source import Place

_HOUR, _MINUTE = 3600, 60
_VARYING = (Kind.CLOCK, Kind.DATE, Kind.RANDOM, Kind.COUNTER)


@dataclass(frozen=True, slots=True)
class Closing:
    """Closes values for one prompt."""

    frame: Frame
    loops: frozenset[Place] = frozenset()
    """The loops around what is being closed: a number that they count is no counter of requests."""

    def text(self, run: Run) -> ir.Text:
        """Return a run as the text of a prompt."""
        return tuple(part for member in run for part in self._parts(member))

    def _parts(self, member: object) -> Iterator[ir.Part]:
        match member:
            case Literal():
                yield member
            case Insert(value, place) | Element(value, place):
                yield from self._inserted(value, place)
            case Either(condition, arms, place):
                texts = tuple(map(self.text, arms))
                yield ir.Choice(texts, self.condition(condition), place)
            case Each(body, over, place):
                yield self._repeat(body, over, place)

    def _inserted(self, value: Value, place: Place) -> Iterator[ir.Part]:
        match value:
            case Text(parts):
                yield from self.text(parts)
            case Const(known) if not isinstance(known, bytes):
                yield Literal(str(known))
            case Branch(condition, (first, second)):
                arms = tuple(tuple(self._inserted(arm, place)) for arm in (first, second))
                yield ir.Choice(arms, self.condition(condition), place)
            case _:
                yield ir.Splice(self.hole(value, place), place)

    def _repeat(self, body: Run, over: Value | None, place: Place) -> ir.Part:
        inner = replace(self, loops=self.loops | {place}).text(body)
        hole = self.hole(over, place) if over is not None else Hole("the loop", growth=Growth.APPEND)
        if any(splice.hole.rate >= hole.rate for splice in ir.text_holes(inner)):
            hole = replace(hole, volatility=Volatility.UNKNOWN, order=None)
        return ir.Repeat(inner, hole, place)

    def condition(self, condition: Value | None) -> Hole | None:
        """Return the varying source on which a choice depends; None for a stable one and for a test of presence or type."""
        if condition is None:
            return None
        found = [hole for hole in self._sources(condition) if hole.kind in _VARYING and hole.confidence is Confidence.HIGH]
        return max(found, key=_rate, default=None)

    def _sources(self, value: Value) -> Iterator[Hole]:
        match value:
            case Op("is" | "is not" | "in" | "not in"):
                return
            case Op(_, operands):
                if value.name not in ("and", "or", "not", "<", "<=", ">", ">=", "==", "!="):
                    yield self.hole(value, value.place)
                else:
                    for operand in operands:
                        yield from self._sources(operand)
            case Hole():
                yield value

    def hole(self, value: Value, place: Place) -> Hole:
        """Return the hole that a value is where it enters a text at `place`."""
        match value:
            case Hole():
                return value
            case Symbol(owner, name):
                link = Link(f"`{name}` is a parameter of `{owner.name}()`", owner.place)
                hole = replace(self._named(name, name), chain=(link,))
                return _kept(hole, Volatility.SESSION) if owner.name == "__init__" else hole
            case Attribute(base, name):
                return self._attribute(value, base, name, place)
            case Op():
                return self._operation(value, place)
            case Branch(condition, (first, second)):
                return max(self.hole(first, place), self.hole(second, place), key=_rate)
            case External(name):
                last = name.rpartition(".")[2]
                constant = last.isupper() and len(last) > 1
                hole = self._named(last, last)
                return replace(hole, volatility=Volatility.PROCESS) if constant and hole.kind is Kind.UNKNOWN else hole
            case Const() | Text() if plain(value) is not None or isinstance(value, Const):
                return Hole(self._label(place), volatility=Volatility.LITERAL, confidence=Confidence.HIGH)
        return self._most_volatile(value, place)

    def _label(self, place: Place) -> str:
        return self.frame.label(place) if place.path else ""

    def _named(self, path: str, label: str) -> Hole:
        named = self.frame.world.catalog.named(path)
        if named is None:
            return Hole(label)
        return Hole(label, named.kind, named.volatility, named.order, named.growth, Confidence.MEDIUM)

    def _attribute(self, value: Value, base: Value, name: str, place: Place) -> Hole:
        path = dotted(value)
        label = path if "_." not in path and "_" != path else self._label(place)
        inner = self.hole(base, place)
        if _is_source(inner):
            return self._derived(inner, name, Arguments())
        named = self._named(path, label)
        if named.kind is not Kind.UNKNOWN:
            return replace(named, chain=inner.chain or (Link(f"`{label}` is read here", place),))
        if inner.kind is Kind.UNKNOWN:
            return replace(inner, label=label)
        return replace(inner, label=label, confidence=min(inner.confidence, Confidence.MEDIUM))

    def _operation(self, op: Op, place: Place) -> Hole:
        """Return the hole of an operation: as volatile as its most volatile operand, of the same kind."""
        match op.name, op.operands:
            case "answer", _:
                label = self._label(op.place)
                link = Link(f"`{label}` is what the model answered", op.place)
                return Hole(label, Kind.INPUT, Volatility.REQUEST, None, Growth.REWRITTEN, Confidence.MEDIUM, None, (link,))
            case "count", (start,):
                return self._counter(op, start, place)
            case "unordered", (items,):
                inner = self._most_volatile(items, place)
                order = Order("set", Volatility.PROCESS)
                link = Link("a set has no fixed order: it changes each time the program starts", op.place)
                kind = Kind.ORDER if inner.kind is Kind.UNKNOWN else inner.kind
                label = self._label(op.place)
                return replace(inner, label=label, kind=kind, order=order, confidence=Confidence.HIGH, chain=(link,))
            case "disordered", (Hole() as source, items):
                inner = self._most_volatile(items, place)
                return source if inner.rate <= source.rate else replace(inner, order=source.order, chain=source.chain)
            case "call", (function, Seq(positional)):
                return self._call(op, function, Arguments(positional, op.keywords), place)
            case ("format" | "strftime"), (value, spec) if (text := plain(spec)) is not None:
                inner = self.hole(value, place)
                return self._formatted(inner, "strftime", text) if "%" in text and _is_source(inner) else inner
            case "//", (value, Const(int() | float() as divisor)):
                inner = self.hole(value, place)
                return _with_period(inner, int(divisor)) if _is_source(inner) else inner
            case "[:]", (value, *_):
                return replace(self.hole(value, place), growth=Growth.WINDOW)
            case "[]", (container, key, *_):
                named = self._named(dotted(op), self._label(place))
                return named if named.kind is not Kind.UNKNOWN else self._hinted(op, self.hole(container, place))
            case "item", (over,):
                return self._hinted(op, self.hole(over, place))
        return self._hinted(op, self._most_volatile(op, place))

    def _counter(self, op: Op, start: Value, place: Place) -> Hole:
        label = self._label(place)
        if op.place in self.loops:
            return Hole(label)
        link = Link("it changes with every round of this loop", op.place)
        return Hole(label, Kind.COUNTER, Volatility.REQUEST, None, Growth.REWRITTEN, Confidence.HIGH, None, (link,))

    def _call(self, op: Op, function: Value, arguments: Arguments, place: Place) -> Hole:
        path = dotted(function)
        if isinstance(function, Attribute) and _is_source(inner := self.hole(function.base, place)):
            return self._derived(inner, function.name, arguments)
        values = [*(m.value for m in arguments.positional if isinstance(m, Element | Spread)), *(v for _, v in arguments.keywords)]
        inputs = [self.hole(value, place) for value in values]
        if isinstance(function, Attribute):
            inputs.insert(0, self.hole(function.base, place))
        label = self._label(op.place)
        own = replace(self._named(path, label), chain=(Link(f"`{label}` is evaluated here", op.place),))
        hole = max((own, *inputs), key=_rate)
        if hole is not own and not _is_source(hole):
            hole = replace(hole, confidence=min(hole.confidence, Confidence.MEDIUM))
        if self.frame.world.catalog.is_orderless(path):
            hole = replace(hole, order=None)
        order = self._order(path, function, arguments, hole)
        return self._hinted(op, replace(hole, order=order))

    def _order(self, path: str, function: Value, arguments: Arguments, hole: Hole) -> Order | None:
        """Return the order in which a call leaves its items."""
        catalog = self.frame.world.catalog
        keyword = catalog.serialiser(path)
        if keyword is not None and arguments.positional:
            fixed = dict(arguments.keywords).get(keyword)
            value = getattr(arguments.positional[0], "value", None)
            if (fixed is None or fixed == Const(False)) and value is not None and self._is_unordered(value):
                return hole.order or Order("mapping", Volatility.REQUEST)
        received = catalog.receiver(path.rpartition(".")[2]) if isinstance(function, Attribute) else None
        return hole.order or (received.order if received else None)

    def _is_unordered(self, value: Value) -> bool:
        """Return whether a value may be a mapping whose keys come in an order that nobody fixed."""
        match value:
            case Symbol() | Attribute() | Op("call" | "[]" | "item"):
                return not self.frame.world.catalog.is_ordered(dotted(value))
        return False

    def _hinted(self, op: Op, hole: Hole) -> Hole:
        """Return a hole of unknown kind with the kind that the name of its variable says."""
        if hole.kind is not Kind.UNKNOWN or not op.hint:
            return hole
        named = self._named(op.hint, hole.label)
        return hole if named.kind is Kind.UNKNOWN else replace(named, order=hole.order, chain=hole.chain)

    def _most_volatile(self, value: Value, place: Place) -> Hole:
        holes = [self.hole(inner, place) for inner in _inside(value)]
        unknown = Hole(self._label(place) or dotted(value))
        hole = max((*holes, unknown), key=_rate)
        return hole if _is_source(hole) or hole is unknown else replace(hole, confidence=min(hole.confidence, Confidence.MEDIUM))

    def _derived(self, hole: Hole, name: str, arguments: Arguments) -> Hole:
        """Return a catalogued value after one of its methods or attributes."""
        method = self.frame.world.catalog.method(hole.kind, name)
        if method is None:
            return hole
        if method.format is not None:
            text = plain(arguments.positional[0].value) if _has_first(arguments) else None  # type: ignore[union-attr]
            return hole if text is None else self._formatted(hole, method.format, text)
        if method.steady:
            return replace(hole, volatility=min(hole.volatility, Volatility.PROCESS))
        period = method.period or _rounded(method, arguments)
        return hole if period is None else _with_period(hole, period)

    def _formatted(self, hole: Hole, style: str, text: str) -> Hole:
        period = self.frame.world.catalog.format_period(style, text)
        if period is None:
            return replace(hole, volatility=min(hole.volatility, Volatility.PROCESS))
        return _with_period(hole, period)


def _has_first(arguments: Arguments) -> bool:
    return bool(arguments.positional) and isinstance(arguments.positional[0], Element)


def _rounded(method: Method, arguments: Arguments) -> int | None:
    """Return the period, in seconds, after fields were zeroed or the reading was cut to a unit."""
    keywords = dict(arguments.keywords)
    if method.replaces:
        left = [period for name, period in method.replaces.items() if name not in keywords]
        return min(left, default=None) if len(left) < len(method.replaces) else None
    if method.rounds is not None:
        at = method.rounds.position
        given = [m.value for m in arguments.positional[at : at + 1] if isinstance(m, Element)]
        given += [keywords[name] for name in method.rounds.keywords if name in keywords]
        return next((method.rounds.periods.get(plain(value) or "") for value in given), None)
    return None


def _with_period(hole: Hole, period: int) -> Hole:
    """Return a clock reading that changes once in `period` seconds, or as rarely as it did before."""
    period = max(period, hole.period or 0)
    rate = Volatility.DAY if period >= _HOUR else Volatility.MINUTE if period >= _MINUTE else Volatility.REQUEST
    kind = Kind.DATE if rate is Volatility.DAY and hole.kind is Kind.CLOCK else hole.kind
    kept = hole.volatility if hole.volatility < Volatility.DAY else rate
    return replace(hole, kind=kind, volatility=min(kept, rate), period=period)


def _kept(hole: Hole, life: Volatility) -> Hole:
    return replace(hole, volatility=min(hole.volatility, life))


def _is_source(hole: Hole) -> bool:
    return hole.confidence is Confidence.HIGH and hole.kind is not Kind.UNKNOWN


def _rate(hole: Hole) -> int:
    return hole.rate


def _inside(value: Value) -> Iterator[Value]:
    """Yield the values of which a value is made."""
    match value:
        case Op(_, operands, keywords):
            yield from operands
            yield from (inner for _, inner in keywords)
        case Text(run) | Seq(run) | Map(run):
            yield from members(run)
        case Object(_, attributes):
            yield from (inner for _, inner in attributes)
        case Made(_, arguments):
            yield from members(arguments.positional)
            yield from (inner for _, inner in arguments.keywords)


def members(run: Iterable[object]) -> Iterator[Value]:
    """Yield every value in a run, those in choices and repeats included."""
    for member in run:
        match member:
            case Insert(value) | Element(value) | Spread(value) | Entry(_, value):
                yield value
            case Either(_, arms):
                for arm in arms:
                    yield from members(arm)
            case Each(body, over):
                yield from members(body)
                yield from () if over is None else (over,)


