"""The summary: what is told on standard error behind the findings, and what the exit code says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from promptlint.cli.terminal import note
from promptlint.finding import Applicability, Finding, Severity
from promptlint.report import Report, Tally
from promptlint.reporters.console import listed, plural, shown
from promptlint.settings import Settings

if TYPE_CHECKING:
    from promptlint.reporters import Reporter
    from promptlint.rounds import Settled


def reporter(name: str) -> Reporter:
    """Return the function that prints a report in a format."""
    from promptlint.reporters import REPORTERS

    return REPORTERS[name]


def status_of(report: Report, settings: Settings) -> int:
    """Return the exit code of a report."""
    if report.failures:
        return 2
    loud = any(finding.severity is not Severity.INFO for finding in report.findings)
    return int(loud and not settings.exit_zero)


def tell(report: Report, settings: Settings, color: str, told: str) -> None:
    """Write what went wrong, and unless quiet a sentence about the findings, if any, and what was looked at."""
    for path, error in report.failures:
        fail(f"promptlint failed on {shown(path)}: {error}", color)
    if settings.quiet:
        return
    for folder in report.partly:
        what = f"only the files nearest to {folder} were searched for code that belongs to what was checked"
        warn(f"{what}; a .git or pyproject.toml marks a project", color)
    if not report.tally.files:
        warn("no Python files, notebooks or prompt files found", color)
    if told:
        note(told, color)
    note(_seen(report.tally), color)


def fail(message: str, color: str) -> None:
    """Write what promptlint could not do."""
    note(f"{click.style('error', fg='red', bold=True)}: {message}", color)


def warn(message: str, color: str) -> None:
    """Write what people should know about a run."""
    note(f"{click.style('warning', fg='yellow', bold=True)}: {message}", color)


def found(report: Report) -> str:
    """Return how many findings a report has, and how many of them `--fix` would mend; empty for none."""
    safe, unsafe = _fixable(report)
    more = "more" if safe else "fixable"
    offers = (safe and f"{safe:,} fixable with --fix", unsafe and f"{unsafe:,} {more} with --fix --unsafe-fixes")
    return f"Found {_counts(report.findings)}{_enclosed(offers)}" if report.findings else ""


def mended(settled: Settled) -> str:
    """Return how many findings there were, how many are fixed, what that brought, and what is left; empty for none."""
    report, done = settled.report, len(settled.fixed)
    unsafe = _fixable(report)[1]
    offers = (
        done and f"{done:,} fixed",
        settled.changes and not done and "less is lost",
        settled.waiting and f"{len(settled.waiting):,} fixable with --fix",
        unsafe and f"{unsafe:,} fixable with --unsafe-fixes",
    )
    if not done:
        return f"Found {_counts(report.findings)}{_enclosed(offers)}" if report.findings else ""
    left = f". Left: {_counts(report.findings)}" if report.findings else ""
    problems = plural(done + len(report.findings), "problem")
    return f"Found {problems}{_enclosed(offers)}{_gained(settled)}{left}"


def would_mend(settled: Settled, verb: str = "Would fix") -> str:
    """Return how many findings are fixed, and what that brings, without what is left."""
    done, unsafe = len(settled.fixed), _fixable(settled.report)[1]
    more = _enclosed((unsafe and f"{unsafe:,} {'more ' if done else ''}with --unsafe-fixes",))
    if settled.changes and not done:
        return f"Would change {plural(len(settled.changes), 'file')}: less is lost, but no problem is gone{more}"
    return f"{verb} {plural(done, 'problem') if done else 'no problems'}{more}{_gained(settled) if done else ''}"


def _gained(settled: Settled) -> str:
    gain = settled.gain
    moved = gain is not None and gain.before != gain.after
    return f". Cacheable prefix: {gain.before:,} → {gain.after:,} tokens" if gain and moved else ""


def _fixable(report: Report) -> tuple[int, int]:
    """Return how many findings `--fix` would mend, and how many more `--unsafe-fixes`."""
    safe = sum(map(report.offers, report.findings))
    fixes = (finding.fix for finding in report.findings if finding.fix and not report.offers(finding))
    return safe, sum(fix.applicability is Applicability.UNSAFE for fix in fixes)


def _enclosed(parts: Iterable[object]) -> str:
    """Return the parts that are not empty in brackets; nothing if all are."""
    inside = ", ".join(str(part) for part in parts if part)
    return f" ({inside})" if inside else ""


def _counts(findings: Iterable[Finding]) -> str:
    return listed(_severities(findings))


def _severities(findings: Iterable[Finding]) -> Iterator[str]:
    counts = Counter(finding.severity for finding in findings)
    nouns = {Severity.ERROR: ("error",), Severity.WARNING: ("warning",), Severity.INFO: ("info", "infos")}
    yield from (plural(counts[severity], *noun) for severity, noun in nouns.items() if counts[severity])


def _seen(tally: Tally) -> str:
    seen = (
        plural(tally.prompts, "prompt") if tally.prompts else "no prompts",
        tally.unknown_model and f"{tally.unknown_model:,} of unknown model",
        tally.blind and f"{tally.blind:,} could not be followed",
        tally.suppressed and f"{plural(tally.suppressed, 'finding')} suppressed",
        tally.hidden and f"{tally.hidden:,} of severity info hidden (see --show-info)",
    )
    return f"Checked {plural(tally.files, 'file')}: {', '.join(part for part in seen if part)}"
