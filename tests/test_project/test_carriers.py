"""Which files can mean what another module binds to a name, and under which names they pass it on."""

from __future__ import annotations

import pytest

from promptlint.frontends.python.carriers import aliases, brings
from promptlint.frontends.python.facts import read_facts
from promptlint.gate import Gate
from promptlint.source import Source


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
