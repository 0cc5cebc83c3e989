"""Formats of users: a file in a folder of rules teaches promptlint where the texts of their own files stand."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from promptlint.cli import main

FORMAT = """\
formats:
  - name: Acme bot
    files: ["*.bot"]
    reader: yaml
    keys: {bot: "", say: ""}
    syntax: liquid
    slots: {say.first: system, say.then: user}
    models: [bot.engine]
"""
BOT = """\
bot: {engine: gpt-4o}
say:
  first: |
    Conversation {{ session_id }}.
    %s
  then: "{{ question }}"
"""


def check(folder: Path) -> list[tuple[str, int, int, str]]:
    result = CliRunner().invoke(main, ["check", "--quiet", "--output-format", "json", str(folder)])
    assert result.exit_code in (0, 1), result.stderr
    ends = ((each, Path(each["filename"]).name, each["location"]) for each in json.loads(result.stdout))
    return [(name, at["row"], at["column"], each["code"]) for each, name, at in ends]


def project(folder: Path, formats: str) -> Path:
    (folder / "lint" / "catalog").mkdir(parents=True)
    (folder / "lint" / "catalog" / "formats.yaml").write_text(formats)
    (folder / "support.bot").write_text(BOT % ("Every word of this text stays the same. " * 200))
    (folder / "pyproject.toml").write_text('[tool.promptlint]\nrules = ["lint"]\n')
    return folder


def test_a_format_of_a_user_is_read_like_those_that_ship(tmp_path: Path) -> None:
    assert check(project(tmp_path / "known", FORMAT)) == [("support.bot", 4, 18, "PRM105")]
    assert check(project(tmp_path / "unknown", "formats: []\n")) == []


def test_a_format_that_is_written_wrong_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path / "wrong", FORMAT.replace("slots:", "slot:"))
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 2
    assert "formats[0].slot: unknown key 'slot' (did you mean 'slots'?)" in result.stderr
