"""The rules about settings and routing: what a change of each costs with which provider, and what costs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.checking import reported

HEAD = """
import random, time, uuid
from datetime import datetime
from openai import AzureOpenAI, OpenAI
import anthropic, litellm

client = OpenAI()
claude = anthropic.Anthropic()
RULES = "Answer questions about the orders of our shop. Be brief and kind. " * 200
SYSTEM = {"role": "system", "content": RULES}
MARKED = [{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}]
KEY = f"shop-{uuid.uuid4()}"
"""
CHAT = """
def chat():
    messages = [SYSTEM]
    for turn in range(10):
        messages.append({"role": "user", "content": input()})
        answer = client.chat.completions.create(messages=messages, SETTINGS)
        messages.append(answer.choices[0].message)
"""
CLAUDE = """
def chat():
    messages = []
    for turn in range(10):
        messages.append({"role": "user", "content": input()})
        answer = claude.messages.create(max_tokens=99, system=MARKED, messages=messages, SETTINGS)
        messages.append({"role": "assistant", "content": answer.content})
"""
ONCE = """
def answer(question, request, request_id, user_id, conversation_id, task_id, team):
    client.responses.create(instructions=RULES, input=question, SETTINGS)
"""


def about(program: str, settings: str, folder: Path, *options: str) -> list[dict[str, Any]]:
    """Return what is found in a program with some settings in the place of SETTINGS, the infos included."""
    return reported(HEAD + program.replace("SETTINGS", settings), folder / "app.py", "--show-info", *options)


def codes(program: str, settings: str, folder: Path) -> list[tuple[str, str, str]]:
    """Return code, severity and setting of what is found."""
    found = about(program, settings, folder)
    return [(each["code"], each["severity"], each["data"]["setting"]) for each in found]


@pytest.mark.parametrize(
    ("settings", "name", "lost"),
    [
        ("model=random.choice(['gpt-5', 'gpt-5-mini'])", "model", "all that is cached"),
        ("model='gpt-5' if turn == 0 else 'gpt-5-mini'", "model", "all that is cached"),
        ("model='gpt-5', reasoning_effort='high' if turn == 0 else 'low'", "reasoning_effort", "all that is cached"),
        ("model='gpt-5', verbosity='low' if turn % 2 else 'high'", "verbosity", "all that is cached"),
        ("model='gpt-5', parallel_tool_calls=turn > 3", "parallel_tool_calls", "the tools and all behind them"),
        ("model='gpt-5', service_tier=random.choice(['flex', 'auto'])", "service_tier", "all that is cached"),
    ],
)
def test_a_setting_changed_within_a_conversation(settings: str, name: str, lost: str, tmp_path: Path) -> None:
    (found,) = about(CHAT, settings, tmp_path)
    assert (found["code"], found["severity"], found["data"]["setting"]) == ("PRM305", "warning", name)
    assert f"then processes {lost}, 2,801 static tokens among it, again" in found["message"]
    assert found["location"]["row"] == 18


@pytest.mark.parametrize(
    "settings",
    [
        "model='gpt-5', reasoning_effort='low'",
        "model=MODEL, reasoning_effort=EFFORT",
        "model='gpt-5', reasoning_effort='low' if DEBUG else 'high'",
        "model='gpt-5', temperature=random.random(), max_tokens=turn",
        "model='gpt-5', metadata={'turn': str(turn)}, safety_identifier=str(uuid.uuid4())",
        "model='gpt-5', tool_choice='none' if turn == 0 else 'auto'",
        "model='gpt-5', tool_choice=random.choice(['none', 'auto'])",
        "model='grok-4.6', reasoning_effort=random.choice(['low', 'high'])",
    ],
)
def test_what_may_change_or_is_not_known_to(settings: str, tmp_path: Path) -> None:
    assert [each for each in codes(CHAT, settings, tmp_path) if each[0] == "PRM305"] == []


@pytest.mark.parametrize(
    ("settings", "name", "lost"),
    [
        ("tool_choice={'type': 'any'} if turn == 0 else {'type': 'auto'}", "tool_choice", "the earlier messages"),
        ("tool_choice={'type': 'any' if turn == 0 else 'auto'}", "tool_choice.type", "the earlier messages"),
        ("thinking={'type': 'enabled', 'budget_tokens': 1024 * turn}", "thinking", "the earlier messages"),
        ("output_config={'effort': random.choice(['low', 'high'])}", "output_config.effort", "the earlier messages"),
        (
            "speed='fast' if turn == 0 else 'standard'",
            "speed",
            "the system prompt and all behind it, about 3,641 static tokens among it,",
        ),
    ],
)
def test_what_claude_does_not_outlive(settings: str, name: str, lost: str, tmp_path: Path) -> None:
    (found,) = about(CLAUDE, f"model='claude-sonnet-5', {settings}", tmp_path)
    assert (found["code"], found["severity"], found["data"]["setting"]) == ("PRM305", "warning", name)
    assert found["message"].endswith(f"`claude-sonnet-5` then processes {lost} again")


def test_automatic_caching_does_not_outlive_it_either(tmp_path: Path) -> None:
    program = """
