"""Templates beside a document: those that its texts name, in its folder or in one around it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.readfile import text_of_file
from promptlint.frontends.python.values import Text


@dataclass(frozen=True, slots=True)
class Beside:
    """Gets the templates beside a document."""

    frame: Frame

    def __call__(self, name: str, /) -> Text | None:
        """Return the text of the nearest file of a name, as the catalogue says that such are named; None where there is none."""
        end = os.path.splitext(self.frame.definition.module)[1]
        patterns = self.frame.world.catalog.documents.partials
        names = [pattern.replace("{end}", end).replace("{name}", name) for pattern in ("{name}", *patterns)]
        paths = (os.path.normpath(os.path.join(folder, each)) for folder in self._folders() for each in names)
        return next((text for path in paths if (text := text_of_file(self.frame, path)) is not None), None)

    def _folders(self) -> tuple[str, ...]:
        """Return the folder of the document, and those around it in the project."""
        own = self.frame.definition.module
        found = [os.path.dirname(own)]
        roots = [root for root in self.frame.world.folders(own) if f"{found[0]}/".startswith(f"{root}/")]
        while len(found[-1]) > min(map(len, roots)):
            found.append(os.path.dirname(found[-1]))
        return tuple(found)
