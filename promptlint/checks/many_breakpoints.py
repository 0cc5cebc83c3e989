"""More explicit cache marks than one request may have."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout, rendered
from promptlint.prompt import Block, Mark
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the first mark that is one too many, of those that every request has."""
    most = layout.profile.boundaries.writes
    marked = tuple(_marked(layout))
    if most is not None and layout.profile.boundary and len(marked) > most:
        message = (
            f"this is cache breakpoint {most + 1} of {len(marked)}, and a request to this model has at most {most}"
        )
        yield of_request(layout, rule, message, Severity.WARNING, marked[most].place)


def sent_marks(layout: Layout) -> tuple[Mark, ...]:
    """Return one mark of each block that every request sends with a mark, in the order in which it is rendered."""
    return tuple(next(mark for mark in block.marks if mark.certain) for block in _marked(layout))


def _marked(layout: Layout) -> Iterator[Block]:
    for block in rendered(layout.prompt.blocks, layout.profile.order):
        if block.always and any(mark.certain for mark in block.marks):
            yield block
