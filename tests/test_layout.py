"""The layout: the order of blocks, what two requests share, what is served of it, and the parts of a prompt."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint import tokens
from promptlint.hole import Growth, Kind, Order, Scope, Volatility
from promptlint.layout import measure, rendered
from promptlint.prompt import Role
from promptlint.tokens import Range
from tests.building import (
    ALL,
    BOUNDARY,
    CLASSIC,
    CLOCK,
    DATE,
    DOCS,
    HOST,
    ONE,
    QUESTION,
    SAME,
    SESSION,
    TAGS,
    UNKNOWN,
    USER,
    block,
    choice,
    exact,
    history,
    hole,
    prompt,
    repeat,
    static,
    system,
    text,
    user,
)

# Order of blocks


def test_tools_and_schema_come_first_and_a_system_text_behind_a_message_stays_there():
    tools, schema, late = block(Role.TOOLS, "t"), block(Role.SCHEMA, "s"), system("late")
    first, rest, last = system("first"), history(), user("u")
    blocks = (first, rest, late, last, schema, tools)
    assert rendered(blocks, CLASSIC.order) == (tools, schema, first, rest, late, last)
    assert rendered(blocks, (Role.SYSTEM, Role.TOOLS, Role.SCHEMA)) == (first, tools, schema, rest, late, last)


# The common prefix


def test_before_a_break_the_last_two_pre_tokens_do_not_count():
    assert exact(system("one two three four", CLOCK)).prefix[ONE].low == 2
    assert exact(system("one two three four"), user(QUESTION)).prefix[ONE] == Range(4, 4)


def test_blocks_never_merge_and_literals_of_one_block_are_counted_as_one():
    assert exact(system("in"), system("formation")).prefix[ONE] == Range(2, 2)
    assert exact(system("in", "formation")).prefix[ONE] == Range(1, 1)


def test_behind_a_stable_hole_what_could_merge_does_not_count_and_the_length_is_open():
    found = exact(system("one two three", USER, "four five six")).prefix
    assert found[ALL] == Range(1, 1 + len(" two three"))
    assert found[ONE] == Range(3, math.inf)


@pytest.mark.parametrize(
    ("value", "scopes"),
    [
        (CLOCK, {ONE, SAME, ALL}),
        (hole(Kind.CLOCK, Volatility.MINUTE), {ONE, SAME, ALL}),
        (SESSION, {SAME, ALL}),
        (USER, {ALL}),
        (DATE, set()),
        (HOST, set()),
        (UNKNOWN, set()),
        (hole(Kind.ORDER, Volatility.UNKNOWN, order=Order("completion", Volatility.REQUEST)), {ONE, SAME, ALL}),
        (TAGS, set()),
    ],
)
def test_a_hole_breaks_the_scopes_that_do_not_share_it(value, scopes):
    found = exact(system(value, static(200))).prefix
    assert {scope for scope in Scope if found[scope].low == 0} == scopes
    assert {found[scope].low for scope in Scope} <= {0, 1999}


def test_unknown_values_count_as_varying_in_what_is_sure():
    found = exact(system(static(10), UNKNOWN, static(10)), user(CLOCK))
    assert found.prefix[ONE] == Range(98 + 99, math.inf)
    assert set(found.sure.values()) == {98}


def test_of_a_choice_the_shortest_arm_is_certain_and_the_longest_possible():
    parts = choice(text(static(3)), text(static(1)))
    assert exact(system(parts)).prefix[ONE].low == 10 - 1 - 2
    assert exact(system(parts)).prefix[ONE].high >= 30
    assert exact(system(static(5), choice(text(static(1)), text()), static(5))).prefix[ONE].low == 48 + 49


def test_a_break_in_any_arm_breaks_at_the_start_of_the_choice():
    layout = exact(system(static(2), choice(text(static(1)), text(static(1), CLOCK))))
    assert layout.prefix[ONE].low == 18


def test_a_varying_condition_breaks():
    assert exact(system(static(2), choice(text("a"), text("b"), condition=CLOCK))).prefix[ONE].low == 18
    assert exact(system(static(2), choice(text("a"), text("b"), condition=USER))).prefix[ONE].high < 30


def test_a_choice_is_not_sure_to_vary_where_what_may_be_chosen_begins_with_static_text() -> None:
    begins, varies = text(static(20), CLOCK), text(CLOCK, static(20))
    assert exact(system(choice(begins, text()))).prefix[ONE].high >= 15
    assert exact(system(choice(varies, text(CLOCK)))).prefix[ONE].high < 5


def test_a_repeat_is_empty_for_certain_and_breaks_with_what_it_is_repeated_for():
    assert exact(system(static(2), repeat(UNKNOWN, static(1)))).prefix[ONE] == Range(18, math.inf)
    assert exact(system(static(2), repeat(DOCS, static(1)), static(9))).prefix[ONE].low == 18


def test_a_block_that_may_be_absent_is_possible():
    layout = exact(system(static(2)), system(static(1), certain=False), system(static(3)))
    assert layout.prefix[ONE].low == 50
    assert layout.prefix[ONE].high >= 60


def test_history_is_shared_up_to_its_old_end_within_its_conversation():
    found = exact(system(static(2)), history(), user(static(1))).prefix
    assert (found[ALL], found[SAME]) == (Range(20, 20), Range(20, 20))
    assert found[ONE] == Range(20, math.inf)


def test_another_rest_breaks_by_its_rate():
    rest = block(Role.REST, hole(Kind.HISTORY, Volatility.REQUEST, growth=Growth.WINDOW))
    assert exact(system(static(2)), rest).prefix[ONE] == Range(20, 20)
    assert exact(system(static(2)), block(Role.REST, UNKNOWN), user(static(1))).prefix[ONE] == Range(30, math.inf)


# What is served


@pytest.mark.parametrize(
    ("prefix", "served"), [(0, 0), (1023, 0), (1024, 1024), (1151, 1024), (1152, 1152), (5000, 4992)]
)
def test_classic_serves_the_first_1024_tokens_and_then_steps_of_128(prefix, served):
    assert CLASSIC.serve(prefix) == served


@pytest.mark.parametrize(("prefix", "served"), [(1023, 0), (1024, 1024), (1025, 1025)])
def test_a_boundary_serves_all_from_the_minimum_on(prefix, served):
    assert BOUNDARY.serve(prefix) == served


def test_a_tokenizer_that_is_not_public_has_a_band():
    assert BOUNDARY.scale(Range(1000, 1000)) == Range(910, 1690)
    assert BOUNDARY.scale(tokens.ANYTHING) == Range(0, math.inf)
    assert BOUNDARY.estimate(1000) == 1300


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000))
def test_the_loss_of_every_length_within_the_ranges_lies_within_the_range(low, more, behind, further):
    for profile in (CLASSIC, BOUNDARY):
        bounds = profile.loss(Range(low, low + more), Range(behind, behind + further))
        for ahead in {low, low + more // 2, low + more, max(low, min(low + more, profile.minimum))}:
            for rest in (behind, behind + further):
                loss = profile.serve(ahead + rest) - profile.serve(ahead)
                assert bounds.low <= loss <= bounds.high


# Segments and laziness


def test_a_prompt_that_cannot_be_better_has_the_tokens_of_the_best() -> None:
    # The line ends behind the value and ahead of the bracket are one token where they stand, two apart
    blocks = system(static(150), UNKNOWN, "\n", "\n} // end", marked=True), user(CLOCK)
    layout = exact(*blocks, profile=BOUNDARY)
    assert layout.prefix[ALL] == layout.best[ALL]
    worse = exact(system(CLOCK, marked=True), *blocks, profile=BOUNDARY)
    assert worse.prefix[ALL] == Range(0, 0) != worse.best[ALL] == layout.best[ALL]


def test_segments_are_the_parts_in_order():
    layout = exact(system("It is ", CLOCK, ".\n", static(2)), user(QUESTION))
    rows = [(one.role.value, one.text or one.label, one.before.low, one.tokens, one.breaks) for one in layout.segments]
    assert rows == [
        ("system", "It is ", 0, Range(1, 5), ()),
        ("system", "datetime.now()", 1, tokens.ANYTHING, tuple(Scope)),
        ("system", ".\n", 1, Range(0, 2), ()),
        ("system", static(2), 1, Range(20, 20), ()),
        ("user", "question", 21, tokens.ANYTHING, ()),
    ]
    assert [one.unit for one in layout.segments] == [0, 0, 0, 1, 0]
    assert layout.segments[1].volatility is Volatility.REQUEST


@pytest.mark.parametrize(
    ("blocks", "info", "loads"),
    [
        ((system(static(200), CLOCK), user(QUESTION)), True, False),
        ((system(CLOCK, "\n", static(10)), user(QUESTION)), True, True),
        ((system(CLOCK, "\n", static(10)), user(QUESTION)), False, False),
        ((system(CLOCK, "\n", static(90)), user(QUESTION)), False, True),
    ],
)
def test_the_vocabulary_is_used_only_where_bounds_do_not_decide(monkeypatch, blocks, info, loads):
    used = []
    monkeypatch.setattr(tokens, "_exact", lambda *_: used.append(1) or Range(0, 0))
    measure(prompt(*blocks), CLASSIC, info=info)
    assert bool(used) == loads
