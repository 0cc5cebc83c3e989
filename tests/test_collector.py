"""The garbage collector is left alone while trees and values grow, and is as it was before once they are there."""

from __future__ import annotations

import gc

import pytest

from promptlint.collector import paused_collector

OWN = (701, 11, 12)


@pytest.fixture(autouse=True)
def _restored() -> object:
    before = gc.get_threshold()
    gc.set_threshold(*OWN)
    yield
    gc.set_threshold(*before)


def test_what_grew_old_is_not_looked_at_within() -> None:
    with paused_collector():
        young, middle, old = gc.get_threshold()
        assert young > OWN[0]
        assert min(middle, old) >= 1_000_000
    assert gc.get_threshold() == OWN


def test_it_is_as_before_also_behind_an_error() -> None:
    with pytest.raises(KeyError), paused_collector():
        raise KeyError
    assert gc.get_threshold() == OWN


def test_only_the_outermost_pause_keeps_what_was_made() -> None:
    with paused_collector():
        kept = gc.get_freeze_count()
        with paused_collector():
            made = [[] for _ in range(1_000)]
        assert gc.get_freeze_count() == kept
        assert gc.get_threshold() != OWN
    assert gc.get_freeze_count() >= kept + len(made)


def test_a_function_is_paused_each_time_it_runs() -> None:
    threshold = paused_collector()(gc.get_threshold)
    assert threshold() == threshold() != OWN
    assert gc.get_threshold() == OWN
