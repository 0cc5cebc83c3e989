"""Whether something is there: a test asks no more of a text or a list, whatever stands in it."""

from __future__ import annotations

import pytest

from promptlint.frontends.python.atoms import Const, External
from promptlint.frontends.python.presence import presence
from promptlint.frontends.python.values import Branch, Each, Either, Element, Literal, Member, Op, Seq, Spread, Text
from promptlint.source import Place
from tests.test_python_frontend.reading import systems

AT = Place("app.py", 0, 1)
USER, DOCS = External("user"), External("docs")
WORD, NOTHING = Literal("word"), Literal("")
OPEN = Spread(DOCS, AT)


def maybe(*members: Member) -> Either:
    return Either(USER, (members, ()), AT)


@pytest.mark.parametrize(
    ("run", "asked"),
    [
        ((), Const(False)),
        ((NOTHING,), Const(False)),
        ((maybe(WORD), WORD), Const(True)),
        ((maybe(WORD),), USER),
        ((Either(USER, ((), (WORD,)), AT),), Op("not", (USER,), (), AT)),
        ((Either(USER, ((WORD,), (WORD, WORD)), AT),), Const(True)),
        ((Either(None, ((WORD,), ()), AT),), Branch(None, (Const(True), Const(False)))),
        ((Each((WORD,), DOCS, AT),), Seq((OPEN,))),
        ((Each((NOTHING,), DOCS, AT),), Const(False)),
        ((maybe(WORD), Each((WORD,), DOCS, AT)), Branch(USER, (Const(True), Seq((OPEN,))))),
    ],
)
def test_a_text_is_asked_for_what_makes_it_empty(run: tuple[Member, ...], asked: object) -> None:
    assert presence(Text(run), AT) == asked


def test_a_list_of_unknown_items_is_asked_for_one() -> None:
    assert presence(Seq((OPEN, Element(Text((WORD,)), AT))), AT) == Const(True)
    assert presence(Seq((OPEN,)), AT) == Seq((OPEN,))


@pytest.mark.parametrize(("given", "text"), [('["a", "b"]', "Notes: a, b. Be kind."), ("[]", "Be kind.")])
def test_what_a_caller_gives_decides_what_a_test_asked(given: str, text: str) -> None:
    program = f"""
    def f(notes):
        found = ", ".join(note for note in notes)
        text = "Be kind."
        if found:
            text = f"Notes: {{found}}. " + text
        send(text)
    f({given})
    """
    assert systems(program)[-1] == text
