"""Costs: written and read tokens against uncached ones, in shares and in dollars."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main
from promptlint.layout.cost import cost
from promptlint.profile import Lifetime, Price, Profile
from promptlint.providers import load

PLAIN = replace(load().profiles["classic"], price=Price(2.0, 0.5))
WRITING = replace(PLAIN, price=Price(2.0, 0.1, {"5m": 1.25, "1h": 2.0}), lifetime=Lifetime("5m"))


@pytest.mark.parametrize(
    ("profile", "tokens", "read", "written", "share", "dollars"),
    [
        (PLAIN, 1000, 0, 0, 1.0, 0.002),
        (PLAIN, 1000, 800, 0, 0.6, 0.0012),
        (WRITING, 1000, 800, 0, 0.28, 0.00056),
        # What is written and never read costs more than no cache
        (WRITING, 1000, 0, 1000, 1.25, 0.0025),
        (WRITING, 1000, 0, 600, 1.15, 0.0023),
        # No more is written than is not read
        (WRITING, 1000, 800, 1000, 0.33, 0.00066),
        (replace(WRITING, lifetime=Lifetime("1h")), 1000, 0, 1000, 2.0, 0.004),
    ],
)
def test_what_a_request_costs(
    profile: Profile, tokens: int, read: int, written: int, share: float, dollars: float
) -> None:
    found = cost(profile, tokens, read, written)
    assert found is not None
    assert (found.share, found.dollars) == (pytest.approx(share), pytest.approx(dollars))


def test_without_a_price_only_the_share_is_known() -> None:
    found = cost(replace(PLAIN, price=Price(None, 0.5)), 1000, 800, 0)
    assert found is not None
    assert (found.share, found.dollars) == (pytest.approx(0.6), None)
    assert cost(replace(PLAIN, price=Price(2.0, None)), 1000, 800, 0) is None
    assert cost(PLAIN, 0, 0, 0) is None


_PROGRAM = """from openai import OpenAI

def answer(question):
    return OpenAI().responses.create(model="{model}", instructions="{rules}", input=question)
"""


def drawn(folder: Path, model: str, *options: str, program: str = _PROGRAM) -> list[str]:
    path = folder / "bot.py"
    path.write_text(program.format(model=model, rules="Every word of this text stays the same. " * 200), "utf-8")
    result = CliRunner().invoke(main, ["layout", "--isolated", *options, str(path)], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return [line for line in result.stdout.splitlines() if "$" in line or "input price" in line]


def test_a_map_tells_what_the_prompt_costs(tmp_path: Path) -> None:
    share, thousand, month = drawn(tmp_path, "gpt-5.1", "--requests-per-day", "10000")
    # 1,801 tokens and 8 around two messages, 1,792 of them read at a tenth of 1.25 dollars per million
    assert share == "input price of the known tokens: 11% of the uncached one now, 11% at best"
    assert thousand.startswith("per 1,000 requests: $0.25 now, $0.25 at best (price of ")
    assert month == "a month of 10,000 requests a day: $73.58 now, $73.58 at best"


@pytest.mark.parametrize(
    ("asked", "share"),
    [
        ("", "125%"),
        ("prompt_cache_options={{'ttl': '30m'}}, ", "125%"),
        ("prompt_cache_options={{'ttl': '12h'}}, ", "250%"),
        ("prompt_cache_options={{'ttl': ttl}}, ", "125%"),
    ],
)
def test_what_is_stored_for_longer_costs_more(asked: str, share: str, tmp_path: Path) -> None:
    program = _PROGRAM.replace("input=question", f"{asked}input=''").replace(
        "instructions=", "instructions=question + "
    )
    (line, *_) = drawn(tmp_path, "gpt-6.2-sol", program=program)
    assert line.startswith(f"input price of the known tokens: {share} of the uncached one now, ")


_CLAUDE = """from anthropic import Anthropic

def answer(session_id):
    text = {{"type": "text", "text": f"{{session_id}} {rules}", "cache_control": {{"type": "ephemeral"TTL}}}}
    return Anthropic().messages.create(model="{model}", max_tokens=9, system=[text], messages=[])
"""


def test_a_breakpoint_for_an_hour_is_paid_as_one(tmp_path: Path) -> None:
    for ttl, share in (("", "125%"), (', "ttl": "5m"', "125%"), (', "ttl": "1h"', "200%")):
        (line, *_) = drawn(tmp_path, "claude-opus-5", program=_CLAUDE.replace("TTL", ttl))
        # Between different users; to the next request of the conversation it is served
        assert f", between different users: {share} of the uncached one now, " in line


def test_a_model_without_a_cache_has_no_price_to_compare(tmp_path: Path) -> None:
    assert drawn(tmp_path, "gpt-4") == []
