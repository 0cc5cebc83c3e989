"""The gain of fixes: what the provider serves of the prompts before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from promptlint.discover import Discovery
from promptlint.engine import Engine
from promptlint.finding import Finding
from promptlint.hole import Scope
from promptlint.layout import Layout
from promptlint.prompt import Prompt
from promptlint.source import Place
from promptlint.walk import places


class Gain(NamedTuple):
    """Tokens that are served from the cache for certain, summed over the prompts of the fixed findings.

    A request that is found in several ways, from several calls of its function, counts once for each value.
    """

    before: int
    after: int


_Layouts: TypeAlias = Mapping[str, list[Layout]]
"""The prompts with a part in each file, by place. Edits of text change the places, not the number nor the order."""


class Measured:
    """The prompts of findings that are fixed, found again after each round by their number among those of a file."""

    def __init__(self, discovery: Discovery, findings: Iterable[Finding]) -> None:
        paths = {finding.place.path for finding in findings}
        self._files = tuple(file for file in discovery.files if file.path in paths)
        self._first: _Layouts = {}
        self._values: dict[tuple[str, int], tuple[Scope, Place]] = {}
        """Between whom the first fixed value of a prompt breaks the cache, and where it stood."""

    def fixed(self, engine: Engine, findings: Sequence[Finding]) -> None:
        """Note the prompts of findings that a round fixes; the engine is the one from before it."""
        layouts = self._layouts(engine)
        self._first = self._first or layouts
        # A value that stands in a prompt says more of it than one that another prompt sends by the same call
        for holds in (_holds, _sends):
            for finding in findings:
                for number, layout in enumerate(layouts.get(finding.place.path, ())):
                    if finding.measure and holds(layout.prompt, finding):
                        value = finding.measure.scope, finding.place
                        self._values.setdefault((finding.place.path, number), value)

    def gain(self, engine: Engine) -> Gain:
        """Return what the rounds brought; the engine is the one from after the last of them."""
        last = self._layouts(engine)
        served = {
            (before.prompt.place, place): (_cached(before, scope), _cached(after, scope))
            for before, after, scope, place in self._pairs(last)
        }
        return Gain(sum(before for before, _ in served.values()), sum(after for _, after in served.values()))

    def _pairs(self, last: _Layouts) -> Iterator[tuple[Layout, Layout, Scope, Place]]:
        """Yield the layouts of each prompt from before the first round and after the last one, with what was fixed."""
        for (path, number), (scope, place) in self._values.items():
            before, after = self._first.get(path, []), last.get(path, [])
            if number < len(before) == len(after):
                yield before[number], after[number], scope, place

    def _layouts(self, engine: Engine) -> _Layouts:
        found: dict[str, list[Layout]] = defaultdict(list)
        inside = {file.path for file in self._files}
        for layout in sorted(engine.layouts(*self._files), key=lambda layout: layout.prompt.place):
            for path in {place.path for place in places(layout.prompt)} & inside:
                found[path].append(layout)
        return found


def _holds(prompt: Prompt, finding: Finding) -> bool:
    return finding.place in places(prompt)


def _sends(prompt: Prompt, finding: Finding) -> bool:
    return prompt.place in {label.place for label in finding.labels}


def _cached(layout: Layout, scope: Scope) -> int:
    """Return the tokens of a prompt that are served between two requests of a scope."""
    return layout.profile.serve(layout.profile.estimate(layout.prefix[scope].low))
