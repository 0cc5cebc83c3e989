"""What promptlint predicts about generated programs holds when they run."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import Phase, given, settings

from promptlint.hole import Scope

from .constructs import SENDS, TEXTS
from .modules import WAYS
from .programs import LAYOUTS, Program, alone, many, program, programs
from .verdict import Outcome, Verdict, verdict
from .writer import Node

EXAMPLES = os.environ.get("PROMPTLINT_ORACLE_EXAMPLES")
"""How many programs are linted and run, other ones each time; unset: the same few hundred."""
LOST_SHARE = 0.05
"""The share of programs that may lose static text to values that cannot be followed. It only goes down."""
HIDDEN_SHARE = 0.01
"""The share of programs in which a value that varies may be hidden in one that cannot be followed. It only goes down."""
oracle = settings(
    many, max_examples=int(EXAMPLES or 300), derandomize=not EXAMPLES, phases=[Phase.generate, Phase.shrink]
)


def test_what_is_said_to_be_static_is_and_little_static_text_is_lost() -> None:
    assert share(Outcome.LOST, None) <= LOST_SHARE


@pytest.mark.parametrize("scope", Scope)
def test_what_is_said_to_be_shared_is_and_little_that_varies_is_hidden(scope: Scope) -> None:
    assert share(Outcome.HIDDEN, scope) <= HIDDEN_SHARE


def share(outcome: Outcome, scope: Scope | None) -> float:
    """Return the share of programs with an outcome that is allowed; fail where there is another one."""
    outcomes: Counter[Outcome] = Counter()
    causes: Counter[str] = Counter()

    @oracle
    @given(programs())
    def holds(program: Program) -> None:
        found = judged(program, scope)
        outcomes[found.outcome] += 1
        causes[found.cause] += found.outcome is outcome

    holds()
    found = outcomes[outcome] / outcomes.total()
    print(f"\n{scope or 'nothing shared'}: {outcome} in {found:.1%} of {outcomes.total()} programs {dict(+causes)}")
    return found


@pytest.mark.parametrize("make", [*TEXTS, *SENDS])
def test_a_construct_by_itself_loses_nothing(make: str) -> None:
    assert not {index for index, program in alone(make) if judged(program).outcome is Outcome.LOST}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("layout", range(LAYOUTS))
def test_an_import_by_itself_loses_nothing(way: str, layout: int) -> None:
    system = Node("function", 1, (Node(), Node("user")), way=1 + list(WAYS).index(way))
    found = judged(program(Node("openai chat", 0, (system, Node(), Node("question"))), layout))
    assert found.outcome is Outcome.RIGHT


def judged(program: Program, scope: Scope | None = None) -> Verdict:
    """Return the verdict about a program; fail where promptlint says what is not true."""
    found = verdict(program, scope)
    if not found.allowed:
        pytest.fail(found.story, pytrace=False)
    return found
