"""Texts that stand in files of their own: a key names the path of one, or a file of a format does."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main
from tests.test_formats.reading import found, write

_RULES = (
    "Verify the order number before you discuss a refund, and never promise an exact date to any of our customers. "
)
_TEXT = f"User {{user_name}}. {_RULES * 3}\n"
_HERE = [("x.txt", 1, 6, "PRM104")]
_KEY = {"d.yaml": "system_prompt_path: x.txt\n", "x.txt": _TEXT}
_PROMPTFOO = {
    "promptfooconfig.yaml": "prompts: [file://x.txt]\nproviders: [x]\n",
    "x.txt": _TEXT.replace("{user_name}", "{{user_name}}"),
}


def told(folder: Path, path: str = "") -> list[tuple[str, int, int, str]]:
    return [(at.path, at.row, at.column, at.code) for at in found(folder, "--show-info", paths=(path,))]


@pytest.mark.parametrize("path", ["", "d.yaml", "x.txt"])
def test_the_text_of_a_file_that_a_key_names_is_a_prompt_from_wherever_it_is_checked(path: str, tmp_path: Path) -> None:
    assert told(write(tmp_path, _KEY), path) == _HERE


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("system_prompt_file: x.txt", _HERE),
        ("bot:\n  system-prompt_path: ./x.txt", _HERE),
        ("agent: {template_path: x.txt}", _HERE),
        ("mail: {template_path: x.txt}", []),
        ("log_file: x.txt", []),
        ("template_path: {system: x.txt}", []),
        ("system_prompt_path: y.txt", []),
        ("tests:\n  system_prompt_path: x.txt", []),
    ],
)
def test_what_a_key_says_of_the_file_that_it_names(
    key: str, expected: list[tuple[str, int, int, str]], tmp_path: Path
) -> None:
    files = {"d.yaml": f"{key}\n", "x.txt": _TEXT, "y.txt": "User {user_name}, since {year}\n"}
    assert told(write(tmp_path, files)) == expected


@pytest.mark.parametrize("path", ["", "d.yaml"])
def test_a_file_that_a_key_names_and_that_is_missing_is_told_at_the_name(path: str, tmp_path: Path) -> None:
    files = {"d.yaml": "name: bot\nbot:\n  system_prompt_path: prompts/gone.txt\n", "prompts/x.txt": _RULES}
    assert told(write(tmp_path, files), path) == [("d.yaml", 3, 23, "PRM904")]


@pytest.mark.parametrize(
    "key",
    [
        "system_prompt_path: prompts/*.txt",
        "system_prompt_path: '{language}.txt'",
        "system_prompt_path: ${HOME}/gone.txt",
        "system_prompt_path: /etc/gone.txt",
        "system_prompt_path: ~/gone.txt",
        "system_prompt_path: ../../../gone.txt",
        "system_prompt_path: https://example.com/gone.txt",
        "prompt_path: team/support-prompt",
        "prompt_path: bots.prompts.SUPPORT",
        "system_prompt_path: ''",
        "system_prompt_path: null",
        "system_prompt_path: picture.txt",
        "template_file: gone.txt",
        "log_file: gone.txt",
    ],
)
def test_what_may_be_there_or_is_no_file_is_not_missing(key: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {"bot/d.yaml": f"{key}\n"})
    (folder / "bot" / "picture.txt").write_bytes(b"\xff\xfe\x00\xd8")
    assert told(folder) == []


@pytest.mark.parametrize(
    ("files", "path", "summary"),
    [
        (_KEY, ".", "Checked 1 file: 1 prompt"),
        (_KEY, "d.yaml", "Checked 1 file: 1 prompt"),
        (_KEY, "x.txt", "Checked 1 file: 1 prompt"),
        (_PROMPTFOO, ".", "Checked 1 file: 1 prompt"),
        (_PROMPTFOO, "promptfooconfig.yaml", "Checked 1 file: 1 prompt"),
        (_PROMPTFOO, "x.txt", "Checked 1 file: 1 prompt"),
        ({"x.txt": _TEXT, "d.yaml": "log_file: x.txt\n"}, "x.txt", "Checked 0 files: no prompts"),
    ],
)
def test_a_prompt_is_counted_where_a_part_of_it_was_checked(
    files: dict[str, str], path: str, summary: str, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"pyproject.toml": "", **files})
    command = ["check", "--isolated", "--no-cache", "--model", "example", str(folder / path)]
    lines = CliRunner().invoke(main, command, catch_exceptions=False).stderr.splitlines()
    assert lines[-1] == summary
