"""The gate lets through every file that may send a prompt, and little else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.gate import compile_gate
from promptlint.prompt import Role
from promptlint.shapes import ShapeTable
from promptlint.sink import Sink
from promptlint.source import Source


def sink(*calls: str, **fields: Any) -> Sink:
    return Sink("a sink", calls, (), **fields)


CATALOG: Any = SimpleNamespace(
    sinks=(
        sink("*.chat.completions.create", "*.chat.completions.parse"),
        sink("litellm.completion", "litellm.acompletion"),
        sink("openai.ChatCompletion.create"),
        sink("*.post", "urllib.request.Request", url=("/v1/messages", "/chat/completions")),
        sink("*.converse", packages=("vendor.llm", "boto3")),
        sink("promptlint.intrinsics.send", gate=False),
        sink(mapping={"custom_id": "", "url": "/v1/batch"}),
    ),
    messages=SimpleNamespace(role_keys=("role",), content_keys=("content",), roles={"system": 0, "user": 0}),
    exports=frozenset(),
    shapes=ShapeTable(tails={"prompt": Role.FRAGMENT}, harmless=frozenset({"cli"})),
)
GATE = compile_gate(CATALOG)


def places(text: str) -> list[str]:
    """Return the rest of the line behind each candidate."""
    found = GATE.candidates(Source("a.py", text))
    assert GATE.passes(text.encode()) or not found
    return [text[at:].splitlines()[0] for at in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("client.chat.completions.create(x)", ["chat.completions.create(x)"]),
        ("import boto3\nclient.converse(x)", ["converse(x)"]),
        ("from vendor import llm\nclient.converse(x)", ["converse(x)"]),
        ("client.converse(x)", []),
        ("# promptlint: ignore\nsocket.send(x)", []),
        ("from promptlint.intrinsics import send", []),
        ('{"custom_id": "1", "url": "/v1/batch"}', ['"custom_id": "1", "url": "/v1/batch"}']),
        ('{"custom_id": "1", "url": "/v1/other"}', []),
        ("(é.chat\n  .completions # why\n  .create)(x)", ["chat"]),
        ("c.chat.\\\n completions", ["chat.\\"]),
        ("send = self.client.chat.completions.create", ["chat.completions.create"]),
        ("self.completions.create(x)", ["completions.create(x)"]),
        ("import litellm\nlitellm.completion(x)", ["completion(x)"]),
        ("from litellm import (\n  completion,\n)\npartial(completion, 1)", ["completion,", "completion, 1)"]),
        ("from litellm import completion as c, x\nc(1)", ["completion as c, x", "c, x", "c(1)"]),
        ("import openai\nopenai.ChatCompletion.create()", ["create()"]),
        ("requests.post(URL)\nURL = 'https://h/v1/messages'", ["post(URL)", "/v1/messages'"]),
        (
            "from httpx import post as p\np(f'{h}/v1/messages')",
            ["post as p", "p", "p(f'{h}/v1/messages')", "/v1/messages')"],
        ),
        ('{"role": r, "content": c}', ['"role": r, "content": c}']),
        ("m['content'] = 1; m['role'] = 2", ["'role'] = 2"]),
        ("M(role='user', content=1)", ["role='user', content=1)"]),
        ("M(content=1, role = Role.SYSTEM)", ["role = Role.SYSTEM)"]),
    ],
)
def test_a_prompt_is_found(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shell.completion(x)",
        "import openai\nthing.create()",
        "a.chat(completions)",
        "app.chatty.completions; completions.creator()",
        "requests.post('https://h/v1/users')",
        "User(role='admin', content=1)",
        "if m.role == 'user': content",
        "{'role': 'admin'}",
        "mycompletion = litellm",
        "xchat.completionsy",
    ],
)
def test_other_code_is_not(text: str) -> None:
    assert places(text) == []


def test_bytes_that_hold_no_word_end_at_the_first_step() -> None:
    assert GATE.passes(b"import litellm\nlitellm.completion(1)")
    assert GATE.passes("é = litellm.completion".encode("latin-1"))
    assert not GATE.passes(b"import os\nprint('hello')")
    assert not GATE.passes(b"")


def test_offsets_are_code_points_in_order() -> None:
    text = "# 😀日本\r\n" + "x.chat.completions.create(messages=[{'role': 'user', 'content': '😀'}])"
    assert GATE.candidates(Source("a.py", text)) == (text.index("chat"), text.index("'role'"))


words = st.sampled_from(
    [
        "litellm",
        "completion",
        "chat",
        ".",
        "completions",
        " create",
        "post",
        "/v1/messages",
        "'role':",
        "role=",
        "'user'",
        "content",
        "as",
        " ",
        "\n",
    ]
)


@given(st.lists(words, max_size=12).map("".join))
def test_no_candidate_is_lost_in_the_first_step(text: str) -> None:
    assert GATE.passes(text.encode()) or not GATE.candidates(Source("a.py", text))


def test_the_shipped_catalogue_finds_its_own_sinks() -> None:
    from promptlint.catalog import load

    catalog = load()
    gate = compile_gate(catalog)
    for one in catalog.sinks:
        for call in one.calls if one.gate else ():
            package = one.packages[0] if call in one.shortcuts else call.split(".")[0]
            text = f"import {package}\n" if package != "*" else ""
            text += f"{call.replace('*', 'x').removesuffix('.__call__')}('{one.url[0] if one.url else ''}')"
            assert gate.candidates(Source("a.py", text)), call
