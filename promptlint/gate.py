"""The gate: which files, and which places in them, may send a prompt. Most files end here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from promptlint.shapes import ShapeTable
from promptlint.source import Source

if TYPE_CHECKING:
    from promptlint.catalog import Catalog
    from promptlint.sink import MessageShape, Sink

_DOT = r"(?:[\s\\]|#[^\r\n]*+)*+\.(?:[\s\\]|#[^\r\n]*+)*+"
_ASSIGNED = r"\s*+=(?!=)\s*+"
_IDENTIFIER = re.compile(r"[^\W\d]\w*+")
_IMPORT = re.compile(
    r"(?:^|[:;])[ \t]*+(?:from[ \t]++([\w.]++)[ \t]++import[ \t]*+(\([^)]*+\)|[^\r\n;]*+)|import[ \t]++([\w., \t]++))",
    re.MULTILINE,
)
"""Import statements: the module and the names of a `from`, or the modules."""
_DOTTED = re.compile(r"[\w.]++")
_ALIAS = r"(?:\s++as\s++(\w+))?"


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of a prompt: texts that a file must all hold, and the pattern of the places; its groups are aliases."""

    words: frozenset[str]
    shape: str
    package: str = ""
    """The package that the file must import from; empty where that does not matter."""


@dataclass(frozen=True)
class Gate:
    """All signs of a prompt."""

    clues: tuple[Clue, ...]
    names: ShapeTable = field(default_factory=ShapeTable)
    """The names that say prompt."""
    roles: tuple[str, ...] = ()
    """The keys under which a message has its role."""

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for clue in self.clues for word in clue.words)

    @cached_property
    def _phrases(self) -> tuple[str, ...]:
        """The words that are more than an identifier."""
        return tuple(sorted(word for word in self._words if not word.isidentifier()))

    def passes(self, data: bytes) -> bool:
        """Return whether a file's bytes may hold a candidate, by substring tests and the names that say prompt."""
        text = data.decode("latin-1")
        return bool(self._shapes(text)) or any(True for _ in self.names.places(text))

    def candidates(self, source: Source) -> tuple[int, ...]:
        """Return the offsets in code points at which something may send or be a prompt, in order."""
        return tuple(sorted({*self._calls(source.text), *self.names.places(source.text)}))

    def _calls(self, text: str) -> Iterator[int]:
        """Yield where sinks are called, under their own names or others, and where messages are written."""
        found = [match for shape in self._shapes(text) for match in _pattern(shape).finditer(text)]
        aliases = {match[match.lastindex] for match in found if match.lastindex}
        yield from (match.start() for alias in aliases for match in re.finditer(_word(alias), text))
        end = 0
        for match in sorted(found, key=re.Match.span):
            if match.start() >= end:
                yield match.start()
                end = match.end()

    def _shapes(self, text: str) -> tuple[str, ...]:
        present = self._words.intersection(_IDENTIFIER.findall(text)).union(
            word for word in self._phrases if word in text
        )
        likely = [clue for clue in self.clues if clue.words <= present]
        loaded = _imported(text) if any(clue.package for clue in likely) else frozenset()
        return tuple(dict.fromkeys(clue.shape for clue in likely if not clue.package or clue.package in loaded))


def _imported(text: str) -> frozenset[str]:
    """Return the dotted names that the import statements of a file may load, and the packages around them."""
    found: set[str] = set()
    for module, names, modules in _IMPORT.findall(text):
        found.update(f"{module}.{name}" for name in _DOTTED.findall(names))
        found.update(_DOTTED.findall(modules))
    parts = (name.split(".") for name in found)
    return frozenset(".".join(each[:end]) for each in parts for end in range(1, len(each) + 1))


def compile_gate(catalog: Catalog) -> Gate:
    """Return the gate that lets through what looks like the catalogue's sinks and messages."""
    clues = [clue for sink in catalog.sinks for clue in _sink_clues(sink)]
    clues += [Clue(frozenset((name,)), rf"{_word(name)}{_ALIAS}", package) for package, name in catalog.exports]
    messages = catalog.messages
    return Gate(tuple(dict.fromkeys([*clues, *_message_clues(messages)])), catalog.shapes, messages.role_keys)


@cache
def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile(shape)


def _word(name: str) -> str:
    """Return the pattern of a whole word; searches are seven times as fast without a boundary first."""
    return rf"{name}\b(?<!\w{name})"


def _sink_clues(sink: Sink) -> Iterator[Clue]:
    """Yield the clues of a sink; raw HTTP shows itself only beside an address, one last name only beside a package."""
    beside: tuple[frozenset[str], ...] = tuple(frozenset({url}) for url in sink.url)
    packages = tuple(frozenset(package.split(".")) for package in sink.packages)
    for call in sink.calls if sink.gate else ():
        words = beside or (packages if call in sink.shortcuts else (frozenset[str](),))
        yield from (replace(clue, words=clue.words | word) for clue in _path_clues(call) for word in words)
    yield from (Clue(frozenset({url}), re.escape(url)) for url in sink.url)
    if sink.mapping:
        words_of_keys = frozenset((*sink.mapping, *filter(None, sink.mapping.values())))
        yield Clue(words_of_keys, rf"""["']{next(iter(sink.mapping))}["']""")


def _path_clues(call: str) -> Iterator[Clue]:
    """Yield what a qualified name looks like in a file that imports it, or two neighbours of a dotted path."""
    names = call.removesuffix(".__call__").split(".")
    if names[0] != "*":
        spelled = {names[0], names[-1], *(name for name in names if name[0].isupper())}
        yield Clue(frozenset(spelled), rf"{_word(names[-1])}{_ALIAS}")
    elif len(names) == 2:
        yield Clue(frozenset(names[1:]), rf"{_word(names[1])}{_ALIAS}")
    for first, second in pairwise(names[1:] if names[0] == "*" else ()):
        yield Clue(frozenset((first, second)), rf"{_word(first)}{_DOT}{second}\b")


def _message_clues(messages: MessageShape) -> Iterator[Clue]:
    """Yield what a message looks like as a mapping, and as a call with a role that is known."""
    roles = "|".join(map(re.escape, messages.roles))
    for role in messages.role_keys:
        for content in messages.content_keys:
            words = frozenset((role, content))
            yield Clue(words, rf"""["']{role}["']\s*+(?::|\]{_ASSIGNED})""")
            yield Clue(words, rf"""{_word(role)}{_ASSIGNED}(?:["'](?:{roles})["']|[\w.]*\b(?i:{roles})\b)""")
