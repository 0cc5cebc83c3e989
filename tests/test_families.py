"""The families of caches: what is predicted for published examples, and advice that differs on the same source."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main
from promptlint.hole import Scope
from promptlint.layout import lay_out
from promptlint.layout.prediction import served
from promptlint.prompt import Block, Literal, Prompt, Role
from promptlint.providers import profile_for
from promptlint.source import Place
from promptlint.tokens import Range
from tests.checking import reported

HERE = Place("app.py", 0, 1)


def exactly(model: str, tokens: int) -> tuple[float, float, int]:
    """Return what is served at least, at most and likely of a common prefix that is stored for certain."""
    profile, _ = profile_for((model,), None)
    found = served(profile, Range(tokens, tokens), Range(tokens, tokens))
    return found.bounds.low, found.bounds.high, found.likely


@pytest.mark.parametrize(
    ("model", "tokens", "expected"),
    [
        # A published response of o1-preview: 1,566 tokens in the prompt, 1,408 cached
        ("o1-preview", 1407, (1280, 1280, 1280)),
        ("o1-preview", 1408, (1408, 1408, 1408)),
        ("o1-preview", 1535, (1408, 1408, 1408)),
        ("o1-preview", 1566, (1536, 1536, 1536)),
        ("gpt-4o", 1023, (0, 0, 0)),
        ("gpt-4o", 1024, (1024, 1024, 1024)),
        ("gpt-4o-2024-05-13", 5000, (0, 0, 0)),
        # From the start of hidden text, in steps of 2,048, reported in multiples of 128 (providers.md 1.7)
        ("gpt-5.5", 1023, (0, 0, 0)),
        ("gpt-5.5", 6000, (3840, 5888, 4864)),
        # Exact boundaries, from 1,024 tokens on
        ("gpt-5.6-sol", 1023, (0, 0, 0)),
        ("gpt-5.6-sol", 1500, (1500, 1500, 1500)),
        ("mistral/mistral-large-latest", 0, (0, 0, 0)),
        # Of several minimums the newest is the likely one: 2,048 here, 1,024 in an earlier copy of the page
        ("gemini-2.5-flash", 2040, (0, 2448, 0)),
        ("gemini-2.5-flash", 2050, (0, 2460, 2050)),
        # Nobody says the unit of DeepSeek
        ("deepseek/deepseek-chat", 2000, (0, 2400, 2000)),
    ],
)
def test_what_is_served_of_a_prefix(model: str, tokens: int, expected: tuple[float, float, int]) -> None:
    assert exactly(model, tokens) == expected


class Letters:
    """Counts one token for each letter."""

    def count(self, text: str, *, behind_hole: bool = False, before_hole: bool = False) -> Range:
        return Range(len(text), len(text))


def test_the_first_request_of_the_guide_of_openai_is_stored_whole() -> None:
    """A request of 2,000 tokens of tools, 8,000 of a developer message and 2,000 of a user's writes 12,000."""
    parts = ((Role.TOOLS, 2_000), (Role.SYSTEM, 8_000), (Role.USER, 2_000))
    blocks = tuple(Block(role, (Literal("x" * size),), HERE) for role, size in parts)
    profile, _ = profile_for(("gpt-5.6-sol",), None)
    # The guide's numbers are of whole messages
    profile = replace(profile, overhead=None)
    layout = lay_out(Prompt("guide", HERE, blocks), profile, Letters())
    assert (layout.tokens, layout.stored) == (12_000, 12_000)
    assert layout.served[Scope.EVERYONE].bounds == Range(12_000, 12_000)


