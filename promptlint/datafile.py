"""Data files in YAML: values that know their place, so that an error names the file and the key."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NoReturn, TypeVar

E = TypeVar("E", bound=Enum)


class DataError(Exception):
    """A data file that does not say what it must; the message names file and key, for people."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a data file and the keys that lead to it. Every method raises DataError on another kind of value."""

    path: Path
    value: object
    trail: str = ""

    def fail(self, problem: str) -> NoReturn:
        """Raise the DataError that names this value."""
        raise DataError(f"{self.path}: {self.trail}: {problem}" if self.trail else f"{self.path}: {problem}")

    def mapping(self, known: Iterable[str], required: Iterable[str] = ()) -> dict[str, Node]:
        """Return the fields of a mapping that may have only the known keys; a null counts as absent."""
        fields = dict(self.pairs())
        for key in fields.keys() - set(known):
            fields[key].fail(f"unknown key {key!r}{closest(key, known)}")
        if missing := [key for key in required if key not in fields]:
            self.fail(f"the key {missing[0]!r} is missing")
        return fields

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Yield the key and value of each pair of a mapping whose keys are free; a null counts as absent."""
        if not isinstance(self.value, dict):
            self.fail("must be a mapping")
        for key, value in self.value.items():
            name = key if isinstance(key, str) else self.fail(f"the key {key!r} must be text (put it in quotes)")
            if value is not None:
                yield name, Node(self.path, value, f"{self.trail}.{name}" if self.trail else name)

    def qualified(self) -> Iterator[str]:
        """Yield the dotted names that a mapping from owners to words stands for: `{os: getcwd}` is `os.getcwd`."""
        for owner, names in self.pairs():
            yield from (f"{owner}.{name}" for name in names.words())

    def items(self) -> Iterator[Node]:
        """Yield the items of a list."""
        if not isinstance(self.value, list):
            self.fail("must be a list")
        for index, value in enumerate(self.value):
            yield Node(self.path, value, f"{self.trail}[{index}]")

    def text(self) -> str:
        """Return text."""
        return self.value if isinstance(self.value, str) else self.fail(f"must be text, not {self.value!r}")

    def words(self) -> tuple[str, ...]:
        """Return the words of a text, or the texts of a list."""
        return tuple(self.value.split()) if isinstance(self.value, str) else tuple(item.text() for item in self.items())

    def number(self) -> int:
        """Return a whole number of at least zero."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            self.fail(f"must be a whole number, not {self.value!r}")
        return self.value

    def flag(self) -> bool:
        """Return true or false."""
        return self.value if isinstance(self.value, bool) else self.fail(f"must be true or false, not {self.value!r}")

    def one_of(self, choices: type[E]) -> E:
        """Return the member of an enumeration, written in lower case."""
        names = {member.name.lower(): member for member in choices}
        word = self.text()
        return names[word] if word in names else self.fail(f"unknown word {word!r}{closest(word, names)}")


def read(path: Path) -> Node:
    """Return the content of a YAML file; raises DataError where it cannot be read."""
    return parse(path, text(path))


def text(path: Path) -> str:
    """Return the text of a file; raises DataError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error


def parse(path: Path, content: str) -> Node:
    """Return the content of YAML text that stands in a file; raises DataError where it is not YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return Node(path, yaml.load(content, Loader=loader))
    except yaml.YAMLError as error:
        raise DataError(f"{path}: is not valid YAML: {error}") from error
    except RecursionError as error:
        raise DataError(f"{path}: is nested too deeply") from error


def closest(word: str, known: Iterable[str]) -> str:
    """Return words for the end of a sentence: the known word that looks like one that is not, or all of them."""
    matches = difflib.get_close_matches(word, tuple(known), n=1)
    return f" (did you mean {matches[0]!r}?)" if matches else f"; known are {', '.join(sorted(known))}"
