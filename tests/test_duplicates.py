"""Findings about one place, and fingerprints."""

from dataclasses import replace
from pathlib import Path

import pytest

from promptlint.duplicates import numbered, one_per_place
from promptlint.finding import Finding
from promptlint.hole import Confidence, Link
from promptlint.source import Place
from tests.report_sample import sample

SPLICE = Place("template.py", 10, 15)


@pytest.fixture
def clock() -> Finding:
    return replace(sample(Path("/p")).findings[0], place=SPLICE, labels=sent_from(1))


def sent_from(row: int, *sources: Link) -> tuple[Link, ...]:
    return (*sources, Link("sent here", Place("caller.py", row, row + 1)))


def value(name: str, at: int) -> Link:
    return Link(f"`{name}` is passed here", Place("caller.py", at, at + 5))


def losing(finding: Finding, loss: int) -> Finding:
    assert finding.measure
    return replace(finding, measure=replace(finding.measure, loss=loss))


def test_the_largest_loss_wins_then_confidence_then_the_first_caller(clock: Finding) -> None:
    unsure = replace(clock, confidence=Confidence.MEDIUM)
    later = replace(clock, labels=sent_from(2))
    small = losing(replace(clock, labels=sent_from(0)), 128)
    for order in ([small, unsure, later, clock], [clock, later, unsure, small]):
        (winner,) = one_per_place(order)
        assert winner.labels[0] == clock.labels[0]
        assert winner.confidence is Confidence.HIGH
        assert winner.measure == clock.measure


def test_the_other_places_that_send_it_are_one_label_with_their_number(clock: Finding) -> None:
    (winner,) = one_per_place([clock, replace(clock, labels=sent_from(2)), replace(clock, labels=sent_from(3))])
    assert winner.labels == (*clock.labels, Link("sent from 2 other places too", SPLICE))


def test_the_values_of_other_callers_become_labels(clock: Finding) -> None:
    first = replace(clock, labels=sent_from(1, value("now", 40)))
    second = losing(replace(clock, labels=sent_from(2, value("user", 60))), 128)
    (winner,) = one_per_place([second, first])
    assert [label.message for label in winner.labels] == [
        "`now` is passed here",
        "sent here",
        "`user` is passed here",
        "sent from 1 other place too",
    ]


def test_callers_of_one_helper_that_sends_are_told_apart(clock: Finding) -> None:
    through = [replace(clock, labels=(*sent_from(1), value("ask", row))) for row in (30, 40, 50)]
    applies = Link("user-data (PRM104) applies as well", SPLICE)
    (winner,) = one_per_place([*through, replace(through[0], labels=(*through[0].labels, applies))])
    assert winner.labels[-1].message == "sent from 2 other places too"


def test_other_places_and_findings_without_a_measure_stay(clock: Finding) -> None:
    elsewhere = replace(clock, place=Place("template.py", 20, 25))
    broken = sample(Path("/p")).findings[2]
    assert set(one_per_place([clock, elsewhere, broken, broken])) == {clock, elsewhere, broken}
    assert list(one_per_place([clock, clock])) == [clock]


def test_equal_fingerprints_are_numbered_and_none_is_empty(clock: Finding) -> None:
    bare = replace(clock, fingerprint="")
    first, second, third, fourth = (finding.fingerprint for finding in numbered([clock, clock, bare, bare]))
    assert first == clock.fingerprint
    assert len({first, second, third, fourth}) == 4
    assert all(len(one) == 16 for one in (second, third, fourth))