_RULES = "Every word of this text stays the same, whatever the customer asks of the desk. "
_OPENAI = """from datetime import datetime
from openai import OpenAI

RULES = "{rules}"

def answer(question):
    return OpenAI().responses.create(model="{model}", instructions=f"{{RULES}} It is {{datetime.now()}}.", input=question)
"""
_CLAUDE = """from datetime import datetime
from anthropic import Anthropic

RULES = "{rules}"

def answer(question):
    return Anthropic().messages.create(
        model="{model}",
        max_tokens=500,
        system={system},
        messages=[{{"role": "user", "content": question}}],
    )
"""
_MARKED = '[{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}, {"type": "text", "text": f"It is {datetime.now()}."}]'


def found(folder: Path, text: str, *options: str) -> list[tuple[str, str]]:
    path = folder / "bot.py"
    path.write_text(text, encoding="utf-8")
    arguments = ["check", "--isolated", "--no-cache", "--quiet", "--output-format", "concise", *options, str(path)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    lines = [line.rpartition("bot.py:")[2] for line in result.stdout.splitlines()]
    return [(line.split(":")[0], line.split(" ")[1]) for line in lines]


@pytest.mark.parametrize(
    ("model", "expected"),
    [("gpt-5.1", []), ("gpt-5.4", []), ("gpt-5.6-sol", [("7", "PRM402")]), ("gpt-6.2-sol", [("7", "PRM402")])],
)
def test_a_clock_behind_static_text_in_one_block(model: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert found(tmp_path, _OPENAI.format(model=model, rules=_RULES * 100)) == expected


def test_a_clock_in_one_block_ahead_of_messages_that_nobody_knows(tmp_path: Path) -> None:
    """Whether a question or a list of messages is passed on makes no difference."""
    program = _OPENAI.format(model="gpt-5.6-sol", rules=_RULES * 100).replace("question", "given")
    assert found(tmp_path, program) == [("7", "PRM402")]
    (told,) = reported(program.replace("given", "history"), tmp_path / "app.py")
    assert (told["code"], told["help"].partition(". ")[2]) == ("PRM402", "1,704 tokens can then be cached, 0 are now.")


def test_a_clock_at_the_head_of_a_message_that_no_breakpoint_ends(tmp_path: Path) -> None:
    program = _OPENAI.format(model="gpt-5.6-sol", rules=_RULES * 100)
    program = program.replace("{RULES} It is {datetime.now()}.", "It is {datetime.now()}. {RULES}")
    (told,) = reported(program, tmp_path / "app.py")
    assert told["code"] == "PRM101"
    assert "static tokens up to the next message end can be cached" in told["message"]
    assert told["help"].endswith("It needs a block of its own, behind a cache breakpoint.")


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ('f"{RULES} It is {datetime.now()}."', [("10", "PRM402")]),
        (_MARKED, []),
        ("RULES", [("10", "PRM403")]),
        ('[{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}]', []),
    ],
)
def test_claude_stores_marked_blocks_alone(system: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    # 1,400 tokens of the model: about 1,100 of o200k_base
    assert found(tmp_path, _CLAUDE.format(model="claude-sonnet-4-5", system=system, rules=_RULES * 90)) == expected


def test_where_a_platform_may_cache_without_a_mark_none_is_missing(tmp_path: Path) -> None:
    claude = _CLAUDE.format(model="claude-sonnet-4-5", system="RULES", rules=_RULES * 90)
    assert found(tmp_path, claude) == [("10", "PRM403")]
    assert found(tmp_path, claude, "--provider", "bedrock") == []


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ('[{"role": "user", "content": question}]', [("10", "PRM408")]),
        ('[*history, {"role": "user", "content": question}]', []),
    ],
)
def test_automatic_caching_is_for_conversations(messages: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    claude = _CLAUDE.format(model="claude-sonnet-4-5", system="RULES", rules=_RULES * 90)
    claude = claude.replace("answer(question)", "answer(question, history)")
    claude = claude.replace('[{"role": "user", "content": question}]', messages)
    claude = claude.replace("        system=", '        cache_control={"type": "ephemeral"}, system=')
    assert found(tmp_path, claude) == expected


_GEMINI = """from datetime import datetime
from google import genai

RULES = "{rules}"

def answer(question, name, cached):
    config = {config}
    return genai.Client().models.generate_content(
        model="{model}",
        config=config,
        contents=f"It is {{datetime.now()}}. {{RULES}} {{question}}",
    )
"""


@pytest.mark.parametrize(
    ("model", "config", "expected"),
    [
        ("gemini-2.5-pro", "{}", [("11", "PRM101")]),
        ("gemini-2.5-pro", '{"cached_content": None}', [("11", "PRM101")]),
        # What stands behind an object that was made before is not known to be cached
        ("gemini-2.5-pro", '{"cached_content": name}', []),
        ("gemini-2.5-pro", '{"cached_content": name if cached else None}', []),
        # A model that caches nothing but such objects
        ("gemini-2.0-flash", "{}", []),
    ],
)
def test_a_request_behind_a_cache_made_before(
    model: str, config: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert found(tmp_path, _GEMINI.format(model=model, config=config, rules=_RULES * 200)) == expected


def test_nothing_is_told_of_a_model_that_caches_nothing(tmp_path: Path) -> None:
    program = _OPENAI.replace("{{RULES}} It is {{datetime.now()}}.", "It is {{datetime.now()}}. {{RULES}}")
    assert found(tmp_path, program.format(model="gpt-4o", rules=_RULES * 100)) == [("7", "PRM101")]
    assert found(tmp_path, program.format(model="gpt-4o-2024-05-13", rules=_RULES * 100)) == []


_CACHE = """from datetime import datetime
from google import genai

RULES = "{rules}"

def store(document, user_name):
    genai.Client().caches.create(
        model="gemini-2.5-flash",
        config={{"system_instruction": RULES, "contents": [{contents}]}},
    )
"""


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        # Wherever it stands: another object is stored
        ('f"It is {datetime.now()}."', [(9, "PRM101", "warning")]),
        # What the later requests are about
        ("document", []),
        ('f"The guest is {user_name}."', []),
        ('"Be kind."', []),
    ],
)
def test_a_value_in_a_cache_that_is_made(contents: str, expected: list[tuple[int, str, str]], tmp_path: Path) -> None:
    told = reported(_CACHE.format(contents=contents, rules=_RULES * 200), tmp_path / "bot.py")
    assert [(each["location"]["row"], each["code"], each["severity"]) for each in told] == expected
    assert all(each["help"].startswith("Leave the value out of what is stored") for each in told)


