"""A cache mark on a part that may not carry one."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.checks.requested import is_direct, marks, model
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.prompt import Block, Literal, Mark
from promptlint.rule import Rule

_PLACES = {"empty": "a part without text", "message": "a message, not on a part of it"}


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the marks of the provider that stand where it takes none."""
    for block, mark in marks(layout) if is_direct(layout) else ():
        where = next((word for word in _carriers(block, mark) if word in layout.profile.boundaries.forbidden), None)
        if where is not None:
            place = _PLACES.get(where, f"`{where}`")
            message = f"`{mark.key}` stands on {place}: {model(layout)} takes no breakpoint there"
            yield of_request(layout, rule, message, Severity.WARNING, mark.place)


def _carriers(block: Block, mark: Mark) -> tuple[str, ...]:
    """Return the words for what carries a mark."""
    empty = all(isinstance(part, Literal) and not part.text for part in block.text)
    return (*mark.on, "empty") if empty and mark.on else mark.on
