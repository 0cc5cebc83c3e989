"""Small projects written as one text, and what is read from them, in the notation of the frontend's tests.

    --- app.py
    from prompts import RULES
    send(RULES)
    --- prompts.py
    RULES = "Be kind."

A line `--- PATH` starts a file and is its first line there: the line below it is line 2. In files that say `send(x)`, a
request with the instructions x, the first line makes the client.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from promptlint import catalog, discover, gate, link
from promptlint.engine import engine
from promptlint.files import Files
from promptlint.finding import Finding
from promptlint.prompt import Prompt, Role
from promptlint.settings import settings_at
from promptlint.source import Place
from promptlint.walk import places, text_holes
from tests.test_python_frontend.reading import text

ROOT = "/project"

RULES = "Be kind and careful. " * 300
"""Some 1,500 tokens."""

_CLIENT = "from openai import OpenAI; client = OpenAI()"
_SEND = 'client.responses.create(model="gpt-4o", input="Hi", instructions='


class At(NamedTuple):
    """Where something stands: the file below the root, row, column and the code, or its beginning, that stands there."""

    path: str
    row: int
    column: int
    code: str


def files(project: str) -> dict[str, str]:
    """Return the texts of a project's files by path."""
    pieces = re.split(r"^--- (\S+)\n", textwrap.dedent(project).lstrip("\n"), flags=re.MULTILINE)
    assert not pieces[0].strip(), pieces[0]
    return {path: _written(body) for path, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def _written(body: str) -> str:
    sends = re.search(r"\bsend\(", body)
    return (_CLIENT if sends else "") + "\n" + re.sub(r"(?<!def )\bsend\(", _SEND, body)


@cache
def _gate() -> gate.Gate:
    return gate.compile_gate(catalog.load(()))


def opened(project: str, root: str = ROOT) -> Files:
    """Return a project that is nowhere on the disk."""
    given = {f"{root}/{path}": text.encode() for path, text in files(project).items()}
    return Files(catalog.load(()), _gate(), given, root)


def prompts(project: str) -> tuple[Prompt, ...]:
    """Return the prompts of a project; each file alone has to show those that have a part in it."""
    whole = _touching(opened(project), None)
    for path in opened(project).paths:
        own = opened(project)
        alone = [prompt for prompt in _touching(own, path) if _stands_in(prompt, path)]
        assert set(alone) == {prompt for prompt in whole if _stands_in(prompt, path)}, path
    return whole


def _touching(project: Files, path: str | None) -> tuple[Prompt, ...]:
    linked = link.touching(project, frozenset(project.paths if path is None else [path]))
    assert not linked.failed, linked.failed
    return linked.prompts


def _stands_in(prompt: Prompt, path: str) -> bool:
    return any(place.path == path for place in places(prompt))


def systems(project: str) -> list[str]:
    """Return the system texts of a project's prompts, sorted, their holes without labels."""
    return sorted(_system(prompt) for prompt in prompts(project))


def _system(prompt: Prompt) -> str:
    return "".join(text(block.text, labels=False) for block in prompt.blocks if block.role is Role.SYSTEM)


def system(project: str) -> str:
    """Return the system text of the only prompt of a project, its holes without labels."""
    (found,) = systems(project)
    return found


def holes(project: str) -> list[At]:
    """Return where the holes enter the system text of the only prompt of a project."""
    (prompt,) = prompts(project)
    read = opened(project)
    places = [s.place for block in prompt.blocks if block.role is Role.SYSTEM for s in text_holes(block.text)]
    return [_at(read, place) for place in places]


def _at(project: Files, place: Place, length: int | None = None) -> At:
    source = project.source(place.path)
    assert source is not None, place.path
    row, column = source.position(place.start)
    return At(place.path.removeprefix(project.root + "/"), row, column, source.text[place.start : place.end][:length])


def write(folder: Path, project: str) -> Path:
    """Write a project into a folder and return the folder."""
    for path, written in files(project).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written.replace("RULES_TEXT", repr(RULES)), encoding="utf-8")
    return folder


class Told(NamedTuple):
    """A finding of a project on the disk."""

    severity: str
    name: str
    at: At
    labels: tuple[tuple[str, At], ...]


def findings(folder: Path, *paths: str) -> list[Told]:
    """Return what checking some paths in a folder tells, by default the whole folder."""
    at = settings_at({})
    machine = engine(at, str(folder))
    report = machine.check(discover.discover([str(folder / path) for path in paths or ("",)], at))
    assert not report.failures, report.failures
    return [_told(machine.files(finding.place.path), finding) for finding in report.findings]


def _told(project: Files, finding: Finding) -> Told:
    labels = tuple((label.message, _at(project, label.place, 40)) for label in finding.labels)
    return Told(finding.severity, finding.name, _at(project, finding.place, 40), labels)


def spoken(told: Iterable[Told]) -> Iterator[str]:
    """Yield findings as lines for people: the finding, then its labels."""
    for severity, name, at, labels in told:
        yield f"{severity} {name} {at.path}:{at.row}:{at.column} {at.code}"
        yield from (f"  {place.path}:{place.row}:{place.column} {message}" for message, place in labels)
