"""Texts that stand in a file as they are."""

from __future__ import annotations

from promptlint.frontends.document import Scalar, Span


def whole(text: str, span: Span | None = None) -> Scalar:
    """Return a stretch of a text, or all of it, as what a document says; every line end is read as one newline."""
    span = span or Span(0, len(text))
    return Scalar(text[span.start : span.end].replace("\r\n", "\n").replace("\r", "\n"), span)
