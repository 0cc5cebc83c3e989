"""Breaks: what a hole costs, what could be moved where, and what stands behind it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from promptlint.hole import Growth, Kind, Order, Volatility
from promptlint.layout import Break
from promptlint.profile import Profile
from promptlint.prompt import Arm, Block, Role
from promptlint.tokens import Range
from tests.building import (
    ALL,
    BOUNDARY,
    CLASSIC,
    CLOCK,
    DATE,
    DOCS,
    HOST,
    MEMORY,
    ONE,
    QUESTION,
    SAME,
    SESSION,
    UNKNOWN,
    USER,
    block,
    choice,
    exact,
    history,
    hole,
    repeat,
    static,
    system,
    text,
    user,
)


def broken(*blocks: Block, profile: Profile = CLASSIC, unknown: bool = False) -> dict[str, Break]:
    """Return the breaks by label; of an order by its cause."""
    found = exact(*blocks, profile=profile, unknown=unknown).breaks
    return {one.order.cause if one.order else one.hole.label: one for one in found}


# What a hole costs


def sided(number: int, *blocks: Block) -> tuple[Block, ...]:
    """Return blocks of one side of a choice between messages."""
    return tuple(replace(one, certain=False, arms=(Arm(0, number),)) for one in blocks)


def test_what_stands_in_another_arm_is_not_behind_a_hole():
    lone = sided(0, system(QUESTION, static(40)))
    found = broken(*lone, *sided(0, user(static(200)), history()), *sided(1, system(static(200))))["question"]
    assert [hole.label for hole in found.lasting] == ["history"]
    assert (found.behind.low, found.before_system) == (390, False)
    found = broken(*lone, *sided(1, system(static(200)), history()))["question"]
    assert (found.lasting, found.behind.low) == ((), 390)


def test_what_may_be_left_out_is_behind_a_hole_of_another_choice():
    lone = sided(0, system(QUESTION, static(40)))
    other = tuple(replace(one, arms=(Arm(1, 1),)) for one in sided(1, system("Be brief."), history()))
    assert [hole.label for hole in broken(*lone, *other)["question"].lasting] == ["history"]


def test_the_last_user_message_is_that_of_the_same_arm():
    found = broken(*sided(0, user(QUESTION, static(200))), *sided(1, user("Go on.")))["question"]
    assert found.last_user


def test_what_stands_in_the_unit_of_a_hole_moves_with_it():
    found = broken(system(static(90), "It is ", CLOCK, " in our shop.\n", static(90)))["datetime.now()"]
    assert (found.ahead.low, found.behind.low) == (900 + 1, 900)
    assert found.line == "It is  in our shop.\n"


def test_the_loss_is_what_is_served_at_best_without_what_is_served_with_the_hole_in_place():
    found = broken(system("It is ", CLOCK, "\n", static(150)), user(QUESTION))["datetime.now()"]
    assert (found.prefix_tokens, found.offset, found.lost_tokens) == (1, 1, 1500)
    assert found.loss.low == found.loss.high == 1408
    assert (found.cached_now, found.cached_best) == (0, 1408)
    assert found.scope is ONE


def test_nothing_behind_a_hole_is_no_loss():
    found = broken(system(static(150), CLOCK), user(QUESTION))
    assert found["datetime.now()"].behind == found["question"].behind == Range(0, 0)
    assert found["datetime.now()"].loss == Range(0, 0)
    assert found["question"].last_user


def test_a_loss_of_less_than_a_step_is_not_certain():
    found = broken(system(static(110), CLOCK, "\n", static(12)))["datetime.now()"]
    assert (found.loss.low, found.loss.high) == (0, 128)


def test_the_loss_does_not_change_when_another_hole_is_moved():
    alone = broken(system(CLOCK, "\n", static(150)))["datetime.now()"]
    both = broken(system(CLOCK, "\n", SESSION, "\n", static(150)))
    assert both["datetime.now()"].loss.low == both["session_id"].loss.low == alone.loss.low == 1408


def test_the_worst_scope_is_named_and_the_narrowest_of_equal_ones():
    assert broken(system(CLOCK, "\n", static(150)))["datetime.now()"].scope is ONE
    assert broken(system(SESSION, "\n", static(150)))["session_id"].scope is SAME
    assert broken(system(USER, "\n", static(150)))["user.name"].scope is ALL
    # Within the scope of everyone the user's lines are no static text.
    found = broken(system(CLOCK, "\n", *(part for _ in range(40) for part in (USER, static(5)))))["datetime.now()"]
    assert found.scope is ONE


def test_lost_tokens_are_those_up_to_the_next_break_of_the_scope_in_another_unit():
    found = broken(system("At ", CLOCK, " and ", SESSION, "\n", static(30), DOCS, "\n", static(100)))
    assert found["datetime.now()"].lost_tokens == 298
    assert (found["datetime.now()"].other.hole, found["datetime.now()"].more) == (DOCS, 0)
    assert found["session_id"].lost_tokens == 298
    assert found["docs"].lost_tokens == 1000
    assert found["datetime.now()"].loss.low == 1280


def test_a_break_of_a_wider_scope_only_does_not_end_the_lost_tokens():
    found = broken(system(CLOCK, "\n", static(50), USER, "\n", static(50)))
    assert found["datetime.now()"].lost_tokens == 499 + 499
    assert found["user.name"].lost_tokens == 500


def test_possible_text_is_not_known_to_be_lost():
    found = broken(system(CLOCK, "\n", static(110), choice(text(static(90)), text()), "\n", static(1)))[
        "datetime.now()"
    ]
    assert found.lost_tokens in range(1100, 1112)
    assert found.behind.high >= 2000


def test_in_an_arm_the_text_of_that_arm_is_certain():
    arm = text(static(100), CLOCK, "\n", static(20))
    found = broken(system(static(10), choice(arm, text()), static(30)))["datetime.now()"]
    assert (found.ahead.low, found.behind.low) == (1098, 500)
    assert found.lost_tokens == 500


def test_a_hole_in_a_block_that_may_be_absent_is_measured_as_if_it_were_there():
    found = broken(system(CLOCK, "\n", static(150), certain=False), user(QUESTION))["datetime.now()"]
    assert found.lost_tokens == 1500


def test_a_repeat_stands_for_the_holes_in_it_that_vary_no_more():
    title = hole(Kind.RETRIEVAL, Volatility.REQUEST, "doc.title")
    found = broken(system(repeat(DOCS, "- ", title, "\n"), static(150)), user(QUESTION))
    assert set(found) == {"docs", "question"}
    assert found["docs"].lost_tokens == 1499
    assert set(broken(system(repeat(UNKNOWN, "- ", CLOCK, "\n"), static(150)))) == {"datetime.now()"}


def test_an_absent_condition_is_no_break_and_a_varying_one_ties_its_arms():
    greeting = choice(text("Good morning"), text("Good evening, dear"), condition=CLOCK)
    found = broken(system(greeting, ".\n", static(150)))
    assert found["datetime.now()"].lost_tokens == 1500
    assert found["datetime.now()"].behind.high == 1500
    assert broken(system(choice(text("a"), text("b")), static(150))) == {}


def test_a_value_that_changes_daily_is_measured_as_if_all_shared_what_varies_less():
    found = broken(system(HOST, "\n", static(10), DATE, "\n", static(150)), user(QUESTION))
    assert (found["date.today()"].scope, found["date.today()"].rate) == (ALL, Volatility.DAY)
    assert found["date.today()"].lost_tokens == 1500
    assert found["platform.node()"].lost_tokens == 98
    assert found["platform.node()"].loss.low == 1536


def test_the_order_and_the_value_of_a_hole_are_measured_apart():
    shuffled = hole(Kind.USER, Volatility.USER, "tags", order=Order("set", Volatility.PROCESS))
    found = broken(system(shuffled, "\n", static(150)))
    assert (found["tags"].rate, found["tags"].scope) == (Volatility.USER, ALL)
    assert (found["set"].rate, found["set"].scope) == (Volatility.PROCESS, ALL)


def test_values_of_unknown_volatility_are_measured_on_demand():
    blocks = (system(UNKNOWN, "\n", static(150)),)
    assert broken(*blocks) == {}
    assert broken(*blocks, unknown=True)["extra"].loss.low == 1408


def test_text_of_unknown_length_ahead_makes_the_loss_a_range():
    found = broken(system(UNKNOWN, "\n", CLOCK, "\n", static(110)))["datetime.now()"]
    assert found.ahead.high == math.inf
    assert (found.loss.low, found.loss.high) == (1024, 2048)


def test_a_clock_and_then_a_user_in_each_scope():
    """Within a conversation the user's line stays in the prefix; between users the clock's and the user's lines go."""
    found = broken(system(static(110), "Now ", CLOCK, "\n", static(50), "For ", USER, "\n", static(50)))
    clock, name = found["datetime.now()"], found["user.name"]
    # 1,100 tokens stay ahead of the clock, 1,000 stand behind it: 2,048 could be served instead of 1,024.
    assert (clock.scope, clock.lost_tokens, clock.cached_best, clock.likely_loss) == (ONE, 1000, 2048, 1024)
    # 1,600 tokens stay ahead of the name when the clock has gone: 1,536 of 2,048.
    assert (name.scope, name.lost_tokens, name.cached_best, name.likely_loss) == (ALL, 500, 2048, 512)
    assert (clock.cached_now, name.cached_now) == (1024, 1024)
    assert (name.other.hole, name.more, clock.other) == (CLOCK, 0, None)


