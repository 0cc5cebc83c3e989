"""Which files use what a file defines: those that mention its name and import it, directly or through others."""

from __future__ import annotations

import pytest

from tests.test_project.reading import ROOT, opened

MANY = 150
"""More files than a machine word has bits."""


def project(**files: str) -> str:
    return "".join(f"--- {name}.py\n{text}\n" for name, text in files.items())


def users(text: str, path: str, name: str) -> list[str]:
    """Return the names of the files that use a name of a file."""
    found = opened(text).users(f"{ROOT}/{path}.py", name)
    return [each.removeprefix(ROOT + "/").removesuffix(".py") for each in found]


@pytest.mark.parametrize("last", [0, 1, 63, 64, 65, 127, 128, MANY - 1])
def test_those_that_import_it_through_any_number_of_others(last: int) -> None:
    names = [f"m{number:03}" for number in range(MANY)]
    chain = {
        name: f"import {names[number - 1]}\n" * (0 < number <= last) + "wanted\n" * (number % 3 == 0 or number == last)
        for number, name in enumerate(names)
    }
    expected = [name for number, name in enumerate(names) if number <= last and "wanted" in chain[name]]
    assert users(project(**chain), "m000", "wanted") == expected


def test_a_file_that_imports_it_in_a_circle_uses_it_once() -> None:
    text = project(a="import b\nwanted = 1", b="import c\nwanted", c="import a\nwanted", d="import d\nwanted")
    assert users(text, "a", "wanted") == users(text, "c", "wanted") == ["a", "b", "c"]
    assert users(text, "d", "wanted") == ["d"]
    assert users(text, "a", "unwanted") == []


def test_a_file_that_only_imports_itself_is_imported_by_none() -> None:
    files = opened(project(a="import b", b="wanted", d="import d"))
    assert [files.is_imported(f"{ROOT}/{name}.py") for name in "abd"] == [False, True, False]
