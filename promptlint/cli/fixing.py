"""`promptlint check --fix` and `--diff`: what fixes come to, written or shown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from promptlint.cli.summary import fail, mended, reporter, status_of, tell, warn, would_mend
from promptlint.cli.terminal import console, note, write_bytes, write_diff
from promptlint.finding import Finding
from promptlint.reporters.console import plural, printable, shown
from promptlint.settings import Settings

if TYPE_CHECKING:
    from promptlint.discover import Discovery
    from promptlint.rounds import Machine, Refused, Settled


class Task(NamedTuple):
    """What is checked, and with what."""

    machine: Machine
    discovery: Discovery
    given: Mapping[str, bytes]
    """The bytes of paths that are not to be read from the disk."""
    text: str | None = None
    """The path that standard input stands for."""


def applied(task: Task, settings: Settings, color: str, *, strict: bool) -> int:
    """Apply fixes, print what is left, and return the exit code; `strict` says whether a fix makes it 1.

    The text of standard input goes to standard output, and findings then to standard error.
    """
    settled = _settled(task, settings)
    failed = _written(task, settled, color)
    fixed = [finding for finding in settled.fixed if failed.isdisjoint(_paths(finding))]
    if not settings.fix_only:
        reporter(settings.output_format)(settled.report, console(color, err=task.text is not None))
    if settings.show_fixes and fixed and not settings.quiet:
        _list(fixed, color)
    _tell_refused(settled, color)
    done = len(fixed)
    only = would_mend(settled, done, "Fixed") if done else ""
    tell(settled.report, settings, color, only if settings.fix_only else mended(settled, done))
    if failed or settled.report.failures or _changed_meanwhile(settled.refused):
        return 2
    changed = int(strict and bool(fixed) and not settings.exit_zero)
    return changed if settings.fix_only else max(changed, status_of(settled.report, settings))


def shown_as_diff(task: Task, settings: Settings, color: str) -> int:
    """Print what fixes would change, and return the exit code: 1 if that is anything."""
    from promptlint.reporters.diff import unified

    settled = _settled(task, settings)
    for change in settled.changes:
        write_diff(unified(shown(change.path), change.before, change.after), color)
    _tell_refused(settled, color)
    tell(settled.report, settings, color, would_mend(settled, len(settled.fixed)))
    if settled.report.failures:
        return 2
    return int(bool(settled.changes) and not settings.exit_zero)


def _settled(task: Task, settings: Settings) -> Settled:
    from promptlint.rounds import settle

    return settle(task.machine, task.discovery, task.given, unsafe=settings.unsafe_fixes)


def _written(task: Task, settled: Settled, color: str) -> frozenset[str]:
    """Write what fixes change, and return the paths where that was not possible."""
    from promptlint.rewriting import Unwritable
    from promptlint.writing import replace_bytes

    if task.text is not None:
        changed = {change.path: change.after for change in settled.changes}
        write_bytes(changed.get(task.text, task.given[task.text]))
        return frozenset()
    failed = set()
    for path, before, after in settled.changes:
        try:
            replace_bytes(path, before, after)
        except Unwritable as error:
            fail(f"{shown(path)} is not fixed: {error}", color)
            failed.add(path)
    return frozenset(os.path.realpath(path) for path in failed)


def _paths(finding: Finding) -> Iterator[str]:
    """Yield the files that a fix changes."""
    for edit in finding.fix.edits if finding.fix else ():
        yield os.path.realpath(edit.place.path)


def _tell_refused(settled: Settled, color: str) -> None:
    for finding, reason in settled.refused:
        warn(f"{shown(finding.place.path)}: the fix of {finding.name} is not applied: {reason}", color)
    if settled.waiting:
        rules = sorted({(shown(finding.place.path), finding.name) for finding in settled.waiting})
        where = "; ".join(f"{path}: {', '.join(name for _, name in names)}" for path, names in _grouped(rules))
        warn(f"fixes are still to apply after 10 rounds, what was applied so far is kept: {where}", color)


def _grouped(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield from ((path, list(group)) for path, group in groupby(pairs, key=lambda pair: pair[0]))


def _changed_meanwhile(refused: Iterable[Refused]) -> bool:
    from promptlint.rewriting import CHANGED

    return any(reason == CHANGED for _, reason in refused)


def _list(fixed: Iterable[Finding], color: str) -> None:
    """Write how often the fix of each rule was applied in each file."""
    counts = Counter((shown(finding.place.path), finding.code, finding.name) for finding in fixed)
    note(f"Fixed {plural(counts.total(), 'problem')}:", color)
    for path, group in groupby(sorted(counts.items()), key=lambda item: item[0][0]):
        note(f"- {printable(path)}:", color)
        for (_, code, name), count in group:
            note(f"    {count:,} × {code} ({name})", color)
