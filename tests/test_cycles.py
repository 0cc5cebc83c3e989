"""Results that need each other do not depend on which of them was asked for first."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.frontends.python import cycles
from promptlint.frontends.python.cycles import Cycles

Graph = dict[int, list[int]]

graphs = st.integers(1, 7).flatmap(
    lambda size: st.fixed_dictionaries(
        {node: st.lists(st.integers(0, size - 1), max_size=3, unique=True) for node in range(size)}
    )
)


def answers(graph: Graph, order: list[int]) -> dict[int, str]:
    """Return what each node writes down of itself and of what it needs; one that nothing is known of is a dash."""

    def compute(node: int) -> str:
        return f"{node}({','.join(results.of(need) or '-' for need in graph[node])})"

    results: Cycles[int, str] = Cycles(compute, int)
    return {node: results.of(node) or "" for node in order}


def test_a_chain_is_computed_through() -> None:
    assert answers({0: [1], 1: [2], 2: []}, [0])[0] == "0(1(2()))"


def test_the_need_that_closes_a_circle_gets_the_result_of_the_round_before() -> None:
    graph = {0: [1], 1: [0, 2], 2: [], 3: [0]}
    zero, one = "0(1(-,2()))", "1(-,2())"
    assert answers(graph, [0, 1, 2, 3]) == {
        0: f"0(1({zero},2()))",
        1: f"1({zero},2())",
        2: "2()",
        3: f"3(0(1({zero},2())))",
    }
    assert one in zero


def test_a_key_that_needs_itself_is_cut() -> None:
    assert answers({0: [0, 1], 1: []}, [0]) == {0: "0(-,1())"}


def test_some_needs_are_cut_wherever_they_stand_in_a_circle() -> None:
    def compute(node: int) -> str:
        return f"{node}({results.of(1 - node, cut=True) or '-'})"

    results: Cycles[int, str] = Cycles(compute, int)
    assert (results.of(0), results.of(1)) == ("0(-)", "1(-)")


def test_two_keys_that_need_themselves_are_two_circles() -> None:
    assert answers({0: [0, 1], 1: [1]}, [0]) == {0: "0(-,1(-))"}


def test_every_need_within_a_large_circle_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cycles, "LARGEST", 2)
    graph = {0: [1], 1: [2, 3], 2: [0], 3: [], 4: [0]}
    assert answers(graph, [4, 1, 0]) == {4: "4(0(-))", 1: "1(-,3())", 0: "0(-)"}


@pytest.mark.parametrize("largest", [1, 3, 40])
@given(graph=graphs, random=st.randoms(use_true_random=False))
def test_the_order_of_asking_does_not_matter(largest: int, graph: Graph, random: Random) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cycles, "LARGEST", largest)
        order = list(graph)
        expected = answers(graph, order)
        random.shuffle(order)
        assert answers(graph, order) == expected
