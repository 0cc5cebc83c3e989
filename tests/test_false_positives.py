"""What documents say costs nothing, each with the providers of which they say it; and what only looks like one of those."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import reported

HEAD = """
import random, time, uuid
from datetime import date, datetime
from openai import AzureOpenAI, OpenAI
import anthropic

client = OpenAI()
azure = AzureOpenAI(api_version="2025-04-01-preview")
fireworks = OpenAI(base_url="https://api.fireworks.ai/inference/v1")
deepseek = OpenAI(base_url="https://api.deepseek.com")
claude = anthropic.Anthropic()
RULES = "Answer questions about the orders of our shop. Be brief and kind. " * 400
SYSTEM = {"role": "system", "content": RULES}
MARKED = [{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}]
SEARCH = {"name": "search", "description": "Searches the orders. " * 50, "input_schema": {"type": "object"}}
"""

_OPENAI = """
def chat(ask, search):
    messages = [SYSTEM]
    while True:
        messages.append({"role": "user", "content": ADDED})
        answer = client.chat.completions.create(messages=messages, SETTINGS)
        messages.append(answer.choices[0].message)
"""
_RESPONSES = """
def chat(ask, search):
    items = []
    while True:
        items.append({"role": "user", "content": ADDED})
        answer = client.responses.create(instructions=RULES, input=items, SETTINGS)
        items += answer.output
"""
_CLAUDE = """
def chat(ask, search):
    messages = []
    while True:
        messages.append({"role": "user", "content": ADDED})
        answer = claude.messages.create(
            max_tokens=99, system=MARKED, messages=messages, cache_control={"type": "ephemeral"}, SETTINGS
        )
        messages.append({"role": "assistant", "content": answer.content})
"""
_KEY = "prompt_cache_key='shop'"
FAMILIES = {
    "openai": (_OPENAI, f"model='gpt-5', {_KEY}"),
    "openai-2048": (_OPENAI, f"model='gpt-5.5', {_KEY}"),
    "openai-boundary": (_OPENAI, f"model='gpt-5.6-terra', {_KEY}"),
    "responses": (_RESPONSES, f"model='gpt-5', {_KEY}"),
    "responses-boundary": (_RESPONSES, f"model='gpt-5.6-terra', {_KEY}"),
    "azure": (_OPENAI.replace("client.", "azure."), f"model='gpt-5', {_KEY}"),
    "deepseek": (_OPENAI.replace("client.", "deepseek."), "model='deepseek-chat'"),
    "fireworks": (_OPENAI.replace("client.", "fireworks."), f"model='accounts/fireworks/models/kimi-k2', {_KEY}, user='shop'"),
    "anthropic": (_CLAUDE, "model='claude-sonnet-5'"),
}  # fmt: skip
ONE_OF_OPENAI = [name for name in FAMILIES if name != "anthropic"]


def told(family: str, folder: Path, *, added: str = "ask()", settings: str = "", before: str = "") -> list[str]:
    """Return the codes of what is found in a conversation with a provider, the infos included."""
    program, own = FAMILIES[family]
    program = program.replace("ADDED", added).replace("SETTINGS", f"{own}, {settings}")
    found = reported(f"{HEAD}{before}{program}", folder / "app.py", "--show-info")
    return [each["code"] for each in found]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "added",
    [
        "ask()",
        "f'It is {datetime.now()}. {ask()}'",
        "f'{ask()} (request {uuid.uuid4()})'",
        "f'{search(ask())} {ask()}'",
        "f'{random.random()} {RULES}'",
    ],
)
def test_what_varies_in_a_later_message(family: str, added: str, tmp_path: Path) -> None:
    assert told(family, tmp_path, added=added) == []


@pytest.mark.parametrize("family", ONE_OF_OPENAI)
@pytest.mark.parametrize(
    "settings",
    ["metadata={'at': str(time.time())}", "safety_identifier=str(uuid.uuid4())", "tool_choice=random.choice(['none', 'auto'])"],
)  # fmt: skip
def test_a_parameter_that_is_no_part_of_the_prefix(family: str, settings: str, tmp_path: Path) -> None:
    assert told(family, tmp_path, settings=settings) == []


def test_the_metadata_of_claude(tmp_path: Path) -> None:
    assert told("anthropic", tmp_path, settings="metadata={'user_id': str(uuid.uuid4())}") == []


@pytest.mark.parametrize("family", ["openai", "openai-boundary", "responses", "responses-boundary"])
def test_allowed_tools_in_the_place_of_other_tools(family: str, tmp_path: Path) -> None:
    chosen = "{'type': 'allowed_tools', 'mode': 'auto', 'tools': random.choice([[], [{'type': 'function', 'name': 'search'}]])}"
    assert told(family, tmp_path, settings=f"tool_choice={chosen}") == []


@pytest.mark.parametrize("family", FAMILIES)
def test_a_date_is_only_an_info(family: str, tmp_path: Path) -> None:
    program, own = FAMILIES[family]
    program = program.replace("ADDED", "ask()").replace("SETTINGS", own).replace("[SYSTEM]", "[TODAY]")
    program = program.replace("MARKED", "TODAY").replace("instructions=RULES", "instructions=TODAY")
    today = {
        "anthropic": "[{'type': 'text', 'text': f'{date.today()} {RULES}', 'cache_control': {'type': 'ephemeral'}}]",
        "responses": "f'{date.today()} {RULES}'",
        "responses-boundary": "f'{date.today()} {RULES}'",
    }.get(family, "{'role': 'system', 'content': f'{date.today()} {RULES}'}")
    program = program.replace("TODAY", today)
    found = reported(HEAD + program, tmp_path / "app.py", "--show-info")
    assert {each["severity"] for each in found} == {"info"}


def test_effort_that_is_set_to_the_default(tmp_path: Path) -> None:
    """The default of Claude is `high`: to set it is to leave it out."""
    assert told("anthropic", tmp_path, settings="output_config={'effort': 'high'}") == []


def test_what_stands_behind_the_last_breakpoint(tmp_path: Path) -> None:
    program = """
