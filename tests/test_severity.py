"""Severity as a truth table: what is lost, how sure that is, and whether anything can be gained."""

from __future__ import annotations

from dataclasses import replace

import pytest

from promptlint.finding import Severity
from promptlint.hole import Confidence, Growth, Hole, Kind, Order, Volatility
from promptlint.layout import Break, lay_out, measure
from promptlint.prompt import Block, Frame, Role
from promptlint.providers import load
from promptlint.severity import severity
from promptlint.tokens import Exact
from tests.building import (
    CLOCK,
    DATE,
    DOCS,
    HISTORY,
    HOST,
    MEMORY,
    QUESTION,
    SESSION,
    TAGS,
    UNKNOWN,
    USER,
    block,
    choice,
    history,
    hole,
    prompt,
    static,
    system,
    text,
    user,
)

PROFILES = load().profiles
ERROR, WARNING, INFO, NONE = Severity.ERROR, Severity.WARNING, Severity.INFO, None
NAMED_CLOCK = replace(CLOCK, confidence=Confidence.MEDIUM)
GUESS = replace(CLOCK, confidence=Confidence.LOW)
SHUFFLED = hole(Kind.RANDOM, Volatility.UNKNOWN, order=Order("sample", Volatility.REQUEST))
SAMPLE = replace(SHUFFLED, volatility=Volatility.REQUEST)
TOKEN = hole(Kind.RANDOM, Volatility.REQUEST)


def level(value: Hole, *blocks: Block, profile: str = "classic") -> Severity | None:
    """Return the severity of the last break of a hole: of its order where it has one."""
    layout = lay_out(prompt(*blocks), PROFILES[profile], Exact(), unknown=True)
    found: list[Break] = [one for one in layout.breaks if one.hole is value]
    return severity(found[-1], layout.profile)


@pytest.mark.parametrize(
    ("value", "behind", "expected"),
    [
        # A known source: certain
        (CLOCK, static(150), ERROR),
        (SESSION, static(150), ERROR),
        # Just enough to reach the minimum with what is put around two messages, and just too little
        (CLOCK, static(102), ERROR),
        (CLOCK, static(101), INFO),
        # A name only
        (NAMED_CLOCK, static(150), WARNING),
        (USER, static(150), WARNING),
        (DOCS, static(150), WARNING),
        # A guess
        (GUESS, static(150), INFO),
        (GUESS, static(50), NONE),
        (UNKNOWN, static(150), INFO),
        # Daily, or once per process
        (DATE, static(150), INFO),
        (HOST, static(150), INFO),
        # The order
        (TAGS, static(150), WARNING),
        (SHUFFLED, static(150), WARNING),
        (SAMPLE, static(150), ERROR),
        (replace(SHUFFLED, confidence=Confidence.LOW), static(150), WARNING),
        (replace(SHUFFLED, confidence=Confidence.LOW), static(50), INFO),
        (replace(TAGS, volatility=Volatility.PROCESS), static(150), WARNING),
        # Nothing behind
        (CLOCK, "", NONE),
        (DATE, "", NONE),
        # Less than one step
        (CLOCK, static(12), NONE),
        (DATE, static(12), NONE),
        # Too short for the cache, whatever is done
        (CLOCK, static(20), INFO),
        (TAGS, static(20), INFO),
    ],
)
def test_static_text_behind_a_hole(value, behind, expected):
    assert level(value, system(value, "\n", behind), user(QUESTION)) is expected


@pytest.mark.parametrize(
    ("value", "behind", "expected"),
    [
        (CLOCK, [history()], WARNING),
        (DOCS, [history()], WARNING),
        (CLOCK, [system(MEMORY)], WARNING),
        (USER, [history()], NONE),
        (USER, [block(Role.SYSTEM, hole(Kind.TOOLS, Volatility.PROCESS))], WARNING),
        (DATE, [history()], NONE),
        (GUESS, [history()], NONE),
        (TAGS, [history()], NONE),
        # Only text that nobody knows anything about
        (CLOCK, [system(UNKNOWN)], INFO),
        (CLOCK, [system(UNKNOWN, static(12))], INFO),
        (DATE, [system(UNKNOWN)], NONE),
        # What varies as much is no loss
        (CLOCK, [system(DOCS)], NONE),
        (CLOCK, [block(Role.REST, hole(Kind.HISTORY, Volatility.REQUEST, growth=Growth.WINDOW))], NONE),
        # A text that may be there
        (CLOCK, [system(choice(text(static(150)), text()))], INFO),
    ],
)
def test_what_cannot_be_counted_behind_a_hole(value, behind, expected):
    assert level(value, system(static(110), value), *behind, user(QUESTION)) is expected


def test_where_nothing_known_is_sent_only_a_conversation_can_be_lost():
    assert level(CLOCK, system(CLOCK), system(UNKNOWN), user(QUESTION)) is NONE
    assert level(CLOCK, system("Be kind. ", CLOCK), system(UNKNOWN), user(QUESTION)) is INFO
    assert level(CLOCK, system(CLOCK), system(UNKNOWN), history(), user(QUESTION)) is WARNING


