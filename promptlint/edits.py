"""Edits of texts: which fixes can be applied at once, and what a text is with them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from promptlint.finding import Edit, Finding
from promptlint.source import NEWLINE, Place

_LINE_FEED = re.compile(r"(?<!\r)\n")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits of places in it; those that insert at the same place do so in the order given.

    Raises ValueError for edits that overlap, or that stand outside of the text.
    """
    pieces, at = [], 0
    for edit in in_order(edits):
        _, start, end = edit.place
        if not at <= start <= end <= len(text):
            raise ValueError(f"an edit of {start}-{end} is not possible behind {at} in a text of {len(text)}")
        pieces += [text[at:start], edit.content]
        at = end
    return "".join((*pieces, text[at:]))


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits from the beginning of a file to its end."""
    return sorted(edits, key=lambda edit: edit.place)


def are_apart(edits: Iterable[Edit]) -> bool:
    """Return whether no two edits overlap, so that all of them can be applied."""
    return all(
        one.place.path != other.place.path or one.place.end <= other.place.start
        for one, other in pairwise(in_order(edits))
    )


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits of places in it, their line ends written as all others in it are."""
    return applied(text, [replace(edit, content=with_endings(edit.content, text)) for edit in edits])


def with_endings(content: str, text: str) -> str:
    """Return the content of an edit with the line ending that all lines of a text have; as it is where they differ."""
    endings: set[str] = set(NEWLINE.findall(text))
    return _LINE_FEED.sub(endings.pop(), content) if len(endings) == 1 else content


def compatible(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings whose fixes can be applied at once, by place: of fixes that touch or overlap only the last.

    Two that go to the same end keep their order so: the first is put ahead of the last in the next round. Fixes with the
    same edits are one fix.
    """
    taken: dict[str, list[Place]] = defaultdict(list)
    chosen = dict[tuple[Edit, ...], list[Finding]]()
    for edits, finding in sorted(_with_edits(findings), key=lambda each: [edit.place for edit in each[0]])[::-1]:
        if edits not in chosen and any(_touch(edit.place, other) for edit in edits for other in taken[edit.place.path]):
            continue
        for edit in edits:
            taken[edit.place.path].append(edit.place)
        chosen.setdefault(edits, []).append(finding)
    return tuple(finding for same in reversed(chosen.values()) for finding in reversed(same))


def _with_edits(findings: Iterable[Finding]) -> Iterator[tuple[tuple[Edit, ...], Finding]]:
    for finding in findings:
        if finding.fix and finding.fix.edits:
            yield tuple(in_order(finding.fix.edits)), finding


def _touch(one: Place, other: Place) -> bool:
    return one.start <= other.end and other.start <= one.end
