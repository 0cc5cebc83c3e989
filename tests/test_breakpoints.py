"""The rules about explicit breakpoints: their lifetimes, what may carry them, and which models take them at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.checking import reported

HEAD = """
import os
from datetime import datetime

import boto3, litellm
from anthropic import Anthropic, AnthropicVertex
from openai import AzureOpenAI, OpenAI

claude, openai, bedrock = Anthropic(), OpenAI(), boto3.client("bedrock-runtime")
RULES = "Answer questions about the orders of our shop. Be brief and kind. " * 200
SHORT, HOUR = {"type": "ephemeral"}, {"type": "ephemeral", "ttl": "1h"}

"""
PART = '{"type": "input_text", "text": RULES, "prompt_cache_breakpoint": {"mode": "explicit"}}'
CALL = HEAD.count("\n") + 2
"""The row of the call."""


def told(call: str, folder: Path, code: str) -> list[tuple[int, str]]:
    """Return row, counted from that of a call, and message of what is found of a rule in it.

    `<words | mark>` stands for a part of those words with that `cache_control`, PART for one with a breakpoint.
    """
    written = re.sub(r"<(.*?) \| (.*?)>", r'{"type": "text", "text": \1, "cache_control": \2}', call).replace(
        "PART", PART
    )
    program = f"{HEAD}def ask(question, messages, fast, ttl, name):\n    {written}\n"
    found = reported(program, folder / "app.py", "--select", code)
    return [(each["location"]["row"] - CALL, each["message"]) for each in found]


CLAUDE = 'claude.messages.create(model="claude-sonnet-5", max_tokens=9, '
ASK = 'messages=[{"role": "user", "content": question}])'
BEHIND = "this breakpoint asks for `1h`, and it stands behind one of `5m`: a longer lifetime must come first"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (f"{CLAUDE} system=[<RULES | SHORT>, <'Be kind.' | HOUR>], {ASK}", BEHIND),
        # The tools come first, wherever they are written
        (f"{CLAUDE} system=[<RULES | HOUR>], {ASK[:-1]}, tools=[{{'name': 'a', 'cache_control': SHORT}}])", BEHIND),
        (f"{CLAUDE} cache_control=HOUR, system=[<RULES | SHORT>], {ASK}", BEHIND),
        (
            f"{CLAUDE} cache_control=SHORT, messages=[{{'role': 'user', 'content': [<question | HOUR>]}}])",
            "this breakpoint asks for `5m`, and the last block has a breakpoint of its own of `1h`: they must be the same",
        ),
        (
            "bedrock.converse(modelId='anthropic.claude-sonnet-4-5', system=[{'text': RULES}, {'cachePoint': {'type': 'default'}},"
            " {'text': 'Be kind.'}, {'cachePoint': {'type': 'default', 'ttl': '1h'}}], messages=messages)",
            BEHIND,
        ),
    ],
)  # fmt: skip
def test_a_longer_lifetime_behind_a_shorter_one(call: str, why: str, tmp_path: Path) -> None:
    assert told(call, tmp_path, "PRM406") == [(0, why)]


@pytest.mark.parametrize(
    "call",
    [
        f"{CLAUDE} system=[<RULES | HOUR>, <'Be kind.' | SHORT>], {ASK}",
        f"{CLAUDE} system=[<RULES | HOUR>, <'Be kind.' | HOUR>], {ASK}",
        f"{CLAUDE} cache_control=HOUR, messages=[{{'role': 'user', 'content': [<question | HOUR>]}}])",
        # Nobody knows the lifetime, the mark, or whether both are sent at once
        f"{CLAUDE} system=[<RULES | {{'type': 'ephemeral', 'ttl': ttl}}>, <'Be kind.' | HOUR>], {ASK}",
        f"{CLAUDE} system=[<RULES | SHORT if fast else None>, <'Be kind.' | HOUR>], {ASK}",
        f"{CLAUDE} system=[<RULES | SHORT>] if fast else [<RULES | HOUR>], {ASK}",
        # A model that nobody knows, and one of another maker
        f"claude.messages.create(model=name, max_tokens=9, system=[<RULES | SHORT>, <'Be kind.' | HOUR>], {ASK}",
        "openai.responses.create(model='gpt-5.6-sol', input=[{'role': 'developer', 'content': [<RULES | SHORT>, <'Hi.' | HOUR>]}])",
    ],
)  # fmt: skip
def test_lifetimes_that_fall_or_are_not_known(call: str, tmp_path: Path) -> None:
    assert told(call, tmp_path, "PRM406") == []


GPT = "openai.responses.create(model='gpt-5.6-sol', "
ON_TEXT = f"{GPT} input=[{{'role': 'developer', 'content': [PART]}}])"


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (f"{CLAUDE} messages=[{{'role': 'assistant', 'content': [{{'type': 'thinking', 'thinking': 'Hm.', 'cache_control': SHORT}}]}}, {{'role': 'user', 'content': question}}])", "`thinking`"),
        (f"{CLAUDE} system=[<RULES | None>, <'' | SHORT>], {ASK}", "a part without text"),
        (f"{CLAUDE} messages=[{{'role': 'user', 'content': question, 'cache_control': SHORT}}])", "a message, not on a part of it"),
        (f"{GPT} tools=[{{'type': 'function', 'name': 'a', 'prompt_cache_breakpoint': {{'mode': 'explicit'}}}}], input=question)", "`tools`"),
        (f"{GPT} instructions=[PART], input=question)", "`instructions`"),
    ],
)  # fmt: skip
def test_a_breakpoint_where_the_model_takes_none(call: str, where: str, tmp_path: Path) -> None:
    ((row, message),) = told(call, tmp_path, "PRM409")
    key = "cache_control" if "claude" in call else "prompt_cache_breakpoint"
    model = "claude-sonnet-5" if "claude" in call else "gpt-5.6-sol"
    assert (row, message) == (0, f"`{key}` stands on {where}: `{model}` takes no breakpoint there")


@pytest.mark.parametrize(
    "call",
    [
        ON_TEXT,
        f"{CLAUDE} tools=[{{'name': 'a', 'cache_control': SHORT}}], system=[<RULES | SHORT>], {ASK}",
        f"{CLAUDE} messages=[{{'role': 'user', 'content': [<question | SHORT>]}}])",
        f"{CLAUDE} messages=[{{'role': 'user', 'content': question, 'cache_control': SHORT if fast else None}}])",
        # The package puts it where it belongs
        "litellm.completion('claude-sonnet-5', [{'role': 'user', 'content': question, 'cache_control': SHORT}])",
        "Anthropic(base_url=name).messages.create(model='claude-sonnet-5', max_tokens=9, messages=[{'role': 'user', 'content': question, 'cache_control': SHORT}])",
    ],
)  # fmt: skip
def test_a_breakpoint_where_one_may_stand_or_nobody_knows(call: str, tmp_path: Path) -> None:
    assert told(call, tmp_path, "PRM409") == []


OLD = "responses.create(model='gpt-5', input=[{'role': 'developer', 'content': [PART]}])"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (f"openai.{OLD}", "`gpt-5` does not take `prompt_cache_breakpoint` (HTTP 400)"),
        (f"AzureOpenAI().{OLD}", "`gpt-5` does not take `prompt_cache_breakpoint` (HTTP 400)"),
        (f"OpenAI(base_url='https://shop.openai.azure.com/openai/v1/').{OLD}", "`gpt-5` does not take `prompt_cache_breakpoint` (HTTP 400)"),
        ("OpenAI(base_url=f'https://{name}.openai.azure.com/openai/v1/').responses.create(model='gpt-5.6', input=question, prompt_cache_options={'ttl': '12h'})", "`gpt-5.6` takes `30m` for `prompt_cache_options.ttl`, not `12h`"),
        ("AzureOpenAI().responses.create(model='gpt-5.6', input=question, prompt_cache_retention='24h')", "`prompt_cache_retention` is deprecated with `gpt-5.6` (`prompt_cache_options.ttl` takes its place)"),
        (f"{CLAUDE} system=[<RULES | {{'type': 'ephemeral', 'ttl': '2h'}}>], {ASK}", "`claude-sonnet-5` takes `5m` or `1h` for `cache_control.ttl`, not `2h`"),
    ],
)  # fmt: skip
def test_a_breakpoint_or_lifetime_that_the_model_refuses(call: str, why: str, tmp_path: Path) -> None:
    assert told(call, tmp_path, "PRM604") == [(0, why)]


@pytest.mark.parametrize(
    "call",
    [
        ON_TEXT,
        f"{CLAUDE} system=[<RULES | HOUR>], {ASK}",
        "openai.responses.create(model='gpt-5.6', input=question, prompt_cache_options={'ttl': '12h'})",
        # A gateway converts breakpoints; of an address that nobody knows nobody knows it
        f"OpenAI(base_url='https://openrouter.ai/api/v1').{OLD}",
        f"OpenAI(base_url='https://llm.shop.example/v1').{OLD}",
        f"OpenAI(base_url=os.environ['URL']).{OLD}",
    ],
)
def test_what_the_model_takes_or_somebody_converts(call: str, tmp_path: Path) -> None:
    assert told(call, tmp_path, "PRM604") == []


FIRST = "{'role': 'developer', 'content': RULES}"
MARKED = f"{{'role': 'developer', 'content': [{PART}]}}"
CLOCK = "{'role': 'developer', 'content': f'It is {datetime.now()}.'}"
USER = "{'role': 'user', 'content': question}"


def group(model: str, *messages: str) -> str:
    return f"openai.responses.create(model='{model}', input=[{', '.join(messages)}])"


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        (group("gpt-5.6-sol", FIRST, CLOCK, USER), ["PRM410"]),
        (group("gpt-5.6-sol", FIRST, CLOCK, "*messages", USER), ["PRM410"]),
        (f"{GPT} instructions=RULES, input=[{CLOCK}, {USER}])", ["PRM410"]),
        (group("gpt-5.6-sol", MARKED, CLOCK, USER), []),
        (group("gpt-5.6-sol", FIRST, USER, CLOCK), []),
        (group("gpt-5.1", FIRST, CLOCK, USER), []),
        # No breakpoint helps where the value stands first
        (group("gpt-5.6-sol", CLOCK, FIRST, USER), ["PRM101"]),
    ],
)
def test_a_varying_message_among_the_first(call: str, codes: list[str], tmp_path: Path) -> None:
    program = f"{HEAD}def ask(question, messages):\n    {call}\n"
    found = reported(program, tmp_path / "app.py")
    assert [each["code"] for each in found] == codes
    if codes == ["PRM410"]:
        told = "on every request: the 2,801 static tokens ahead of it are stored only together with it"
        assert found[0]["message"].endswith(told)
