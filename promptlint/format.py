"""Formats of prompt files: how one is recognised, where its texts stand, and what fills their placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from promptlint.names import words_of
from promptlint.sink import Sink

Path = tuple[str, ...]
"""The keys that lead to a part of a document; `*` is every item of a list and every value of a mapping, `a|b` either key."""


Keys = tuple[tuple[Path, str], ...]
"""The keys that something has, each with text that its value contains; `llm|prompt` is either text."""


class Statement(NamedTuple):
    """A statement that an extension brings to Jinja."""

    name: str
    """The word that it begins with."""
    end: str = ""
    """The word that ends its block; empty for one without a block."""
    call: str = ""
    """The function whose result it writes in front of its block, by its qualified name; empty for none."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of prompt file, and where the parts of a request stand in one."""

    name: str
    """What people call it."""
    files: tuple[str, ...]
    """Patterns of the ends of paths: `prompts/**/*.yml`."""
    keys: tuple[Keys, ...] = ((),)
    """The keys that a document has: those of one of these at least."""
    reader: str = ""
    """How a file is read: yaml, json, toml, frontmatter, text; empty where the end of its name tells."""
    languages: tuple[str, ...] = ()
    """The languages that its placeholders may be written in: a text is of the first that can read it; none where each text tells it."""
    syntax_key: Path = ()
    """The key, in a message, a request or else in the document, whose word names the language."""
    syntaxes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The languages by those words."""
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The keys of the text of a message, by those words; the first where it tells none."""
    requests: tuple[Path, ...] = ((),)
    """Where the parts of a document stand that are one request each."""
    where: Keys = ()
    """The keys that such a part has."""
    slots: tuple[Path, ...] = ()
    """Where the texts of a request stand, in the order of the sink's slots; none where only names tell."""
    sink: Sink | None = None
    """What is sent: each slot, setting and the model under its path, written with `/`."""
    models: tuple[Path, ...] = ()
    """Where models are named, in the request or else in the document."""
    settings: tuple[Path, ...] = ()
    values: tuple[Path, ...] = ()
    """Where mappings stand that bind placeholders to what is the same in every request."""
    paths: tuple[Path, ...] = ()
    """The slots whose text is the path of a file that is read in its place."""
    links: str = ""
    """What a text begins with that is the path of a file: `file://`."""
    functions: str = ""
    """What stands between the path of a program and the name of the function in it whose result is sent."""
    separators: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The lines that part a file whose path a text is into several requests, by the end of its name; empty for every line end."""
    role_key: str = ""
    """What a message calls its role."""
    roles: tuple[str, ...] = ()
    """The words of lines that begin a message, `# user:`, in a text that a template has made."""
    element: str = ""
    """The name of the elements of markup that are messages in a text that a template has made: `<message role="user">`."""
    behind: str = ""
    """The role of what stands behind such an element."""
    stripped: bool = False
    """Whether the blanks around the text of a message go."""
    first: str = ""
    """The role of what stands in front of the first of them."""
    chat: bool = False
    """Whether a text that writes down a list of messages, in JSON or YAML, is that list."""
    source: str = ""
    """Where the shape was read, and when."""

    def may_be(self, data: bytes) -> bool:
        """Return whether the bytes of a file hold the keys of the format and the texts that they are to contain."""
        return any(_may_have(data, keys) for keys in self.keys)


@dataclass(frozen=True)
class FormatTable:
    """All formats, those of the user's files first."""

    formats: tuple[Format, ...] = ()
    readers: Mapping[str, str] = field(default_factory=dict)
    """How a file is read, by the end of its name."""
    unsent: frozenset[str] = frozenset()
    """Keys below which nothing is sent: of tests, examples and descriptions."""
    harmless: frozenset[str] = frozenset()
    """Names of files, without their ends, that speak to people: `readme`."""
    foreign: frozenset[str] = frozenset()
    """Ends of files that a template may make and that are no prompts: `conf` in `system.conf.j2`."""
    folders: frozenset[str] = frozenset()
    """Words of the name of a folder that holds prompts."""
    telling: frozenset[str] = frozenset()
    """Words of keys and paths that say that the texts around are for a model."""
    globals: Mapping[str, str] = field(default_factory=dict)
    """What every template knows, as names of the sources."""
    lenient: frozenset[str] = frozenset()
    """Readers of files that others read though they break a rule: what they refuse is spoken of in somebody's format alone."""
    comments: Mapping[str, str] = field(default_factory=dict)
    """How the comments of a file are written, by the end of its name."""
    statements: tuple[Statement, ...] = ()
    """What extensions bring to Jinja."""
    partials: tuple[str, ...] = ()
    """Where a template stands that another one names, beside its own name: `_{name}{end}` with the end of the other one."""
    paths: tuple[str, ...] = ()
    """The ends of keys whose texts are the paths of files: `_path`."""

    def is_document(self, path: str) -> bool:
        """Return whether the end of a file's name says that it is read as a document, never as a program."""
        return path.lower().endswith(self._ends)

    def is_wanted(self, path: str) -> bool:
        """Return whether the name of a file says that it may be a prompt file."""
        return self._pattern.fullmatch(path.replace("\\", "/")) is not None

    def of(self, path: str) -> Iterator[Format]:
        """Yield the formats whose patterns a path fits."""
        path = path.replace("\\", "/")
        if self.is_document(path) and not self.is_harmless(path):
            yield from (kind for kind, pattern in self._patterns if pattern.fullmatch(path))

    def reader(self, kind: Format, path: str) -> str:
        """Return how a file of a format is read."""
        return kind.reader or next(
            (reader for end, reader in self.readers.items() if path.lower().endswith(end)), "text"
        )

    def is_sure(self, path: str) -> bool:
        """Return whether the name of a file says by more than its end that it is a prompt file of somebody's format."""
        return self.is_document(path) and self._telling.fullmatch(path.replace("\\", "/")) is not None

    def is_harmless(self, path: str) -> bool:
        """Return whether the name of a file says that it speaks to people, or that something else is made of it.

        A template of a configuration has the end of that within its name, one of a project has placeholders in its path.
        """
        path = path.replace("\\", "/").lower()
        stem, *ends = path.rpartition("/")[2].split(".")
        return stem in self.harmless or not self.foreign.isdisjoint(ends[:-1]) or "{{" in path

    def is_of_prompts(self, folder: str) -> bool:
        """Return whether the name of a folder says that it holds prompts."""
        return not self.folders.isdisjoint(words_of(folder))

    def is_telling(self, name: str) -> bool:
        """Return whether a key, or a path, says that the texts around are for a model."""
        return not self.telling.isdisjoint(words_of(name))

    def stem(self, key: str) -> str:
        """Return what stands in front of the end of a key whose text is the path of a file; nothing for any other key."""
        return next((key.removesuffix(end) for end in self.paths if key.endswith(end)), "")

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        patterns = (pattern for kind in self.formats for pattern in kind.files)
        return tuple({*self.readers, *(f".{pattern.rpartition('.')[2]}" for pattern in patterns)})

    @cached_property
    def _patterns(self) -> tuple[tuple[Format, re.Pattern[str]], ...]:
        return tuple((kind, _compiled(kind.files)) for kind in self.formats)

    @cached_property
    def _telling(self) -> re.Pattern[str]:
        """Return what fits the patterns of somebody's format that name a file: more than its end, and not any with a word in it."""
        ends = {f"*{end}" for end, reader in self.readers.items() if reader != "text"}
        patterns = (pattern for kind in self.formats if kind.sink for pattern in kind.files)
        return _compiled(pattern for pattern in patterns if pattern not in ends and pattern.count("*") < 2)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _compiled(pattern for kind in self.formats for pattern in kind.files)


def _may_have(data: bytes, keys: Keys) -> bool:
    named = (key.split("|") for path, _ in keys for key in path if key != "*")
    texts = (text.split("|") for _, text in keys if text)
    return all(any(word.encode() in data for word in words) for words in (*named, *texts))


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what fits the paths whose end fits one of the patterns."""
    ends = "|".join(dict.fromkeys(map(_translated, patterns)))
    return re.compile(rf"(?:.*/)?(?:{ends})", re.IGNORECASE | re.DOTALL)


def _translated(pattern: str) -> str:
    pieces = re.split(r"(\*\*/|\*)", pattern)
    return "".join({"**/": "(?:[^/]*/)*", "*": "[^/]*"}.get(piece, re.escape(piece)) for piece in pieces)
