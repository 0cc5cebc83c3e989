"""Requests before and after a fix: what they say besides their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.checks import CHECKS
from promptlint.fixes.proof.comparison import shown
from promptlint.fixes.proposal import Target
from promptlint.layout import Layout
from promptlint.prompt import Literal, Prompt


def told(target: Target, layout: Layout) -> int:
    """Return how much the rule of a target tells about a prompt."""
    rule = target.finding.cause.rule if target.finding.cause else None
    return sum(1 for _ in CHECKS[rule.check](layout, rule)) if rule else 0


def asks_alike(target: Target, old: Layout, new: Layout) -> bool:
    """Return whether a prompt keeps its settings and marks where a target is about such, unless its rule tells of them too."""
    return target.found is not None or set(_said(old)) == set(_said(new)) or told(target, new) < told(target, old)


def is_marked_anew(target: Target, old: Prompt, new: Prompt) -> bool:
    """Return whether the texts of a prompt are the same but for marks that stand in them: those of tools do."""
    if target.found is not None or len(old.blocks) != len(new.blocks):
        return False
    keys = {mark.key for block in old.blocks for mark in block.marks}
    marks = re.compile(rf',?\s*"(?:{"|".join(map(re.escape, sorted(keys)))})": \{{[^{{}}]*\}}')
    pairs = zip(old.blocks, new.blocks, strict=True)
    return bool(keys) and all(
        marks.sub("", shown(one.text)) == marks.sub("", shown(other.text)) for one, other in pairs
    )


def _said(layout: Layout) -> Iterator[tuple[object, ...]]:
    """Yield the settings of a prompt with what they are, and the marks of its blocks."""
    for setting in layout.prompt.settings:
        yield setting.name, *map(_shown, setting.text)
    for block in layout.prompt.blocks:
        for mark in block.marks:
            yield block.role, mark.key, mark.lifetime


def _shown(part: object) -> object:
    return part.text if isinstance(part, Literal) else type(part)
