"""Checking one file of a project tells what checking the whole project tells about it, in any generated project."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings

from promptlint.checks.report import SENT
from promptlint.discover import Discovery, Found
from promptlint.engine import engine
from promptlint.finding import Finding
from promptlint.settings import settings_at
from tests.oracle.programs import Program, many, programs
from tests.test_formats.test_sdks import EXAMPLES, Example

PROJECTS = 50

everything = settings_at({"model": "example", "show_info": True, "pedantic": True}, isolated=True)


def test_one_file_shows_what_the_whole_project_shows_of_it() -> None:
    found: list[Finding] = []

    @settings(many, max_examples=PROJECTS, phases=[Phase.generate, Phase.shrink])
    @given(programs().filter(lambda program: len(program.files) > 1))
    def holds(program: Program) -> None:
        with TemporaryDirectory() as folder:
            Path(folder, ".git").mkdir()
            every = [write(Path(folder, path), text) for path, text in program.files.items()]
            paths = [path for path in every if path.endswith(".py")]
            whole = findings(folder, paths)
            found.extend(whole)
            for path in paths:
                assert findings(folder, [path]) == [finding for finding in whole if path in parts(finding)], path

    holds()
    assert len(found) > PROJECTS / 2
    assert sum(len(parts(finding)) > 1 for finding in found) > PROJECTS / 4


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_one_file_shows_that_beside_prompt_files_too(example: Example, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    paths = [write(tmp_path / name, text) for name, text in example.at("datetime.now()").items()]
    whole = findings(str(tmp_path), paths)
    assert example.expected.path in {Path(finding.place.path).relative_to(tmp_path).as_posix() for finding in whole}
    for path in paths:
        assert findings(str(tmp_path), [path]) == [finding for finding in whole if path in parts(finding)], path


def write(path: Path, text: str) -> str:
    """Write a file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def findings(folder: str, paths: Iterable[str]) -> list[Finding]:
    """Return all that checking some files in a folder tells."""
    report = engine(everything, folder).check(Discovery(tuple(Found(path, named=False) for path in paths), ()))
    assert not report.failures, report.failures
    return list(report.findings)


def parts(finding: Finding) -> set[str]:
    """Return the files in which a finding or a link of its chain stands."""
    return {finding.place.path} | {link.place.path for link in finding.labels if link.message != SENT}
