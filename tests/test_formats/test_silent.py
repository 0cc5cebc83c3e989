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
    compose/docker-compose.yml ansible/roles/web/templates/nginx.conf.j2 data/package.json people/README.md
    people/CHANGELOG.md people/docs/guide.md people/prompts/README.md people/templates/welcome_email.txt
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SILENT)))
def test_nothing_is_said_of_what_is_no_prompt_even_where_it_is_named(path: Path) -> None:
    assert found(SILENT, "--show-info", "--pedantic", paths=(str(path.relative_to(SILENT)),)) == []


def test_nothing_is_said_of_all_of_them_together() -> None:
    assert found(SILENT, "--show-info", "--pedantic") == []


def test_what_has_no_placeholder_beside_a_word_for_prompts_is_not_parsed() -> None:
    world = catalog.load()
    likely_ones = (path for path in FILES if likely(world.documents, world.shapes, str(path), path.read_bytes()))
    unparsed = {path.relative_to(SILENT).as_posix() for path in FILES} - {
        path.relative_to(SILENT).as_posix() for path in likely_ones
    }
    assert unparsed == set(UNPARSED.split())
