"""What a program sends is found without looking twice at the functions on the way."""

from __future__ import annotations

import pytest

from promptlint import link
from promptlint.frontends.python.world import Program
from tests.test_project.reading import opened

CHAIN = """
--- app.py
from wrapper import ask
def main(prompt, role="user"): return ask([{"role": role, "content": prompt}])
--- sender.py
from openai import OpenAI
def post(messages): return OpenAI().chat.completions.create(model="gpt-4o", messages=messages)
--- wrapper.py
from sender import post
def ask(messages): return post([*messages, {"role": "system", "content": "Be kind."}])
"""

TWO_CLASSES = """
--- app.py
from openai import OpenAI
class Base:
    def ask(self, q):
        return OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": self.text() + q}])
    def text(self): return "Be kind. "
class Same(Base):
    pass
class Other(Base):
    def text(self): return "Be brief. "
"""


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The definitions that are looked at, in order, each with the class for whose instances."""
    found: list[str] = []
    sliced = Program._sliced

    def noted(program: Program, definition, cls, criterion):
        found.append(f"{definition.name} {cls.name if cls else ''}".strip())
        return sliced(program, definition, cls, criterion)

    monkeypatch.setattr(Program, "_sliced", noted)
    return found


def test_a_function_is_looked_at_once_behind_those_that_it_calls(looked: list[str]) -> None:
    files = opened(CHAIN)
    (prompt,) = link.touching(files, frozenset(files.paths)).prompts
    assert [name for name in looked if name] == ["post", "ask", "main"]
    assert [part.place.path.rpartition("/")[2] for part in prompt.chain] == ["wrapper.py", "app.py"]


def test_a_method_is_looked_at_once_for_the_classes_for_which_it_does_the_same(looked: list[str]) -> None:
    files = opened(TWO_CLASSES)
    link.touching(files, frozenset(files.paths))
    assert sorted(each for each in looked if each.startswith("ask")) == ["ask Base", "ask Other"]
