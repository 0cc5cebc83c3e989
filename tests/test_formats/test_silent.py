"""Files that look like prompt files and are none: nothing is said of them, and few of them are parsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint import catalog
from promptlint.frontends.formats.recognise import likely
from tests.test_formats.reading import found

SILENT = Path(__file__).parent / "silent"
FILES = sorted(path for path in SILENT.rglob("*") if path.is_file())
UNPARSED = """
    build.yml deployment.yaml docker-compose.yml nginx.conf.j2 README.md CHANGELOG.md guide.md welcome_email.txt package.json
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SILENT)))
def test_nothing_is_said_of_what_is_no_prompt_even_where_it_is_named(path: Path) -> None:
    assert found(SILENT, "--show-info", "--pedantic", paths=(str(path.relative_to(SILENT)),)) == []


def test_nothing_is_said_of_all_of_them_together() -> None:
    assert found(SILENT, "--show-info", "--pedantic") == []


def test_most_of_them_are_not_parsed() -> None:
    world = catalog.load()
    unlikely = {path.name for path in FILES if not likely(world.documents, world.shapes, str(path), path.read_bytes())}
    assert unlikely >= set(UNPARSED.split()) - {"build.yml", "deployment.yaml"}
