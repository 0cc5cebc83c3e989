"""How precise a clock reading is after methods, formats, slices and divisions: how often what is left of it changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from promptlint.catalog import Catalog, Method
from promptlint.frontends.python.atoms import Const, External
from promptlint.frontends.python.convert import NotKnown, to_python
from promptlint.frontends.python.naming import qualified
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.values import Arguments, Attribute, Element, Insert, Op, Seq, Text, Value
from promptlint.hole import Hole, Kind, Volatility

_HOUR, _MINUTE = 3600, 60
_SECONDS = "%s"
"""The form of a number of seconds since the epoch."""

_WIDTHS = {"Y": 4, "y": 2, "m": 2, "d": 2, "j": 3, "H": 2, "I": 2, "M": 2, "S": 2, "f": 6}
"""How many characters the strftime directives write whose text has a fixed length."""

_PRIVATE = 0xE000
_DIRECTIVE = re.compile(r"%(.)", re.DOTALL)
_WHOLE = ("builtins.int", "builtins.round", "math.floor", "math.ceil", "math.trunc")
KEEPING = ("astimezone", "replace")
"""Methods whose result `str` writes in the same form."""

_DURATIONS = ("datetime.timedelta", "dateutil.relativedelta.relativedelta")

Holes = Callable[[Value], Hole]


class Ticks(NamedTuple):
    """A clock reading as a number, and how many seconds one of its units is."""

    hole: Hole
    unit: float


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads the precision of what is made of clock readings; `hole` returns the hole of a value."""

    catalog: Catalog
    hole: Holes

    def derived(self, hole: Hole, name: str, arguments: Arguments) -> Hole:
        """Return a catalogued value after one of its methods or attributes."""
        if hole.form and name not in KEEPING:
            hole = replace(hole, form=_SECONDS if name == "timestamp" else "")
        method = self.catalog.method(hole.kind, name)
        if method is None:
            return hole
        if method.format is not None:
            return self.formatted(hole, method.format, _first(arguments))
        if method.steady:
            return replace(hole, volatility=min(hole.volatility, Volatility.PROCESS))
        period = method.period or _rounded(method, arguments)
        return hole if period is None else with_period(hole, period)

    def formatted(self, hole: Hole, style: str, text: str | None) -> Hole:
        """Return a clock reading as a format writes it."""
        if text is None:
            return hole
        period = self.catalog.format_period(style, text)
        if period is None:
            return replace(hole, volatility=min(hole.volatility, Volatility.PROCESS))
        return with_period(hole, period)

    def coarsened(self, op: Op) -> Hole | None:
        """Return what a slice, a split or a division leaves of a clock reading; None for anything else."""
        if op.name in ("[:]", "[]", "call"):
            found = self._written(op)
            if found is not None and isinstance(found[1], str):
                return self._left(found[0], found[1])
        ticks = self._ticks(op)
        return ticks.hole if ticks else None

    def _left(self, hole: Hole, skeleton: str) -> Hole:
        letters = {chr(ord(character) - _PRIVATE) for character in skeleton if ord(character) >= _PRIVATE}
        return self.formatted(replace(hole, form=""), "strftime", "".join(f"%{letter}" for letter in sorted(letters)))

    def _written(self, value: Value) -> tuple[Hole, object] | None:
        """Return a clock reading, and its text (or the pieces of that) with a private character for each of its fields."""
        match value:
            case Text((Insert(Op("format", (inner, spec))),)):
                return self._skeleton(self.hole(inner), plain(spec) or "")
            case Text((Insert(inner),)):
                hole = self.hole(inner)
                return self._skeleton(hole, hole.form) if hole.form != _SECONDS else None
            case Op("strftime", (Hole() as hole, spec)):
                return self._skeleton(hole, plain(spec) or "")
            case Op("call", (Attribute(base, "isoformat"), Seq(()))) if not value.keywords:
                hole = self.hole(base)
                return self._skeleton(hole, hole.form.replace(" ", "T")) if hole.form != _SECONDS else None
            case Op("call", (Attribute(base, "strftime"), Seq((Element(spec),)))):
                return self._skeleton(self.hole(base), plain(spec) or "")
            case Op("call", (Attribute(base, name), Seq(positional))) if hasattr(str, name) and not value.keywords:
                values = [member.value for member in positional if isinstance(member, Element)]
                return self._computed(base, values, lambda text, *rest: getattr(text, name)(*rest))
            case Op("[:]", (base, *bounds)):
                return self._computed(base, bounds, lambda text, *rest: text[slice(*rest)])
            case Op("[]", (base, key)):
                return self._computed(base, [key], lambda text, at: text[at])
        return None

    def _skeleton(self, hole: Hole, form: str) -> tuple[Hole, object] | None:
        letters = set(_DIRECTIVE.findall(form))
        if not letters or not letters <= _WIDTHS.keys() or hole.kind not in (Kind.CLOCK, Kind.DATE):
            return None
        return hole, _DIRECTIVE.sub(lambda found: chr(_PRIVATE + ord(found[1])) * _WIDTHS[found[1]], form)

    def _computed(
        self, base: Value, operands: list[Value], function: Callable[..., object]
    ) -> tuple[Hole, object] | None:
        found = self._written(base)
        if found is None:
            return None
        try:
            return found[0], function(found[1], *map(to_python, operands))
        except (NotKnown, AttributeError, LookupError, TypeError, ValueError):
            return None

    def _ticks(self, value: Value) -> Ticks | None:
        """Return a reading of the seconds since the epoch after some arithmetic."""
        match value:
            case Hole(form=form):
                return Ticks(value, 1.0) if form == _SECONDS else None
            case Op("/" | "//", (inner, Const(int() | float() as number))) if number > 0 and (t := self._ticks(inner)):
                return _whole(t.hole, t.unit * number) if value.name == "//" else Ticks(t.hole, t.unit * number)
            case Op("*", (inner, Const(int() | float() as number))) | Op(
                "*", (Const(int() | float() as number), inner)
            ):
                return Ticks(t.hole, t.unit / number) if number > 0 and (t := self._ticks(inner)) else None
            case Op("+" | "-", (inner, Const())):
                return self._ticks(inner)
            case Op("call", (External(name), Seq((Element(inner), *digits)))) if name in _WHOLE:
                return _cut(self._ticks(inner), digits)
            case Op("call", (Attribute(base, "timestamp"), Seq(()))):
                return self._ticks(self.derived(self.hole(base), "timestamp", Arguments()))
        return None


