"""What the readers of JSON, YAML and TOML make of known text: values whose strings know where they were written."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from promptlint.frontends.decoded import Decoded, Draft
from promptlint.frontends.document import Listing, Node, Scalar, Span, Table
from promptlint.frontends.formats.front import read_front
from promptlint.frontends.json.document import read_json
from promptlint.frontends.json.strings import read_string as read_json_string
from promptlint.frontends.python import readfile
from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.convert import NotKnown, stretch
from promptlint.frontends.python.forks import each
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import EMPTY, plain
from promptlint.frontends.python.readfile import read
from promptlint.frontends.python.routine import Routine, positional_value
from promptlint.frontends.python.state import State, thaw
from promptlint.frontends.python.values import (
    Arguments,
    Element,
    Entry,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.frontends.toml.document import read_toml
from promptlint.frontends.toml.strings import read_string as read_toml_string
from promptlint.frontends.yaml.document import read_yaml
from promptlint.frontends.yaml.scalars import read_scalar
from promptlint.prompt import Site
from promptlint.source import Place

_LINE_END = re.compile(r"\r\n?")


def _read_text(text: str, start: int, end: int) -> Decoded:
    """Read a stretch of a text that stands in a file as it is; every line end is read as one newline."""
    draft, at = Draft(), start
    for found in _LINE_END.finditer(text, start, end):
        draft.put(text[at : found.start()], at)
        draft.put("\n", found.start(), len(found[0]))
        at = found.end()
    draft.put(text[at:end], at)
    return draft.finish(end)


_READERS: dict[str, Callable[[str, int, int], Decoded]] = {
    "yaml": read_scalar,
    "json": read_json_string,
    "toml": read_toml_string,
    "text": _read_text,
}
_IN_FILES = ("text", "raw")
"""The syntaxes of text that stands in a file character by character."""


_LARGEST = 20_000
"""How many nodes a document may have; more are not looked at."""

LONGEST = 500_000
"""How many code points a document may have: longer ones hold data."""


@dataclass(slots=True)
class Document:
    """A document that is read from a text."""

    frame: Frame
    text: Text
    syntax: str
    place: Place
    """The call that reads it."""
    own: bool = False
    """Whether items and entries stand where they were written, in a file as it stands, not at the call."""
    budget: int = _LARGEST

    def value(self, node: Node) -> Value:
        """Return what a node of the document is in the program. Raises NotKnown for too large a document."""
        self.budget -= 1
        if self.budget < 0:
            raise NotKnown
        match node:
            case Table(pairs):
                entries = (Entry(self.value(key), self.value(value), self.placed(value)) for key, value in pairs)
                return Map(tuple(entries))
            case Listing(items):
                return Seq(tuple(Element(self.value(item), self.placed(item)) for item in items))
            case Scalar(str(text), span):
                return Text(self._string(text, span)) if text else EMPTY
        return Op("unknown", (), (), self.place) if node.value is ... else Const(node.value)

    def placed(self, node: Node) -> Place:
        """Return where the first scalar of a node stands, of a document in a file; for any other one the call that reads it."""
        while self.own and not isinstance(node, Scalar):
            items = node.items if isinstance(node, Listing) else tuple(value for _, value in node.pairs)
            node = items[0] if items else Scalar(None)
        return Place(self.place.path, *node.span) if isinstance(node, Scalar) and self.own and node.span else self.place

    def _string(self, text: str, span: Span | None) -> Run:
        """Return a string of the document with the places of its characters, as far as they can be told."""
        decoded = None if span is None else self._decoded(span)
        if span is None or decoded is None or decoded.text != text:
            return (Literal(text),)
        match self.text.parts:
            case (Literal(site=Site(syntax=written) as site),) if written in _IN_FILES:
                place = self.frame.world.literals.span(site, span.start, span.end - span.start)
                return (Literal(text, Site(place, 0, self.syntax)),)
        return tuple(_pieces(self.text.parts, decoded))

    def _decoded(self, span: Span) -> Decoded | None:
        try:
            return _READERS[self.syntax](plain(self.text) or "", *span)
        except ValueError:
            return None


def _pieces(parts: Run, decoded: Decoded) -> Iterator[Member]:
    """Yield a string that is written within literals of the program, each piece with its place in one of them."""
    for run, behind in itertools.pairwise(decoded.runs):
        text = decoded.text[run.at : behind.at]
        end = run.start + len(text) * run.width
        written = stretch(parts, run.start, end)
        if run.width == 1:
            yield from written
        else:
            yield from (Literal(text, first.site) for first in written[:1] if isinstance(first, Literal))


def _documents_of(frame: Frame, text: Value, syntax: str, place: Place) -> list[Value] | None:
    """Return the documents that a text holds; None where it is not known, or holds none that can be read."""
    if not isinstance(text, Text) or (known := plain(text)) is None or len(known) > LONGEST:
        return None
    try:
        document = Document(frame, text, "text" if syntax == "frontmatter" else syntax, place)
        return [document.value(node) for node in _read(syntax, known)]
    except (NotKnown, ValueError):
        return None


def _one(frame: Frame, text: Value, syntax: str, place: Place) -> Value | None:
    """Return the only document that a text holds."""
    documents = _documents_of(frame, text, syntax, place)
    return None if documents is None or len(documents) > 1 else next(iter(documents), NONE)


def _every(frame: Frame, text: Value, syntax: str, place: Place) -> Value | None:
    """Return all documents that a text holds."""
    documents = _documents_of(frame, text, syntax, place)
    return None if documents is None else Seq(tuple(Element(value, place) for value in documents), "generator")


def _loader(syntax: str, load: Callable[[Frame, Value, str, Place], Value | None] = _one) -> Routine:
    """Return the routine of a function that reads a text or an open file."""

    def routine(frame: Frame, state: State, arguments: Arguments, place: Place) -> Value | None:
        text = read(frame, state, positional_value(arguments, 0))
        if text is None or not {name for name, _ in arguments.keywords} <= _HARMLESS:
            return None
        if isinstance(text, Text) and text.document is not None and syntax == "json":
            return thaw(text.document, state)
        value = each(text, lambda known: load(frame, known, syntax, place), place)
        return value and thaw(value, state)

    return routine


@functools.lru_cache(maxsize=32)
def _read(syntax: str, text: str) -> tuple[Node, ...]:
    return _DOCUMENTS[syntax](text)


_HARMLESS = {"Loader", "strict", "encoding"}
"""The keywords that say nothing about the values that are read."""

_DOCUMENTS: dict[str, Callable[[str], tuple[Node, ...]]] = {
    "yaml": read_yaml,
    "json": lambda text: (read_json(text),),
    "toml": lambda text: (read_toml(text),),
    "frontmatter": lambda text: (read_front(text),),
}

ROUTINES: dict[str, Routine] = {
    **readfile.ROUTINES,
    "promptlint.intrinsics.front_matter": _loader("frontmatter"),
    **{f"json.{name}": _loader("json") for name in ("load", "loads")},
    **{f"tomllib.{name}": _loader("toml") for name in ("load", "loads")},
    **{f"yaml.{name}": _loader("yaml") for name in ("load", "safe_load", "full_load", "unsafe_load")},
    **{f"yaml.{name}": _loader("yaml", _every) for name in ("load_all", "safe_load_all", "full_load_all")},
}
