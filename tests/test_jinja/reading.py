"""Small projects with templates: the prompt that the program sends, and the text that Jinja itself would make of it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import jinja2

from promptlint import catalog, gate, link
from promptlint.files import Files
from promptlint.prompt import Literal, Prompt, Role, Text
from promptlint.walk import text_holes
from tests.test_jinja.matching import known_text
from tests.test_python_frontend.reading import sent, text

ROOT = "/project"


@cache
def _known() -> tuple[catalog.Catalog, gate.Gate]:
    known = catalog.load(())
    return known, gate.compile_gate(known)


class At(NamedTuple):
    """Where a hole enters a prompt: the file below the root, row, column and the code that stands there."""

    path: str
    row: int
    column: int
    code: str


@dataclass(frozen=True)
class Reading:
    """The only prompt of a project."""

    prompt: Prompt
    files: Files

    @property
    def text(self) -> Text:
        """The system text."""
        (block,) = (block for block in self.prompt.blocks if block.role is Role.SYSTEM)
        return block.text

    @property
    def system(self) -> str:
        """The system text, in the notation of the frontend's tests."""
        return text(self.text)

    @property
    def bare(self) -> str:
        """The same, its holes without labels."""
        return text(self.text, labels=False)

    @property
    def known(self) -> str | None:
        """The system text, None where a part of it is not known."""
        return known_text(self.text)

    @property
    def holes(self) -> list[At]:
        """Where the holes of the system text stand."""
        return [self._at(splice.place.path, splice.place.start, splice.place.end) for splice in text_holes(self.text)]

    def written(self) -> list[tuple[str, str]]:
        """Return the literals of the system text that stand in template files, each with what the file has there."""
        known = [part for part in self.text if isinstance(part, Literal) and part.site and part.site.syntax == "text"]
        return [(part.text, self._source(part)) for part in known]

    def _source(self, part: Literal) -> str:
        assert part.site is not None
        source = self.files.source(part.site.place.path)
        assert source is not None
        return source.text[part.site.at : part.site.at + len(part.text)]

    def _at(self, path: str, start: int, end: int) -> At:
        source = self.files.source(path)
        assert source is not None
        row, column = source.position(start)
        return At(path.removeprefix(ROOT + "/"), row, column, source.text[start:end])


def read(program: str, templates: Mapping[str, str], path: str = "app.py", folder: str = "templates/") -> Reading:
    """Return the only prompt of a program, in which `send(x)` stands for a request, with files in a folder beside it."""
    texts = {path: sent(textwrap.dedent(program)), **{f"{folder}{name}": text for name, text in templates.items()}}
    files = Files(*_known(), {f"{ROOT}/{name}": text.encode() for name, text in texts.items()})
    linked = link.prompts(link.program(files), [f"{ROOT}/{path}"])
    assert not linked.failed, linked.failed
    (prompt,) = linked.prompts
    return Reading(prompt, files)


def rendering(
    templates: Mapping[str, str], values: Mapping[str, Any], unknown: tuple[str, ...] = (), **options: Any
) -> Reading:
    """Return the prompt that is the template `main`, rendered in an environment with these options.

    It is rendered with these values, but for those names that only the caller of the program knows.
    """
    given = "".join(f", {name}={value!r}" for name, value in options.items())
    known = {name: value for name, value in values.items() if name not in unknown}
    program = f"""
        from jinja2 import Environment, FileSystemLoader
        env = Environment(loader=FileSystemLoader("templates"){given})
        def f({", ".join(unknown)}):
            send(env.get_template("main").render({known!r}{"".join(f", {name}={name}" for name in unknown)}))
    """
    return read(program, templates)


def truth(templates: Mapping[str, str], values: Mapping[str, Any], **options: Any) -> str:
    """Return what Jinja itself makes of the template `main`."""
    environment = jinja2.Environment(loader=jinja2.DictLoader(dict(templates)), **options)
    return environment.get_template("main").render(dict(values))