def answer(question):
    return claude.messages.create(
        model="claude-sonnet-5",
        max_tokens=99,
        system=[*MARKED, {"type": "text", "text": f"It is {datetime.now()}."}],
        messages=[{"role": "user", "content": f"{uuid.uuid4()} {question}"}],
    )
"""
    assert reported(HEAD + program, tmp_path / "app.py", "--show-info") == []


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ("{'name': str(uuid.uuid4()), 'input_schema': {'type': 'object'}, 'defer_loading': True}", []),
        ("{**SEARCH, 'description': f'Orders until {datetime.now()}', 'defer_loading': True}", []),
        ("{**SEARCH, 'description': f'Orders until {datetime.now()}'}", ["PRM303"]),
        ("{**SEARCH, 'description': f'Orders until {datetime.now()}', 'defer_loading': False}", ["PRM303"]),
    ],
)
def test_a_tool_that_is_loaded_later(tool: str, expected: list[str], tmp_path: Path) -> None:
    assert told("anthropic", tmp_path, settings=f"tools=[SEARCH, {tool}]") == expected


@pytest.mark.parametrize(
    ("family", "settings", "expected"),
    [
        ("fireworks", "user=str(uuid.uuid4())", ["PRM601"]),
        ("deepseek", "extra_body={'user_id': str(uuid.uuid4())}", ["PRM601"]),
        ("azure", "user=str(uuid.uuid4())", ["PRM601"]),
        ("azure", "user=ask.user_id", []),
        ("openai", "user=str(uuid.uuid4())", []),
    ],
)
def test_the_user_where_that_is_part_of_the_routing(
    family: str, settings: str, expected: list[str], tmp_path: Path
) -> None:
    program, own = FAMILIES[family]
    own = own.replace(", user='shop'", "").replace(f", {_KEY}", "") if expected else own
    program = program.replace("ADDED", "ask()").replace("SETTINGS", f"{own}, {settings}")
    assert [each["code"] for each in reported(HEAD + program, tmp_path / "app.py")] == expected


AGENT = """
def agent(task, run):
    messages = [{"role": "user", "content": task}]
    while True:
        answer = claude.messages.create(
            model="claude-opus-4-8", max_tokens=99, system=RULES, tools=[SEARCH], messages=messages,
            cache_control={"type": "ephemeral"}, SETTINGS
        )
        messages.append({"role": "assistant", "content": answer.content})
        messages.append({"role": "user", "content": run(answer)})
"""


def test_the_task_with_which_an_agent_begins(tmp_path: Path) -> None:
    """Automatic caching is for one conversation: what it begins with keeps nothing from being found there."""
    assert reported(HEAD + AGENT.replace("SETTINGS", ""), tmp_path / "app.py", "--show-info") == []
    toggled = AGENT.replace("SETTINGS", "tool_choice=random.choice([{'type': 'any'}, {'type': 'auto'}])")
    found = reported(HEAD + toggled, tmp_path / "app.py", "--show-info")
    assert [(each["code"], each["data"]["setting"]) for each in found] == [("PRM305", "tool_choice")]


@pytest.mark.parametrize(("key", "codes"), [("episode", ["PRM107"]), ("entity_types", []), ("custom_instructions", [])])
def test_a_key_that_names_what_stays_says_more_than_the_name_of_its_mapping(
    key: str, codes: list[str], tmp_path: Path
) -> None:
    text = f"""{HEAD}
def ask(context):
    system = f"{{context['{key}']}}\\n{{RULES}}"
    return client.responses.create(model="gpt-5", prompt_cache_key="shop", instructions=system, input="Hello.")
"""
    assert [found["code"] for found in reported(text, tmp_path / "app.py")] == codes
