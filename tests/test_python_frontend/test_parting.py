"""Texts are parted into what Python parts them into, wherever in choices and repeats the breaks stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given

from promptlint.frontends.python.atoms import Const
from promptlint.frontends.python.parting import Parting, breaks_at, line_breaks
from promptlint.frontends.python.values import Each, Either, Element, Literal, Run, Spread, Text
from promptlint.source import Place
from tests.test_python_frontend.reading import bare, system
from tests.test_python_frontend.test_margins import PICKS, RUNS

HERE = Place("a.py", 0, 1)


def numbered(run: Run, numbers: Iterator[int]) -> Run:
    """Return a run whose choices and repeats are told apart by numbers."""
    made: Run = ()
    for part in run:
        match part:
            case Either(_, arms):
                made += (Either(Const(next(numbers)), tuple(numbered(arm, numbers) for arm in arms), HERE),)
            case Each(body):
                made += (Each(numbered(body, numbers), Const(next(numbers)), HERE),)
            case _:
                made += (part,)
    return made


def way(part: Either | Each, picks: list[int]) -> Run:
    """Return what a choice or repeat is on a way that each number picks."""
    number = part.condition if isinstance(part, Either) else part.over
    assert isinstance(number, Const)
    assert isinstance(number.value, int)
    pick = picks[number.value % len(picks)]
    return part.arms[pick % len(part.arms)] if isinstance(part, Either) else part.body * pick


def written(run: Run, picks: list[int]) -> str:
    """Return the text that a run is on such a way, an X for each hole."""
    parts = (
        part.text
        if isinstance(part, Literal)
        else written(way(part, picks), picks)
        if isinstance(part, Either | Each)
        else "X"
        for part in run
    )
    return "".join(parts)


def pieces(items: Run, picks: list[int], parting: Parting) -> Iterator[str]:
    """Yield the pieces on such a way; those of an open rest as Python makes them."""
    for item in items:
        match item:
            case Element(Text(run)):
                yield written(run, picks)
            case Spread(Text(run)):
                yield from parted(written(run, picks), parting)
            case Either(None, ((Element(Text(run)),), ())):
                yield from filter(None, (written(run, picks),))
            case Either() | Each():
                yield from pieces(way(item, picks), picks, parting)


def parted(text: str, parting: Parting) -> list[str]:
    return text.splitlines(parting.keeps) if parting.ends else text.split("\n")


@pytest.mark.parametrize("keeps", [False, True])
@given(RUNS, PICKS)
def test_lines_are_those_of_python(keeps: bool, run: Run, picks: list[int]) -> None:
    run = numbered(run, count())
    parting = Parting(line_breaks, HERE, lambda text: text, keeps=keeps)
    assert [*pieces(parting.of(run), picks, parting)] == parted(written(run, picks), parting)


@given(RUNS, PICKS)
def test_pieces_between_separators_are_those_of_python(run: Run, picks: list[int]) -> None:
    run = numbered(run, count())
    parting = Parting(breaks_at("\n"), HERE, lambda text: text, ends=False)
    assert [*pieces(parting.of(run), picks, parting)] == parted(written(run, picks), parting)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('"|".join(("a\\n" + more + "d" + name).splitlines())', "a[|b|c|]|d<unknown>"),
        ('"|".join(("a\\n" + more + "d" + name).split("\\n"))', "a[|b|c|]|d<unknown>"),
        ('"|".join(("a " + more + " e\\nf").splitlines())', "[a b|c| e||a  e|]f"),
        ('"|".join(("a\\n" + rest + "d\\ne").splitlines())', "a{|- <unknown>}*|d|e"),
        ('"|".join(("a\\n- " + rest + "d").splitlines())', "a{|<unknown>}*"),
        ('"|".join(f"a{name}\\nb".splitlines())', "a<unknown>|b"),
        ('"|".join("\\n".join(rows).splitlines())', "{<unknown>|}*"),
    ],
)
def test_breaks_in_choices_and_repeats_part_a_text(call: str, expected: str) -> None:
    program = f"""
        def f(name, rows):
            more, rest = "b\\nc\\n" if name.kind else "", ""
            for row in rows:
                rest += f"- {{row}}\\n"
            send({call})
        """
    assert bare(program) == expected


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("lambda line: line.startswith('-')", "> - a <unknown>⏎b <unknown>⏎⏎[> - c⏎|]> - d"),
        ("lambda line: not line.isspace()", "> - a <unknown>⏎> b <unknown>⏎⏎[> - c⏎|]> - d"),
        ("str.strip", "> - a <unknown>⏎> b <unknown>⏎⏎[> - c⏎|]> - d"),
        ("lambda line: True", "> - a <unknown>⏎> b <unknown>⏎> ⏎[> - c⏎|]> - d"),
        ("lambda line: False", "- a <unknown>⏎b <unknown>⏎⏎[- c⏎|]- d"),
        ("lambda line: name.kind", "[> |]- a <unknown>⏎[> |]b <unknown>⏎[> |]⏎[[> |]- c⏎|][> |]- d"),
    ],
)
def test_a_predicate_is_asked_about_every_line(predicate: str, expected: str) -> None:
    program = f"""
        import textwrap
        def f(name, long):
            text = f"- a {{name}}\\nb {{name}}\\n\\n" + ("- c\\n" if long else "") + "- d"
            send(textwrap.indent(text, "> ", {predicate}))
        """
    assert bare(program) == expected


def test_the_start_of_a_text_may_be_known() -> None:
    program = """
        def f(user_name):
            text = f"Dear {user_name}"
            send(f"{text.startswith('De')} {text.startswith('Hi')} {text.isspace()} {text.startswith('Dear Z')}")
        """
    assert system(program) == "True False False <user? user text.startswith('Dear Z')>"
