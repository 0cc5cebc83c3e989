"""The catalogue: what the world outside of the analysed project looks like, read from the data files in `rules/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from promptlint.format import FormatTable
from promptlint.hole import Confidence, Growth, Hole, Kind, Link, Order, Volatility
from promptlint.names import Named, NameTable, last_word
from promptlint.shapes import ShapeTable
from promptlint.sink import MessageShape, Sink

_TOKENS: Mapping[str, re.Pattern[str]] = {
    "strftime": re.compile(r"%[-_0^#EO:]*(.)", re.DOTALL),
    "tokens": re.compile(r"\[[^\]]*\]|([A-Za-z])\1*"),
}
"""How the fields of a format are found: `%-d`, or `YYYY` and not `[at]`."""

Constant: TypeAlias = str | tuple[str, ...] | bool
"""The text of a constant, the texts of which it is one, or whether it is true."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a call or an attribute of another package yields."""

    kind: Kind
    volatility: Volatility
    period: int | None = None
    """How often a clock reading changes, in seconds; None where that is not known."""
    order: Order | None = None
    growth: Growth = Growth.FIXED
    confidence: Confidence = Confidence.HIGH
    items_of: int | None = None
    """The positional argument whose items the result holds, as in `random.sample(items, k)`."""
    mutates: int | None = None
    """The positional argument that the call rewrites in place, as in `random.shuffle(items)`."""
    unless: int | None = None
    """The positional argument that, when passed, makes the call a plain function of its arguments (a seed, a time)."""
    format: int | None = None
    """The positional argument that is a strftime format: its finest directive sets the period."""
    form: str = ""
    """How `str` writes a clock reading, as a strftime format; empty where that is not known."""
    day: str = ""
    """The method that returns the date of a clock reading; empty where there is none."""

    def hole(self, label: str, chain: tuple[Link, ...] = ()) -> Hole:
        """Return the hole that the value leaves in a text."""
        return Hole(
            *(
                label,
                self.kind,
                self.volatility,
                self.order,
                self.growth,
                self.confidence,
                self.period,
                chain,
                self.form,
            )
        )


@dataclass(frozen=True, slots=True)
class Rounding:
    """An argument that names the unit to which a clock reading is cut, as in `isoformat(timespec="minutes")`."""

    position: int
    keywords: tuple[str, ...]
    periods: Mapping[str, int]
    """The period in seconds for each word that the argument may be."""