def test_a_user_and_then_a_clock_in_each_scope():
    found = broken(system("For ", USER, "\n", static(50), "Now ", CLOCK, "\n", static(150)))
    clock, name = found["datetime.now()"], found["user.name"]
    # Between users only the clock's line stays where it is: 2,000 tokens at best, 500 of them ahead, too few to serve.
    assert (clock.scope, clock.lost_tokens, clock.cached_best, clock.likely_loss) == (ALL, 1500, 1920, 1920)
    # Nothing stays ahead of the name; 500 tokens stand between it and the clock.
    assert (name.scope, name.lost_tokens, name.cached_best, name.likely_loss) == (ALL, 500, 1920, 1920)
    assert (name.other.hole, clock.other.hole) == (CLOCK, USER)


def test_a_session_and_then_a_clock_in_each_scope():
    found = broken(system(SESSION, "\n", static(60), "Now ", CLOCK, "\n", static(60)))
    clock, session = found["datetime.now()"], found["session_id"]
    # Within a conversation the id may be long enough for 600 tokens to be cached ahead of the clock: 512 lost for sure.
    # Between conversations the id's line has gone, 600 tokens ahead are too few: all 1,152 are lost.
    assert (clock.scope, clock.lost_tokens, clock.loss.low, clock.likely_loss) == (SAME, 600, 1152, 1152)
    assert (session.scope, session.lost_tokens, session.loss.low, session.likely_loss) == (SAME, 600, 1152, 1152)