def told(folder: Path, text: str) -> dict[str, dict[str, object]]:
    """Return what is found in a program, by code, as the JSON report has it."""
    path = folder / "bot.py"
    path.write_text(text, encoding="utf-8")
    arguments = ["check", "--isolated", "--no-cache", "--quiet", "--show-info", "--output-format", "json", str(path)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return {one["code"]: one for one in json.loads(result.stdout)}


@pytest.mark.parametrize(
    ("model", "lines", "severity", "doubt"),
    [
        # About 2,000 tokens of the model, give or take 30 per cent
        ("claude-opus-4-8", 90, "error", ""),
        # The sources name minimums of 1,024 and 4,096
        ("claude-sonnet-4-5", 90, "warning", "the sources name minimums of 1,024 to 4,096 tokens"),
        # About 1,100 tokens, the minimum is 1,024
        ("claude-opus-4-8", 50, "warning", "tokens are estimates, give or take 30%, and the minimum is 1,024"),
        ("claude-opus-4-8", 25, "info", ""),
    ],
)
def test_what_may_be_below_the_minimum_is_called_uncertain(
    model: str, lines: int, severity: str, doubt: str, tmp_path: Path
) -> None:
    marked = '[{"type": "text", "text": f"{RULES} It is {datetime.now()}.", "cache_control": {"type": "ephemeral"}}]'
    found = told(tmp_path, _CLAUDE.format(model=model, system=marked, rules=_RULES * lines))["PRM401"]
    assert found["severity"] == severity
    assert ("uncertain" in str(found["help"])) == bool(doubt)
    assert doubt in str(found["help"])


@pytest.mark.parametrize(("model", "assumed"), [('"gpt-5.1"', False), ("MODEL", True)])
def test_a_report_says_whether_the_family_is_assumed(model: str, assumed: bool, tmp_path: Path) -> None:
    clock = 'f"It is {datetime.now()}. {RULES}"'
    text = _OPENAI.format(model="", rules=_RULES * 100).replace('model=""', f"model={model}")
    text = text.replace('f"{RULES} It is {datetime.now()}."', clock).replace("(question)", "(question, MODEL)")
    found = told(tmp_path, text)["PRM101"]["data"]
    assert isinstance(found, dict)
    assert (found["profile"], found["assumed"]) == ("classic", assumed)


@pytest.mark.parametrize(
    ("model", "cached"),
    [
        ("gpt-5.1", "the longest common prefix is cached from 1,024 tokens, in steps of 128"),
        ("gemini-2.5-flash", "the longest common prefix is cached from 2,048 tokens, in steps of 128 (assumed)"),
        ("grok-4.6", "the longest common prefix is cached from 1,024 tokens (assumed), in steps of 128"),
        ("deepseek-chat", "the longest unit that an earlier request stored is cached from 64 tokens"),
        ("claude-opus-5", "a prefix that an explicit breakpoint ends is cached from 512 tokens"),
        ("gpt-4-turbo", "nothing is cached"),
    ],
)
def test_a_map_says_what_is_cached(model: str, cached: str, tmp_path: Path) -> None:
    path = tmp_path / "bot.py"
    path.write_text(_OPENAI.format(model=model, rules=_RULES), encoding="utf-8")
    drawn = CliRunner().invoke(main, ["layout", "--isolated", str(path)], catch_exceptions=False).stdout
    assert drawn.splitlines()[1].partition(": ")[2] == cached


@pytest.mark.parametrize(
    ("call", "cached"),
    [
        ("caches.create(model=MODEL, config={'system_instruction': RULES})", "all of it is stored from 2,048 tokens, for requests that name it"),
        ("models.generate_content(model=MODEL, contents=question, config={'cached_content': name})", "only a cache that the program made before is served"),
    ],
)  # fmt: skip
def test_a_map_says_what_becomes_of_a_cache_that_the_program_makes(call: str, cached: str, tmp_path: Path) -> None:
    head = f"from google import genai\n\nMODEL = 'gemini-2.5-flash'\nRULES = '{_RULES}'\n"
    path = tmp_path / "bot.py"
    path.write_text(f"{head}def ask(question, name):\n    genai.Client().{call}\n", encoding="utf-8")
    drawn = CliRunner().invoke(main, ["layout", "--isolated", str(path)], catch_exceptions=False).stdout
    assert drawn.splitlines()[1].partition(": ")[2] == cached


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("gpt-5.1", "now: up to `datetime.now()`; rounded down to a multiple of 128"),
        ("gpt-5.5", "now: up to `datetime.now()`; in steps of 2,048 from the start of hidden text of unknown length"),
        (
            "gpt-5.6-sol",
            "now: no boundary ahead of `datetime.now()`, so nothing is stored that is found again. At best: ",
        ),
        ("deepseek/deepseek-chat", "now: up to `datetime.now()`; only whole units that an earlier request stored"),
    ],
)
def test_a_map_says_why(model: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "bot.py"
    path.write_text(_OPENAI.format(model=model, rules=_RULES * 200), encoding="utf-8")
    drawn = CliRunner().invoke(main, ["layout", "--isolated", str(path)], catch_exceptions=False).stdout
    (line, *_) = [line for line in drawn.splitlines() if line.startswith("  now: ")]
    assert line.strip().startswith(why)
