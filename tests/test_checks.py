"""The checks: what each finds and says, what it leaves to others, and which of several wins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from promptlint.checks import CHECKS, PARAMETERS, judge
from promptlint.finding import Finding, Severity
from promptlint.hole import Confidence, Kind, Link, Order, Scope, Volatility
from promptlint.layout import lay_out
from promptlint.prompt import Block, Origin, Role
from promptlint.providers import load
from promptlint.rule import Rule
from promptlint.tokens import Exact
from tests.building import (
    CLOCK,
    DATE,
    DOCS,
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
    place,
    prompt,
    repeat,
    static,
    system,
    text,
    user,
)

KINDS = ("clock", "date", "random", "user", "session", "input", "retrieval", "environment", "history", "unknown")
RULES = (
    *(Rule(f"PRM1{n:02}", f"{kind}-first", "hole_before_static", {"kinds": [kind]}) for n, kind in enumerate(KINDS)),
    Rule("PRM112", "choice-first", "choice_before_static", {}),
    Rule("PRM120", "before-history", "volatile_before_history", {"advice": "Put it into the last user message"}),
    Rule("PRM201", "unordered-set", "unstable_order", {"causes": ["set"], "advice": "Sort the items."}),
    Rule("PRM205", "default-repr", "unstable_order", {"causes": "repr"}),
    Rule("PRM401", "varying-block", "breakpoint_on_varying_block", {}),
    Rule("PRM900", "syntax-error", "", {}),
)


def judged(*blocks: Block, profile: str = "classic", unknown: bool = False) -> list[Finding]:
    layout = lay_out(prompt(*blocks), load().profiles[profile], Exact(), model="gpt-4o", unknown=unknown)
    return list(judge(layout, RULES))


def only(*blocks: Block, profile: str = "classic", unknown: bool = False) -> Finding:
    (finding,) = judged(*blocks, profile=profile, unknown=unknown)
    return finding


def test_every_check_has_its_parameters():
    assert CHECKS.keys() == PARAMETERS.keys()


def test_a_finding_says_what_varies_where_and_what_it_costs():
    clock = replace(CLOCK, chain=(Link("read here", place()),))
    sent = prompt(system("You are the agent of a shop. It is ", clock, ".\n", static(150)), user(QUESTION))
    sent = replace(sent, name="chat in answer()", chain=(Link("called here", place()),))
    (finding,) = judge(lay_out(sent, load().profiles["classic"], Exact(), model="gpt-4o"), RULES)
    assert (finding.code, finding.name, finding.severity) == ("PRM100", "clock-first", Severity.ERROR)
    assert finding.message == (
        "`datetime.now()` differs on every request and stands at token 9 of the system prompt: "
        "none of the 1,500 static tokens behind it can be cached"
    )
    assert finding.help == "Put the value behind the static text. 1,408 tokens can then be cached, 0 are now."
    assert finding.place == sent.blocks[0].text[1].place
    assert finding.confidence is Confidence.HIGH
    assert finding.labels == (*clock.chain, Link("sent here", sent.place), *sent.chain)
    measure = finding.measure
    assert (measure.kind, measure.volatility, measure.order) == (Kind.CLOCK, Volatility.REQUEST, None)
    assert (measure.scope, measure.prefix_tokens, measure.lost_tokens) == (Scope.ONE_CONVERSATION, 3 + 9, 1500)
    assert (measure.loss, measure.cached_now, measure.cached_best) == (1408, 0, 1408)
    assert (measure.model, measure.profile, measure.prompt) == ("gpt-4o", "classic", "chat in answer()")


@pytest.mark.parametrize(
    ("value", "code", "start", "end"),
    [
        (
            SESSION,
            "PRM104",
            "`session_id` differs for every conversation",
            "shared between the conversations of a user",
        ),
        (USER, "PRM103", "`user.name` may differ for every user", "could then be shared between users"),
        (hole(Kind.CLOCK, Volatility.MINUTE), "PRM100", "`value` changes every minute", "can be cached"),
        (hole(Kind.CLOCK, Volatility.DAY), "PRM101", "`value` changes every day", "processed again every day"),
        (
            DATE,
            "PRM101",
            "`date.today()` changes every day",
            "the 1,500 static tokens behind it are processed again every day",
        ),
        (HOST, "PRM107", "`platform.node()` changes each time the program starts", "each time the program starts"),
        (DOCS, "PRM106", "`docs` may differ on every request", "could then be cached"),
        (TAGS, "PRM201", "`tags` comes in another order each time the program starts", "each time the program starts"),
        (
            hole(Kind.UNKNOWN, Volatility.UNKNOWN, order=Order("repr", Volatility.PROCESS)),
            "PRM205",
            "`value` prints another",
            "",
        ),
    ],
)
def test_the_words_for_how_often_a_value_changes(value, code, start, end):
    finding = only(system(value, "\n", static(150)))
    assert finding.code == code
    assert finding.message.startswith(f"{start} ") or finding.message.startswith(start)
    assert finding.message.endswith(end)


@pytest.mark.parametrize(
    "blocks",
    [
        (system(static(150), CLOCK), user(QUESTION)),
        (system(static(150)), user(DOCS, "\n", QUESTION, static(12))),
        (system(static(150)), history(), user(DOCS, "\n", static(50))),
        (system(static(150), UNKNOWN, static(20)), user(QUESTION)),
        (system(choice(text("a"), text("b")), static(150)),),
    ],
)
def test_a_good_prompt_is_clean(blocks):
    assert judged(*blocks) == []


def test_a_kind_without_a_rule_is_left_alone():
    assert judged(system(hole(Kind.SETTING, Volatility.REQUEST), "\n", static(150))) == []


def test_a_history_ahead_of_the_system_prompt():
    finding = only(history(), system(static(150)), user(QUESTION))
    assert finding.code == "PRM108"
    assert finding.message == (
        "`history` may grow with every request and stands ahead of the system prompt: "
        "none of the 1,500 static tokens behind it could then be cached"
    )


def test_an_unknown_value_is_only_ever_a_guess():
    finding = only(system(UNKNOWN, "\n", static(150)), history(), unknown=True)
    assert (finding.code, finding.confidence) == ("PRM109", Confidence.LOW)
    assert finding.message.startswith(
        "`extra` may differ on every request and stands at the start of the system prompt"
    )
    guess = replace(CLOCK, confidence=Confidence.LOW)
    assert only(system(guess, "\n", static(150))).code == "PRM109"
    assert (
        judged(system(static(150), UNKNOWN, marked=True), user(QUESTION), profile="boundary", unknown=True)[0].code
        == "PRM109"
    )


def test_the_order_of_unknown_items_is_more_than_a_guess():
    unsorted = replace(TAGS, confidence=Confidence.LOW)
    finding = only(system(unsorted, "\n", static(150)), unknown=False)
    assert (finding.code, finding.severity, finding.confidence) == ("PRM201", Severity.WARNING, Confidence.MEDIUM)
    assert only(system(TAGS, "\n", static(150)), unknown=True).code == "PRM201"


def test_a_text_that_a_clock_picks():
    finding = only(system(choice(text("Good morning"), text("Good evening"), condition=CLOCK), ".\n", static(150)))
    assert finding.code == "PRM112"
    assert finding.message == (
        "`datetime.now()` differs on every request and decides which text stands at the start of the system prompt: "
        "none of the 1,500 static tokens behind it can be cached"
    )


def test_ahead_of_the_history_only():
    finding = only(system(static(150), "It is ", CLOCK), history(), user(QUESTION))
    assert (finding.code, finding.severity) == ("PRM120", Severity.WARNING)
    assert finding.message == (
        "`datetime.now()` differs on every request and stands at token 1,501 of the system prompt: "
        "the earlier messages behind it can never be cached"
    )
    assert finding.help == (
        "Put it into the last user message. The earlier messages can then be cached from one request to the next."
    )
    assert finding.labels[-1].message == "clock-first (PRM100) applies as well"


def test_ahead_of_the_history_and_of_static_text_the_static_text_is_named():
    finding = only(system(CLOCK, "\n", static(150)), history(), user(QUESTION))
    assert (finding.code, finding.severity) == ("PRM100", Severity.ERROR)
    assert finding.help.endswith("In the last user message it spares the earlier messages as well.")


def test_other_text_of_unknown_length_behind_a_clock_is_named():
    finding = only(system(static(150), CLOCK, "\n", MEMORY))
    assert (finding.code, finding.severity) == ("PRM100", Severity.WARNING)
    assert finding.message.endswith(": `memories` behind it can never be cached")


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        ((USER, "\n"), "behind `user.name` in the system prompt"),
        ((choice(text("Hello"), text()), "\n"), "behind text that varies in the system prompt"),
        ((USER, "\n", static(2)), "at token 20 or later of the system prompt"),
        ((static(2),), "at token 20 of the system prompt"),
        ((), "at the start of the system prompt"),
    ],
)
def test_where_a_value_stands_is_no_more_than_what_is_known(ahead, words):
    found = judged(system(*ahead, "Now ", CLOCK, "\n", static(150)))
    (clock,) = (finding for finding in found if finding.code == "PRM100")
    assert f"differs on every request and stands {words}: " in clock.message


def test_a_value_close_behind_is_worded_by_the_loss():
    (finding,) = judged(system(static(60), CLOCK, "\n", static(2), static(120)))
    assert "none of the 1,220 static tokens" in finding.message
    first, _ = judged(system(static(60), CLOCK, "\n", static(20), DOCS, "\n", static(100)))
    assert first.message.endswith(": it keeps all 1,792 cacheable tokens from being cached")
    first, _ = judged(system(static(110), CLOCK, "\n", static(20), DOCS, "\n", static(100)))
    assert first.message.endswith(": it keeps 1,152 of the 2,176 cacheable tokens from being cached")
    assert first.help.endswith("Once `docs` is moved too, 2,176 tokens can be cached, 1,024 are now.")
    daily, _ = judged(system(DATE, "\n", static(20), replace(DATE, label="day"), "\n", static(100)))
    assert daily.message.endswith(": because of it all 1,152 cacheable tokens are processed again every day")


def test_a_name_is_no_proof():
    named = replace(TAGS, confidence=Confidence.MEDIUM, order=Order("mapping", Volatility.REQUEST))
    rules = (Rule("PRM203", "unsorted", "unstable_order", {"causes": ["mapping"]}),)
    layout = lay_out(prompt(system(named, "\n", static(150))), load().profiles["classic"], Exact())
    (finding,) = judge(layout, rules)
    assert finding.message.startswith("`tags` may come in another order on every request and stands at the start")
    first, _ = judged(system(USER, "\n", replace(USER, label="user.mail"), "\n", static(150)))
    assert first.message.endswith(": it would keep all 1,408 cacheable tokens from being shared between users")


def test_what_only_repeats_the_value_is_no_label():
    splice = text(CLOCK)[0]
    chain = (Link("`datetime.now()` is evaluated here", splice.place), Link("a set has no fixed order", splice.place))
    clock = replace(splice, hole=replace(CLOCK, chain=chain))
    finding = only(system(clock, "\n", static(150)))
    assert [label.message for label in finding.labels] == ["a set has no fixed order", "sent here"]


def test_messages_that_nobody_is_seen_to_send():
    sent = replace(prompt(system(CLOCK, "\n", static(150))), name="messages in build()", origin=Origin.LIST)
    (finding,) = judge(lay_out(sent, load().profiles["classic"], Exact()), RULES)
    assert [label.message for label in finding.labels] == ["part of the messages built here"]


def test_text_of_unknown_length_behind_a_value():
    finding = only(system(static(150), CLOCK), system(UNKNOWN))
    assert (finding.code, finding.severity) == ("PRM100", Severity.INFO)
    assert finding.message.endswith(": the text of unknown length behind it can never be cached")
    assert finding.help == "Put the value behind the static text."
    finding = only(system(CLOCK, "\n", static(20)), system(UNKNOWN))
    assert finding.message.endswith(
        ", but the known text of the prompt is too short to be cached: 200 static tokens, the minimum is 1,024"
    )
    assert judged(system("Now ", CLOCK, "."), user(UNKNOWN)) == []


def test_two_values_in_a_row_say_that_both_must_go():
    first, second = judged(system(CLOCK, "\n", DOCS, "\n", static(150)))
    assert first.message == (
        "`datetime.now()` differs on every request and stands at the start of the system prompt: "
        "it keeps all 1,408 cacheable tokens from being cached"
    )
    assert first.help.endswith("Once `docs` is moved too, 1,408 tokens can be cached, 0 are now.")
    assert second.help.endswith("Once `datetime.now()` is moved too, 1,408 tokens can be cached, 0 are now.")
    assert (first.measure.lost_tokens, second.measure.lost_tokens) == (0, 1500)


def test_a_prompt_below_the_minimum_says_so():
    finding = only(system(CLOCK, "\n", static(20)))
    assert finding.severity is Severity.INFO
    assert finding.message.endswith(
        ", but the prompt is too short to be cached: 200 static tokens, the minimum is 1,024"
    )
    assert finding.help == "Put the value behind the static text. It costs nothing while the prompt is this short."


def test_of_a_text_that_may_stand_behind_others_nothing_is_promised():
    parts = (QUESTION, "\n", static(150))
    told = "Put the value behind the static text. 1,408 tokens can then be cached, 0 are now"
    assert only(block(Role.FRAGMENT, *parts)).help == f"{told}, if nothing that varies is sent ahead of this prompt."
    assert only(system(*parts)).help == f"{told}."


def test_in_the_last_user_message_the_advice_of_the_rule_does_not_fit():
    finding = only(user(TAGS, "\n", static(150)))
    assert finding.message.startswith(
        "`tags` comes in another order each time the program starts and stands at the start of"
    )
    assert "of the last user message" in finding.message
    assert finding.help.startswith("Put the value behind the static text.")
    assert only(system(TAGS, "\n", static(150))).help.startswith("Sort the items. 1,408 tokens then stay cached")


def test_a_varying_value_in_a_marked_block():
    finding = only(system(static(150), CLOCK, marked=True), user(QUESTION), profile="boundary")
    assert (finding.code, finding.severity) == ("PRM401", Severity.ERROR)
    assert finding.message == (
        "`datetime.now()` differs on every request and stands in the block of the system prompt that is "
        "marked for caching: its static text, about 1,947 tokens, is stored again on every request and never reused"
    )
    assert finding.labels[-1].message == "clock-first (PRM100) applies as well"


def test_a_varying_value_in_a_marked_block_behind_static_ones():
    finding = only(system(static(150)), user(CLOCK, marked=True), user(QUESTION), profile="boundary")
    assert finding.code == "PRM401"
    assert finding.message.endswith(
        "marked for caching: the static text up to its end, about 1,950 tokens, is stored again on every request and never reused"
    )


def test_a_marked_document_is_what_the_next_questions_are_about():
    asked = user(QUESTION)
    assert judged(system(static(150)), user("Document: ", DOCS, marked=True), asked, profile="boundary") == []
    finding = only(system(static(150), DOCS, marked=True), asked, profile="boundary")
    assert finding.code == "PRM401"


def test_a_small_marked_block_ahead_of_the_conversation():
    blocks = (system(static(150), marked=True), system("Now ", CLOCK, marked=True), history(), user(marked=True))
    finding = only(*blocks, profile="boundary")
    assert (finding.code, finding.severity) == ("PRM401", Severity.WARNING)
    assert finding.message.endswith("marked for caching: the earlier messages behind it can never be cached")


def test_a_varying_value_in_a_block_before_the_marked_one():
    finding = only(system(CLOCK), system(static(150), marked=True), user(QUESTION), profile="boundary")
    assert finding.code == "PRM100"
    assert finding.message.endswith(": none of about 1,950 static tokens up to the cache breakpoint can be cached")
    assert finding.help.endswith(
        "About 1,950 tokens can then be cached, 0 are now. Behind the cache breakpoint it needs a block of its own."
    )


def test_the_most_severe_finding_of_a_place_wins_and_then_the_first_by_precedence():
    sample = hole(Kind.RANDOM, Volatility.REQUEST, order=Order("set", Volatility.REQUEST))
    assert only(system(sample, "\n", static(150))).code == "PRM201"
    both = hole(Kind.CLOCK, Volatility.REQUEST, order=Order("set", Volatility.PROCESS))
    finding = only(system(both, "\n", static(150)))
    assert (finding.code, finding.severity) == ("PRM100", Severity.ERROR)
    assert finding.labels[-1] == Link("unordered-set (PRM201) applies as well", finding.place)
    finding = only(system(replace(both, confidence=Confidence.MEDIUM), "\n", static(150)))
    assert (finding.code, finding.measure.order) == ("PRM201", "set")


def test_one_place_that_is_rendered_twice_is_one_finding_with_the_larger_loss():
    header = text(CLOCK, "\n")
    found = only(system(*header, static(120), *header, static(30)))
    assert (found.measure.loss, found.measure.prefix_tokens) == (1408, 3)


def test_findings_come_in_the_order_of_their_places():
    found = judged(system(CLOCK, "\n", USER, "\n", repeat(DOCS, "- \n"), static(150)))
    assert [one.code for one in found] == ["PRM106", "PRM100", "PRM103"]
    assert found == sorted(found, key=lambda one: one.place)


def test_a_fingerprint_stays_when_lines_move_and_differs_between_values():
    one = only(system("It is ", CLOCK, "\n", static(150)))
    moved = only(system(static(1), "It is ", CLOCK, "\n", static(150)))
    other = only(system("Now it is ", CLOCK, "\n", static(150)))
    assert one.place != moved.place
    assert one.fingerprint == moved.fingerprint != other.fingerprint
    assert len(one.fingerprint) == 16
