"""Fixes labelled programs, runs them before and after with stand-ins for SDKs, and prints what two requests have in common."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import click
import yaml
from tables import Cell, section, table

from promptlint.tokens import encode

COMMAND = "python benchmarks/fixed_cases.py ../shared/cases ../shared/run_case.py"
HEAD = ("program", "prefix", "prefix once fixed", "blocks", "blocks once fixed", "words", "lines", "again", "patch")
MEANING = """\
Each program is run twice, as another user on another day with another hash seed: `prefix` is how many tokens of the two
requests are equal. `words` and `lines`: whether a fixed program sends the same ones, in any order. `again`: how many
edits a second run makes. `patch`: whether what `--diff` prints makes the same files as `--fix`."""
FIX = ("check", "--isolated", "--unsafe-fixes", "--show-info")
ORDER = ("tools", "instructions", "system", "messages", "contents", "input")
"""The parts of a request in which text stands."""
FROZEN = """
import datetime, random, runpy, sys, time, uuid
number = int(sys.argv[3])
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 3, 4 + number, 5, 6 + number, 7, tzinfo=tz)
    utcnow = today = now
class Day(datetime.date):
    @classmethod
    def today(cls):
        return cls(2026, 3, 4 + number)
datetime.datetime, datetime.date = Clock, Day
time.time = lambda: 1_780_000_000 + 90_000 * number
uuid.uuid4 = uuid.uuid1 = lambda *_: uuid.UUID(int=number + 1)
random.seed(number)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a program with a clock and identifiers that only its number decides on."""


class Sent(NamedTuple):
    """What a program sends when it is run."""

    texts: tuple[str, ...]

    @property
    def words(self) -> Counter[str]:
        """Its words and numbers."""
        return Counter(re.findall(r"\w+", " ".join(self.texts)))

    @property
    def lines(self) -> Counter[str]:
        """Its lines, without blanks at their ends."""
        return Counter(line.strip() for text in self.texts for line in text.splitlines() if line.strip())


class Mended(NamedTuple):
    """A program before and after its fixes, each run twice."""

    name: str
    before: tuple[Sent, Sent]
    after: tuple[Sent, Sent]
    again: int
    """How many lines a second run would change."""
    patched: bool
    """Whether the diff makes the same files as the fix."""

    @property
    def keeps_words(self) -> bool:
        """Whether it sends the same words as before."""
        return all(one.words == other.words for one, other in zip(self.before, self.after, strict=True))

    @property
    def keeps_lines(self) -> bool:
        """Whether it sends the same lines as before."""
        return all(one.lines == other.lines for one, other in zip(self.before, self.after, strict=True))


@click.command()
@click.argument("cases", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("runner", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(cases: Path, runner: Path) -> None:
    """Fix the programs in CASES that should be found, run them with RUNNER and print a Markdown table.

    Exit code 1: a program sends other words than before, is changed again, or its diff does something else.
    """
    expected = yaml.safe_load((cases / "expect.yaml").read_text(encoding="utf-8"))
    names = [name for name, each in expected.items() if each["expect"] != "none"]
    mended = [one for name in names if (one := mend(cases / name, runner.resolve()))]
    click.echo(section("Labelled programs, fixed and run", COMMAND, MEANING))
    click.echo(table(HEAD, map(_row, mended)))
    wrong = [one.name for one in mended if one.again or not one.patched or not one.keeps_words]
    for name in wrong:
        click.echo(f"- {name}")
    sys.exit(bool(wrong))


def mend(case: Path, runner: Path) -> Mended | None:
    """Return a program with its fixes; None where it does not run."""
    click.echo(case.name, err=True)
    with tempfile.TemporaryDirectory() as elsewhere:
        fixed, patched = (_copy(case, Path(elsewhere, name, case.name)) for name in ("fixed", "patched"))
        before = _runs(case, runner)
        if before is None:
            return None
        diff = promptlint(patched, "--diff")
        promptlint(fixed, "--fix")
        subprocess.run(["patch", "-p0", "-s"], cwd=patched, input=diff, text=True, check=bool(diff))
        same = list(_files(fixed)) == list(_files(patched))
        again = sum(line.startswith(("+", "-")) for line in promptlint(fixed, "--diff").splitlines())
        after = _runs(fixed, runner)
    return Mended(case.name, before, after, again, same) if after else None


def _copy(folder: Path, to: Path) -> Path:
    """Return a copy of a folder that can be written: a file that is read-only is not fixed."""
    return Path(shutil.copytree(folder, to, copy_function=shutil.copyfile))


def promptlint(folder: Path, option: str) -> str:
    """Return what promptlint prints about a folder."""
    command = [sys.executable, "-m", "promptlint", *FIX, option, "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder), path.read_bytes()


def _runs(case: Path, runner: Path) -> tuple[Sent, Sent] | None:
    first, second = (_run(case, runner, number) for number in (0, 1))
    return (first, second) if first and second else None


def _run(case: Path, runner: Path, number: int) -> Sent | None:
    """Return what a program sends; the clock, identifiers and the order of sets depend on the number."""
    environment = {**os.environ, "PYTHONHASHSEED": str(number + 1), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", FROZEN, str(runner), str(case), str(number)]
    found = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if found.returncode:
        return None
    body = json.loads(found.stdout)["body"]
    return Sent(tuple(text for key in ORDER for text in _texts(body.get(key))))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a part of a request, in order: the content of messages, the text of parts."""
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case {"content": content}:
            yield from _texts(content)
        case {"text": text}:
            yield from _texts(text)
        case dict():
            yield json.dumps(value)


def _prefix(runs: tuple[Sent, Sent]) -> int:
    """Return how many tokens two requests have in common at their start."""
    pairs = zip(*(encode("\n".join(sent.texts)) for sent in runs), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _row(one: Mended) -> tuple[Cell, ...]:
    return (
        one.name,
        _prefix(one.before),
        _prefix(one.after),
        len(one.before[0].texts),
        len(one.after[0].texts),
        *("the same" if kept else "others" for kept in (one.keeps_words, one.keeps_lines)),
        one.again,
        "the same" if one.patched else "another",
    )


if __name__ == "__main__":
    main()
