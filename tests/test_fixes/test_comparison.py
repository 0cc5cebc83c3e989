"""What a prompt says before and after a fix: the same sentences in any order, in each way that its text may come out."""

from __future__ import annotations

import pytest

from promptlint.fixes.proof.comparison import keeps
from promptlint.hole import Hole, Volatility
from promptlint.prompt import Block, Choice, Literal, Prompt, Repeat, Role, Splice, Text
from promptlint.source import Place

HERE = Place("app.py", 0, 1)
CLOCK = Splice(Hole("now", volatility=Volatility.REQUEST), HERE)
ITEMS = Hole("docs", volatility=Volatility.REQUEST)
POLITE = Choice(((Literal("Be polite. "),), ()), None, HERE)


def prompt(*text: str | Choice | Repeat | Splice) -> Prompt:
    parts: Text = tuple(Literal(part) if isinstance(part, str) else part for part in text)
    return Prompt("call", HERE, (Block(Role.SYSTEM, parts, HERE),))


BEFORE = prompt("Be brief. ", POLITE, "It is ", CLOCK, ". Answer in words.")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (prompt("Be brief. ", POLITE, "Answer in words. It is ", CLOCK, "."), True),
        (prompt("Be brief.", POLITE, " Answer in words. It is ", CLOCK, "."), False),
        (prompt("Be brief. ", POLITE, "Answer in words.It is ", CLOCK, "."), False),
        (prompt("Be brief. Answer in words. It is ", CLOCK, ".", POLITE), False),
        (prompt("Be brief. Answer in words. It is ", CLOCK, ". ", POLITE), True),
        (prompt("Be brief. Be polite. Answer in words. It is ", CLOCK, "."), False),
        (prompt("Be brief. ", POLITE, "Answer in words. It is ", CLOCK, ". It is ", CLOCK, "."), False),
        (prompt("Be brief. ", POLITE, "Answer in words."), False),
    ],
    ids=[
        "behind",
        "glued to a choice",
        "glued",
        "choice glued",
        "choice behind",
        "always",
        "twice",
        "lost",
    ],
)
def test_sentences_are_kept_in_each_way_that_a_text_comes_out(after: Prompt, expected: bool) -> None:
    assert keeps(BEFORE, after) is expected


def test_what_is_repeated_is_not_glued_to_itself() -> None:
    before = prompt("Docs:\n", Repeat((Literal("- a\n"),), ITEMS, HERE), "End.")
    assert keeps(before, prompt("End.\nDocs:\n", Repeat((Literal("- a\n"),), ITEMS, HERE)))
    assert not keeps(before, prompt("End.\nDocs:\n", Repeat((Literal("- a"),), ITEMS, HERE)))
