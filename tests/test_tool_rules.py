"""The rules about tools and schemas: what varies among them or inside of one, and what stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import reported

HEAD = """
import os, random, time
from datetime import date, datetime
from openai import OpenAI
import anthropic

client = OpenAI()
RULES = "Answer questions about the orders of our shop. Be brief and kind. " * 200
LOOK = {"type": "function", "name": "look", "description": "Look up an order."}
FIND = {"type": "function", "name": "find", "description": "Find a parcel."}
TOOLS = {"look": LOOK, "find": FIND}
NAMES = {"look", "find"}
"""


def loud(body: str, folder: Path, *options: str) -> list[tuple[str, str, str]]:
    """Return code and severity of what is no info about a function's body, and the text of its place."""
    body = f"    {body.strip()}\n"
    program = f"{HEAD}\ndef answer(question, user, allowed, tools, messages):\n{body}"
    lines = program.splitlines()
    found = reported(program, folder / "app.py", *options)
    return [(f["code"], f["severity"], _text(lines, f)) for f in found if f["severity"] != "info"]


def _text(lines: list[str], finding: dict[str, object]) -> str:
    start, end = finding["location"], finding["end_location"]
    assert isinstance(start, dict)
    assert isinstance(end, dict)
    assert start["row"] == end["row"]
    return lines[start["row"] - 1][start["column"] - 1 : end["column"] - 1]


def ask(tools: str, rest: str = "") -> str:
    return f"client.responses.create(model='gpt-5', instructions=RULES, input=question, tools={tools}{rest})"


@pytest.mark.parametrize(
    ("tools", "code", "severity", "at"),
    [
        ("[TOOLS[name] for name in NAMES]", "PRM301", "warning", "NAMES"),
        ("list({str(tool) for tool in TOOLS.values()})", "PRM301", "warning", "list({str(tool) for tool in TOOLS.values()})"),
        ("[{'name': file} for file in os.listdir('tools')]", "PRM301", "warning", "os.listdir('tools')"),
        ("random.sample([LOOK, FIND], 1)", "PRM302", "error", "random.sample([LOOK, FIND], 1)"),
        ("tools.search(question)", "PRM302", "warning", "tools.search(question)"),
        ("[LOOK] if random.random() < 0.5 else [FIND]", "PRM302", "error", "[LOOK] if random.random() < 0.5 else [FIND]"),
        ("[{**LOOK, 'description': f'Look. It is {datetime.now()}.'}]", "PRM303", "error", "datetime.now()"),
        ("[{'name': 'look', 'parameters': {'enum': [time.time()]}}]", "PRM303", "error", "time.time()"),
        ("[LOOK, {'name': f'find_{random.random()}'}]", "PRM303", "error", "random.random()"),
    ],
)  # fmt: skip
def test_tools_that_vary(tools: str, code: str, severity: str, at: str, tmp_path: Path) -> None:
    assert loud(ask(tools), tmp_path) == [(code, severity, at)]


@pytest.mark.parametrize(
    "tools",
    [
        "[LOOK, FIND]",
        "list(TOOLS.values())",
        "[TOOLS[name] for name in sorted(NAMES)]",
        "sorted([TOOLS[name] for name in NAMES], key=str)",
        "[{'name': file} for file in sorted(os.listdir('tools'))]",
        "tools",
        "[LOOK] if tools else [FIND]",
        "[tool for tool in TOOLS.values() if tool['name'] in allowed]",
        "[{**LOOK, 'description': f'Look. Today is {date.today()}.'}]",
        "[LOOK], tool_choice={'type': 'allowed_tools', 'tools': tools.search(question)}",
    ],
)
def test_tools_that_stay_the_same_as_far_as_the_code_says(tools: str, tmp_path: Path) -> None:
    assert loud(ask(tools), tmp_path) == []


def test_the_same_values_behind_the_tools_keep_their_own_rules(tmp_path: Path) -> None:
    body = (
        "client.responses.create(model='gpt-5', tools=[LOOK], input=question, instructions=f'{datetime.now()}{RULES}')"
    )
    assert loud(body, tmp_path) == [("PRM101", "error", "datetime.now()")]
    body = "client.responses.create(model='gpt-5', tools=[LOOK], input=question, instructions=f'{NAMES}{RULES}')"
    assert loud(body, tmp_path) == [("PRM201", "warning", "NAMES")]


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("gpt-5", "This model's cache outlives a change of `tool_choice.none` or `tool_choice.allowed_tools`."),
        ("claude-sonnet-5", "This model's cache outlives a change of `defer_loading`."),
        ("grok-4.6", ""),
    ],
)
def test_the_help_names_what_the_provider_lets_vary(model: str, told: str, tmp_path: Path) -> None:
    body = f"    client.responses.create(model='{model}', instructions=RULES, input=question, tools=tools.search(question))"
    found = reported(f"{HEAD}\ndef answer(question, tools):\n{body}\n", tmp_path / "app.py", "--select", "PRM302")
    assert [each["help"].partition("This model's")[2] for each in found] == [told.removeprefix("This model's")]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{'type': 'object', 'title': f'{datetime.now()}'}", [("PRM304", "error", "datetime.now()")]),
        ("{'enum': tools.search(question)}", [("PRM304", "warning", "tools.search(question)")]),
        ("{'type': 'object', 'title': 'order'}", []),
        ("tools", []),
        ("{'enum': [tool for tool in allowed]}", []),
    ],
)
def test_a_schema_that_varies(schema: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    call = f"client.responses.create(model='gpt-5', instructions=RULES, input=question, text={{'format': {schema}}})"
    assert loud(call, tmp_path) == expected


STORE = "store.generate_presigned_url('get_object', Params={'Key': 'map.png'})"
PUBLIC = "'https://shop.example/map.png'"


@pytest.mark.parametrize(
    ("url", "behind", "expected"),
    [
        (STORE, "{'type': 'text', 'text': RULES}", "PRM306"),
        ("store.blob('map.png').generate_signed_url(expiration=60)", "{'type': 'text', 'text': RULES}", "PRM306"),
        (PUBLIC, "{'type': 'text', 'text': RULES}", None),
        ("store.url_of('map.png')", "{'type': 'text', 'text': RULES}", None),
        (STORE, "{'type': 'text', 'text': question}", None),
    ],
)
def test_an_image_whose_address_is_signed_anew(url: str, behind: str, expected: str | None, tmp_path: Path) -> None:
    program = f"""{HEAD}
def answer(question, store):
    image = {{"type": "image_url", "image_url": {{"url": {url}}}}}
    seen = {{"role": "user", "content": [image, {behind}]}}
    client.chat.completions.create(model="gpt-5", messages=[{{"role": "system", "content": RULES}}, seen])
"""
    found = reported(program, tmp_path / "app.py", "--select", "PRM3")
    told = [(each["code"], each["severity"], each["location"]["row"]) for each in found]
    assert told == ([(expected, "error", 16)] if expected else [])


def test_a_signed_address_ahead_of_a_conversation(tmp_path: Path) -> None:
    system = "{'role': 'system', 'content': f'The map is at {URL}.'}"
    call = f"client.chat.completions.create(model='gpt-5', messages=[{system}, *messages])"
    program = f"{HEAD}\ndef answer(store, messages):\n    return {call}\n"
    (found,) = reported(program.replace("URL", "store.generate_presigned_url(1)"), tmp_path / "app.py")
    assert (found["code"], found["severity"], found["data"]["kind"]) == ("PRM120", "warning", "signature")
    assert reported(program.replace("URL", "store.url_of(1)"), tmp_path / "app.py") == []