def test_known_text_behind_unknown_text_counts_when_the_minimum_is_certain():
    assert level(CLOCK, system(UNKNOWN, "\n", CLOCK, "\n", static(110))) is ERROR
    assert level(CLOCK, system(UNKNOWN, "\n", CLOCK, "\n", static(90))) is INFO


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((system(static(150)), user(DOCS)), NONE),
        ((system(static(150)), user(DOCS, "\n", static(12))), NONE),
        ((system(static(150)), user(DOCS, "\n", UNKNOWN)), NONE),
        ((system(static(150)), user(DOCS, "\n", static(14))), WARNING),
        ((user(DOCS, "\n", static(150)),), WARNING),
        ((user(DOCS, "\n", static(50)),), NONE),
        ((system(static(150)), history(), user(DOCS, "\n", static(50))), NONE),
    ],
)
def test_in_the_last_user_message_only_a_known_loss_counts(blocks, expected):
    assert level(DOCS, *blocks) is expected


def test_a_history_ahead_of_the_system_prompt():
    assert level(HISTORY, history(), system(static(150)), user(QUESTION)) is WARNING
    assert level(HISTORY, system(static(150)), history(), user(static(150))) is NONE


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((system(static(150), CLOCK, marked=True),), ERROR),
        ((system(static(113), CLOCK, marked=True),), ERROR),
        # Inside the error band of the tokenizer it may stay below the minimum
        ((system(static(112), CLOCK, marked=True),), WARNING),
        ((system(static(60), CLOCK, marked=True),), INFO),
        ((system(CLOCK), system(static(150), marked=True)), ERROR),
        # Nothing is cached yet: a mark is missing as well
        ((system(CLOCK, "\n", static(150)),), WARNING),
        ((system(CLOCK), system(static(150))), WARNING),
        ((system(static(150)), system(CLOCK)), NONE),
        ((system(static(150), marked=True), system(CLOCK)), NONE),
        ((system(static(150), marked=True), user(CLOCK, static(50), marked=True), user(QUESTION)), ERROR),
        ((system(static(150), marked=True), user(CLOCK, static(50), marked=True)), NONE),
        ((system(static(150), marked=True), system(CLOCK), history(), user(marked=True)), WARNING),
        ((system(static(150), marked=True), system(CLOCK), history(), user(QUESTION)), NONE),
    ],
)
def test_boundaries(blocks, expected):
    assert level(CLOCK, *blocks, profile="boundary") is expected


def test_the_minimum_of_the_rule_pages_is_sixteen_tokens():
    assert level(CLOCK, system(CLOCK, "\n", static(2)), user(QUESTION), profile="example") is ERROR
    assert level(CLOCK, system(CLOCK, "\n", static(1)), user(QUESTION), profile="example") is INFO


@pytest.mark.parametrize(
    ("value", "behind", "expected"),
    [
        (CLOCK, static(20), INFO),
        (NAMED_CLOCK, static(20), INFO),
        (CLOCK, static(12), NONE),
        (GUESS, static(20), NONE),
        (CLOCK, "", NONE),
    ],
)
def test_a_part_of_a_prompt_too_short_on_its_own_loses_no_more_than_it_holds(value, behind, expected):
    assert level(value, block(Role.FRAGMENT, value, "\n", behind)) is expected
    assert level(value, block(Role.FRAGMENT, UNKNOWN, "\n", value, "\n", behind)) is expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        # A conversation may stand behind what is long enough to be cached
        ((system(static(150), CLOCK),), [WARNING]),
        ((system(static(103), CLOCK),), [WARNING]),
        ((system(static(102), CLOCK),), [NONE]),
        ((system(static(20), CLOCK),), [NONE]),
        ((system(static(150), DATE),), [NONE]),
        # The second value has all to be counted
        ((system(static(20), CLOCK, "\n", static(110), TOKEN),), [ERROR, WARNING]),
    ],
)
@pytest.mark.parametrize("info", [True, False])
def test_what_may_stand_behind_a_system_text_does_not_depend_on_how_tokens_are_counted(blocks, expected, info):
    sent = replace(prompt(*blocks), frame=Frame.UNKNOWN)
    for layout in (measure(sent, PROFILES["classic"], info=info), lay_out(sent, PROFILES["classic"], Exact())):
        assert [severity(found, layout.profile) for found in layout.breaks] == expected


@pytest.mark.parametrize(
    ("minimums", "lines", "expected"),
    [
        # 1,500 tokens of the model, give or take nothing
        ((1024,), 150, ERROR),
        ((1024, 2048), 150, WARNING),
        ((1024, 2048), 210, ERROR),
        ((1024, 2048), 90, INFO),
    ],
)
def test_where_sources_disagree_on_the_minimum_nothing_is_certain_between(minimums, lines, expected):
    profile = replace(PROFILES["classic"], minimums=minimums)
    layout = lay_out(prompt(system(CLOCK, "\n", static(lines)), user(QUESTION)), profile, Exact())
    (found,) = (one for one in layout.breaks if one.hole is CLOCK)
    assert severity(found, profile) is expected
    assert found.uncertain == (expected is WARNING)


def test_a_cache_that_serves_few_tokens_is_no_reason_to_edit_for_few():
    assert level(CLOCK, system(CLOCK, "\n", static(12)), user(QUESTION), profile="mistral") is INFO
    assert level(CLOCK, system(CLOCK, "\n", static(60)), user(QUESTION), profile="mistral") is ERROR