class Desk:
    def __init__(self):
        self.messages = []

    def turn(self, asked):
        self.messages.append({"role": "user", "content": asked})
        answer = claude.messages.create(
            max_tokens=99, system=RULES, messages=self.messages, cache_control={"type": "ephemeral"}, SETTINGS
        )
        self.messages.append({"role": "assistant", "content": answer.content})
"""
    chosen = "tool_choice=random.choice([{'type': 'any'}, {'type': 'auto'}])"
    found = codes(program, f"model='claude-sonnet-5', {chosen}", tmp_path)
    assert found == [("PRM305", "warning", "tool_choice")]
    assert codes(program, "model='claude-sonnet-5', tool_choice={'type': 'any'}", tmp_path) == []


RESPONSES = """
def chat():
    items = []
    for turn in range(10):
        items.append({"role": "user", "content": input()})
        answer = client.responses.create(model="gpt-5", instructions=RULES, input=items, SETTINGS)
        items += answer.output
"""


@pytest.mark.parametrize(
    ("settings", "name", "lost"),
    [
        ("reasoning={'effort': 'high' if turn == 0 else 'low'}", "reasoning.effort", "all that is cached"),
        ("text={'verbosity': 'low' if turn % 2 else 'high'}", "text.verbosity", "all that is cached"),
        ("parallel_tool_calls=turn > 3", "parallel_tool_calls", "the tools and all behind them"),
        ("service_tier='flex' if turn == 0 else 'auto'", "service_tier", "all that is cached"),
        ("context_management=random.choice([[], COMPACT])", "context_management", "the earlier messages"),
    ],
)
def test_a_setting_of_responses_changed_within_a_conversation(
    settings: str, name: str, lost: str, tmp_path: Path
) -> None:
    (found,) = about(RESPONSES, f"{settings}, prompt_cache_key='shop'", tmp_path)
    assert (found["code"], found["severity"], found["data"]["setting"]) == ("PRM305", "warning", name)
    assert f"then processes {lost}" in found["message"]
    assert about(RESPONSES, "prompt_cache_key='shop', tool_choice=random.choice(['none', 'auto'])", tmp_path) == []


def test_one_setting_of_claude_is_none_of_openai(tmp_path: Path) -> None:
    assert codes(CLAUDE, "model='claude-sonnet-5', temperature=random.random()", tmp_path) == []
    assert (
        codes(CLAUDE, "model='claude-sonnet-5', service_tier=random.choice(['auto', 'standard_only'])", tmp_path) == []
    )


def test_the_same_request_tried_again_is_no_conversation(tmp_path: Path) -> None:
    program = """
def ask(messages):
    for attempt in range(3):
        try:
            return client.chat.completions.create(messages=[SYSTEM, *messages], SETTINGS)
        except Exception:
            continue
