"""Cycles of calls: which definitions of a file may call each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promptlint.facts import DefinitionKind, Facts


def components(facts: Facts) -> dict[str, int]:
    """Return the number of the cycle that each definition is part of, by qualname; those in no cycle are left out.

    One definition may call another when it mentions its name, or the name of its class.
    """
    graph = _graph(facts)
    numbers: dict[str, int] = {}
    for number, members in enumerate(_strongly_connected(graph)):
        if len(members) > 1 or members[0] in graph[members[0]]:
            numbers.update((member, number) for member in members)
    return numbers


def _graph(facts: Facts) -> dict[str, tuple[str, ...]]:
    functions = [found for found in facts.definitions if found.kind is DefinitionKind.FUNCTION]
    named: dict[str, list[str]] = {}
    for function in functions:
        named.setdefault(function.name, []).append(function.qualname)
        owner, _, name = function.qualname.rpartition(".")
        if name == "__init__":
            named.setdefault(owner.rpartition(".")[2], []).append(function.qualname)
    return {
        function.qualname: tuple(callee for name in function.mentions for callee in named.get(name, ()))
        for function in functions
    }


def _strongly_connected(graph: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield the strongly connected components of a graph (Tarjan 1972), with a stack of its own."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    for root in graph:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        waiting.add(root)
        work = [(root, iter(graph[root]))]
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    waiting.add(successor)
                    work.append((successor, iter(graph[successor])))
                    break
                if successor in waiting:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    start = stack.index(node)
                    members, stack[start:] = stack[start:], []
                    waiting.difference_update(members)
                    yield members
