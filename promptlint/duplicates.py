"""Findings about one place that several prompts share, and fingerprints that two findings share."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import dropwhile, islice

from promptlint.checks.report import ENDS
from promptlint.finding import Finding
from promptlint.hole import Link
from promptlint.source import Place

MOST_SOURCES = 8
"""How many values of other prompts a finding may name."""
_ENDS = frozenset(ENDS.values())
"""The messages of the label at which the way of a value ends."""


def one_per_place(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield one finding for each place where prompts are measured, and for each setting: that of the largest loss.

    The values that other prompts put there become labels, and so does the number of places that they are sent from.
    Findings without a measure are not about a prompt, and stay.
    """
    places: dict[tuple[Place, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.measure:
            places[finding.place, finding.measure.setting].append(finding)
        else:
            yield finding
    for at_place in places.values():
        worst, *others = sorted(set(at_place), key=_rank)
        yield replace(worst, labels=(*worst.labels, *_taken_over(worst, others))) if others else worst


def numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings whose fingerprints differ from each other: the n-th of equal ones is marked as that."""
    seen: Counter[str] = Counter()
    for finding in findings:
        base = finding.fingerprint or _digest(finding.code, finding.place.path.rpartition("/")[2], finding.message)
        again = seen[base]
        seen[base] += 1
        yield replace(finding, fingerprint=_digest(base, str(again)) if again else base)


def _rank(finding: Finding) -> tuple[float, int, tuple[Place, ...], str]:
    loss = finding.measure.loss if finding.measure else 0
    confidence = -1 if finding.confidence is None else int(finding.confidence)
    return (-loss, -confidence, tuple(label.place for label in finding.labels), finding.message)


def _taken_over(worst: Finding, others: list[Finding]) -> Iterator[Link]:
    known = {label.place for label in worst.labels}
    sources = {other.labels[0].place: other.labels[0] for other in others if other.labels}
    new = (link for place, link in sources.items() if place not in known and link.message not in _ENDS)
    yield from islice(new, MOST_SOURCES)
    count = len({_sent(other) for other in others} - {_sent(worst)})
    if count:
        yield Link(f"sent from {count} other place{'s' * (count > 1)} too", worst.place)


def _sent(finding: Finding) -> tuple[Place, ...]:
    """Return where the prompt is sent, and the calls that lead there."""
    behind = dropwhile(lambda label: label.message not in _ENDS, finding.labels)
    return tuple(label.place for label in behind if label.place != finding.place)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
