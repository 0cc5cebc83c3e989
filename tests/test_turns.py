"""Conversations, turn by turn: what is read, stored and paid in full, as things are and at best."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main
from promptlint.hole import Growth, Kind, Volatility
from promptlint.layout import Exchange, converse, lay_out
from promptlint.profile import Profile
from promptlint.prompt import Block, Role
from promptlint.providers import load
from promptlint.tokens import Exact
from tests.building import CLOCK, DOCS, HISTORY, QUESTION, UNKNOWN, block, history, hole, prompt, static, system, user

PROFILES = load().profiles
CLASSIC, FREE = PROFILES["classic"], PROFILES["openai-boundary"]
CLAUDE = replace(PROFILES["anthropic"], percent=100, error=0, minimums=(1024,))
WINDOW = hole(Kind.HISTORY, Volatility.REQUEST, growth=Growth.WINDOW, window=2)
EXCHANGE = Exchange(100, 300)


def read(profile: Profile, *blocks: Block, exchange: Exchange = EXCHANGE) -> tuple[list[int], list[int]]:
    """Return what each of four turns likely reads, now and at best."""
    told = converse(lay_out(prompt(*blocks), profile, Exact()), Exact(), exchange, 4)
    return [now.read.likely for now, _ in told], [best.read.likely for _, best in told]


def test_a_cache_of_prefixes_follows_the_conversation() -> None:
    """The system text has 2,000 tokens; each turn adds 400, and what is asked is sent again as well."""
    now = [0, 2048, 2432, 2816]
    assert read(CLASSIC, system(static(200)), history(), user(QUESTION)) == (now, now)


def test_a_value_ahead_of_the_history_costs_all_of_it() -> None:
    now, best = read(CLASSIC, system(static(200), CLOCK), history(), user(QUESTION))
    assert (now, best) == ([0, 1920, 1920, 1920], [0, 2048, 2432, 2816])


def test_of_a_full_window_nothing_is_read() -> None:
    """It holds one question and its answer: from the third turn on the oldest messages are missing."""
    now, _ = read(CLASSIC, system(static(200)), block(Role.REST, WINDOW), user(QUESTION))
    assert now == [0, 2048, 1920, 1920]


def test_messages_that_a_loop_adds_stand_behind_what_was_asked_first() -> None:
    now, _ = read(CLASSIC, system(static(200)), user(QUESTION), block(Role.REST, HISTORY))
    assert now == [0, 2048, 2432, 2816]


@pytest.mark.parametrize(
    ("blocks", "now"),
    [
        # Only the system text is marked
        ((system(static(200), marked=True), history(), user(QUESTION)), [0, 2000, 2000, 2000]),
        ((system(static(200), marked=True), history(), user(QUESTION, marked=True)), [0, 2100, 2500, 2900]),
        ((system(static(200)), history(), user(QUESTION, marked=True)), [0, 2100, 2500, 2900]),
        ((system(static(200), CLOCK), history(), user(QUESTION, marked=True)), [0, 0, 0, 0]),
        # An answer and 18 more parts lie between two marks, then 19
        ((system(static(200)), history(), *[user("x")] * 17, user(QUESTION, marked=True)), [0, 2117, 2534, 2951]),
        ((system(static(200)), history(), *[user("x")] * 18, user(QUESTION, marked=True)), [0, 0, 0, 0]),
    ],
)
def test_marks(blocks: tuple[Block, ...], now: list[int]) -> None:
    found, best = read(CLAUDE, *blocks)
    assert found == now
    assert [one >= other for one, other in zip(best, now, strict=True)] == [True] * 4
    assert best[1] >= 2000


def test_an_answer_of_many_messages_is_longer_than_the_cache_looks_back() -> None:
    blocks = (system(static(200)), history(), user(QUESTION, marked=True))
    assert read(CLAUDE, *blocks, exchange=Exchange(100, 300, 18))[0] == [0, 2100, 2500, 2900]
    _, best = read(CLAUDE, *blocks, exchange=Exchange(100, 300, 19))
    # Results of tools are among them, each of which may be a position of its own: it is not certain
    assert best == [0, 2100, 2500, 2900]
    told = converse(lay_out(prompt(*blocks), CLAUDE, Exact()), Exact(), Exchange(100, 300, 19), 2)
    assert (told[1].now.read.bounds.low, told[1].best.read.bounds.low) == (0, 2100)


def test_implicit_boundaries_follow_the_conversation() -> None:
    # Four tokens stand around each message
    now, _ = read(FREE, system(static(200)), history(), user(QUESTION))
    assert now == [0, 2108, 2516, 2924]
    now, best = read(FREE, system(static(200), CLOCK), history(), user(QUESTION))
    assert (now[1:], best[1:]) == ([0, 0, 0], [2106, 2514, 2922])


@pytest.mark.parametrize(("messages", "found"), [(39, True), (40, False)])
def test_twenty_earlier_ends_of_messages_are_looked_up(messages: int, found: bool) -> None:
    """Every second message of an answer is a tool's result; the question before is found as the twentieth end."""
    sent = lay_out(prompt(system(static(200)), history(), user(QUESTION)), FREE, Exact())
    _, second = converse(sent, Exact(), Exchange(100, 300, messages), 2)
    assert (second.now.read.likely, second.now.read.bounds.low) == ((2108, 2108) if found else (2004, 0))


