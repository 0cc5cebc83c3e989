"""The generated programs are what the oracle needs: various, running, sending once, differing where they vary."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings

from promptlint.hole import Scope

from .constructs import CONDITIONS, SENDS, TEXTS, VALUES
from .modules import WAYS
from .programs import Program, alone, many, program, programs
from .project import SENTENCES
from .run import Block, Common, apart, common, together
from .writer import Node

OFTEN = 20


def test_programs_hold_every_construct_often_enough() -> None:
    used: Counter[str] = Counter()
    settings(many, max_examples=4_000)(given(programs())(lambda program: used.update(program.used)))()
    expected = {*VALUES, *TEXTS, *SENDS, *WAYS, *(f"{name} condition" for name in CONDITIONS), "src layout"}
    assert set(used) == expected
    assert {name: count for name, count in used.items() if count < OFTEN} == {}


@settings(many, max_examples=200)
@given(programs())
def test_programs_run_in_every_scope_and_send_once(program: Program) -> None:
    first = [first for first, _ in apart(program.files)]
    for scope in Scope:
        assert [first for first, _ in together(program.files, scope)] == first


@pytest.mark.parametrize("make", TEXTS)
def test_each_variant_runs(make: str) -> None:
    assert len({index for index, program in alone(make) if apart(program.files)}) == len(TEXTS[make])


@pytest.mark.parametrize("make", SENDS)
def test_each_way_to_send_is_captured(make: str) -> None:
    for index in range(len(SENDS[make])):
        request, _ = apart(program(Node(make, index, (Node(), Node("user"), Node("question")))).files)[-1]
        assert any(block.role == "system" and block.text.startswith(SENTENCES) for block in request)
        assert request[-1] == Block("user", "Some parcel is late, what now?")


@pytest.mark.parametrize("make", [make for make in VALUES if make != "number"])
def test_values_differ_in_their_first_letter_or_digit(make: str) -> None:
    for index in range(len(VALUES[make])):
        text = Node("f-string", 1, (Node(make, index), Node()))
        ((first, second),) = apart(program(Node("openai chat", 0, (text, Node(), Node("question")))).files)
        assert common(first[:1], second[:1]).known == 0
        assert {block.text.lstrip(" /")[0] for block in (first[0], second[0])}.isdisjoint(word[0] for word in SENTENCES)


def test_sentences_differ_in_their_first_letter() -> None:
    assert len({sentence[0] for sentence in SENTENCES}) == len(SENTENCES)


def test_the_common_head_of_two_requests() -> None:
    rules, first, second = "Answer in English. ", Block("user", "Where is it?"), Block("user", "Where are they?")
    assert common((Block("system", rules), first), (Block("system", rules), second)) == Common(6, 5)
    assert common((Block("system", f"{rules}Zoe"),), (Block("system", f"{rules}Quinn"),)) == Common(4, 1)
    assert common((first,), (first,)) == Common(4, 4)
    assert common((first,), (Block("assistant", "Where is it?"),)) == Common(0, 0)
