"""The join of prompt files with the programs that read them: what a program sends is known better there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from promptlint.frontends.python.frame import Sent
from promptlint.frontends.python.shapes import is_template, literals


def unread(documents: Iterable[Sent], programs: Iterable[Sent]) -> Iterator[Sent]:
    """Yield what documents send of which no program sends a text; a template that nobody fills counts for none."""
    held = {place for sent in programs if not is_template(sent) for place in literals(sent)}
    for sent in documents:
        if sent.role is not None or held.isdisjoint(literals(sent)):
            yield sent
