"""Checks the files of unpacked packages that are no programs, each package in a new process, and prints what was found."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
from run import CHECK, Run, counts, named, problems, run, seen, severities
from tables import Cell, section, table

COMMAND = "python benchmarks/documents.py ../packages/* ../sources/*/*"
HEAD = (
    *("package", "version", "files", "prompt files", "prompts", "errors", "warnings", "infos"),
    *("CPU seconds", "MB"),
)
PROGRAMS = (".py", ".pyi", ".ipynb", ".pyc", ".so")


class Scan(NamedTuple):
    """What promptlint made of the documents of one package."""

    package: str
    version: str
    files: int
    """How many files there are that are no programs."""
    read: int
    """How many of them may hold prompts."""
    prompts: int
    severities: Counter[str]
    check: Run


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--max-megabytes", default=300, show_default=True, help="Memory that checking one package may take.")
@click.option("--timeout", default=300.0, show_default=True, help="Seconds after which a check is stopped.")
def main(folders: tuple[Path, ...], max_megabytes: int, timeout: float) -> None:
    """Check all files but the programs of the packages in FOLDERS and print a Markdown table.

    Exit code 1: a check failed, or took more time or memory than it may.
    """
    scans = [scan(folder, timeout) for folder in folders]
    click.echo(section("Prompt files by themselves", COMMAND, _conditions(len(scans))))
    click.echo(table(HEAD, (*map(_row, scans), _totals(scans))))
    wrong = [sentence for one in scans for sentence in problems(one.package, one.check, max_megabytes)]
    for sentence in wrong:
        click.echo(f"- {sentence}")
    sys.exit(bool(wrong))


def scan(folder: Path, timeout: float) -> Scan:
    """Return what promptlint makes of a folder without its programs."""
    click.echo(folder.name, err=True)
    with tempfile.TemporaryDirectory() as elsewhere:
        root = Path(elsewhere) / "package"
        shutil.copytree(folder, root, ignore=_programs, symlinks=True)
        files = sum(path.is_file() for path in root.rglob("*"))
        (root / "pyproject.toml").touch()
        check = run((sys.executable, *CHECK, "--show-info", str(root)), timeout)
    return Scan(*named(folder), files, *seen(check), severities(check), check)


def _programs(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name.endswith(PROGRAMS)}


def _row(scan: Scan) -> tuple[Cell, ...]:
    return (*scan[:5], *counts(scan.severities), scan.check.cpu, round(scan.check.megabytes))


def _totals(scans: Sequence[Scan]) -> tuple[Cell, ...]:
    """Return the last row: everything together, and the most memory that one check took."""
    sums = (sum(getattr(scan, name) for scan in scans) for name in ("files", "read", "prompts"))
    found = sum((scan.severities for scan in scans), Counter[str]())
    most = max(scan.check.megabytes for scan in scans)
    return ("all", "", *sums, *counts(found), sum(scan.check.cpu for scan in scans), round(most))


def _conditions(packages: int) -> str:
    return (
        f"{packages} packages as they are published, without their programs, so that each file speaks for itself. "
        "A file counts as a prompt file here if its name and its bytes say that it may be one."
    )


if __name__ == "__main__":
    main()
