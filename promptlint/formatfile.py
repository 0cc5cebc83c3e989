"""The file of the catalogue that lists formats of prompt files: YAML that becomes a FormatTable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from promptlint import sinkfile
from promptlint.datafile import Node
from promptlint.format import Format, FormatTable, Keys, Path, Statement
from promptlint.sink import Sink, Slot

READERS = ("yaml", "json", "toml", "frontmatter", "text")
"""What a format may name as its reader."""
LANGUAGES = (
    "f-string",
    "braces",
    "percent",
    "dollar",
    "jinja2",
    "nunjucks",
    "mustache",
    "handlebars",
    "liquid",
    "semantic-kernel",
    "dify",
    "dify-workflow",
    "none",
)
"""The languages of placeholders that a format may name."""
_TEXTS = ("name", "source", "links", "functions", "role_key", "first", "element", "behind")
_PATHS = ("requests", "settings", "values", "paths", "models")
_TABLES = ("keys", "where", "slots", "syntaxes", "separators", "texts")
_FLAGS = ("conversation", "chat", "stripped")
_KEYS = (
    "formats",
    "readers",
    "lenient",
    "comments",
    "globals",
    "statements",
    "unsent",
    "harmless",
    "foreign",
    "folders",
    "telling",
    "paths",
    "partials",
)
_FORMAT = ("files", "reader", "syntax", "syntax_key", "profile", "roles", *_TEXTS, *_PATHS, *_TABLES, *_FLAGS)


def read(files: Iterable[Node]) -> FormatTable:
    """Return what the files say together, the formats of the later ones first; raises DataError naming file and key."""
    tables = [node.mapping(_KEYS) for node in files]

    def pairs(key: str) -> Iterator[tuple[str, Node]]:
        return (pair for fields in tables if key in fields for pair in fields[key].pairs())

    def words(key: str) -> Iterator[str]:
        return (word for fields in tables if key in fields for word in fields[key].words())

    lists = (fields["formats"].items() for fields in reversed(tables) if "formats" in fields)
    return FormatTable(
        formats=tuple(_format(node) for nodes in lists for node in nodes),
        readers={end: reader for reader, ends in pairs("readers") for end in ends.words()},
        unsent=frozenset(words("unsent")),
        harmless=frozenset(words("harmless")),
        lenient=frozenset(words("lenient")),
        foreign=frozenset(words("foreign")),
        folders=frozenset(words("folders")),
        telling=frozenset(words("telling")),
        globals={name: value.text() for name, value in pairs("globals")},
        comments={end: syntax for syntax, ends in pairs("comments") for end in ends.words()},
        statements=tuple(_statement(name, node) for name, node in pairs("statements")),
        partials=tuple(words("partials")),
        paths=tuple(words("paths")),
    )


def _statement(name: str, node: Node) -> Statement:
    fields = node.mapping(("end", "call"))
    return Statement(name, **{key: value.text() for key, value in fields.items()})


def _format(node: Node) -> Format:
    fields = node.mapping(_FORMAT, required=("name", "files"))
    given: dict[str, Any] = {key: fields[key].text() for key in _TEXTS if key in fields}
    given |= {key: tuple(map(path, fields[key].words())) for key in _PATHS if key in fields}
    if "reader" in fields:
        given["reader"] = _known(fields["reader"], READERS)
    if "syntax_key" in fields:
        given["syntax_key"] = path(fields["syntax_key"].text())
    for key in {"separators", "texts"} & fields.keys():
        given[key] = {word: text.text() for word, text in fields[key].pairs()}
    if "syntaxes" in fields:
        given["syntaxes"] = {word: _language(text) for word, text in fields["syntaxes"].pairs()}
    if "keys" in fields:
        given["keys"] = tuple(map(_keys, _each(fields["keys"])))
    if "syntax" in fields:
        given["languages"] = tuple(map(_language, _each(fields["syntax"])))
    if "roles" in fields:
        given["roles"] = fields["roles"].words()
    if "where" in fields:
        given["where"] = _keys(fields["where"])
    given |= {key: fields[key].flag() for key in ("chat", "stripped") if key in fields}
    if "slots" in fields:
        given["slots"] = tuple(path(key) for key, _ in fields["slots"].pairs())
    if "slots" in fields or given.get("requests") == ():
        given["sink"] = _sink(fields)
    return Format(**{**given, "files": fields["files"].words()})


def _sink(fields: dict[str, Node]) -> Sink:
    settings = fields["settings"].words() if "settings" in fields else ()
    slots = fields["slots"].pairs() if "slots" in fields else ()
    return Sink(
        fields["name"].text(),
        (),
        tuple(Slot(written(path(key)), sinkfile.slot_role(role)) for key, role in slots),
        settings=tuple(written(path(key)) for key in settings),
        profile=fields["profile"].text() if "profile" in fields else None,
        conversation=fields["conversation"].flag() if "conversation" in fields else False,
    )


def _keys(node: Node) -> Keys:
    return tuple((path(key), text.text()) for key, text in node.pairs())


def path(text: str) -> Path:
    """Return the keys of a path that is written with dots; the document itself is a dot."""
    return tuple(filter(None, text.split(".")))


def written(path: Path) -> str:
    """Return the name under which a sink knows what stands at a path."""
    return "/".join(path) or "/"


def _each(node: Node) -> Iterator[Node]:
    """Yield the items of a list; anything else alone."""
    yield from node.items() if isinstance(node.value, list) else (node,)


def _language(node: Node) -> str:
    """Return the name of a language, or the two marks between which names stand."""
    return node.text() if len(node.text().split()) == 2 else _known(node, LANGUAGES)


def _known(node: Node, words: tuple[str, ...]) -> str:
    word = node.text()
    return word if word in words else node.fail(f"unknown word {word!r}; known are {', '.join(words)}")
