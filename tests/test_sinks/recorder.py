"""Stand-ins for every package that a program imports: anything may be asked of them, and what they are given is kept."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Call(NamedTuple):
    """One call of something that a stand-in gave out: its dotted path, and what it was given."""

    path: str
    positional: tuple[object, ...]
    keywords: dict[str, object]


@dataclass
class Tape:
    """Every call that a program made, in order."""

    calls: list[Call] = field(default_factory=list)


class Recorder:
    """Something of another package: its attributes, its items and what calling it returns are the same kind of thing."""

    def __init__(self, path: str, tape: Tape, given: tuple[object, ...] = ()) -> None:
        self._path, self._tape, self._given = path, tape, given

    def __getattr__(self, name: str) -> Recorder:
        if name.startswith("__"):
            raise AttributeError(name)
        return Recorder(f"{self._path}.{name}", self._tape)

    def __call__(self, *positional: object, **keywords: object) -> Recorder:
        self._tape.calls.append(Call(self._path, positional, keywords))
        return Recorder(self._path, self._tape, (*positional, *keywords.values()))

    def __getitem__(self, key: object) -> Recorder:
        return self

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __await__(self) -> Iterator[Any]:
        return self
        yield

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    async def __aenter__(self) -> Recorder:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None


class _Module(types.ModuleType):
    """A stand-in for a module: what is imported from it is a recorder."""

    __path__: Sequence[str] = ()
    tape: Tape

    def __getattr__(self, name: str) -> Recorder:
        if name.startswith("__"):
            raise AttributeError(name)
        return Recorder(f"{self.__name__}.{name}", self.tape)

    def __call__(self, *positional: object, **keywords: object) -> Recorder:
        return Recorder(self.__name__, self.tape)(*positional, **keywords)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, tape: Tape) -> None:
        self.tape = tape

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] in sys.stdlib_module_names:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = _Module(spec.name)
        module.tape = self.tape
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        return None


@contextmanager
def recording() -> Iterator[Tape]:
    """Let every import of another package give out stand-ins, and yield the tape on which they record."""
    tape = Tape()
    finder = _Finder(tape)
    before = dict(sys.modules)
    for name in [name for name in sys.modules if name.partition(".")[0] not in sys.stdlib_module_names]:
        del sys.modules[name]
    sys.meta_path.insert(0, finder)
    try:
        yield tape
    finally:
        sys.meta_path.remove(finder)
        sys.modules.clear()
        sys.modules.update(before)


def texts(value: object, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield every text in a value: in mappings, sequences and what a stand-in was given; JSON is read."""
    if id(value) in seen:
        return
    seen |= {id(value)}
    match value:
        case bytes():
            yield from texts(value.decode(), seen)
        case str():
            yield value
            yield from _json_texts(value, seen)
        case dict():
            yield from (text for inner in (*value, *value.values()) for text in texts(inner, seen))
        case list() | tuple() | set():
            yield from (text for inner in value for text in texts(inner, seen))
        case Recorder():
            yield from texts(value._given, seen)


def _json_texts(value: str, seen: frozenset[int]) -> Iterator[str]:
    import json

    for line in value.splitlines() if value.startswith("{") else ():
        yield from texts(json.loads(line), seen)
