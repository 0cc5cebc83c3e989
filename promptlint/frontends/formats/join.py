"""The join of templates with what fills them: what a program sends is known better where it has the values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from promptlint.frontends.python.frame import Sent
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.shapes import is_template, literals
from promptlint.frontends.python.values import Op, Value


def unread(documents: Iterable[Sent], programs: Iterable[Sent]) -> Iterator[Sent]:
    """Yield what documents send of which no program sends a text; a template that nobody fills counts for none."""
    held = {place for sent in programs if not is_template(sent) for place in literals(sent)}
    for sent in documents:
        if sent.role is not None or held.isdisjoint(literals(sent)):
            yield sent


def filled(programs: Sequence[Sent]) -> Iterator[Sent]:
    """Yield what programs send without the templates that were only put into an object, where another call fills them."""
    held = {place for sent in programs if not sent.offered and sent.sink for place in literals(sent)}
    for sent in programs:
        if not (sent.offered and held.issuperset(literals(sent)) and _waits(sent)):
            yield sent


def _waits(sent: Sent) -> bool:
    """Return whether a placeholder has no value yet."""
    found = False

    def visit(value: Value) -> Value:
        nonlocal found
        found = found or (isinstance(value, Op) and value.name == "missing")
        return value if found else rewrite(value, visit)

    for _, value in sent.arguments:
        visit(value)
    return found