def test_all_other_units_that_must_go_are_counted():
    found = broken(system(CLOCK, "\n", USER, "\n", DOCS, SESSION, "\n", QUESTION, "\n", static(150)), user(MEMORY))
    assert (found["datetime.now()"].other.hole, found["datetime.now()"].more) == (DOCS, 1)
    assert (found["user.name"].other.hole, found["user.name"].more) == (CLOCK, 2)
    assert broken(history(), system(CLOCK, "\n", static(150)))["datetime.now()"].other.label == "history"


def test_an_unknown_value_in_the_last_user_message_is_no_static_text():
    assert broken(system(CLOCK, "\n", static(20)), user(UNKNOWN))["datetime.now()"].hopeless
    assert not broken(system(CLOCK, "\n", static(20), UNKNOWN), user(UNKNOWN))["datetime.now()"].hopeless


def test_where_a_hole_stands_behind_text_of_unknown_length():
    found = broken(system(static(2)), system("By ", USER, " and ", choice(text("a"), text()), CLOCK, "\n", static(9)))
    assert (found["user.name"].offset, found["user.name"].after) == (20, None)
    assert (found["datetime.now()"].offset, found["datetime.now()"].after.label) == (20, "one of 2 texts")
    assert broken(user(static(2)), user(CLOCK, static(9)))["datetime.now()"].offset == 0


def test_spaces_without_end_can_be_moved():
    found = broken(system("Now ", CLOCK, " " * 300_000, "x"))["datetime.now()"]
    assert (found.ahead.low, found.lost_tokens) == (0, found.behind.low)
    assert found.behind.low > 2000


# What can be moved where


def test_a_system_block_behind_the_history_can_go_ahead_of_it():
    found = broken(history(), system(static(150)), user(QUESTION))["history"]
    assert (found.lost_tokens, found.loss.low, found.scope) == (1500, 1408, ONE)


def test_static_text_behind_a_history_that_cannot_move_is_out_of_reach():
    found = broken(system(static(110)), history(), user(DOCS, "\n", static(50), QUESTION))
    assert found["history"].behind == found["docs"].behind == found["question"].behind == Range(0, 0)


def test_the_last_user_message_stays_last_and_its_units_sort_among_themselves():
    found = broken(system(static(110)), user(DOCS, "\n", static(50), QUESTION))
    assert (found["docs"].lost_tokens, found["docs"].loss.low) == (498, 512)
    assert found["question"].behind == Range(0, 0)


def test_a_varying_message_moves_behind_system_blocks_but_not_behind_other_messages():
    found = broken(user(DOCS), user(static(150)), system(static(120)), user(QUESTION))
    assert found["docs"].behind.low == 1200
    assert found["docs"].lost_tokens == 2700


def test_what_varies_in_the_tools_can_leave_them():
    found = broken(system(static(100)), block(Role.TOOLS, CLOCK, "\n", static(50)), user(QUESTION))["datetime.now()"]
    assert (found.role, found.lost_tokens, found.loss.low) == (Role.TOOLS, 1500, 1408)


def test_few_shot_messages_behind_a_clock_are_reached_when_it_moves():
    found = broken(system("At ", CLOCK), user(static(80)), block(Role.ASSISTANT, static(80)), user(QUESTION))
    assert found["datetime.now()"].lost_tokens == 1600


# What cannot be counted


