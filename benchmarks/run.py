"""Checks unpacked packages, each in a new process, and prints what was found and what it took, beside a reference."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import IO, NamedTuple

import click
from tables import Cell, section, table

HERE = Path(__file__).resolve().parent
COMMAND = "python benchmarks/run.py"
FOLDERS = "../packages/*"
CHECK = ("-m", "promptlint", "check", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json")
HEAD = (
    *("package", "version", "files", "prompts seen", "errors", "warnings", "infos"),
    *("seconds", "reference seconds", "ratio", "CPU seconds", "reference CPU seconds", "MB"),
)

_SUMMARY = re.compile(r"^Checked ([\d,]+) files?: (?:([\d,]+)|no) prompts?", re.MULTILINE)
_HIDDEN = re.compile(r"([\d,]+) of severity info hidden")


class Run(NamedTuple):
    """What a process wrote and what it took; a negative status is the signal that ended it."""

    status: int
    output: str
    errors: str
    seconds: float
    cpu: float
    megabytes: float


class Scan(NamedTuple):
    """What promptlint and the reference made of one package."""

    package: str
    version: str
    files: int
    prompts: int
    severities: Counter[str]
    check: Run
    reference: Run


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--max-ratio", default=3.0, show_default=True, help="Times the reference's time that all may take.")
@click.option("--max-megabytes", default=1000, show_default=True, help="Memory that checking one package may take.")
@click.option("--timeout", default=300.0, show_default=True, help="Seconds after which a check is stopped.")
def main(folders: tuple[Path, ...], max_ratio: float, max_megabytes: int, timeout: float) -> None:
    """Check the unpacked packages in FOLDERS and print a Markdown table.

    Exit code 1: a check failed, or took more time or memory than it may.
    """
    scans = [scan(folder, timeout) for folder in folders]
    command = " ".join((COMMAND, *_options(click.get_current_context()), FOLDERS))
    click.echo(f"# Real code\n\n{section('All packages, cold', command, _conditions(len(scans)))}")
    click.echo(table(HEAD, (*map(_row, scans), _totals(scans))))
    wrong = [
        *(sentence for one in scans for sentence in problems(one.package, one.check, max_megabytes)),
        *_slow(scans, max_ratio),
    ]
    for sentence in wrong:
        click.echo(f"- {sentence}")
    sys.exit(bool(wrong))


def _options(context: click.Context) -> Iterator[str]:
    """Yield the options of this run that are not as they are by default."""
    for option in context.command.params:
        value = context.params[option.name or ""]
        if isinstance(option, click.Option) and value != option.default:
            yield f"{option.opts[0]} {value:.12g}"


def scan(folder: Path, timeout: float) -> Scan:
    """Return what promptlint and the reference make of a folder; all files are read once before, so neither waits for the disk."""
    click.echo(folder.name, err=True)
    for path in folder.rglob("*.py"):
        path.read_bytes()
    reference = run((sys.executable, str(HERE / "reference.py"), str(folder.resolve())))
    if reference.status:
        raise click.ClickException(f"the reference fails on {folder.name}: {reference.errors}")
    check = run((sys.executable, *CHECK, str(folder.resolve())), timeout)
    return Scan(*named(folder), *seen(check), severities(check), check, reference)


def named(folder: Path) -> tuple[str, str]:
    """Return the name and the version of the package that is unpacked in a folder; a source's are in the folder's name."""
    name, _, version = folder.name.rpartition("-")
    told = (name, version) if name else (folder.name, "")
    return next(((one.name, one.version) for one in distributions(path=[str(folder)])), told)


def run(command: Sequence[str], timeout: float = threading.TIMEOUT_MAX) -> Run:
    """Return what a command does when it is started in the checkout, in which promptlint is; it ends by the timeout in seconds."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, cwd=HERE.parent)
        timer = threading.Timer(timeout, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        written = (_text(output), _text(errors))
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Run(process.returncode, *written, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "backslashreplace")


def seen(check: Run) -> tuple[int, int]:
    """Return how many files and prompts the last line speaks of; none where it was never written."""
    summary = _SUMMARY.search(check.errors)
    files, prompts = summary.groups("0") if summary else ("0", "0")
    return _number(files), _number(prompts)


def severities(check: Run) -> Counter[str]:
    """Return how many findings there are of each severity; those of severity info are only counted in the last line."""
    found = Counter(finding["severity"] for finding in json.loads(check.output)) if _is_whole(check) else Counter()
    hidden = _HIDDEN.search(check.errors)
    return found + Counter(info=_number(hidden[1]) if hidden else 0)


def _is_whole(check: Run) -> bool:
    """Return whether a check came to its end; one that failed on some files did."""
    return check.status in (0, 2) and bool(check.output)


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))


def _row(scan: Scan) -> tuple[Cell, ...]:
    check, reference = scan.check, scan.reference
    times = (check.seconds, reference.seconds, check.seconds / reference.seconds, check.cpu, reference.cpu)
    return (*scan[:4], *counts(scan.severities), *times, round(check.megabytes))


def _totals(scans: Sequence[Scan]) -> tuple[Cell, ...]:
    """Return the last row: everything together, and the most memory that one check took."""
    checks, references = [scan.check for scan in scans], [scan.reference for scan in scans]
    seen = sum(scan.files for scan in scans), sum(scan.prompts for scan in scans)
    total = sum((scan.severities for scan in scans), Counter[str]())
    walls = _seconds(checks), _seconds(references), _seconds(checks) / _seconds(references)
    cpu = sum(run.cpu for run in checks), sum(run.cpu for run in references)
    return ("all", "", *seen, *counts(total), *walls, *cpu, round(max(run.megabytes for run in checks)))


def counts(found: Counter[str]) -> tuple[int, ...]:
    """Return how many findings there are of each severity, the highest first."""
    return tuple(found[severity] for severity in ("error", "warning", "info"))


def _seconds(runs: Iterable[Run]) -> float:
    return sum(run.seconds for run in runs)


def problems(package: str, check: Run, max_megabytes: int) -> Iterator[str]:
    """Yield what is wrong with the check of a package, in sentences."""
    if check.status < 0:
        yield f"{package}: stopped by signal {-check.status} after {check.seconds:.0f} seconds"
    elif check.status:
        failures = [line for line in check.errors.splitlines() if "rror: " in line]
        yield f"{package}: ended with exit code {check.status}: {failures[0] if failures else check.errors}"
    if check.megabytes > max_megabytes:
        yield f"{package}: took {check.megabytes:,.0f} MB, at most {max_megabytes:,} MB are allowed"


def _slow(scans: Sequence[Scan], max_ratio: float) -> Iterator[str]:
    ratio = _seconds(scan.check for scan in scans) / _seconds(scan.reference for scan in scans)
    if ratio > max_ratio:
        yield f"all packages take {ratio:.1f} times as long as the reference, at most {max_ratio:g} times are allowed"


def _conditions(packages: int) -> str:
    """Return under which conditions the numbers hold."""
    python = (
        f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
    )
    return (
        f"{packages} package{'s' * (packages != 1)} as they are published, {python}. Each is checked in a new process without stored results. "
        "The reference, a new process too, reads every `.py` file, searches it for `prompt|messages` and parses what passes with `ast.parse`. "
        "Seconds are those that one waits; MB is the most memory that was taken at any time."
    )


if __name__ == "__main__":
    main()