"""
    again = about(program, "model='gpt-5' if attempt == 0 else 'gpt-5-mini'", tmp_path, "--select", "PRM305")
    assert again == []
    found = codes(program, "model=random.choice(['gpt-5', 'gpt-5-mini'])", tmp_path)
    assert found == [("PRM305", "warning", "model")]


def test_requests_of_one_turn_share_a_prefix_for_each_value(tmp_path: Path) -> None:
    found = codes(ONCE, "model='gpt-5', reasoning={'effort': random.choice(['low', 'high'])}", tmp_path)
    assert ("PRM305", "info", "reasoning.effort") in found
    assert all(severity == "info" for _, severity, _ in found)


@pytest.mark.parametrize("key", ["str(uuid.uuid4())", "f'shop-{time.time()}'", "f'{user_id}-{random.random()}'"])
def test_a_key_that_is_another_one_with_every_request(key: str, tmp_path: Path) -> None:
    found = codes(ONCE, f"model='gpt-5.6-terra', prompt_cache_key={key}", tmp_path)
    assert ("PRM601", "error", "prompt_cache_key") in found
    found = codes(ONCE, f"model='gpt-5', prompt_cache_key={key}", tmp_path)
    assert found == [("PRM601", "warning", "prompt_cache_key")]


def test_a_key_that_only_its_name_says_to_vary(tmp_path: Path) -> None:
    (found,) = about(ONCE, "model='gpt-5', prompt_cache_key=request_id", tmp_path)
    assert (found["code"], found["severity"], found["confidence"]) == ("PRM601", "warning", "medium")
    assert found["message"].startswith("`prompt_cache_key` may be another one with every request, by `request_id`: ")


@pytest.mark.parametrize(
    "key",
    ["'shop'", "user_id", "conversation_id", "f'{team}-{user_id}'", "task_id", "KEY", "team", "request.team", "f'{datetime.now():%Y}'"],
)  # fmt: skip
def test_a_key_that_requests_share(key: str, tmp_path: Path) -> None:
    assert codes(ONCE, f"model='gpt-5', prompt_cache_key={key}", tmp_path) == []


def test_a_key_inside_of_another_argument(tmp_path: Path) -> None:
    found = codes(ONCE, "model='gpt-5', extra_body={'prompt_cache_key': str(uuid.uuid4())}", tmp_path)
    assert found == [("PRM601", "warning", "prompt_cache_key")]
    assert codes(ONCE, "model='gpt-5', extra_body={'prompt_cache_key': 'shop'}", tmp_path) == []


@pytest.mark.parametrize(
    "program",
    [
        """
def chat():
    key = str(uuid.uuid4())
    messages = [SYSTEM]
    while True:
        messages.append({"role": "user", "content": input()})
        answer = client.chat.completions.create(model="gpt-5", messages=messages, prompt_cache_key=key)
        messages.append(answer.choices[0].message)
""",
        """
def answer_all(questions):
    key = str(uuid.uuid4())
    return [client.responses.create(model="gpt-5", instructions=RULES, input=q, prompt_cache_key=key) for q in questions]
""",
        """
def ask(question, key):
    return client.responses.create(model="gpt-5", instructions=RULES, input=question, prompt_cache_key=key)

def talk(first, second):
    key = str(uuid.uuid4())
    ask(first, key)
    ask(second, key)
""",
        """
class Agent:
    def __init__(self):
        self.key = str(uuid.uuid4())

    def ask(self, question):
        return client.responses.create(model="gpt-5", instructions=RULES, input=question, prompt_cache_key=self.key)
""",
    ],
)
def test_a_key_that_is_made_once_for_a_conversation(program: str, tmp_path: Path) -> None:
    assert codes(program, "", tmp_path) == []


@pytest.mark.parametrize(
    "program",
    [
        """
def answer_all(questions):
    for question in questions:
        key = str(uuid.uuid4())
        client.responses.create(model="gpt-5", instructions=RULES, input=question, prompt_cache_key=key)
""",
        """
def ask(question, key):
    return client.responses.create(model="gpt-5", instructions=RULES, input=question, prompt_cache_key=key)

def talk(first, second):
    ask(first, str(uuid.uuid4()))
""",
        """
def key():
    return str(uuid.uuid4())

def ask(question):
    return client.responses.create(model="gpt-5", instructions=RULES, input=question, prompt_cache_key=key())