@pytest.mark.parametrize(
    ("behind", "labels"),
    [
        ((history(),), ["history"]),
        ((block(Role.REST, hole(Kind.UNKNOWN, Volatility.UNKNOWN, "rest", growth=Growth.APPEND)),), ["rest"]),
        ((block(Role.REST, hole(Kind.HISTORY, Volatility.REQUEST, "last ten", growth=Growth.WINDOW)),), []),
        ((block(Role.REST, UNKNOWN),), []),
        ((system(MEMORY),), ["memories"]),
        ((system(DOCS),), []),
        ((block(Role.SYSTEM, hole(Kind.TOOLS, Volatility.PROCESS, "tools")),), ["tools"]),
        ((system("Host: ", HOST, "\n"),), []),
        (
            (system("# AGENTS.md\n", hole(Kind.ENVIRONMENT, Volatility.PROCESS, "path.read_text()"), "\n"),),
            ["path.read_text()"],
        ),
        ((system(USER),), []),
        ((user(QUESTION), history()), []),
    ],
)
def test_what_lives_longer_than_a_break_and_stands_behind_it_is_named(behind, labels):
    found = broken(system("At ", CLOCK), *behind, user("?"))["datetime.now()"]
    assert [one.label for one in found.lasting] == labels


def test_a_user_does_not_share_a_history_with_others_so_a_name_does_not_lose_it():
    found = broken(system(static(110), USER), history(), user(QUESTION))["user.name"]
    assert (found.lasting, found.history) == ((), False)


# Boundaries


def test_without_a_mark_nothing_is_cached_and_a_value_spoils_its_own_block():
    blocks = (system(static(150)), system(CLOCK, "\n", static(150)), user(QUESTION))
    layout = exact(*blocks, profile=BOUNDARY)
    assert {found.bounds for found in layout.served.values()} == {Range(0, 0)}
    assert {one.hole.label: (one.lost_tokens, one.unmarked) for one in layout.breaks} == {
        "datetime.now()": (1950, True),
        "question": (0, True),
    }


def test_a_varying_tail_spoils_the_whole_marked_block():
    blocks = (system(static(150), "It is ", CLOCK, marked=True), user(QUESTION))
    found = broken(*blocks, profile=BOUNDARY)
    clock = found["datetime.now()"]
    assert (clock.marked, clock.lost_tokens, clock.cached_now) == (True, 1950, 0)
    assert (clock.loss.low, clock.loss.high) == (1365, 2535)
    assert found["question"].loss == Range(0, 0)


def test_what_stands_behind_the_last_mark_costs_nothing():
    layout = exact(system(static(150), marked=True), system(CLOCK, static(50)), user(QUESTION), profile=BOUNDARY)
    assert {found.bounds for found in layout.served.values()} == {Range(1365, 2535)}
    assert {one.loss for one in layout.breaks} == {Range(0, 0)}


def test_lost_tokens_are_those_of_the_marked_segment_before_and_behind_the_hole():
    blocks = (
        system(static(200), marked=True),
        system(static(30), CLOCK, "\n", static(40), marked=True),
        system(static(50), marked=True),
        user(QUESTION),
    )
    clock = broken(*blocks, profile=BOUNDARY)["datetime.now()"]
    assert clock.lost_tokens == round((298 + 400) * 1.3)
    assert (clock.ahead.low, clock.behind.low) == (1820, 1090)
    assert (clock.cached_now, clock.cached_best) == (2600, 2600 + 1557)


def test_below_the_minimum_a_boundary_serves_nothing():
    layout = exact(system(static(100), marked=True), user(QUESTION), profile=BOUNDARY)
    assert {found.bounds for found in layout.served.values()} == {Range(0, 1690)}


def test_a_marked_last_user_message_caches_the_conversation_before_it():
    blocks = (system(static(150)), history(), user(QUESTION, marked=True))
    layout = exact(*blocks, profile=BOUNDARY)
    assert (layout.served[ONE].bounds.low, layout.served[ALL].bounds.high) == (1365, 0)
    clock = broken(system(static(150), CLOCK), *blocks[1:], profile=BOUNDARY)["datetime.now()"]
    assert (clock.scope, clock.loss.low, clock.history) == (ONE, 1363, True)
    alone = exact(system(static(150)), user(QUESTION, marked=True), profile=BOUNDARY)
    assert {found.bounds for found in alone.served.values()} == {Range(0, 0)}


def test_a_mark_is_not_found_behind_more_parts_than_the_cache_looks_back():
    def served(parts):
        blocks = (system(static(150)), history(), *[user("x")] * (parts - 1), user(QUESTION, marked=True))
        return exact(*blocks, profile=BOUNDARY).served[ONE].bounds

    # An answer and the parts of a message stand between two marks
    assert (served(18).low, served(19).high) == (1365, 0)
