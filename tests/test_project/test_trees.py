"""Trees are forgotten and parsed again: how many there is room for changes the time that it takes, and nothing else."""

from __future__ import annotations

import ast

import pytest

from promptlint.frontends.python import trees
from promptlint.frontends.python.scope import Module
from promptlint.source import Source
from tests.test_project.reading import ROOT, opened, prompts

PROJECT = """
--- app.py
from llm import Base, ask
from datetime import datetime
from texts import *
class Bot(Base):
    lead = "Lead. "
    def header(self): return self.lead + (lambda text: f"{text} {datetime.now()}. ")("Now")
def go(question):
    Bot(RULES).chat(question)
    ask(TABLE["a"] + "".join(map(lambda part: part + "! ", PARTS)))
--- llm.py
from openai import OpenAI
from texts import RULES, add
client = OpenAI()
add("c")
class Base:
    def __init__(self, rules): self.rules = rules
    def header(self): raise NotImplementedError
    def chat(self, question):
        def inner(): return self.header() + self.rules
        ask(inner())
def ask(system):
    client.responses.create(model="gpt-4o", instructions=system, input="Hi")
--- texts.py
RULES = "Be kind."
TABLE = {"a": "A. ", "b": "B. "}
PARTS = ["a", "b"]
def add(part): PARTS.append(part)
"""


@pytest.mark.parametrize("room", [1, 500])
def test_room_for_few_trees_shows_what_room_for_all_shows(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = prompts(PROJECT)
    assert len(expected) == 2
    parsed, parse = list[str](), trees.parse
    monkeypatch.setattr(trees, "parse", lambda source: parsed.append(source.path) or parse(source))
    monkeypatch.setattr(trees, "LARGEST", room)
    monkeypatch.setattr(trees, "LARGEST_PROGRAM", room)
    assert prompts(PROJECT) == expected
    paths = opened(PROJECT).paths
    assert all(parsed.count(path) > len(paths) for path in paths)


def module(path: str, text: str) -> tuple[Module, list[str]]:
    """Return a module, and a list to which the path is added each time that it is parsed."""
    parsed: list[str] = []
    return Module(path, Source(path, text), lambda: parsed.append(path) or ast.parse(text)), parsed


def test_a_definition_is_the_same_once_its_tree_was_forgotten() -> None:
    found, parsed = module(f"{ROOT}/é.py", "é = '€'; x = lambda: é\n@x\nclass C:\n    def f(self): return x()\n")
    cls = next(node for node in found.tree.body if isinstance(node, ast.ClassDef))
    inner = next(node for node in cls.body if isinstance(node, ast.FunctionDef))
    owner = found.definition(cls, found.body)
    method = found.definition(inner, owner)
    before = ast.dump(method.node), found.names, found.attributes(owner), found.free_names(method)
    found.forget()
    assert method.node is not inner
    assert (ast.dump(method.node), found.names, found.attributes(owner), found.free_names(method)) == before
    assert found.definition(method.node, owner) is method
    assert len(parsed) == 2
