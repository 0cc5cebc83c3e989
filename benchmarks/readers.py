"""Prints what people who read the packages found: what promptlint misses, and which of its findings they accept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import click
from tables import Cell, section, share, table

HERE = Path(__file__).resolve().parent
ACCEPT, REJECT = "accept", "reject"


class Listed(NamedTuple):
    """A place that a reader listed before promptlint was run, and what promptlint says of it."""

    package: str
    version: str
    path: str
    line: int
    kind: str
    reported: bool
    severity: str | None
    code: str | None
    reason: str | None
    """Why it is not reported."""


class Judged(NamedTuple):
    """A finding, and whether a reader would accept it as a maintainer of the package."""

    package: str
    version: str
    path: str
    line: int
    code: str
    severity: str
    verdict: str
    reason: str
    reader: str


Row = TypeVar("Row", Listed, Judged)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Print Markdown tables of what readers found."""


@main.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path), default=HERE / "recall.jsonl")
def recall(file: Path) -> None:
    """Print how many places that a reader listed are reported, and why the others are not."""
    listed = list(_rows(file, Listed))
    missed = Counter(row.reason for row in listed if not row.reported)
    text = (
        f"{len(listed)} places at which a varying value enters a prompt ahead of static text or of the history. "
        "A reader who had not seen promptlint listed them in the packages before promptlint was run."
    )
    click.echo(section("Recall", "python benchmarks/readers.py recall", text))
    click.echo(table(("package", "version", "places", "reported", "recall"), _recall(listed)))
    click.echo(table(("missed because", "places"), missed.most_common()))
    click.echo(table(("package", "place", "kind", "reported as", "not reported because"), map(_listed_row, listed)))


@main.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path), default=HERE / "judged.jsonl")
def precision(file: Path) -> None:
    """Print how many findings a reader accepts; of several rows about one finding the first counts, the others check it."""
    judged = list(_rows(file, Judged))
    first: dict[tuple[Cell, ...], Judged] = {}
    for row in judged:
        first.setdefault(row[:6], row)
    agreed = [row.verdict == first[row[:6]].verdict for row in judged if row is not first[row[:6]]]
    text = (
        f"{len(first)} findings, judged from the source of the package alone: would a maintainer accept it? "
        f"A second reader judged {len(agreed)} of them, {sum(agreed)} alike. All rows are in `benchmarks/judged.jsonl`."
    )
    click.echo(section("Precision", "python benchmarks/readers.py precision", text))
    click.echo(table(("severity", "judged", "accepted", "precision"), _precision(first.values())))
    rejected = (row for row in first.values() if row.verdict == REJECT)
    click.echo(table(("package", "place", "code", "severity", "rejected because"), map(_judged_row, rejected)))


def _rows(file: Path, kind: type[Row]) -> Iterator[Row]:
    """Yield the rows of a file with an object on each line; keys that a row does not know are left out."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            fields = json.loads(line)
            yield kind(**{name: fields[name] for name in kind._fields})
        except (ValueError, KeyError) as error:
            raise click.ClickException(f"{file.name}:{number}: {type(error).__name__}: {error}") from error


def _recall(listed: Iterable[Listed]) -> Iterator[tuple[Cell, ...]]:
    listed = list(listed)
    places = Counter((row.package, row.version) for row in listed)
    found = Counter((row.package, row.version) for row in listed if row.reported)
    for package in sorted(places):
        yield (*package, places[package], found[package], share(found[package], places[package]))
    yield ("all", "", len(listed), found.total(), share(found.total(), len(listed)))


def _precision(judged: Iterable[Judged]) -> Iterator[tuple[Cell, ...]]:
    verdicts = Counter((row.severity, row.verdict) for row in judged)
    for severity in ("error", "warning"):
        accepted = verdicts[severity, ACCEPT]
        both = accepted + verdicts[severity, REJECT]
        yield (severity, both, accepted, share(accepted, both))


def _listed_row(row: Listed) -> tuple[Cell, ...]:
    says = f"{row.code} {row.severity}" if row.reported else None
    return (row.package, f"{row.path}:{row.line}", row.kind, says, None if row.reported else row.reason)


def _judged_row(row: Judged) -> tuple[Cell, ...]:
    return (row.package, f"{row.path}:{row.line}", row.code, row.severity, row.reason)


if __name__ == "__main__":
    main()
