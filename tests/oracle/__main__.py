"""Prints what is wrong: by construct, then in generated programs, and once they are fixed, the shortest program of each sort.

usage: python -m tests.oracle [EXAMPLES]
"""

from __future__ import annotations

import sys
from collections import Counter

from hypothesis import given, settings

from promptlint.hole import Scope

from .constructs import SENDS, TEXTS
from .mend import MODELS, Fate, lengthened, mended
from .programs import Program, alone, many, programs
from .verdict import Outcome, Verdict, verdict


def constructs() -> None:
    """Print the constructs that are not followed by themselves."""
    for make in (*TEXTS, *SENDS):
        for index, program in alone(make):
            if (found := verdict(program)).outcome is not Outcome.RIGHT:
                print(f"{make} {index}: {found.outcome}: {found.cause}")


def generated(examples: int) -> None:
    """Print how often each thing is wrong in generated programs, and where it is easiest to see."""
    counts: Counter[str] = Counter()
    shortest: dict[str, Verdict] = {}

    @settings(many, max_examples=examples)
    @given(programs())
    def collect(program: Program) -> None:
        for scope in (None, *Scope):
            found = verdict(program, scope)
            sort = f"{found.outcome}: {found.cause}" if found.allowed else found.outcome
            counts[f"{scope or 'nothing shared'}: {sort}"] += 1
            shortest[sort] = min(found, shortest.get(sort, found), key=lambda one: len(one.story))

    collect()
    for sort, count in counts.most_common():
        print(f"{count:6} {sort}")
    for found in shortest.values():
        if found.outcome is not Outcome.RIGHT:
            print(f"\n{'=' * 100}\n{found.story}")


def fixed(examples: int) -> None:
    """Print what becomes of generated programs once all fixes are applied, and where what is wrong is easiest to see."""
    counts: Counter[str] = Counter()
    shortest: dict[Fate, str] = {}

    @settings(many, max_examples=examples)
    @given(programs())
    def collect(program: Program) -> None:
        for model in MODELS:
            found = mended(lengthened(program.files), model)
            story = f"{found.story}\n{program.text}"
            counts[f"fixed for {model}: {found.fate}"] += 1
            shortest[found.fate] = min(story, shortest.get(found.fate, story), key=len)

    collect()
    for sort, count in counts.most_common():
        print(f"{count:6} {sort}")
    for fate in shortest.keys() - {Fate.UNTOUCHED, Fate.FIXED}:
        print(f"\n{'=' * 100}\n{shortest[fate]}")


examples = int(sys.argv[1]) if len(sys.argv) > 1 else 100
constructs()
generated(examples)
fixed(examples)
