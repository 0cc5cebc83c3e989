"""A definition is looked into where something in it sends or is a prompt, not where a word only reads like it."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from promptlint import catalog, gate
from promptlint.frontends.python.signs import signs_of
from promptlint.source import Source


def signs(code: str) -> list[str]:
    """Return the lines in which the gate takes something for a sign of a prompt that is one."""
    source = Source("a.py", dedent(code).strip("\n"))
    known = gate.compile_gate(catalog.load(()))
    (function,) = ast.parse(source.text).body[-1:]
    found = signs_of(function)
    offsets = [at for at in known.candidates(source) if found.hold(source, at, known)]
    return list(dict.fromkeys(source.line(source.position(at).row).strip() for at in offsets))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("""
         def ask(client):
             client.chat.completions.create(messages=[])
         """, ["client.chat.completions.create(messages=[])"]),
        ("""
         def ask(client):
             create = client.messages.create
             return create()
         """, ["create = client.messages.create"]),
        ("""
         def ask():
             '''Calls client.chat.completions.create.'''
             # client.chat.completions.create(messages=[])
             return "client.chat.completions.create"
         """, []),
        ("""
         import litellm
         def ask(completion: bool):
             return litellm.ask(completion, acompletion=completion)
         """, []),
        ("""
         import litellm
         def ask(x):
             return litellm.completion(x)
         """, ["return litellm.completion(x)"]),
        ("""
         def ask(é):
             return [é, {"role": "user", "content": é}], dict(role="user", content="x")
         """, ['return [é, {"role": "user", "content": é}], dict(role="user", content="x")']),
        ("""
         def ask():
             '''{"role": "user", "content": "x"}'''
             return {"role of": "user"}
         """, []),
        ("""
         def ask(name):
             system_prompt = f"Hello {name}"
             data["instructions"] = f"Hello {name}"
         """, ['system_prompt = f"Hello {name}"', 'data["instructions"] = f"Hello {name}"']),
        ("""
         def ask(session):
             return session.post("https://host/v1/chat/completions", json={})
         """, ['return session.post("https://host/v1/chat/completions", json={})']),
    ],
)  # fmt: skip
def test_signs(code: str, expected: list[str]) -> None:
    assert signs(code) == expected
