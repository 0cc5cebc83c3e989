"""What the command line reports of the samples, and what it must."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

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


def found(folder: Path, *options: str, paths: tuple[str, ...] = ("",)) -> list[At]:
    """Return what is found in files of a folder, under a profile that caches from 16 tokens on, one by one."""
    named = [str(folder / path) for path in paths]
    result = CliRunner().invoke(main, ["check", *_FIXED, *options, *named], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.stderr
    return sorted(
        At(
            str(Path(each["filename"]).relative_to(folder)),
            each["location"]["row"],
            each["location"]["column"],
            each["code"],
            (each["data"] or {}).get("lost_tokens"),
        )
        for each in json.loads(result.stdout)
    )
