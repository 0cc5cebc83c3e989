"""Patterns of names: the files of a project that they stand for, in order, and no others."""

from __future__ import annotations

import glob
from pathlib import Path

import pytest

from promptlint import catalog, gate
from promptlint.files import Files
from promptlint.frontends.formats.patterns import MOST, matching
from promptlint.frontends.python.world import Program
from tests.test_formats.reading import write

_FILES = "a.txt b.txt b.md .c.txt in/a.txt in/deep/a.txt in/deep/x1.txt .git/a.txt out/x2.txt"


def found(root: Path, pattern: str) -> list[str]:
    world = catalog.load(())
    files = Files(world, gate.compile_gate(world), root=str(root))
    return [str(Path(path).relative_to(root)) for path in matching(Program(files), str(root), pattern)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path.resolve(), dict.fromkeys(_FILES.split(), "x"))


@pytest.mark.parametrize(
    "pattern",
    ["*.txt", "*", "*/*.txt", "**/*.txt", "**/a.txt", "in/**", "in/*/x?.txt", "[bc].*", "in/deep/*.md", "x*/a"],
)
def test_patterns_stand_for_what_they_stand_for_in_a_shell(pattern: str, root: Path) -> None:
    expected = glob.glob(str(root / pattern), recursive=True)
    assert found(root, pattern) == sorted(
        str(Path(path).relative_to(root)) for path in expected if Path(path).is_file()
    )


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{a,b}.txt", ["a.txt", "b.txt"]),
        ("{in,out}/{,deep/}{a,x2}.txt", ["in/a.txt", "in/deep/a.txt", "out/x2.txt"]),
        ("in", ["in/a.txt"]),
        ("in/", ["in/a.txt"]),
        ("./in/../*.md", ["b.md"]),
        ("../*/a.txt", []),
        ("none/*.txt", []),
        (".c*", [".c.txt"]),
    ],
)
def test_braces_folders_and_what_is_outside(pattern: str, expected: list[str], root: Path) -> None:
    assert found(root, pattern) == expected


def test_a_pattern_stands_for_so_many_files_at_most(tmp_path: Path) -> None:
    root = write(tmp_path.resolve(), {f"{number:03}.txt": "x" for number in range(MOST + 50)})
    assert found(root, "*.txt") == [f"{number:03}.txt" for number in range(MOST)]
