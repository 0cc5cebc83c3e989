"""What is indented or dedented is what Python makes of it, whichever choices and repeats a text has."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from itertools import cycle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.indents import Indenter
from promptlint.frontends.python.margins import cleaned, dedented
from promptlint.frontends.python.values import Each, Either, Insert, Literal, Run
from promptlint.source import Place
from tests.test_python_frontend.reading import bare

HERE = Place("a.py", 0, 1)
HOLE = Insert(Const("X"), HERE)
ASKED = Const("user")
"""The condition of the choices that a text has before anything is done to it."""

TEXTS = ("Be brief.", "\n", "  ", "  - one\n", "    two", "\n    three", "\n\n  ", "\t", "    \tfour\n")
LITERALS = st.sampled_from(TEXTS).map(Literal)
FLAT = st.lists(LITERALS | st.just(HOLE), max_size=8).map(tuple)
RUNS = st.recursive(
    FLAT,
    lambda inner: st.lists(
        LITERALS
        | st.tuples(inner, inner).map(lambda arms: Either(ASKED, arms, HERE))
        | inner.map(lambda body: Each(body, None, HERE)),
        max_size=4,
    ).map(tuple),
    max_leaves=6,
)
PICKS = st.lists(st.integers(0, 2), min_size=1, max_size=6)


def pattern(run: Run, picks: Iterator[int]) -> str:
    """Return a pattern for what a run is on a way through its own choices and repeats; those without a condition are free."""
    found = ""
    for part in run:
        match part:
            case Literal(text):
                found += re.escape(text)
            case Either(None, arms):
                found += "(?:" + "|".join(pattern(arm, picks) for arm in arms) + ")"
            case Either(_, arms):
                found += pattern(arms[next(picks) % len(arms)], picks)
            case Each(body):
                found += "".join(pattern(body, picks) for _ in range(next(picks)))
            case _:
                found += "X"
    return found


def written(run: Run, picks: Iterator[int]) -> str:
    """Return what a run is on such a way."""
    return re.sub(r"\\(.)", r"\1", pattern(run, picks), flags=re.DOTALL)


@given(RUNS, PICKS)
def test_an_indented_text_is_what_python_makes_of_it(run: Run, picks: list[int]) -> None:
    made = Indenter((Literal("> "),), HERE).of(run)
    assert re.fullmatch(pattern(made, cycle(picks)), textwrap.indent(written(run, cycle(picks)), "> "))


@given(RUNS, PICKS)
@example((Literal("    two"), Each((Literal("\n\t"), HOLE), None, HERE), Literal("\n  \tfour")), [0])
def test_a_dedented_text_is_what_python_makes_of_it(run: Run, picks: list[int]) -> None:
    made = dedented(run, HERE)
    if made is not None:
        assert re.fullmatch(pattern(made, cycle(picks)), textwrap.dedent(written(run, cycle(picks))))


@given(FLAT)
def test_without_choices_and_repeats_nothing_is_left_open(run: Run) -> None:
    made = dedented(run, HERE)
    assert made is not None
    assert written(made, cycle([0])) == textwrap.dedent(written(run, cycle([0])))
    prefixed = Indenter((Literal("> "),), HERE).of(run)
    assert written(prefixed, cycle([0])) == textwrap.indent(written(run, cycle([0])), "> ")


@given(FLAT.map(lambda run: tuple(part for part in run if part == HOLE or "\t" not in part.text)))
def test_a_cleaned_text_is_what_python_makes_of_it(run: Run) -> None:
    made = cleaned(run, HERE)
    assert made is not None
    assert written(made, cycle([0])) == inspect.cleandoc(written(run, cycle([0])))


def test_tabs_of_a_cleaned_text_are_spaces_where_their_column_is_known() -> None:
    made = cleaned((Literal("\tOne"), HOLE, Literal("\n  \tTwo\n\t\tThree")), HERE)
    assert made is not None
    assert written(made, cycle([0])) == "OneX\nTwo\n        Three"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("indent(text, '  ')", "  Rules:⏎{  - <unknown>⏎}*[  Be kind.⏎⏎|]  Go."),
        ("indent(text, '  ', lambda line: True)", "  Rules:⏎{  - <unknown>⏎}*[  Be kind.⏎  ⏎|]  Go."),
        ("indent('Now. ' + text, '> ')", "> Now. Rules:⏎{> - <unknown>⏎}*[> Be kind.⏎⏎|]> Go."),
        ("indent(text.replace('Rules:', ''), '> ')", "⏎{> - <unknown>⏎}*[> Be kind.⏎⏎|]> Go."),
        ("indent(' '.join(each + '.' for each in names), '> ')", "> { <unknown>.}*"),
        ("indent('Now:\\n' + '\\n'.join(f'- {each}' for each in names), '> ')", "> Now:⏎> {⏎> - <unknown>}*"),
        ("indent(''.join(f'- {each}\\n' for each in names) + 'Go.', '> ')", "> {> - <unknown>⏎}*> Go."),
        ("dedent('    ' + text.replace('\\n', '\\n    '))", "Rules:⏎{- <unknown>⏎}*[Be kind.⏎⏎|]Go."),
        ("dedent('    ' + text)", "[    |]Rules:⏎{- <unknown>⏎}*[Be kind.⏎⏎|]Go."),
    ],
)
def test_lines_start_in_repeats_and_choices(changed: str, expected: str) -> None:
    program = f"""
        from textwrap import dedent, indent
        def f(user, names):
            text = "Rules:\\n"
            for each in names:
                text += f"- {{each}}\\n"
            if user.kind:
                text += "Be kind.\\n\\n"
            text += "Go."
            send({changed})
        """
    assert bare(program) == expected
