"""Where a project begins, from where its imports start, and what stands for a file that is not on the disk."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from promptlint import engine as engines
from promptlint.cli import main
from promptlint.project import project_root, source_roots
from tests.test_project.reading import findings, system, write

CLOCK = """
--- app/main.py
from datetime import datetime
from app.prompts import header
def ask(): send(header(datetime.now()) + RULES_TEXT)
--- app/prompts.py
def header(now): return f"Now {now}. "
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return write(tmp_path, CLOCK)


def made(folder: Path, *paths: str) -> Path:
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if path.endswith("/") else target.write_text("")
    return folder


@pytest.mark.parametrize(
    ("paths", "root"),
    [
        ([".git/", "a/pyproject.toml", "a/b/x.py"], ""),
        (["a/.git/", "pyproject.toml", "a/b/x.py"], "a"),
        (["a/.git", "a/b/x.py"], "a"),
        ([".git/", "a/.git", "a/b/x.py"], "a"),
        (["pyproject.toml", "a/pyproject.toml", "a/b/x.py"], ""),
        (["a/pyproject.toml", "a/b/pyproject.toml", "a/b/x.py"], "a"),
        (["a/setup.py", "a/.gitignore", "a/b/x.py"], None),
    ],
)
def test_the_root_is_the_nearest_repository_else_the_topmost_configuration(
    tmp_path: Path, paths: list[str], root: str | None
) -> None:
    found = project_root(str(made(tmp_path, *paths) / "a" / "b"))
    assert found == (None if root is None else str(tmp_path / root))


def test_source_roots_are_the_root_each_src_and_each_folder_with_a_configuration_innermost_first(
    tmp_path: Path,
) -> None:
    made(tmp_path, "one/pyproject.toml", "one/src/a/x.py", "two/src.py", "two/lib/x.py", "empty/src/x.txt")
    files = [str(path) for path in tmp_path.rglob("*.py")]
    assert source_roots(str(tmp_path), files) == tuple(str(tmp_path / each) for each in ("one/src", "one", ""))


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ({"src/app/run.py": "from app.text import TEXT", "src/app/text.py": "TEXT = 'src'"}, "src"),
        ({"run.py": "from app.text import TEXT", "src/app/text.py": "TEXT = 'src'"}, "src"),
        ({"tests/run.py": "from text import TEXT", "tests/text.py": "TEXT = 'near'", "text.py": "TEXT = 'far'"}, "near"),
        ({"a/src/run.py": "import text; TEXT = text.TEXT", "a/src/text.py": "TEXT = 'a'", "b/src/text.py": "TEXT = 'b'"}, "a"),
        ({"a/src/run.py": "from lib.text import TEXT", "b/src/lib/text.py": "TEXT = 'b'"}, "b"),
        ({"a/run.py": "from lib.text import TEXT", "b/lib/text.py": "TEXT = 'b'"}, "<unknown process>"),
    ],
)  # fmt: skip
def test_absolute_imports_look_beside_the_file_then_in_the_roots_around_then_in_others(
    layout: dict[str, str], expected: str
) -> None:
    pieces = [f"--- {path}\n{text}\n" + "def ask(): send(TEXT)\n" * path.endswith("run.py") for path, text in layout.items()]  # fmt: skip
    assert system("".join(pieces)) == expected


def test_a_folder_with_a_pyproject_is_a_source_root_and_one_without_is_not(tmp_path: Path) -> None:
    write(made(tmp_path, ".git/", "b/pyproject.toml"), CLOCK.replace("--- app/prompts.py", "--- b/app/prompts.py"))
    (tmp_path / "app" / "main.py").rename(tmp_path / "main.py")
    assert [told.at.path for told in findings(tmp_path, "main.py")] == ["b/app/prompts.py"]
    (tmp_path / "b" / "pyproject.toml").unlink()
    assert [told.at.path for told in findings(tmp_path, "main.py")] == ["main.py"]


def check(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ("check", *arguments), input=text, prog_name="promptlint", catch_exceptions=False)


def places(*arguments: str, text: str | None = None) -> list[tuple[str, int, int]]:
    found = json.loads(check("--output-format", "json", *arguments, text=text).stdout)
    return [(each["filename"], each["location"]["row"], each["location"]["column"]) for each in found]


def test_a_file_is_read_with_its_project_wherever_promptlint_is_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    expected = [(str(folder / "app" / "prompts.py"), 2, 32)]
    for start in (folder, folder / "app", tmp_path_factory.mktemp("elsewhere")):
        monkeypatch.chdir(start)
        assert places(os.path.relpath(folder / "app" / "main.py")) == expected
        assert places(os.path.relpath(folder / "app" / "prompts.py")) == expected
        assert places(os.path.relpath(folder)) == expected


def test_isolated_reads_no_configuration_and_keeps_the_root(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.promptlint]\nignore = ['PRM101']\n")
    path = str(folder / "app" / "prompts.py")
    assert places(path) == []
    assert places("--isolated", path) == [(path, 2, 32)]


def test_standard_input_stands_for_its_file_in_the_project(folder: Path) -> None:
    path = folder / "app" / "prompts.py"
    calm = 'def header(now): return "Be calm. "\n'
    assert places("--stdin-filename", str(path), "-", text=calm) == []
    assert places("--stdin-filename", str(path), "-", text="# one more line\n" + path.read_text()) == [(str(path), 3, 32)]  # fmt: skip
    assert places("--stdin-filename", str(folder / "app" / "main.py"), "-", text=calm) == []
    assert places(str(path)) == [(str(path), 2, 32)]


def test_standard_input_may_stand_for_a_file_that_does_not_exist_yet(folder: Path) -> None:
    new = folder / "app" / "new.py"
    text = (folder / "app" / "main.py").read_text()
    assert places("--stdin-filename", str(new), "-", text=text) == [(str(folder / "app" / "prompts.py"), 2, 32)]
    (folder / "app" / "prompts.py").rename(folder / "app" / "kept.txt")
    text = (folder / "app" / "kept.txt").read_text()
    prompts = str(folder / "app" / "prompts.py")
    assert places("--stdin-filename", prompts, "-", text=text) == [(prompts, 2, 32)]
    unread = str(folder / "app" / "other.py")
    assert places("--stdin-filename", unread, "-", text=text) == []


def test_files_below_a_folder_without_any_mark_are_one_project(tmp_path: Path) -> None:
    write(tmp_path, CLOCK)
    assert project_root(str(tmp_path)) is None
    assert [told.at[:3] for told in findings(tmp_path)] == [("app/prompts.py", 2, 32)]


def test_without_any_mark_only_the_nearest_files_are_looked_at_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, CLOCK.replace("app/prompts", "prompts").replace("app.", ""))
    path = str(tmp_path / "prompts.py")
    monkeypatch.setattr(engines, "FARTHEST", 2)
    assert places(path) == []
    assert f"warning: only the files nearest to {tmp_path} were searched" in check(path).stderr
    assert places(str(tmp_path)) == [(path, 2, 32)]
    assert "were searched" not in check(str(tmp_path)).stderr, "a folder that is named is listed whole"
    monkeypatch.setattr(engines, "FARTHEST", 100)
    assert places(path) == [(path, 2, 32)]
    assert "were searched" not in check(path).stderr
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(engines, "FARTHEST", 2)
    assert places(path) == [(path, 2, 32)]
