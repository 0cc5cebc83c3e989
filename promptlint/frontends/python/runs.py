"""Runs gone through member by member, those in choices and repeats included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from promptlint.frontends.python.values import Each, Either, Member, Run


def replaced(run: Run, change: Callable[[Member], Run]) -> Run:
    """Return the run with what `change` makes of every member but choices and repeats, which keep what else they hold."""
    made: list[Member] = []
    for member in run:
        match member:
            case Either(arms=arms):
                made.append(replace(member, arms=tuple([replaced(arm, change) for arm in arms])))
            case Each(body=body):
                made.append(replace(member, body=replaced(body, change)))
            case _:
                made.extend(change(member))
    return tuple(made)