@dataclass(frozen=True, slots=True)
class Method:
    """What a method or attribute does to the period of a clock reading. With every field empty it keeps the period."""

    period: int | None = None
    """The least period of the result, in seconds: `.date()` changes once a day at most."""
    steady: bool = False
    """Whether the result does not follow the clock at all: `.tzinfo`."""
    format: str | None = None
    """The style of the format in argument 0: `strftime` ("%Y") or `tokens` ("YYYY"); see `Catalog.format_period`."""
    replaces: Mapping[str, int] = field(default_factory=dict)
    """The keywords that fix a field, and the period of that field in seconds: `.replace(second=0, microsecond=0)`."""
    rounds: Rounding | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that the data files say; every question is a lookup."""

    sinks: tuple[Sink, ...]
    endings: Mapping[str, tuple[Sink, ...]]
    """The sinks by the last name of a call."""
    messages: MessageShape
    calls: Mapping[str, Entry]
    attributes: Mapping[str, Entry]
    receivers: Mapping[str, Entry]
    constants: Mapping[str, Constant]
    methods: Mapping[tuple[Kind, str], Method]
    texts: Mapping[str, int]
    originals: Mapping[str, str]
    serialisers: Mapping[str, str]
    ordered: frozenset[str]
    orderless: frozenset[str]
    faithful: frozenset[str]
    mappings: frozenset[str]
    scalars: frozenset[str]
    formats: Mapping[str, Mapping[str, int | None]]
    names: NameTable
    shapes: ShapeTable = field(default_factory=ShapeTable)
    documents: FormatTable = field(default_factory=FormatTable)
    """The formats of prompt files."""
    models: tuple[str, ...] = ()
    """The folders in which stub packages stand, those of the user's files first."""
    exports: tuple[tuple[str, str], ...] = ()
    """The public names of the stub packages, each behind its top-level package."""
    opened: tuple[tuple[str, str], ...] = ()
    """The names of files that stub packages look for themselves, `config/agents.yaml`, each before its package."""

    def call(self, qualified: str) -> Entry | None:
        """Return what a call of another package yields; `os.environ.get` also fits `os.environ.*`."""
        return self.calls.get(qualified) or self.calls.get(f"{qualified.rpartition('.')[0]}.*")

    def attribute(self, qualified: str) -> Entry | None:
        """Return what an attribute of another package holds; the parts of `os.environ` are what it is."""
        return self.attributes.get(qualified) or self.attributes.get(f"{qualified.rpartition('.')[0]}.*")

    def receiver(self, name: str) -> Entry | None:
        """Return what a method of this name yields on an object of unknown type: `.iterdir()` is a listing."""
        return self.receivers.get(name)

    def constant(self, qualified: str) -> Constant | None:
        """Return the text of a constant of another package, the texts that it may be, or whether it is true."""
        return self.constants.get(self.original(qualified))

    def method(self, kind: Kind, name: str) -> Method | None:
        """Return what a method or attribute does to the period of a value of this kind."""
        return self.methods.get((kind, name))

    def same_text(self, qualified: str) -> int | None:
        """Return the positional argument whose text a function returns as it is."""
        return self.texts.get(qualified)

    def original(self, qualified: str) -> str:
        """Return the name of Python's own library that does the same as a name of another package, else that name."""
        return self.originals.get(qualified, qualified)

    def serialiser(self, qualified: str) -> str | None:
        """Return the keyword that fixes the order of keys in the text that a function writes of a mapping."""
        return self.serialisers.get(qualified)

    def is_ordered(self, path: str) -> bool:
        """Return whether a mapping reached by a dotted path was built with its keys in a fixed order: a model dump."""
        last = path.rpartition(".")[2]
        return last in self.ordered or last.rpartition("_")[2] in self.ordered

    def is_orderless(self, qualified: str) -> bool:
        """Return whether the result of a function does not depend on the order of its argument's items."""
        return qualified in self.orderless

    def is_faithful(self, qualified: str) -> bool:
        """Return whether the result of a function surely varies as its arguments do: `str`, `hashlib.sha256`."""
        return qualified in self.faithful or f"{qualified.rpartition('.')[0]}.*" in self.faithful

    def is_mapping(self, path: str) -> bool:
        """Return whether the last name of a dotted path says that it holds a mapping: `settings`."""
        return last_word(path) in self.mappings

    def is_scalar(self, path: str) -> bool:
        """Return whether the last name of a dotted path says that it holds a text, a number or a list of them: `tags`."""
        return last_word(path) in self.scalars

    def format_period(self, style: str, text: str) -> int | None:
        """Return how often the text that a format makes changes, in seconds; None where it never does.

        A letter that the style does not know changes every second.
        """
        known = self.formats[style]
        periods = (known.get(match[1], 1) for match in _TOKENS[style].finditer(text) if match[1])
        return min((period for period in periods if period is not None), default=None)

    def named(self, path: str) -> Named | None:
        """Return what a dotted path of identifiers (`req.user.name`) says about its value."""
        return self.names.find(path)

    @property
    def requests(self) -> tuple[Sink, ...]:
        """The sinks that are recognised by a mapping, whoever it is given to."""
        return self.endings.get("", ())

    def sinks_of(self, path: str) -> tuple[Sink, ...]:
        """Return the sinks that a qualified name or a dotted path may call, those of the user's files first."""
        return tuple(sink for sink in self.endings.get(path.rpartition(".")[2], ()) if sink.fits(path))


def rules_folder() -> Path:
    """Return the folder of the rules that ship with promptlint: inside the package (wheel) or beside it (checkout)."""
    package = Path(__file__).resolve().parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


@lru_cache
def load(folders: tuple[Path, ...] = ()) -> Catalog:
    """Return the catalogue of the shipped rules and of the user's rule folders, whose words win.

    Raises DataError naming file and key where a file does not say what it must.
    """
    from promptlint import catalogfile

    return catalogfile.read((rules_folder(), *folders))
