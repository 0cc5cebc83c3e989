"""Templates that their language refuses."""

from __future__ import annotations

from promptlint.frontends.python.formatting import Malformed
from promptlint.source import Place


class BrokenTemplate(Malformed):
    """A template that its language refuses: the message says why, for people."""

    def __init__(self, message: str, at: int, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        """The offset in the template, in code points."""
        self.place = place
        """Where that stands in a file: of a partial another one than the template's. None where that is not known."""