""",
    ],
)
def test_a_key_that_is_made_with_each_request(program: str, tmp_path: Path) -> None:
    assert codes(program, "", tmp_path) == [("PRM601", "warning", "prompt_cache_key")]


def test_nothing_is_lost_of_a_prompt_too_short_to_be_cached(tmp_path: Path) -> None:
    short = ONCE.replace("RULES", "'Be kind.'")
    assert codes(short, "model='gpt-5', prompt_cache_key=str(uuid.uuid4())", tmp_path) == []
    assert codes(short, "model='gpt-5', service_tier=random.choice(['flex', 'auto'])", tmp_path) == []


@pytest.mark.parametrize(
    ("model", "settings", "refused", "why"),
    [
        ("gpt-5.6-terra", "prompt_cache_retention='24h'", "prompt_cache_retention", "`prompt_cache_retention` is deprecated with `gpt-5.6-terra` (`prompt_cache_options.ttl` takes its place)"),
        ("gpt-5.5", "prompt_cache_retention='in_memory'", "prompt_cache_retention", "`gpt-5.5` takes `24h` for `prompt_cache_retention`, not `in_memory`"),
        ("gpt-4.1-mini", "prompt_cache_retention='24h'", "prompt_cache_retention", "`gpt-4.1-mini` takes `in_memory` for `prompt_cache_retention`, not `24h`"),
        ("gpt-4o", "prompt_cache_retention='24h'", "prompt_cache_retention", "`gpt-4o` takes `in_memory` for `prompt_cache_retention`, not `24h`"),
        ("gpt-4o", "prompt_cache_options={'mode': 'explicit', 'ttl': '30m'}", "prompt_cache_options.mode", "`gpt-4o` does not take `prompt_cache_options` (HTTP 400)"),
        ("gpt-5", "extra_body={'prompt_cache_options': {'ttl': '30m'}}", "prompt_cache_options.ttl", "`gpt-5` does not take `prompt_cache_options` (HTTP 400)"),
        ("gpt-5.6-terra", "prompt_cache_options={'ttl': '5m'}", "prompt_cache_options.ttl", "`gpt-5.6-terra` takes `30m` or `12h` for `prompt_cache_options.ttl`, not `5m`"),
    ],
)  # fmt: skip
def test_an_option_that_the_model_refuses(model: str, settings: str, refused: str, why: str, tmp_path: Path) -> None:
    found = about(ONCE, f"model='{model}', {settings}", tmp_path, "--select", "PRM604")
    told = [(each["severity"], each["data"]["setting"], each["message"]) for each in found]
    assert told == [("warning", refused, why)]


@pytest.mark.parametrize(
    "settings",
    [
        "model='gpt-5', prompt_cache_retention='24h'",
        "model='gpt-4.1', prompt_cache_retention='24h'",
        "model='gpt-4.1', prompt_cache_retention='in-memory'",
        "model='gpt-5.5', prompt_cache_retention='24h'",
        "model='gpt-5.6-terra', prompt_cache_options={'ttl': '12h'}",
        "model='gpt-5.6-terra', prompt_cache_retention=None",
        "model='gpt-4o', prompt_cache_retention=RETENTION",
        "model='gpt-5.6-terra', prompt_cache_retention='24h' if OLD else None",
        "model=MODEL, prompt_cache_retention='in_memory'",
        "model='our-model', prompt_cache_options={'ttl': '12h'}",
    ],
)
def test_an_option_that_the_model_takes_or_nobody_knows(settings: str, tmp_path: Path) -> None:
    assert about(ONCE, settings, tmp_path, "--select", "PRM604") == []


def test_twelve_hours_are_for_responses_only(tmp_path: Path) -> None:
    chat = "def f():\n    client.chat.completions.create(messages=[SYSTEM], model='gpt-5.6', SETTINGS)\n"
    (found,) = about(chat, "prompt_cache_options={'ttl': '12h'}", tmp_path, "--select", "PRM604")
    assert found["message"] == "this call takes `30m` for `prompt_cache_options.ttl`, not `12h`"
    assert about(chat, "prompt_cache_options={'ttl': '30m'}", tmp_path, "--select", "PRM604") == []


def test_a_part_that_the_model_refuses(tmp_path: Path) -> None:
    chat = "def f(question):\n    client.chat.completions.create(messages=[*FIRST, {'role': 'user', 'content': RULES + question}], SETTINGS)\n"
    tools = "tools=[{'type': 'function', 'function': {'name': 'search'}}]"
    found = about(chat.replace("*FIRST", "SYSTEM"), f"model='o1-preview', {tools}", tmp_path, "--select", "PRM604")
    assert {each["message"] for each in found} == {
        "`o1-preview` takes no tool definitions",
        "`o1-preview` takes no system prompt",
    }
    assert about(chat.replace("*FIRST, ", ""), "model='o1-preview'", tmp_path, "--select", "PRM604") == []
    assert about(chat.replace("*FIRST", "SYSTEM"), f"model='o1', {tools}", tmp_path, "--select", "PRM604") == []


AZURE = """
azure = AzureOpenAI(azure_endpoint="https://shop.example", api_version=SETTINGS)
def answer(messages, question):
    azure.chat.completions.create(model="gpt-4o", messages=[SYSTEM, *messages])
    azure.chat.completions.create(model="gpt-4o", messages=[SYSTEM, {"role": "user", "content": question}])
