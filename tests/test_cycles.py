"""Results that need each other do not depend on which of them was asked for first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptlint.frontends.python.cycles import Cycles

Graph = dict[int, list[int]]

graphs = st.integers(1, 7).flatmap(
    lambda size: st.fixed_dictionaries(
        {node: st.lists(st.integers(0, size - 1), max_size=3, unique=True) for node in range(size)}
    )
)


def answers(graph: Graph, order: list[int]) -> dict[int, str]:
    """Return what each node writes down of itself and of what it needs; a need that is cut is a dash."""

    def compute(node: int) -> str:
        return f"{node}({','.join(results.of(need) or '-' for need in graph[node])})"

    results: Cycles[int, str] = Cycles(compute, int)
    return {node: results.of(node) or "" for node in order}


def test_a_chain_is_computed_through() -> None:
    assert answers({0: [1], 1: [2], 2: []}, [0])[0] == "0(1(2()))"


def test_needs_within_a_circle_are_cut_and_those_out_of_it_are_not() -> None:
    graph = {0: [1], 1: [0, 2], 2: [], 3: [0]}
    assert answers(graph, [0, 1, 2, 3]) == {0: "0(-)", 1: "1(-,2())", 2: "2()", 3: "3(0(-))"}


def test_a_key_that_needs_itself_is_cut() -> None:
    assert answers({0: [0, 1], 1: []}, [0]) == {0: "0(-,1())"}


@given(graphs, st.randoms(use_true_random=False))
def test_the_order_of_asking_does_not_matter(graph: Graph, random: object) -> None:
    order = list(graph)
    expected = answers(graph, order)
    random.shuffle(order)  # type: ignore[attr-defined]
    assert answers(graph, order) == expected


def test_two_keys_that_need_themselves_are_two_circles() -> None:
    assert answers({0: [0, 1], 1: [1]}, [0]) == {0: "0(-,1(-))"}
