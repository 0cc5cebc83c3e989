"""Pages: one template each, its syntax tree together with where every part of its source was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from promptlint.frontends.jinja.environment import Environment
from promptlint.frontends.jinja.parse import Template, parse
from promptlint.frontends.placeholders.pieces import Pieces, may_hold, source_of, unknown
from promptlint.frontends.python.formatting import placeholders
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.values import Run, Text
from promptlint.source import Place


@dataclass(frozen=True, slots=True)
class Page:
    """A template and the pieces of its source."""

    template: Template
    pieces: Pieces
    environment: Environment
    name: str | None
    """What the program calls it; None for a template made from a string."""

    @property
    def place(self) -> Place:
        """The call that renders it: where its parts are spliced that were written nowhere."""
        return self.pieces.place

    def hole(self, node: Any) -> Run:
        """Return a hole for a statement of which nothing is known."""
        return unknown(self.placed(node))

    def placed(self, node: Any) -> Place:
        """Return where the field around a node was written."""
        return self.pieces.placed(*self.template.span(node.lineno))

    def data(self, text: str, start: int) -> Run:
        """Return the parts of the source that static text of a template was read from."""
        run = self.pieces.run(start, start + len(text))
        return run if source_of(run) == text else literal(text).parts


def read_page(frame: Frame, text: Text, environment: Environment, name: str | None, place: Place) -> Page | None:
    """Return the page with this source; None for one that Jinja refuses or whose marks are not known."""
    if may_hold(text.parts, environment.marks):
        return None
    pieces = Pieces(text.parts, placeholders(frame, place), place)
    template = parse(pieces.source, environment.settings)
    return None if template is None else Page(template, pieces, environment, name)
