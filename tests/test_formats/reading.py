"""What the command line reports of the samples, and what it must."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from click.testing import CliRunner

from promptlint.cli import main

SAMPLES = Path(__file__).parent / "samples"
_FIXED = "--isolated --no-cache --quiet --output-format json --model example".split()


class At(NamedTuple):
    """A finding: the file below its folder, row, column, code and lost tokens."""

    path: str
    row: int
    column: int
    code: str
    lost: int | None


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def found(folder: Path, *options: str, paths: tuple[str, ...] = ("",)) -> list[At]:
    """Return what is found in files of a folder, under a profile that caches from 16 tokens on, one by one."""
    with TemporaryDirectory() as elsewhere:
        root = Path(elsewhere).resolve() / "project"
        shutil.copytree(folder, root)
        (root / "pyproject.toml").touch()
        named = [str(root / path) for path in paths]
        result = CliRunner().invoke(main, ["check", *_FIXED, *options, *named], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.stderr
    return sorted(_at(each, root) for each in json.loads(result.stdout))


def _at(told: dict[str, Any], root: Path) -> At:
    path = str(Path(told["filename"]).relative_to(root))
    lost = (told["data"] or {}).get("lost_tokens")
    return At(path, told["location"]["row"], told["location"]["column"], told["code"], lost)
