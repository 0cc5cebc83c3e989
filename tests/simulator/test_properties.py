"""What holds for every family and any requests."""

from dataclasses import replace
from math import isfinite

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from tests.simulator import FAMILIES, Family, Request
from tests.simulator.pairs import pairs, sequences

EXAMPLES = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SEARCH = settings(EXAMPLES, max_examples=500, database=None, phases=[Phase.generate])

families = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


@families
@EXAMPLES
@given(data=st.data())
def test_every_token_is_read_written_or_neither(family: Family, data: st.DataObject) -> None:
    cache = family.open()
    for request in data.draw(sequences(family)):
        answer = cache.answer(request)
        assert min(answer) >= 0
        assert sum(answer) == sum(len(block.tokens) for block in request.blocks)
        assert not answer.written or family.marks
        usage = family.usage(answer)
        assert usage.input == (sum(answer) if family.input_is_total else sum(answer) - usage.read - usage.written)


@families
@EXAMPLES
@given(data=st.data())
def test_no_more_is_read_than_an_earlier_request_has_in_common(family: Family, data: st.DataObject) -> None:
    cache = family.open()
    earlier: list[Request] = []
    for request in data.draw(sequences(family)):
        prompt = cache.prompt(request)
        shared = (prompt.common(cache.prompt(before.replied())) for before in earlier)
        assert cache.answer(request).read <= max(shared, default=0)
        earlier.append(request)


@families
@EXAMPLES
@given(data=st.data())
def test_a_repeated_request_reads_at_least_as_much_as_after_another(family: Family, data: st.DataObject) -> None:
    other, request = data.draw(pairs(family))
    repeated, changed = family.open(), family.open()
    repeated.answer(replace(request, at=other.at))
    changed.answer(other)
    assert repeated.answer(request).read >= changed.answer(request).read


@families
@EXAMPLES
@given(data=st.data())
def test_nothing_is_read_when_all_lifetimes_are_over(family: Family, data: st.DataObject) -> None:
    if not isfinite(family.life):
        return
    *before, last = data.draw(sequences(family))
    cache = family.open()
    for request in before:
        cache.answer(request)
    assert cache.answer(replace(last, at=before[-1].at + family.life)).read == 0


@families
def test_the_strategies_come_near_the_edges(family: Family) -> None:
    def reads(pair: tuple[Request, ...]) -> tuple[int, int]:
        """What the second request reads, and what it has in common with the first."""
        cache = family.open()
        cache.answer(pair[0])
        return cache.answer(pair[1]).read, cache.prompt(pair[1]).common(cache.prompt(pair[0].replied()))

    find(
        pairs(family),
        lambda pair: 0 < reads(pair)[0] < sum(len(block.tokens) for block in pair[1].blocks),
        settings=SEARCH,
    )
    find(pairs(family), lambda pair: reads(pair) == (0, 0), settings=SEARCH)
    if family.minimum > 1:
        find(pairs(family), lambda pair: 0 == reads(pair)[0] < reads(pair)[1], settings=SEARCH)
