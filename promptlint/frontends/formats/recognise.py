"""Recognition: which format a document has, by the name of its file, its bytes, and the keys that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from promptlint.format import Format, FormatTable
from promptlint.frontends.document import Excessive, Node
from promptlint.frontends.formats.front import read_front
from promptlint.frontends.formats.steps import has
from promptlint.frontends.formats.whole import whole
from promptlint.frontends.json.document import read_json
from promptlint.frontends.keys import key_words
from promptlint.frontends.python.loading import LONGEST
from promptlint.frontends.toml.document import read_toml
from promptlint.frontends.yaml.document import read_yaml
from promptlint.prompt import Role
from promptlint.shapes import ShapeTable
from promptlint.source import Source

MARKS = (b"{", b"$")
"""What every placeholder starts with."""


class Reading(NamedTuple):
    """How a file is read."""

    read: Callable[[str], tuple[Node, ...]]
    """Returns the documents of a text. Raises Broken."""
    written: str
    """The syntax in which the scalars are written that may be texts of prompts."""


READINGS = {
    "yaml": Reading(read_yaml, "yaml"),
    "json": Reading(lambda text: (read_json(text),), "json"),
    "toml": Reading(lambda text: (read_toml(text),), "toml"),
    "frontmatter": Reading(lambda text: (read_front(text),), "text"),
    "text": Reading(lambda text: (whole(text),), "text"),
}
"""What reads a file, by the reader that its format or the end of its name tells."""


class Recognised(NamedTuple):
    """A document of a format."""

    format: Format
    reader: str
    documents: tuple[Node, ...]
    """What it says; nothing for a text."""


def likely(formats: FormatTable, shapes: ShapeTable, path: str, data: bytes) -> tuple[Format, ...]:
    """Return the formats that a file may have, by its name and by tests on its bytes; none for one that surely sends nothing."""
    found = tuple(kind for kind in formats.of(path) if _may_be(formats, shapes, kind, path, data))
    return found if any(kind.requests for kind in found) else ()


def _may_be(formats: FormatTable, shapes: ShapeTable, kind: Format, path: str, data: bytes) -> bool:
    if kind.sink is not None:
        return kind.may_be(data)
    is_marked = any(mark in data for mark in MARKS)
    if formats.reader(kind, path) == "text":
        return is_marked and named(formats, shapes, path) is not None
    if not (is_marked or any(end.encode() in data for end in formats.paths)):
        return False
    words = key_words(data[:LONGEST].decode("latin-1"))
    if is_marked and ((b"role" in data and b"content" in data) or any(map(shapes.find, words))):
        return True
    return any(role_of(shapes, stem) for stem in map(formats.stem, words) if stem)


def role_of(shapes: ShapeTable, key: str) -> Role | None:
    """Return what a key says that its text is, or each of its texts."""
    name = key.replace("-", "_")
    return shapes.find(name) or shapes.find(name.removesuffix("s"))


def named(formats: FormatTable, shapes: ShapeTable, path: str) -> Role | None:
    """Return what the name of a file, or else that of its folder, says that its text is."""
    folders, _, name = path.replace("\\", "/").rpartition("/")
    role = shapes.find(name.partition(".")[0].replace("-", "_"))
    if role is not None:
        return role
    return Role.FRAGMENT if any(map(formats.is_of_prompts, folders.split("/")[-2:])) else None


def recognise(table: FormatTable, formats: tuple[Format, ...], source: Source) -> Recognised | None:
    """Return what a source is as a document of the first format that it has. Raises Broken where it cannot be read."""
    for kind in formats:
        reader = table.reader(kind, source.path)
        documents = _read(reader, source.text)
        if any(_fits(document, kind) for document in documents):
            return Recognised(kind, reader, documents)
    return None


def _read(reader: str, text: str) -> tuple[Node, ...]:
    if len(text) > LONGEST:
        raise Excessive(f"it has {len(text):,} characters, and prompt files have at most {LONGEST:,}")
    return READINGS[reader].read(text)


def _fits(document: Node, kind: Format) -> bool:
    """Return whether a document has all keys of a format."""
    return any(has(document, keys) for keys in kind.keys)


def parts(recognised: Recognised) -> Iterator[Node]:
    """Yield the documents of a file that have the keys of its format."""
    yield from (document for document in recognised.documents if _fits(document, recognised.format))
