"""What a provider puts around messages counts as it does, and is no text that people are told about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.hole import Scope
from promptlint.layout import Layout, lay_out
from promptlint.prompt import Block, Role
from promptlint.providers import load, profile_for
from promptlint.tokens import Exact, Range
from tests.building import ALL, CLOCK, ONE, QUESTION, USER, block, history, prompt, static, system, user
from tests.checking import reported

PROFILES = load().profiles
COOKBOOK = (
    ("", "You are a helpful, pattern-following assistant that translates corporate jargon into plain English."),
    ("example_user", "New synergies will help drive top-line growth."),
    ("example_assistant", "Things working well together will increase revenue."),
    (
        "example_user",
        "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
    ),
    ("example_assistant", "Let's talk later when we're less busy about how to do better."),
)
ASKED = "This late pivot means we don't have time to boil the ocean for the client deliverable."


def laid(*blocks: Block, model: str = "gpt-4o") -> Layout:
    return lay_out(prompt(*blocks), profile_for((model,), None)[0], Exact())


@pytest.mark.parametrize(
    ("model", "overhead"), [("gpt-4o", 3), ("gpt-5.6-sol", 3), ("azure/gpt-4o", 3), ("gpt-oss-120b", 3)]
)
def test_the_example_of_the_cookbook_counts_124_tokens(model: str, overhead: int) -> None:
    """So says OpenAI's API for gpt-4o: 3 of them begin the answer, which is no part of the prefix.

    source: openai-cookbook, examples/How_to_count_tokens_with_tiktoken.ipynb
    """
    blocks = [replace(system(words), name=name) for name, words in COOKBOOK]
    assert laid(*blocks, user(ASKED), model=model).tokens == 124 - overhead


def test_a_name_counts_where_the_program_tells_it(tmp_path: Path) -> None:
    def before(message: str) -> int:
        text = f"{static(120)}".replace("\n", " ")
        rest = f'{{"role": "system", "content": f"{{datetime.now()}} {text}"}}'
        call = f'OpenAI().chat.completions.create(model="gpt-4o", messages=[{message}, {rest}])'
        program = f"from datetime import datetime\nfrom openai import OpenAI\n{call}\n"
        (found,) = reported(program, tmp_path / "app.py", "--select", "PRM101")
        return int(found["data"]["prefix_tokens"])

    bare = before('{"role": "system", "content": "Be kind."}')
    assert bare == 3 + 3 + 1 + 3
    assert before('{"role": "system", "name": "kind", "content": "Be kind."}') == bare + 2
    parts = '{"role": "system", "content": [{"type": "text", "text": "Be"}, {"type": "text", "text": " kind."}]}'
    assert before(parts) == bare


def test_families_of_which_nobody_says_it_count_text_alone() -> None:
    for model in ("claude-sonnet-5", "gemini-2.5-pro", "deepseek-chat", "gpt-realtime"):
        assert profile_for((model,), None)[0].overhead is None
    assert PROFILES["example"].overhead is None


def test_it_counts_against_the_minimum_and_is_no_text() -> None:
    """102 lines of ten tokens and 4 around them are just 1,024."""
    (found,) = laid(system(CLOCK, "\n", static(102)), user(QUESTION)).breaks[:1]
    assert (found.lost_tokens, found.static, found.whole) == (1020, 1020, 1024)
    assert (found.loss, found.cached_best) == (Range(1024, 1024), 1024)
    assert (found.offset, found.prefix_tokens) == (0, 3)
    (found,) = laid(system(CLOCK, "\n", static(101)), user(QUESTION)).breaks[:1]
    assert (found.loss, found.cached_best) == (Range(0, 0), 0)


def test_a_message_is_begun_ahead_of_what_varies_in_it() -> None:
    assert laid(system("one two three"), user(QUESTION)).prefix[ONE] == Range(3 + 3 + 1 + 3, 3 + 3 + 1 + 3)
    assert laid(system(CLOCK), user("one")).prefix[ONE] == Range(3, 3)
    assert [segment.before.low for segment in laid(system("one two"), user("three")).segments] == [3, 3 + 2 + 1 + 3]
    assert [segment.text for segment in laid(system("one two"), user("three")).segments] == ["one two", "three"]


def test_tools_and_open_rests_and_further_parts_begin_none() -> None:
    assert laid(block(Role.TOOLS, "one two"), block(Role.SCHEMA, "three")).tokens == 3
    assert laid(history(), user("one")).tokens == 1 + 4
    assert laid(system("one"), replace(system("two"), continues=True)).tokens == 2 + 4


def test_a_message_that_may_be_absent_counts_what_it_has_at_most() -> None:
    found = laid(system("one"), system("two three", certain=False), user("four")).prefix[ALL]
    assert found.low == 2 + 2 * 4
    assert found.high >= 4 + 3 * 4


@pytest.mark.parametrize("more", range(12))
def test_what_begins_the_next_message_is_no_loss_of_a_value_ahead_of_it(more: int) -> None:
    """Wherever a step ends: a value behind all static text can stay there."""
    layout = laid(system(static(114), "one" + " two" * more, CLOCK), user(QUESTION))
    found = layout.breaks[0]
    assert (found.behind, found.loss) == (Range(0, 0), Range(0, 0))
    layout = laid(system(static(114), "one" + " two" * more), user(QUESTION))
    assert layout.served == layout.servable


def test_a_boundary_is_not_the_start_of_a_message() -> None:
    """Behind the last message that something certain is in, a cache of boundaries stores nothing."""
    layout = laid(system(static(150)), user(QUESTION), model="gpt-5.6-sol")
    assert layout.servable[Scope.EVERYONE].likely == 1500 + 4
    assert laid(system(static(150)), user(QUESTION)).servable[Scope.EVERYONE].likely == 1408


@given(
    st.lists(
        st.tuples(st.sampled_from([Role.SYSTEM, Role.USER, Role.ASSISTANT]), st.booleans()), min_size=1, max_size=6
    )
)
def test_each_message_that_two_requests_begin_alike_counts_once(turns: list[tuple[Role, bool]]) -> None:
    blocks = [block(role, "one two\n", CLOCK if varies else USER, "\nthree") for role, varies in turns]
    profile = PROFILES["classic"]
    plain = lay_out(prompt(*blocks), replace(profile, overhead=None), Exact())
    full = lay_out(prompt(*blocks), profile, Exact())
    whole = next((number for number, (_, varies) in enumerate(turns) if varies), len(turns))
    assert full.prefix[ONE].low == plain.prefix[ONE].low + 4 * whole + (3 if whole < len(turns) else 0)
    assert full.tokens == plain.tokens + 4 * len(turns)
    for one, other in zip(full.breaks, plain.breaks, strict=True):
        assert (one.lost_tokens, one.static, one.offset) == (other.lost_tokens, other.static, other.offset)
        assert 3 <= one.whole - other.whole <= 4 * len(turns)
