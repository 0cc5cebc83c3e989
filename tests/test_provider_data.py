"""The shipped file about providers: it fits its schema, and every number in it names its source."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest
import yaml

from promptlint.catalog import rules_folder
from promptlint.fact import Fact
from promptlint.profile import Match
from promptlint.providers import load

CATALOG = rules_folder() / "catalog"
DATA = yaml.safe_load((CATALOG / "providers.yaml").read_text(encoding="utf-8"))
SCHEMA = json.loads((CATALOG / "providers.schema.json").read_text(encoding="utf-8"))
FAMILIES = """
    classic openai-interval openai-boundary openai-6 azure azure-interval azure-boundary realtime anthropic bedrock-claude vertex-claude
    bedrock-gpt bedrock-nova gemini gemini-explicit vertex deepseek xai groq mistral kimi kimi-k3 qwen qwen-explicit zai
    fireworks together cerebras minimax minimax-explicit openrouter vllm sglang tensorrt-llm llama.cpp ollama none example"""

_SPAN = re.compile(r"\d+[smhd]")


def unsourced(data: dict[str, Any]) -> Iterator[str]:
    """Yield the path of each number and span of time without a known source and a confidence in its mapping or above."""
    for name, family in data["families"].items():
        yield from _unsourced(family, name, frozenset(), data["sources"])
    for row in data["models"]:
        yield from _unsourced(row, str(row["match"]), frozenset(), data["sources"])


def _unsourced(node: object, path: str, told: frozenset[str], sources: dict[str, Any]) -> Iterator[str]:
    match node:
        case bool():
            return
        case int() | float():
            yield from () if told == {"source", "confidence"} else (path,)
        case str() if _SPAN.fullmatch(node):
            yield from () if told == {"source", "confidence"} else (path,)
        case list():
            for each in node:
                yield from _unsourced(each, path, told, sources)
        case dict():
            depth = path.count(" > ")
            here = {
                key for key in ("source", "confidence") if key in node and (key == "confidence" or node[key] in sources)
            }
            for key, each in node.items():
                if key not in ("source", "match", "title", "note"):
                    below = told | here if depth else told
                    yield from _unsourced(each, f"{path} > {key}", below, sources)


def test_the_file_fits_its_schema() -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(SCHEMA)
    assert [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(DATA)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("families", "classic", "minimum", "value"), "1024"),
        (("families", "classic", "match"), "prefix"),
        (("families", "classic", "step", "value"), 0),
        (("families", "anthropic", "price", "raed"), 0.1),
        (("families", "anthropic", "confidence"), "sure"),
        (("sources", "openai", "date"), "October 2026"),
        (("models", 0, "familie"), "groq"),
    ],
)
def test_the_schema_rejects_what_is_wrong(path: tuple[Any, ...], value: object) -> None:
    from jsonschema import Draft202012Validator

    broken = copy.deepcopy(DATA)
    at = broken
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    assert list(Draft202012Validator(SCHEMA).iter_errors(broken))


def test_every_number_names_its_source_and_how_sure_it_is() -> None:
    assert list(unsourced(DATA)) == []


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("families", "classic", "minimum"), "source"),
        (("families", "classic", "minimum"), "confidence"),
        (("families", "anthropic", "lifetime"), "source"),
        (("families", "openai-boundary", "boundaries"), "source"),
    ],
)
def test_a_number_without_a_source_is_found(path: tuple[str, ...], gone: str) -> None:
    broken = copy.deepcopy(DATA)
    at = broken
    for key in path:
        at = at[key]
    del at[gone]
    assert any(place.startswith(" > ".join(path[1:])) for place in unsourced(broken))


def test_an_unknown_source_is_found() -> None:
    broken = copy.deepcopy(DATA)
    broken["models"].append(
        {"match": ["x"], "family": "none", "price": {"input": 3, "source": "who", "confidence": "low"}}
    )
    assert list(unsourced(broken)) == ["['x'] > price > input"]


def test_every_source_is_used() -> None:
    text = (CATALOG / "providers.yaml").read_text(encoding="utf-8").split("\nplatforms:\n")[1]
    assert [name for name in DATA["sources"] if not re.search(rf"source: {re.escape(name)}[,}}\n]", text)] == []


def test_every_family_of_the_survey_is_there() -> None:
    assert set(FAMILIES.split()) <= set(DATA["families"])
    assert {profile.match for profile in load().profiles.values()} == set(Match)


def test_every_fact_names_a_source_of_the_file() -> None:
    providers = load()
    facts = [fact for family in providers.families.values() for fact in family.facts.values()]
    facts += [fact for row in providers.rows for fact in row.facts.values() if fact]
    assert len(facts) > 500
    assert all(isinstance(fact, Fact) and fact.source.id in DATA["sources"] for fact in facts)


def test_no_row_hides_a_later_one() -> None:
    """The more special glob comes first: no glob is a name that an earlier row of the same platform takes."""
    rows = load().rows
    for at, row in enumerate(rows):
        earlier = [each for each in rows[:at] if each.platform in (None, row.platform)]
        for glob in row.globs:
            name = re.sub(r"\[(.).*?\]", r"\1", glob).replace("*", "zz")
            hides = [each.globs for each in earlier if any(fnmatchcase(name, other) for other in each.globs)]
            assert hides == [], f"{glob} is taken by {hides}"


def test_prices_are_shares() -> None:
    for profile in load().profiles.values():
        assert profile.price.read is None or 0 <= profile.price.read < 1
        assert all(1 <= share <= 2.5 for share in profile.price.write.values())
