"""Which files can mean what another module binds to a name, and under which names they pass it on."""

from __future__ import annotations

import pytest

from promptlint.frontends.python.carriers import aliases, brings
from promptlint.frontends.python.facts import read_facts
from promptlint.gate import Gate
from promptlint.source import Source
from tests.test_project.reading import systems


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from tools import client\nclient()", True),
        ("from tools import client as make\nmake()", True),
        ("from tools import *\nclient()", True),
        ("import tools\ntools.client()", True),
        ("import a.tools as t\nt.client()", True),
        ("import tools\ndef f(client): return client()", False),
        ("import tools\nself.client()", False),
        ("import tools\ntools.clients()", False),
        ("from tools import clients\nclient = 1", False),
    ],
)
def test_brings(code: str, expected: bool) -> None:
    assert brings(read_facts(Source("a.py", code), Gate(())), code, "client") is expected


def test_aliases() -> None:
    facts = read_facts(Source("a.py", "from tools import client as make, clients\nimport client"), Gate(()))
    assert list(aliases(facts, "client")) == ["make", "client"]


WRAPPER = """
--- llm/__init__.py
from .core import ask
from .core import ask as question
--- llm/core.py
from openai import OpenAI
def ask(system): OpenAI().responses.create(model="gpt-4o", instructions=system, input="Hi")
--- far/away.py
from llm import *
--- own.py
from llm import core
tell = core.ask
--- other.py
def ask(system): return system.upper()
"""


@pytest.mark.parametrize(
    ("imported", "call"),
    [
        ("from llm.core import ask", "ask('Be kind.')"),
        ("from llm.core import ask as tell", "tell('Be kind.')"),
        ("from llm.core import *", "ask('Be kind.')"),
        ("from llm import ask", "ask('Be kind.')"),
        ("from llm import question", "question('Be kind.')"),
        ("import llm", "llm.ask('Be kind.')"),
        ("import llm as model", "model.question('Be kind.')"),
        ("from llm import *", "ask('Be kind.')"),
        ("from far.away import *", "question('Be kind.')"),
        ("from far import away", "away.ask('Be kind.')"),
        ("from own import tell", "tell('Be kind.')"),
        ("import own as mine", "mine.tell('Be kind.')"),
    ],
)
def test_a_wrapper_is_found_under_every_name_that_it_is_imported_by(imported: str, call: str) -> None:
    assert systems(f"{WRAPPER}--- app.py\n{imported}\ndef go(): {call}\n") == ["Be kind."]


@pytest.mark.parametrize(
    ("imported", "call"),
    [
        ("from other import ask", "ask('Be kind.')"),
        ("import other", "other.ask('Be kind.')"),
        ("from other import *", "ask('Be kind.')"),
        ("import llm", "self.ask('Be kind.')"),
        ("import llm\nask = print", "ask('Be kind.')"),
        ("", "ask('Be kind.')"),
    ],
)
def test_a_function_of_the_same_name_is_not_the_wrapper(imported: str, call: str) -> None:
    assert systems(f"{WRAPPER}--- app.py\n{imported}\ndef go(self): {call}\n") == ["<unknown>"]
