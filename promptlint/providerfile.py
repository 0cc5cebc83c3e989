"""The catalogue's file about providers: YAML that becomes platforms, families and rows of models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from promptlint import catalog, datafile
from promptlint.datafile import Node
from promptlint.fact import Fact, Other, Source, Value, merged
from promptlint.hole import Confidence
from promptlint.profile import Match
from promptlint.prompt import Role
from promptlint.providers import Family, Platform, Providers, Row

PARTS = ("all", "hidden", "tools", "schema", "system", "messages")
"""What a setting may invalidate: this part and all behind it."""
UNTOLD = ("chat_template", "unknown")
"""What may stand for an order that no provider tells."""

FORMS = ("json", "typescript")
"""How models read the tools."""

T = TypeVar("T")

Read: TypeAlias = Callable[[Node], Value]
Shape: TypeAlias = "Mapping[str, Read | Shape]"
"""What may stand at a key; `*` is any key."""


def _match(node: Node) -> str:
    return node.one_of(Match).name.lower()


def _order(node: Node) -> tuple[str, ...]:
    words = node.words()
    parts = {Role.TOOLS, Role.SCHEMA, Role.SYSTEM}
    if not (len(words) == 1 and words[0] in UNTOLD) and not (len(words) == 3 and parts.issuperset(words)):
        node.fail(f"must be tools, schema and system in some order, or {' or '.join(UNTOLD)}")
    return words


def _one_of(words: Iterable[str], node: Node) -> str:
    return node.text() if node.text() in words else node.fail(f"must be one of {', '.join(words)}")


def _count(node: Node) -> int:
    return node.number()


def _step(node: Node) -> int:
    return node.number() or node.fail("must not be zero")


def _ratio(node: Node) -> float:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float) or node.value < 0:
        node.fail(f"must be a number of at least zero, not {node.value!r}")
    return node.value


def _span(node: Node) -> str:
    return node.text()


def _spans(node: Node) -> tuple[str, ...]:
    return node.words()


_MEASURED = (_count, _step, _ratio, _span, _spans)
"""What is a number, or as good as one: it names its own source."""

_SHAPE: Shape = {
    "match": _match,
    "minimum": _count,
    "step": _step,
    "worth": _count,
    "reported": _step,
    "hidden": Node.flag,
    "order": _order,
    "tools": {"form": partial(_one_of, FORMS)},
    "overhead": {"message": _count, "end": _count, "name": _count},
    "boundaries": {
        **dict.fromkeys(("implicit", "mark", "allowed", "forbidden", "objects"), Node.words),
        **dict.fromkeys(("automatic", "mode", "without"), Node.text),
        "writes": _count,
        "lookback": dict.fromkeys(("first", "latest", "ends", "blocks"), _count),
    },
    "lifetime": {
        **dict.fromkeys(("default", "idle", "longest"), _span),
        **dict.fromkeys(("parameter", "from"), Node.text),
        "options": _spans,
        **dict.fromkeys(("refreshed", "falling"), Node.flag),
    },
    "price": {
        **dict.fromkeys(("input", "read", "storage", "audio", "audio_read", "image", "image_read"), _ratio),
        "write": {"*": _ratio},
        "batch": Node.flag,
    },
    "invalidates": {"*": partial(_one_of, PARTS)},
    "defaults": {"*": Node.text},
    "safe": Node.words,
    "refuses": Node.words,
    "deprecated": Node.words,
    "routing": {
        "key": Node.text,
        "user": Node.text,
        "header": Node.text,
        "manual": Node.text,
        "rate": _count,
        "hashed": _count,
    },
    "usage": {"*": dict.fromkeys(("total", "read", "write", "uncached"), Node.text)},
    "counts_to_limits": Node.flag,
    "isolation": Node.text,
    "since": Node.text,
    "diagnostics": Node.text,
    "tokenizer": {"factor": _count, "error": _count, "encoding": Node.text},
}
_TOLD = ("source", "confidence")


def place(key: str) -> int:
    """Return where a fact stands among all others, in the order of the file's keys."""
    return next(number for number, path in enumerate(_PATHS) if f"{key}.".startswith(f"{path}."))


def _paths(shape: Shape, ahead: str = "") -> Iterator[str]:
    for key, below in shape.items():
        if key == "*":
            yield ahead.removesuffix(".")
        elif callable(below):
            yield f"{ahead}{key}"
        else:
            yield from _paths(below, f"{ahead}{key}.")


_PATHS = tuple(_paths(_SHAPE))


class _Told(NamedTuple):
    """The source of what stands below, and whether it was named for that alone."""

    sources: Mapping[str, Source]
    source: Source | None = None
    confidence: Confidence | None = None
    own: bool = False

    def at(self, fields: Mapping[str, Node], *, own: bool = True) -> _Told:
        """Return what holds below a mapping."""
        source, confidence = fields.get("source"), fields.get("confidence")
        return _Told(
            self.sources,
            _known(source, self.sources) if source else self.source,
            confidence.one_of(Confidence) if confidence else self.confidence,
            self.own or (own and source is not None and confidence is not None),
        )


def read(folders: tuple[Path, ...]) -> Providers:
    """Return what the shipped file and those of the user's rule folders say; the models of the later ones come first.

    Raises DataError naming file and key.
    """
    known, told = Providers({}, {}, ()), dict[str, _Told]()
    for folder in (catalog.rules_folder(), *folders):
        path = folder / "catalog" / "providers.yaml"
        if path.is_file():
            known = _file(datafile.read(path), known, told)
    return known


