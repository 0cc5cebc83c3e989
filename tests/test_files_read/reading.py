"""Small projects whose program reads other files, and the prompts that it sends, in the notation of the frontend's tests."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from promptlint import catalog, gate, link
from promptlint.files import Files
from promptlint.prompt import Prompt, Role, Splice
from promptlint.walk import text_holes
from tests.test_python_frontend.reading import sent, text

ROOT = "/project"


@cache
def _gate() -> gate.Gate:
    return gate.compile_gate(catalog.load(()))


class At(NamedTuple):
    """Where a hole enters a prompt: the file below the root, row, column and the code that stands there."""

    path: str
    row: int
    column: int
    code: str


class Reading(NamedTuple):
    """The only prompt of a project."""

    prompt: Prompt
    files: Files

    @property
    def _splices(self) -> tuple[Splice, ...]:
        return tuple(s for block in self.prompt.blocks if block.role is Role.SYSTEM for s in text_holes(block.text))

    @property
    def system(self) -> str:
        """The system text, in the notation of the frontend's tests, its holes without labels."""
        (block,) = (block for block in self.prompt.blocks if block.role is Role.SYSTEM)
        return text(block.text, labels=False)

    @property
    def holes(self) -> list[At]:
        """Where the holes of the system text stand."""
        return [self._at(splice) for splice in self._splices]

    def _at(self, splice: Splice) -> At:
        place = splice.place
        source = self.files.source(place.path)
        assert source is not None
        row, column = source.position(place.start)
        return At(place.path.removeprefix(ROOT + "/"), row, column, source.text[place.start : place.end])


def read(program: str, others: Mapping[str, str | bytes], path: str = "app.py") -> Reading:
    """Return the only prompt of a program, in which `send(x)` stands for a request, with other files beside it."""
    texts = {path: sent(program), **others}
    given = {f"{ROOT}/{name}": data if isinstance(data, bytes) else data.encode() for name, data in texts.items()}
    files = Files(catalog.load(()), _gate(), given, root=ROOT)
    linked = link.prompts(link.program(files), [f"{ROOT}/{path}"])
    assert not linked.failed, linked.failed
    (prompt,) = linked.prompts
    return Reading(prompt, files)


def system(program: str, others: Mapping[str, str | bytes], path: str = "app.py") -> str:
    """Return the system text of such a program."""
    return read(textwrap.dedent(program), others, path).system
