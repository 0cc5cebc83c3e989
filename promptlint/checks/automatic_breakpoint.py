"""A mark of the whole request, behind a last message that varies, with static text ahead that has no mark of its own."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import of_prompt
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.prompt import Growth, Kind, Role, Scope, text_holes
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the parameter that marks the last block, where no conversation repeats what it ends."""
    found = layout.markable.get(Scope.EVERYONE)
    setting = next((one for one in layout.prompt.settings if one.name == layout.profile.boundaries.automatic), None)
    marked = [block for block in layout.prompt.blocks if block.marked]
    if found is None or setting is None or len(marked) != 1 or _repeats(layout):
        return
    if found.tokens.low >= layout.profile.minimum:
        static = f"the {wording.tokens(found.likely, layout)} static tokens ahead of it"
        message = f"`{setting.name}` marks the end of the last message, which varies: {static} are stored with every request and never read"
        yield of_prompt(layout, rule, message, Severity.WARNING, setting.place, served=found.likely)


def _repeats(layout: Layout) -> bool:
    """Return whether a conversation is sent again with each request, or may be."""
    holes = (splice.hole for block in layout.prompt.blocks for splice in text_holes(block.text))
    grows = any(hole.growth is Growth.APPEND or hole.kind is Kind.HISTORY for hole in holes)
    return grows or any(block.role is Role.REST for block in layout.prompt.blocks)