def _file(node: Node, known: Providers, told: dict[str, _Told]) -> Providers:
    """Return what a file adds to what is known; `told` keeps the sources, under "", and those of the families."""
    fields = node.mapping(("sources", "platforms", "families", "models"))
    sources = {
        **told.get("", _Told({})).sources,
        **{name: _source(name, each) for name, each in _pairs(fields, "sources")},
    }
    told[""] = _Told(sources)
    platforms = {
        **known.platforms,
        **{name: _platform(name, each, told[""]) for name, each in _pairs(fields, "platforms")},
    }
    families = dict(known.families)
    for name, each in _pairs(fields, "families"):
        families[name] = _family(name, each, families, told)
    for _, each in _pairs(fields, "families"):
        _check_elsewhere(each, platforms, families)
    rows = (
        _row(each, platforms, families, told[""]) for each in (fields["models"].items() if "models" in fields else ())
    )
    return Providers(platforms, families, (*rows, *known.rows))


def _pairs(fields: Mapping[str, Node], key: str) -> Iterator[tuple[str, Node]]:
    return fields[key].pairs() if key in fields else iter(())


def _source(name: str, node: Node) -> Source:
    fields = node.mapping(("url", "date", "note"), required=("url", "date"))
    return Source(name, **{key: field.text() for key, field in fields.items()})


def _platform(name: str, node: Node, told: _Told) -> Platform:
    fields = node.mapping(("title", "names", "hosts", *_SHAPE, *_TOLD), required=("title",))
    here = told.at(fields, own=False)
    if "hosts" in fields and here.source is None:
        fields["hosts"].fail("needs a source")
    return Platform(
        name,
        fields["title"].text(),
        fields["names"].words() if "names" in fields else (),
        fields["hosts"].words() if "hosts" in fields else (),
        here.source,
        {key: fact for key, fact in _facts(node, _SHAPE, here) if fact is not None},
    )


def _family(name: str, node: Node, families: Mapping[str, Family], told: dict[str, _Told]) -> Family:
    fields = node.mapping((*_SHAPE, "like", "title", "platform", "elsewhere", *_TOLD), required=("title",))
    like = fields.get("like")
    parent = _known(like, families) if like else Family(name, "", None, {}, {})
    told[name] = told[parent.id if like else ""]._replace(sources=told[""].sources).at(fields, own=False)
    moved = {place: each.text() for place, each in _pairs(fields, "elsewhere")}
    return Family(
        name,
        fields["title"].text(),
        fields["platform"].text() if "platform" in fields else parent.platform,
        moved,
        merged(parent.facts, dict(_facts(node, _SHAPE, told[name]))),
    )


def _check_elsewhere(node: Node, platforms: Mapping[str, Platform], families: Mapping[str, Family]) -> None:
    fields = dict(node.pairs())
    if "platform" in fields:
        _known(fields["platform"], platforms)
    for place, each in _pairs(fields, "elsewhere"):
        _known(Node(each.path, place, each.trail), platforms)
        _known(each, families)


def _row(node: Node, platforms: Mapping[str, Platform], families: Mapping[str, Family], told: _Told) -> Row:
    fields = node.mapping((*_SHAPE, "match", "family", "platform", "assumed", *_TOLD), required=("match", "family"))
    shape = {key: each for key, each in _SHAPE.items() if key != "match"}
    family = _known(fields["family"], families)
    return Row(
        tuple(glob.lower() for glob in fields["match"].words()),
        family.id,
        _known(fields["platform"], platforms).id if "platform" in fields else None,
        fields["assumed"].flag() if "assumed" in fields else False,
        dict(_facts(node, shape, told.at(fields, own=False))),
    )


def _known(node: Node, known: Mapping[str, T]) -> T:
    name = node.text()
    return known[name] if name in known else node.fail(f"unknown name {name!r}{datafile.closest(name, known)}")


def _facts(node: Node, shape: Shape, told: _Told) -> Iterator[tuple[str, Fact | None]]:
    """Yield what is said below a mapping, by path; None where a null takes back what a family is like."""
    assert isinstance(node.value, dict)
    for key, value in node.value.items():
        below = shape.get(key, shape.get("*"))
        if below is None or key in _TOLD:
            continue
        child = Node(node.path, value, f"{node.trail}.{key}")
        if value is None:
            yield key, None
        elif callable(below):
            yield key, _fact(child, below, told)
        else:
            fields = child.mapping((*below, *_TOLD)) if "*" not in below else dict(child.pairs())
            yield from ((f"{key}.{path}", fact) for path, fact in _facts(child, below, told.at(fields)))


def _fact(node: Node, read: Read, told: _Told) -> Fact:
    fields = {"value": node}
    if isinstance(node.value, dict):
        fields = node.mapping(("value", "source", "confidence", "alt", "note"), required=("value",))
        told = told.at(fields)
    if told.source is None or told.confidence is None or (read in _MEASURED and not told.own):
        node.fail("needs a source and a confidence" + (" of its own" if told.source else ""))
    others = tuple(_other(each, read, told.sources) for each in (fields["alt"].items() if "alt" in fields else ()))
    note = fields["note"].text() if "note" in fields else ""
    return Fact(read(fields["value"]), told.source, told.confidence, others, note)


def _other(node: Node, read: Read, sources: Mapping[str, Source]) -> Other:
    if not isinstance(node.value, dict):
        return Other(read(node))
    fields = node.mapping(("value", "source"), required=("value", "source"))
    return Other(read(fields["value"]), _known(fields["source"], sources))
