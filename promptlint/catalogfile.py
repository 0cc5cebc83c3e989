"""The files of the catalogue: YAML that becomes a Catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from promptlint import datafile, formatfile, modelfile, shapefile, sinkfile
from promptlint.catalog import Catalog, Constant, Entry, Method, Rounding
from promptlint.datafile import Node
from promptlint.hole import Confidence, Growth, Kind, Order, Sorting, Volatility
from promptlint.names import Named, NameTable, expand
from promptlint.sink import MessageShape, Sink

_NEVER = "never"
_PHRASES = ("tails", "wholes", "heads", "owners")
_WORDS = ("harmless", "harmless_tails", "verbs", "fixed", "days", "not_days")
_SETS = ("ordered", "orderless", "faithful", "mappings", "scalars")


@dataclass(slots=True)
class _Tables:
    """What the files read so far say; a later file overrides the words of an earlier one."""

    units: dict[str, int] = field(default_factory=dict)
    calls: dict[str, Entry] = field(default_factory=dict)
    attributes: dict[str, Entry] = field(default_factory=dict)
    receivers: dict[str, Entry] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    serialisers: dict[str, str] = field(default_factory=dict)
    sets: dict[str, set[str]] = field(default_factory=lambda: {key: set() for key in _SETS})
    methods: dict[tuple[Kind, str], Method] = field(default_factory=dict)
    formats: dict[str, dict[str, int | None]] = field(default_factory=dict)
    phrases: dict[str, dict[str, Named]] = field(default_factory=lambda: {key: {} for key in _PHRASES})
    words: dict[str, set[str]] = field(default_factory=lambda: {key: set() for key in _WORDS})
    sinks: list[Sink] = field(default_factory=list)
    messages: MessageShape | None = None
    shapes: list[Node] = field(default_factory=list)
    documents: list[Node] = field(default_factory=list)


def read(folders: Iterable[Path]) -> Catalog:
    """Return what the `catalog` folder in each rule folder says, the later folders overriding the earlier ones.

    Raises DataError naming file and key.
    """
    tables = _Tables()
    folders = tuple(folders)
    for folder in folders:
        _read_folder(folder / "catalog", tables)
    models = modelfile.folders(folders)
    stubs = modelfile.read(models)
    if tables.messages is None:
        raise datafile.DataError("no rule folder holds catalog/messages.yaml")
    return Catalog(
        sinks=tuple(tables.sinks),
        endings=_endings(tables.sinks),
        messages=tables.messages,
        calls=tables.calls,
        attributes=tables.attributes,
        receivers=tables.receivers,
        constants=tables.constants,
        methods=tables.methods,
        texts=tables.texts,
        originals=tables.originals,
        serialisers=tables.serialisers,
        formats=tables.formats,
        names=_name_table(tables),
        shapes=shapefile.read(tables.shapes),
        documents=formatfile.read(tables.documents),
        models=models,
        exports=tuple(dict.fromkeys(modelfile.exports(stubs))),
        opened=tuple(dict.fromkeys(modelfile.opened(stubs))),
        **{key: frozenset(words) for key, words in tables.sets.items()},
    )


def _endings(sinks: Iterable[Sink]) -> dict[str, tuple[Sink, ...]]:
    endings: dict[str, tuple[Sink, ...]] = {}
    for sink in sinks:
        for ending in {call.rpartition(".")[2] for call in sink.calls} | ({""} if sink.mapping else set()):
            endings[ending] = (*endings.get(ending, ()), sink)
    return endings


def _name_table(tables: _Tables) -> NameTable:
    tails, wholes, heads, owners = (tables.phrases[key] for key in _PHRASES)
    return NameTable(tails, wholes, heads, owners, *(frozenset(tables.words[key]) for key in _WORDS))


def _read_folder(folder: Path, tables: _Tables) -> None:
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in _READERS.keys() | _OTHERS:
            raise datafile.DataError(
                f"{path}: no such catalogue file; known are {', '.join(sorted(_READERS.keys() | _OTHERS))}"
            )
    for name, reader in _READERS.items():
        for path in sorted(folder.glob(name)):
            reader(datafile.read(path), tables)


_SECTIONS = ("units", "sources", "constants", "same_text", "same_as", "serialisers", *_SETS, "methods", "formats")


def _sources(node: Node, tables: _Tables) -> None:
    fields = node.mapping(_SECTIONS)
    if "units" in fields:
        tables.units.update((name, value.number()) for name, value in fields["units"].pairs())
    for group in fields["sources"].items() if "sources" in fields else ():
        _group(group, tables)
    if "constants" in fields:
        tables.constants.update((name, _constant(value)) for name, value in fields["constants"].pairs())
    if "same_text" in fields:
        tables.texts.update((name, value.number()) for name, value in fields["same_text"].pairs())
    if "same_as" in fields:
        tables.originals.update((name, value.text()) for name, value in fields["same_as"].pairs())
    if "serialisers" in fields:
        tables.serialisers.update((name, value.text()) for name, value in fields["serialisers"].pairs())
    for key, words in tables.sets.items():
        words.update(fields[key].words() if key in fields else ())
    if "methods" in fields:
        _methods(fields["methods"], tables)
    if "formats" in fields:
        _formats(fields["formats"], tables)


def _constant(node: Node) -> Constant:
    if isinstance(node.value, bool):
        return node.value
    return tuple(each.text() for each in node.items()) if isinstance(node.value, list) else node.text()


def _group(node: Node, tables: _Tables) -> None:
    fields = node.mapping((*_ENTRY, "calls", "attributes", "receivers"), required=("kind", "volatility"))
    entry = _entry(fields, tables)
    for key, table in (("calls", tables.calls), ("attributes", tables.attributes)):
        if key in fields:
            table.update((name, entry) for name in fields[key].qualified())
    if "receivers" in fields:
        tables.receivers.update((name, entry) for name in fields["receivers"].words())


_NUMBERS = ("items_of", "mutates", "unless", "format")
_ENTRY = ("kind", "volatility", "period", "order", "growth", "confidence", "form", "day", *_NUMBERS)


def _entry(fields: dict[str, Node], tables: _Tables) -> Entry:
    return Entry(
        kind=fields["kind"].one_of(Kind),
        volatility=fields["volatility"].one_of(Volatility),
        period=_period(fields["period"], tables) if "period" in fields else None,
        order=_order(fields),
        growth=_growth(fields),
        confidence=fields["confidence"].one_of(Confidence) if "confidence" in fields else Confidence.HIGH,
        form=fields["form"].text() if "form" in fields else "",
        day=fields["day"].text() if "day" in fields else "",
        **{key: fields[key].number() for key in _NUMBERS if key in fields},
    )


def _growth(fields: dict[str, Node]) -> Growth:
    return fields["growth"].one_of(Growth) if "growth" in fields else Growth.FIXED


def _order(fields: dict[str, Node]) -> Order | None:
    if "order" not in fields:
        return None
    order = fields["order"].mapping(("cause", "volatility", "sorting"), required=("cause", "volatility"))
    sorting = order["sorting"].one_of(Sorting) if "sorting" in order else Sorting.UNKNOWN
    return Order(order["cause"].text(), order["volatility"].one_of(Volatility), sorting)


def _period(node: Node, tables: _Tables) -> int:
    unit = node.text()
    return (
        tables.units[unit]
        if unit in tables.units
        else node.fail(f"unknown unit {unit!r}; known are {', '.join(tables.units)}")
    )


def _units(node: Node, tables: _Tables) -> Iterator[tuple[str, Node, int | None]]:
    """Yield unit, words and seconds of a mapping from units to words; the unit `never` has no seconds."""
    for unit, words in node.pairs():
        yield unit, words, None if unit == _NEVER else _period(Node(words.path, unit, words.trail), tables)


def _methods(node: Node, tables: _Tables) -> None:
    fields = node.mapping(("kinds", "periods", "formats", "replaces", "rounds"), required=("kinds",))
    methods: dict[str, Method] = {}
    for _, words, period in _units(fields["periods"], tables) if "periods" in fields else ():
        methods.update(dict.fromkeys(words.words(), Method(period=period, steady=period is None)))
    for style, words in fields["formats"].pairs() if "formats" in fields else ():
        methods.update(dict.fromkeys(words.words(), Method(format=style)))
    for name, keywords in fields["replaces"].pairs() if "replaces" in fields else ():
        methods[name] = Method(replaces={key: _period(unit, tables) for key, unit in keywords.pairs()})
    for rounds in fields["rounds"].items() if "rounds" in fields else ():
        methods.update(_rounds(rounds, tables))
    kinds = tuple(kind.one_of(Kind) for kind in fields["kinds"].items())
    tables.methods.update(((kind, name), method) for kind in kinds for name, method in methods.items())


def _rounds(node: Node, tables: _Tables) -> dict[str, Method]:
    known = ("methods", "position", "keywords", "words")
    fields = node.mapping(known, required=known)
    periods = {word: _period(unit, tables) for word, unit in fields["words"].pairs()}
    rounding = Rounding(fields["position"].number(), fields["keywords"].words(), periods)
    return dict.fromkeys(fields["methods"].words(), Method(rounds=rounding))


def _formats(node: Node, tables: _Tables) -> None:
    for style, units in node.mapping(("strftime", "tokens")).items():
        table = tables.formats.setdefault(style, {})
        for _, words, period in _units(units, tables):
            table.update(dict.fromkeys(words.words(), period))


def _names(node: Node, tables: _Tables) -> None:
    fields = node.mapping(("names", *_WORDS))
    for key in _WORDS:
        if key in fields:
            tables.words[key].update(fields[key].words())
    for group in fields["names"].items() if "names" in fields else ():
        _name_group(group, tables)


def _name_group(node: Node, tables: _Tables) -> None:
    fields = node.mapping(("kind", "volatility", "growth", "order", *_PHRASES), required=("kind", "volatility"))
    named = Named(fields["kind"].one_of(Kind), fields["volatility"].one_of(Volatility), _growth(fields), _order(fields))
    for key, table in tables.phrases.items():
        for phrases in fields[key].items() if key in fields else ():
            table.update((phrase, named) for phrase in expand(phrases.text()))


def _sinks(node: Node, tables: _Tables) -> None:
    fields = node.mapping(("sinks",), required=("sinks",))
    tables.sinks[:0] = map(sinkfile.sink, fields["sinks"].items())


def _messages(node: Node, tables: _Tables) -> None:
    tables.messages = sinkfile.message_shape(node)


_READERS: dict[str, Callable[[Node, _Tables], None]] = {
    "sources.yaml": _sources,
    "names.yaml": _names,
    "messages.yaml": _messages,
    "shapes.yaml": lambda node, tables: tables.shapes.append(node),
    "formats.yaml": lambda node, tables: tables.documents.append(node),
    "sinks/*.yaml": _sinks,
}
_OTHERS = frozenset({"providers.yaml"})
"""Files of the same folder that other modules read."""