"""


def test_a_version_of_azure_ahead_of_its_caching(tmp_path: Path) -> None:
    (found,) = about(AZURE, "'2024-06-01'", tmp_path, "--select", "PRM605")
    assert (found["severity"], found["data"]["profile"], found["data"]["setting"]) == (
        "warning",
        "azure",
        "api_version",
    )
    assert (found["location"]["row"], found["location"]["column"]) == (14, 72)
    told = "`2024-06-01` is older than `2024-10-01-preview`, the first version that tells of cached tokens"
    assert found["message"] == told
    assert [label["message"] for label in found["labels"]] == ["sent here", "sent from 1 other place too"]


@pytest.mark.parametrize(
    "version", ["'2024-10-01-preview'", "'2024-10-21'", "'2025-04-01-preview'", "'v1'", "'preview'", "VERSION"]
)
def test_a_version_that_caches_or_is_not_known(version: str, tmp_path: Path) -> None:
    assert about(AZURE, version, tmp_path, "--select", "PRM605") == []


def test_only_azure_has_such_versions(tmp_path: Path) -> None:
    openai = AZURE.replace("AzureOpenAI(azure_endpoint", "OpenAI(base_url")
    assert about(openai, "'2024-06-01'", tmp_path, "--select", "PRM605") == []
    short = AZURE.replace("SYSTEM, *messages", "*question").replace("SYSTEM, {", "{")
    assert about(short, "'2024-06-01'", tmp_path, "--select", "PRM605") == []
    call = "def f(messages):\n    litellm.completion('azure/gpt-4o', [SYSTEM, *messages], api_version=SETTINGS)\n"
    (found,) = about(call, "'2024-06-01'", tmp_path, "--select", "PRM605")
    assert found["location"]["row"] == 14


def test_a_key_that_is_missing(tmp_path: Path) -> None:
    assert about(ONCE, "model='gpt-5'", tmp_path) == []
    (found,) = about(ONCE, "model='gpt-5'", tmp_path, "--pedantic")
    assert (found["code"], found["severity"], found["data"]["setting"]) == ("PRM602", "info", "prompt_cache_key")
    spread = "requests with the 2,801 static tokens may be spread over machines that do not share a cache"
    assert found["message"] == f"no `prompt_cache_key` is given: {spread}"


@pytest.mark.parametrize(
    "settings",
    [
        "model='gpt-5', prompt_cache_key='shop'",
        "model='gpt-5', prompt_cache_key=KEYS[team]",
        "model='gpt-5', user=user_id",
        "model='gpt-5', extra_body={'prompt_cache_key': 'shop'}",
        "model='gpt-5', extra_body=EXTRA",
        "model='gpt-5', **OPTIONS",
        "model='gpt-5.6-terra'",
        "model='claude-sonnet-5'",
        "model='our-model'",
        "model=MODEL",
    ],
)
def test_a_key_that_is_given_or_not_needed(settings: str, tmp_path: Path) -> None:
    assert about(ONCE, settings, tmp_path, "--select", "PRM602") == []


def test_a_short_prompt_needs_no_key(tmp_path: Path) -> None:
    assert about(ONCE.replace("RULES", "'Be kind.'"), "model='gpt-5'", tmp_path, "--select", "PRM602") == []


GROK = """
def answer(messages, conversation_id):
    grok = OpenAI(base_url="https://api.x.ai/v1", CLIENT)
    grok.chat.completions.create(model="grok-4.6", messages=[SYSTEM, *messages], SETTINGS)
