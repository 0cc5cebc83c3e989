"""Moves between blocks: the same text is mended in another way for each family of caches."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.discover import discover
from promptlint.edits import applied
from promptlint.engine import engine
from promptlint.settings import ModelSetting, settings_at
from tests.test_fixes.fixing import findings

HEAD = """from datetime import datetime
import anthropic, boto3
from openai import OpenAI

claude = anthropic.Anthropic()
client = OpenAI()
bedrock = boto3.client("bedrock-runtime")
RULES = "Answer questions about the orders of our shop. Be brief and kind.\\n" * 300


def answer(question, history, user_name):
    now = datetime.now()
    return """


def first_fix(folder: Path, call: str) -> tuple[str, str, str] | None:
    """Return the rule of the first finding about a call, how safe its fix is, and the call once it is fixed."""
    text = f"{HEAD}{call}\n"
    finding = findings(folder, app=text)[0]
    if finding.fix is None:
        return None
    after = applied(text, finding.fix.edits)
    assert after.startswith(HEAD)
    return finding.code, finding.fix.applicability.value, after.removeprefix(HEAD).removesuffix("\n")


CLAUDE = 'claude.messages.create(model="claude-sonnet-4-5", max_tokens=9, system=SYSTEM, messages=[{"role": "user", "content": question}])'
CHAT = 'client.chat.completions.create(model=MODEL, messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": question}])'
TALK = 'client.chat.completions.create(model="gpt-5.1", messages=[{"role": "system", "content": SYSTEM}, *history, {"role": "user", "content": ASKED}])'
BEDROCK = 'bedrock.converse(modelId="anthropic.claude-sonnet-4-5-v1:0", system=[SYSTEM], messages=[{"role": "user", "content": [{"text": question}]}])'
MARK = '"cache_control": {"type": "ephemeral"}'
POINT = '"prompt_cache_breakpoint": {"mode": "explicit"}'


@pytest.mark.parametrize(
    ("call", "code", "before", "after"),
    [
        (
            CLAUDE,
            "PRM402",
            'f"{RULES}\\nIt is {now}."',
            f'[\n        {{"type": "text", "text": RULES, {MARK}}},\n        {{"type": "text", "text": f"It is {{now}}."}},\n    ]',
        ),
        (
            CLAUDE,
            "PRM402",
            'RULES + "\\n" + "It is " + str(now)',
            f'[\n        {{"type": "text", "text": RULES, {MARK}}},\n        {{"type": "text", "text": "It is " + str(now)}},\n    ]',
        ),
        (
            CLAUDE,
            "PRM401",
            f'[{{"type": "text", "text": f"It is {{now}}.\\n{{RULES}}", {MARK}}}]',
            f'[{{"type": "text", "text": RULES, {MARK}}}, {{"type": "text", "text": f"It is {{now}}."}}]',
        ),
        (
            CHAT.replace("MODEL", '"gpt-5.6-sol"'),
            "PRM402",
            'f"{RULES}\\nIt is {now}."',
            f'[\n        {{"type": "text", "text": RULES, {POINT}}},\n        {{"type": "text", "text": f"It is {{now}}."}},\n    ]',
        ),
        (
            BEDROCK,
            "PRM402",
            '{"text": f"{RULES}\\nIt is {now}."}',
            '{"text": RULES}, {"cachePoint": {"type": "default"}}, {"text": f"It is {now}."}',
        ),
        (
            BEDROCK,
            "PRM401",
            '{"text": f"{RULES}\\nIt is {now}."}, {"cachePoint": {"type": "default"}}',
            '{"text": RULES}, {"cachePoint": {"type": "default"}}, {"text": f"It is {now}."}',
        ),
        (
            CLAUDE,
            "PRM401",
            f'[{{"type": "text", {MARK}, "text": RULES + f"You help {{user_name}}."}}]',
            f'[{{"type": "text", {MARK}, "text": RULES}}, {{"type": "text", "text": f"You help {{user_name}}.", {MARK}}}]',
        ),
        (
            CLAUDE,
            "PRM401",
            f'[{{"type": "text", "text": RULES}}, {{"type": "text", "text": f"It is {{now}}.", {MARK}}}]',
            f'[{{"type": "text", "text": RULES, {MARK}}}, {{"type": "text", "text": f"It is {{now}}."}}]',
        ),
    ],
    ids=[
        "string for Claude",
        "chain for Claude",
        "marked part",
        "message for GPT-5.6",
        "part for Bedrock",
        "marked part for Bedrock",
        "part marked for one user",
        "mark on the value",
    ],
)
def test_a_mixed_block_becomes_two(call: str, code: str, before: str, after: str, tmp_path: Path) -> None:
    fixed = first_fix(tmp_path, call.replace("SYSTEM", before))
    assert fixed == (code, "unsafe", call.replace("SYSTEM", after))


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        ("question", 'f"It is {now}.\\n\\n{question}"'),
        ('f"Question: {question}"', 'f"It is {now}.\\n\\nQuestion: {question}"'),
        ('question or "Hello"', 'f"It is {now}." + "\\n\\n" + (question or "Hello")'),
        ('[{"type": "text", "text": question}]', '[{"type": "text", "text": f"It is {now}.\\n\\n{question}"}]'),
    ],
)
def test_a_value_ahead_of_the_conversation_goes_into_the_last_message(asked: str, after: str, tmp_path: Path) -> None:
    call = TALK.replace("ASKED", asked).replace("SYSTEM", 'f"{RULES}\\nIt is {now}."')
    assert first_fix(tmp_path, call) == (
        "PRM120",
        "unsafe",
        TALK.replace("ASKED", after).replace("SYSTEM", "RULES"),
    )


def test_a_longest_prefix_cache_needs_no_block_of_its_own(tmp_path: Path) -> None:
    call = CHAT.replace("MODEL", '"gpt-5.1"')
    fixed = first_fix(tmp_path, call.replace("SYSTEM", 'f"It is {now}.\\n{RULES}"'))
    assert fixed == ("PRM101", "unsafe", call.replace("SYSTEM", 'f"{RULES}It is {now}.\\n"'))


def test_no_mark_is_put_where_the_call_takes_none(tmp_path: Path) -> None:
    call = 'client.responses.create(model="gpt-5.6-sol", instructions=f"{RULES}\\nIt is {now}.", input=question)'
    assert first_fix(tmp_path, call) is None


def test_a_static_prefix_without_a_mark_gets_one(tmp_path: Path) -> None:
    fixed = first_fix(tmp_path, CLAUDE.replace("SYSTEM", "RULES"))
    marked = f'[\n        {{"type": "text", "text": RULES, {MARK}}},\n    ]'
    assert fixed == ("PRM403", "unsafe", CLAUDE.replace("SYSTEM", marked))


def test_a_short_prefix_gets_no_mark(tmp_path: Path) -> None:
    assert not findings(tmp_path, app=f"{HEAD}{CLAUDE.replace('SYSTEM', 'RULES[:900]')}\n")


def test_a_missing_mark_moves_no_text(tmp_path: Path) -> None:
    """It is told where the static text ends, which is no value that could go behind it."""
    parts = '[{"type": "text", "text": "Be brief, be kind. " * 20}, {"type": "text", "text": str(now)}]'
    (tmp_path / "app.py").write_text(HEAD + CHAT.replace("MODEL", '"claude"').replace("SYSTEM", parts))
    small = ModelSetting(("claude",), family="anthropic", minimum=16)
    at = settings_at({"models": (small,)}, isolated=True)
    machine = engine(at, str(tmp_path))
    (finding,) = machine.check(discover((str(tmp_path),), at, machine.wants)).findings
    assert (finding.code, finding.fix) == ("PRM403", None)
