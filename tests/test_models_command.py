"""What `promptlint models` tells, letter by letter, and what it says about names that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from promptlint.cli import main
from promptlint.providers import load
from tests.test_reporters import matches_golden


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["models", *arguments], catch_exceptions=False)


def told(*arguments: str) -> str:
    result = run("--isolated", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.mark.parametrize("name", ["gpt-4o-mini", "gpt-5.6-sol", "claude-opus-4-7", "gemini-2.5-pro"])
def test_golden(name: str) -> None:
    matches_golden(told(name), f"models-{name}.txt")


def test_all_families_are_listed_with_their_models() -> None:
    text = told()
    matches_golden(text, "models.txt")
    assert all(f"\n{name} " in text for name in load().families if name not in ("none", "classic"))
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("name", sorted(load().families))
def test_each_family_can_be_told(name: str) -> None:
    text = told(name)
    assert text.startswith(f"{name}: ")
    assert "\nsources, and how sure" in text


def test_the_source_date_and_confidence_of_a_number_stand_beside_it() -> None:
    (line,) = [line for line in told("gpt-4o-mini").splitlines() if line.startswith("step ")]
    assert line.split(maxsplit=3) == ["step", "128", "tokens", "azure 2026-08-04, high"]
    assert "\nazure               2026-08-04  https://learn.microsoft.com/" in told("gpt-4o-mini")


def test_where_sources_disagree_all_are_told() -> None:
    assert "sources disagree: 4,096 (bedrock 2026-10-04)" in told("claude-opus-4-7")
    assert "sources disagree: 2,048 (anthropic 2026-09)" in told("claude-opus-4-7", "--provider", "bedrock")


def test_dollars_where_the_price_is_known() -> None:
    text = told("claude-opus-5")
    assert "$5.00 per million tokens" in text
    assert "0.1× the input's price: $0.50 " in text
    assert "1.25× the input's price: $6.25 " in text
    assert "$" not in told("grok-9")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("grok-9",), "assumed: only its name says so, by grok-*"),
        (("our-own",), "assumed: the model is not known, and taken for one of classic"),
        (("our-own", "--provider", "gemini"), "assumed: the model is not known, and taken for one of gemini"),
        (("grok-4.7",), "matched by grok-4.[67]*"),
    ],
)
def test_what_is_assumed_is_called_so(arguments: tuple[str, ...], line: str) -> None:
    assert told(*arguments).splitlines()[1] == line


def test_what_nobody_knows_is_called_so() -> None:
    assert "minimum                    not known; 1,024 tokens is used, as of classic" in told("grok-4.7")
    assert "not known" not in told("gpt-5.6")


def test_models_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[[tool.promptlint.models]]\nmatch = "acme-*"\nfamily = "groq"\nminimum = 77\n'
    )
    monkeypatch.chdir(tmp_path)
    lines = run("acme-1").stdout.splitlines()
    assert lines[0] == "acme-1: family groq, Groq"
    assert any(
        line.startswith("minimum ") and "77 tokens" in line and line.endswith("settings, high") for line in lines
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gpt-4o", "--provider", "azur"), "there is no provider `azur`; the closest is `azure`"),
        (("--config", "absent.toml"), "no such configuration file: absent.toml"),
    ],
)
def test_what_cannot_be_done_is_told_with_exit_code_2(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
