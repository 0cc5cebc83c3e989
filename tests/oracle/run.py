"""Runs programs in worlds, captures what they send, and measures what two requests have in common."""

from __future__ import annotations

import ast
import asyncio
import builtins
import importlib
import inspect
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from functools import lru_cache
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import regex

from promptlint.hole import Scope
from promptlint.tokens import vocabulary

from .constructs import MODULES
from .sdks import Sent, sdks
from .stubs import STUBBED, sent, stubs
from .world import FIRST, NEXT, OTHER, Unordered, World, parameters, request, standard_library

# What programs import is loaded while no module is replaced, and once.
for _name in MODULES - sdks(lambda _: None).keys() - STUBBED:
    importlib.import_module(_name)


class Block(NamedTuple):
    """A piece of a request that is rendered by itself."""

    role: str
    text: str


Request = tuple[Block, ...]
Pair = tuple[Request, Request]


def apart(files: Mapping[str, str]) -> tuple[Pair, ...]:
    """Return what a program sends in two processes between which everything varies, the whole conversation last."""
    with written(files) as folder:
        first, second = _Process(files, folder, FIRST), _Process(files, folder, OTHER)
        return _paired(first.handle(FIRST), second.handle(OTHER))


def together(files: Mapping[str, str], scope: Scope) -> tuple[Pair, ...]:
    """Return the requests of one process that share what a scope shares, in pairs."""
    with written(files) as folder:
        process = _Process(files, folder, FIRST)
        return _paired(process.handle(FIRST), process.handle(NEXT[scope]))


def _paired(first: Sequence[Request], second: Sequence[Request]) -> tuple[Pair, ...]:
    return tuple(zip(first, second, strict=True))


@contextmanager
def written(files: Mapping[str, str]) -> Iterator[Path]:
    """Provide a folder that holds the files."""
    with TemporaryDirectory() as folder:
        for path, text in files.items():
            whole = Path(folder, path)
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_text(text, encoding="utf-8")
        yield Path(folder)


class _Process:
    """A program, executed once in a world."""

    def __init__(self, files: Mapping[str, str], folder: Path, world: World) -> None:
        self.world = world
        self.sent: list[Sent] = []
        self.modules = standard_library(lambda: self.world) | sdks(self.sent.append) | stubs()
        unordered = type("set", (Unordered,), {"flipped": not world.first})
        self.folder = folder
        main = next(iter(files))
        source = "src/" * main.startswith("src/")
        tuple(sent())  # what others of this process sent before is not this one's
        self.finder = _Finder(str(folder / source), vars(builtins) | {"set": unordered})
        with self._loaded():
            self.module = importlib.import_module(main.removeprefix(source).removesuffix(".py").replace("/", "."))
        self.early = self._requests()

    def handle(self, world: World) -> tuple[Request, ...]:
        """Return what the program sends when it is called in a world, what it sent before included."""
        self.world = world
        with self._loaded():
            reply = self.module.handle(request(world), *parameters(world))
            if inspect.iscoroutine(reply):
                asyncio.run(reply)
        return self.early + self._requests()

    def _requests(self) -> tuple[Request, ...]:
        """Return what was sent since the last time."""
        requests = tuple(tuple(_blocks(each.body)) for each in (*self.sent, *sent()))
        self.sent.clear()
        return requests

    @contextmanager
    def _loaded(self) -> Iterator[None]:
        before = set(sys.modules)
        with patch.dict(sys.modules, self.modules), patch.object(sys, "meta_path", [self.finder, *sys.meta_path]):
            with chdir(self.folder):
                yield
            self.modules |= {name: module for name, module in sys.modules.items() if name not in before}


class _Finder(MetaPathFinder):
    """Finds the modules of a program, which see the builtins of their process."""

    def __init__(self, folder: str, builtins: dict[str, object]) -> None:
        self.folder = folder
        self.builtins = builtins

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:
        for folder in (self.folder,) if path is None else path:
            if folder.startswith(self.folder):
                spec = FileFinder(folder, (self._loader, [".py"])).find_spec(name)  # type: ignore[arg-type]
                if spec:
                    return spec
        return None

    def _loader(self, name: str, path: str) -> _Loader:
        return _Loader(name, path, self.builtins)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, builtins: dict[str, object]) -> None:
        super().__init__(name, path)
        self.builtins = builtins

    def get_code(self, name: str) -> CodeType:
        return _compiled(self.get_data(self.get_filename(name)))

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__builtins__"] = self.builtins
        super().exec_module(module)


@lru_cache(64)
def _compiled(source: bytes) -> CodeType:
    tree = ast.fix_missing_locations(_Displays().visit(ast.parse(source)))
    return compile(tree, "program.py", "exec")


class _Displays(ast.NodeTransformer):
    """Makes set displays call `set`, which a process replaces."""

    def visit_Set(self, node: ast.Set) -> ast.AST:
        self.generic_visit(node)
        return ast.Call(ast.Name("set", ast.Load()), [ast.List(node.elts, ast.Load())], [])


def _blocks(body: dict[str, Any]) -> Iterator[Block]:
    """Yield the blocks of a body in the order of the profiles: tools, schema, system, messages."""
    for role, key in (("tools", "tools"), ("schema", "response_format")):
        if key in body:
            yield Block(role, json.dumps(body[key]))
    for key in ("system", "instructions"):
        yield from _texts("system", body.get(key, ()))
    messages = body.get("messages", body.get("input", ()))
    for message in [{"role": "user", "content": messages}] if isinstance(messages, str) else messages:
        yield from _texts(message["role"].replace("developer", "system"), message["content"])


def _texts(role: str, content: Any) -> Iterator[Block]:
    parts = [{"text": content}] if isinstance(content, str) else content
    return (Block(role, part["text"]) for part in parts)


class Common(NamedTuple):
    """The common head of two requests, in tokens: all of it, and at least what a linter can be asked to know.

    The latter ends before the last two pre-tokens, and before what is neither a letter nor static: the quotes, spaces
    and digits that a value may start with in both requests.
    """

    tokens: int
    known: int


def common(first: Request, second: Request) -> Common:
    """Return what two requests have in common at their head."""
    same = _shared(first, second)
    whole = sum(len(_encode(block.text)) for block in first[:same])
    if same == min(len(first), len(second)) or first[same].role != second[same].role:
        return Common(whole, whole)
    texts = first[same].text, second[same].text
    # `.lower()` writes the T of an ISO time small; no other value has small letters ahead of what differs.
    start = re.sub(r"(?:\d{4}-\d\d-\d\dt)?[^a-z]*$", "", texts[0][: _shared(*texts)])
    known = "".join(regex.findall(vocabulary()._pat_str, start)[:-2])
    return Common(whole + _shared(*map(_encode, texts)), whole + len(_encode(known)))


def _shared(first: Sequence[object], second: Sequence[object]) -> int:
    """Return how many items at the head of two sequences are equal."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))))


def _encode(text: str) -> list[int]:
    return vocabulary().encode_ordinary(text)
