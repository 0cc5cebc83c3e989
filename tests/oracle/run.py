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
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any, NamedTuple
from unittest.mock import patch

import regex

from promptlint.prompt import Scope
from promptlint.tokens import vocabulary

from .constructs import MODULES
from .sdks import Sent, sdks
from .world import FIRST, NEXT, OTHER, Unordered, World, parameters, request, standard_library

# What programs import is loaded while no module is replaced, and once.
for _name in MODULES - sdks(lambda _: None).keys():
    importlib.import_module(_name)


class Block(NamedTuple):
    """A piece of a request that is rendered by itself."""

    role: str
    text: str


Request = tuple[Block, ...]


def apart(text: str) -> tuple[Request, Request]:
    """Return what a program sends in two processes between which everything varies."""
    first, second = _Process(text, FIRST), _Process(text, OTHER)
    return first.handle(FIRST), second.handle(OTHER)


def together(text: str, scope: Scope) -> tuple[Request, Request]:
    """Return two requests of one process that share what a scope shares."""
    process = _Process(text, FIRST)
    return process.handle(FIRST), process.handle(NEXT[scope])


class _Process:
    """A program, executed once in a world."""

    def __init__(self, text: str, world: World) -> None:
        self.world = world
        self.sent: list[Sent] = []
        self.modules = standard_library(lambda: self.world) | sdks(self.sent.append)
        self.module = types.ModuleType("program")
        unordered = type("set", (Unordered,), {"flipped": not world.first})
        self.module.__dict__["__builtins__"] = vars(builtins) | {"set": unordered}
        tree = ast.fix_missing_locations(_Displays().visit(ast.parse(text)))
        with self._loaded():
            exec(compile(tree, "program.py", "exec"), self.module.__dict__)

    def handle(self, world: World) -> Request:
        """Return the one request that the program sends when it is called in a world."""
        self.world = world
        self.sent.clear()
        with self._loaded():
            reply = self.module.handle(request(world), *parameters(world))
            if inspect.iscoroutine(reply):
                asyncio.run(reply)
        (sent,) = self.sent
        return tuple(_blocks(sent.body))

    @contextmanager
    def _loaded(self) -> Iterator[None]:
        with patch.dict(sys.modules, self.modules | {"program": self.module}):
            yield


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
