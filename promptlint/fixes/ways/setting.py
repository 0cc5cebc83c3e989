"""Settings of a request: an option that the model refuses goes, marks that contradict each other are put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, islice

from promptlint.checks.many_breakpoints import sent_marks
from promptlint.finding import Applicability, Edit
from promptlint.fixes.code.keywords import removed
from promptlint.fixes.proposal import Proposal, Target
from promptlint.source import Place

_MOST = 20
"""How many choices of marks are tried."""


def propose(target: Target) -> Iterator[Proposal]:
    """Yield what mends a finding about what a request says besides its text."""
    rule = target.finding.cause.rule if target.finding.cause else None
    if rule and target.found is None and rule.check in _BY_CHECK:
        for message, edits in _BY_CHECK[rule.check](target):
            yield Proposal(message, edits, most=Applicability.UNSAFE)


Worded = Iterator[tuple[str, tuple[Edit, ...]]]
"""What edits do, and the edits."""


def _refused(target: Target) -> Worded:
    """Yield the removal of the option or mark of a finding; a part of the prompt is none."""
    prompt, place = target.layout.prompt, target.finding.place
    settings = {setting.place: setting.name for setting in prompt.settings}
    marks = {mark.place: mark.key for block in prompt.blocks for mark in block.marks}
    name = {**settings, **marks}.get(place)
    edits = removed(target.files, place) if name else ()
    if edits:
        yield f"Remove `{name}`", edits


def _too_many(target: Target) -> Worded:
    """Yield the removal of as many marks as are too many, the first ones first."""
    most = target.layout.profile.boundaries.writes or 0
    marks = sent_marks(target.layout)
    for chosen in islice(combinations(marks, max(len(marks) - most, 0)), _MOST):
        edits = [removed(target.files, mark.place) for mark in chosen]
        if all(edits):
            what = f"the breakpoint `{chosen[0].key}`" if len(chosen) == 1 else f"{len(chosen)} breakpoints"
            yield f"Remove {what}", tuple(edit for own in edits for edit in own)


def _conflicting(target: Target) -> Worded:
    """Yield the exchange of two marks, and the copy of the first one over the other."""
    place = target.finding.place
    ahead = target.finding.labels[0].place
    if own := _text(target, place):
        first = _text(target, ahead)
        yield "Exchange the lifetimes", (Edit(ahead, own), Edit(place, first))
        yield "Ask for the same lifetime", (Edit(place, first),)


def _text(target: Target, place: Place) -> str:
    source = target.files.source(place.path)
    return source.text[place.start : place.end] if source else ""


_BY_CHECK: Mapping[str, Callable[[Target], Worded]] = {
    "refused_option": _refused,
    "misplaced_breakpoint": _refused,
    "many_breakpoints": _too_many,
    "conflicting_lifetimes": _conflicting,
}
"""What mends the findings of a check."""
