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
    ],
)
def test_what_claude_does_not_outlive(settings: str, name: str, lost: str, tmp_path: Path) -> None:
    (found,) = about(CLAUDE, f"model='claude-sonnet-5', {settings}", tmp_path)
    assert (found["code"], found["severity"], found["data"]["setting"]) == ("PRM305", "warning", name)
    assert found["message"].endswith(f"`claude-sonnet-5` then processes {lost} again")


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
    assert codes(program, "model='gpt-5' if attempt == 0 else 'gpt-5-mini'", tmp_path) == []
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