def _cut(ticks: Ticks | None, digits: Sequence[object]) -> Ticks | None:
    match ticks, digits:
        case Ticks(hole, unit), []:
            return _whole(hole, unit)
        case Ticks(hole, unit), [Element(Const(int() as places))]:
            return Ticks(_whole(hole, unit * 10.0**-places).hole, unit)
    return None


def _whole(hole: Hole, unit: float) -> Ticks:
    return Ticks(with_period(hole, int(unit)) if unit >= 1 else hole, unit)


def with_period(hole: Hole, period: int) -> Hole:
    """Return a clock reading that changes once in `period` seconds, or as rarely as it did before."""
    period = max(period, hole.period or 0)
    rate = Volatility.DAY if period >= _HOUR else Volatility.MINUTE if period >= _MINUTE else Volatility.REQUEST
    kind = Kind.DATE if rate is Volatility.DAY and hole.kind is Kind.CLOCK else hole.kind
    kept = hole.volatility if hole.volatility < Volatility.DAY else rate
    return replace(hole, kind=kind, volatility=min(kept, rate), period=period)


def shifted(hole: Hole, op: Op) -> Hole:
    """Return a reading after arithmetic: moved by a fixed duration it is written in the same form, else it may not be."""
    moved = op.name in ("+", "-") and any(
        isinstance(operand, Const) or qualified(operand) in _DURATIONS for operand in op.operands
    )
    return hole if moved or not hole.form else replace(hole, form="")


def _first(arguments: Arguments) -> str | None:
    match arguments.positional:
        case (Element(value), *_):
            return plain(value)
    return None


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
