"""A mark of the whole request, behind a last message that varies, with static text ahead that has no mark of its own."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import of_request
from promptlint.checks.requested import given
from promptlint.finding import Finding, Severity
from promptlint.hole import Scope
from promptlint.layout import Layout
from promptlint.prompt import Prompt, Role
from promptlint.rule import Rule
from promptlint.walk import growing


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the parameter that marks the last block, where no conversation repeats what it ends."""
    found = layout.markable.get(Scope.EVERYONE)
    automatic = layout.profile.boundaries.automatic
    setting = given(layout, (automatic,)) if automatic else None
    marked = [block for block in layout.prompt.blocks if block.marked]
    if found is None or setting is None or len(marked) != 1 or _is_repeated(layout.prompt):
        return
    if found.tokens.low >= layout.profile.minimum:
        stored = f"{wording.static(found.likely, layout)} ahead of it are stored with every request and never read"
        message = f"`{setting.name}` marks the end of the last message, which varies: {stored}"
        doubt = wording.doubt(found.known, layout)
        message += f"; whether they reach the minimum is uncertain: {doubt}" if doubt else ""
        yield of_request(layout, rule, message, Severity.WARNING, setting.place, served=found.likely, alone=True)


def _is_repeated(prompt: Prompt) -> bool:
    """Return whether a conversation is sent again with each request, or may be."""
    return any(growing(prompt)) or any(block.role is Role.REST for block in prompt.blocks)