def test_what_is_asked_with_text_around_it_may_be_kept_in_other_words() -> None:
    sent = prompt(system(static(200), marked=True), history(), user(DOCS, "\n", QUESTION, marked=True))
    _, second = converse(lay_out(sent, CLAUDE, Exact()), Exact(), EXCHANGE, 2)
    assert (second.now.read.bounds.low, second.now.read.likely) == (2000, 2200)


def test_turns_that_the_prompt_shows() -> None:
    shown = (system(static(200)), user(UNKNOWN), block(Role.ASSISTANT, UNKNOWN), user(UNKNOWN))
    assert read(CLASSIC, *shown) == ([0, 2048], [0, 2048])
    few_shot = (system(static(200)), user("One?"), block(Role.ASSISTANT, "Yes."), user(QUESTION))
    assert read(CLASSIC, *few_shot) == ([], [])


def test_what_is_stored_is_paid() -> None:
    first, second = converse(
        lay_out(prompt(system(static(200)), history(), user(QUESTION, marked=True)), CLAUDE, Exact()),
        Exact(),
        EXCHANGE,
        2,
    )
    assert (first.now.tokens, first.now.written, first.now.uncached) == (2100, 2100, 0)
    assert (second.now.tokens, second.now.written, second.now.uncached) == (2500, 400, 0)


_PROGRAM = """from anthropic import Anthropic

RULES = "Every word of this text stays the same. " * 200

def answer(history, question):
    return Anthropic().messages.create(
        model="claude-opus-4-5",
        max_tokens=500,
        system=[{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}],
        messages=[*SENT, {"role": "user", "content": question}],
    )
"""


def drawn(folder: Path, history: str, *options: str, model: str = "gpt-5.1") -> list[str]:
    path = folder / "bot.py"
    path.write_text(_PROGRAM.replace("*SENT", history), "utf-8")
    arguments = ["layout", "--isolated", *options, "--model", model, str(path)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    return lines[next((at for at, line in enumerate(lines) if "turn" in line), len(lines)) :]


def test_a_map_follows_a_conversation(tmp_path: Path) -> None:
    title, _, *rows, price, _ = drawn(tmp_path, "*history[-4:]", "--turns", "4", "--exchange", "50", "250", "1")
    assert "each value asked of 50 tokens and answered with 250 in 1 message (assumed)" in title
    assert [row.split() for row in rows] == [
        ["1", "1,859", "0", "0", "1,859", "0", "0"],
        ["2", "2,167", "1,792", "0", "375", "1,792", "0"],
        ["3", "2,475", "2,048", "0", "427", "2,048", "0"],
        ["4", "2,475", "1,792", "0", "683", "1,792", "0"],
    ]
    assert price.startswith("input price of these turns: ")
    assert drawn(tmp_path, "*history") == []


def test_the_columns_stand_below_each_other_where_a_number_is_a_range(tmp_path: Path) -> None:
    _, head, *rows, _, _ = drawn(tmp_path, "*history", "--turns", "3", model="claude-opus-5")
    assert any("-" in row for row in rows)
    ends = [head.index(word) + len(word) for word in ("tokens", "read now", "uncached", "read at best")]
    assert all(row[end - 1].strip() and row[end : end + 3] == "   " for row in rows for end in ends)


def test_a_prompt_without_a_conversation_has_no_turns(tmp_path: Path) -> None:
    path = tmp_path / "bot.py"
    path.write_text(_PROGRAM.replace("*SENT, ", ""), "utf-8")
    result = CliRunner().invoke(main, ["layout", "--isolated", "--turns", "2", str(path)], catch_exceptions=False)
    assert result.stdout.splitlines()[-2:] == ["no conversation: each request stands alone", ""]
