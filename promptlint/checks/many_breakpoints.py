"""More explicit cache marks than one request may have."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_prompt
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout, rendered
from promptlint.prompt import Block
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the first mark that is one too many, of those that every request has."""
    most = layout.profile.boundaries.writes
    marked = [block for block in rendered(layout.prompt.blocks, layout.profile.order) if _is_sent(block)]
    if most is not None and layout.profile.boundary and len(marked) > most:
        message = (
            f"this is cache breakpoint {most + 1} of {len(marked)}, and a request to this model has at most {most}"
        )
        yield of_prompt(layout, rule, message, Severity.WARNING, marked[most].place)


def _is_sent(block: Block) -> bool:
    return block.marked and block.certain and not block.arms