"""


@pytest.mark.parametrize(
    ("client", "settings", "rows"),
    [
        ("", "", [16]),
        ("default_headers={'x-trace': '1'}", "extra_headers={'x-trace': '1'}", [16]),
        ("", "extra_headers={'x-grok-conv-id': conversation_id}", []),
        ("", "extra_headers={'X-Grok-Conv-Id': conversation_id}", []),
        ("", "extra_body={'prompt_cache_key': conversation_id}", []),
        ("", "extra_headers=HEADERS", []),
        ("default_headers={'x-grok-conv-id': conversation_id}", "", []),
        ("default_headers=HEADERS", "", []),
        ("**OPTIONS", "", []),
    ],
)
def test_a_header_that_sends_a_conversation_to_one_machine(
    client: str, settings: str, rows: list[int], tmp_path: Path
) -> None:
    program = GROK.replace("CLIENT", client)
    found = about(program, settings, tmp_path, "--select", "PRM603")
    assert [each["location"]["row"] for each in found] == rows
    assert all(each["severity"] == "info" and each["data"]["setting"] == "x-grok-conv-id" for each in found)


def test_a_client_of_unknown_making_may_send_the_header(tmp_path: Path) -> None:
    program = GROK.replace('grok = OpenAI(base_url="https://api.x.ai/v1", CLIENT)', "grok = make_client()")
    assert about(program, "", tmp_path, "--select", "PRM603") == []


BATCH = """
import json
def ask(questions):
    for number, question in enumerate(questions):
        body = {"model": "MODEL", "messages": [SYSTEM, {"role": "user", "content": question}]}
        print(json.dumps({"custom_id": str(number), "method": "POST", "url": "/v1/chat/completions", "body": body}))
"""


@pytest.mark.parametrize(("model", "count"), [("gpt-4o", 1), ("gpt-5", 0), ("gpt-5.6-terra", 0), ("our-model", 0)])
def test_batches_that_are_no_cheaper_for_being_cached(model: str, count: int, tmp_path: Path) -> None:
    found = about(BATCH.replace("MODEL", model), "", tmp_path)
    assert [(each["code"], each["severity"]) for each in found] == [("PRM606", "info")] * count
    assert about(BATCH.replace("MODEL", model).replace("SYSTEM, ", ""), "", tmp_path) == []


@pytest.mark.parametrize(
    ("model", "effort", "loud"),
    [
        ("claude-opus-5", "high", False),
        ("claude-opus-5", "low", True),
        ("claude-sonnet-5-5", "high", False),
        ("claude-opus-5-5", "high", True),
        ("claude-opus-5-5", "medium", False),
        ("claude-haiku-5-5", "medium", False),
    ],
)
@pytest.mark.parametrize(
    "given", ["{{'effort': {!r}}} if turn == 0 else {{}}", "{{'effort': {!r} if turn == 0 else None}}"]
)
def test_the_effort_that_a_model_takes_anyway_is_no_other_one(
    model: str, effort: str, loud: bool, given: str, tmp_path: Path
) -> None:
    found = codes(CLAUDE, f"model='{model}', output_config={given.format(effort)}", tmp_path)
    assert found == ([("PRM305", "warning", "output_config.effort")] if loud else [])


def test_two_efforts_of_which_one_is_the_default_are_two(tmp_path: Path) -> None:
    settings = "model='claude-opus-5', output_config={'effort': 'high' if turn == 0 else 'low'}"
    assert codes(CLAUDE, settings, tmp_path) == [("PRM305", "warning", "output_config.effort")]
