"""The hook that `.pre-commit-hooks.yaml` offers."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from identify import identify
from pre_commit.clientlib import load_manifest

from promptlint.cli import main

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
BAD = """\
from datetime import datetime
from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200


def answer(question):
    return OpenAI().responses.create(model="gpt-4o", instructions=f"{datetime.now()}. {RULES}", input=question)
"""
FIXABLE = BAD.replace("{datetime.now()}. {RULES}", "Current time: {datetime.now()}\\n\\n{RULES}")
FIXED = BAD.replace("{datetime.now()}. {RULES}", "{RULES}\\n\\nCurrent time: {datetime.now()}")
RULES = "Every word of this text stays the same. " * 200
_YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": BAD.splitlines(keepends=True)}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)


@pytest.fixture(params=["promptlint", "promptlint-fix"])
def hook(request: pytest.FixtureRequest) -> dict[str, object]:
    (hook,) = (hook for hook in load_manifest(MANIFEST) if hook["id"] == request.param)
    return hook


def test_the_manifest_is_valid_and_uses_known_tags(hook: dict[str, object]) -> None:
    assert len(load_manifest(MANIFEST)) == 2
    assert hook["require_serial"] is True
    assert hook["pass_filenames"] is True
    assert isinstance(hook["types_or"], list)
    assert set(hook["types_or"]) <= identify.ALL_TAGS


@pytest.mark.parametrize(
    ("name", "text", "taken"),
    [
        ("a.py", "", True),
        ("a.pyi", "", True),
        ("script", "#!/usr/bin/env python3\n", True),
        ("a.md", "", True),
        ("a.prompty", "", False),
        ("a.ipynb", "{}", True),
        ("a.json", "{}", True),
        ("a.yml", "", True),
        ("a.j2", "", True),
        ("script.sh", "#!/bin/sh\n", False),
    ],
)
def test_the_manifest_takes_programs_and_documents(
    name: str, text: str, taken: bool, hook: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    assert bool(identify.tags_from_path(str(path)) & set(hook["types_or"])) is taken  # type: ignore[call-overload]


def test_the_entry_is_a_command_that_works(hook: dict[str, object], tmp_path: Path) -> None:
    program, *arguments = str(hook["entry"]).split()
    assert program == "promptlint"
    path = tmp_path / "a.py"
    path.touch()
    assert CliRunner().invoke(main, [*arguments, str(path)]).exit_code == 0


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all", "--no-verify")
    return git(folder, "rev-parse", "HEAD")


@pytest.mark.index
def test_pre_commit_runs_the_hooks_of_the_readme(tmp_path: Path) -> None:
    hooks, project = tmp_path / "hooks", tmp_path / "project"
    shutil.copytree(ROOT, hooks, ignore=shutil.ignore_patterns(".git", ".*cache", ".venv", "__pycache__", "tests"))
    revision = commit(hooks)
    project.mkdir()
    blocks = _YAML.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    config = yaml.safe_load(next(block for block in blocks if "rev:" in block))
    config["repos"][0] |= {"repo": str(hooks), "rev": revision}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (project / "pyproject.toml").write_text('[tool.promptlint]\nexclude = ["old.py"]\n', encoding="utf-8")
    (project / "bad.py").write_text(BAD, encoding="utf-8")
    (project / "old.py").write_text(BAD, encoding="utf-8")
    (project / "bad.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    (project / "bad.prompty").write_text(
        f"---\nmodel: gpt-4o\n---\nsystem:\nAsk {{{{user_name}}}}. {RULES}\n", encoding="utf-8"
    )
    (project / "prompt.liquid").write_text(f"Ask {{{{ user_name }}}}. {RULES}\n", encoding="utf-8")
    commit(project)
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    run = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    assert (project / "bad.py").read_text(encoding="utf-8") == BAD
    assert "bad.py:8:" in run.stdout
    assert "bad.ipynb:cell 1:8:" in run.stdout
    assert "PRM101" in run.stdout
    assert "old.py" not in run.stdout
    assert "Checked 2 files: 2 prompts" in run.stdout
    assert "bad.prompty:5:5" in run.stdout
    assert "prompt.liquid:1:5" in run.stdout

    config["repos"][0]["hooks"] = [{"id": "promptlint-fix", "args": ["--unsafe-fixes"], "files": r"\.py$"}]
    (project / "fix.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (project / "bad.py").write_text(FIXABLE, encoding="utf-8")
    commit(project)
    command += ["--config", "fix.yaml"]
    first, second = (subprocess.run(command, cwd=project, env=env, capture_output=True, text=True) for _ in range(2))
    assert (first.returncode, second.returncode) == (1, 0), first.stdout + second.stdout
    assert "files were modified by this hook" in first.stdout
    assert (project / "bad.py").read_text(encoding="utf-8") == FIXED
    assert (project / "old.py").read_text(encoding="utf-8") == BAD
