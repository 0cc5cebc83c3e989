"""What the command line reports of a program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from promptlint.cli import main


def reported(program: str, path: Path, *options: str) -> list[dict[str, Any]]:
    """Return the findings about a program that is written to a path, as `promptlint check` reports them in JSON."""
    path.write_text(program)
    return checked(path, *options)


def checked(path: Path, *options: str) -> list[dict[str, Any]]:
    """Return the findings about a file or folder, as `promptlint check` reports them in JSON."""
    fixed = "--isolated --no-cache --quiet --output-format json".split()
    result = CliRunner().invoke(main, ["check", *fixed, *options, str(path)], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found
