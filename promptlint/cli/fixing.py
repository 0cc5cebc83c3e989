"""`promptlint check --fix` and `--diff`: what fixes come to, written or shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from promptlint.cli.summary import fail, mended, reporter, status_of, tell, warn, would_mend
from promptlint.cli.terminal import console, note, write_bytes, write_diff
from promptlint.finding import Finding
from promptlint.reporters.console import plural, printable, shown
from promptlint.settings import Settings

if TYPE_CHECKING:
    from promptlint.discover import Discovery
    from promptlint.engine import Engine
    from promptlint.rounds import Change, Refused, Settled


class Task(NamedTuple):
    """What is checked, and with what."""

    engine: Engine
    discovery: Discovery
    text: str | None = None
    """The path that standard input stands for."""


def applied(task: Task, settings: Settings, color: str, *, strict: bool) -> int:
    """Apply fixes, print what is left, and return the exit code; `strict` says whether a fix makes it 1.

    The text of standard input goes to standard output, and findings then to standard error.
    """
    planned = _settled(task, settings)
    failed = _written(task, planned, color)
    settled = planned.without(failed) if failed else planned
    if not settings.fix_only:
        reporter(settings.output_format)(settled.report, console(color, err=task.text is not None))
    if settings.show_fixes and settled.fixed and not settings.quiet:
        _list(settled.fixed, color)
    _tell_refused(settled, color)
    only = would_mend(settled, "Fixed") if settled.fixed else ""
    tell(settled.report, settings, color, only if settings.fix_only else mended(settled))
    if failed or settled.report.failures or _changed_meanwhile(settled.refused):
        return 2
    changed = int(strict and bool(settled.changes) and not settings.exit_zero)
    return changed if settings.fix_only else max(changed, status_of(settled.report, settings))


def shown_as_diff(task: Task, settings: Settings, color: str) -> int:
    """Print what fixes would change, and return the exit code: 1 if that is anything."""
    from promptlint.reporters.diff import unified

    settled = _settled(task, settings)
    for change in settled.changes:
        write_diff(unified(shown(change.path), change.before, change.after), color)
    _tell_refused(settled, color)
    tell(settled.report, settings, color, would_mend(settled))
    if settled.report.failures:
        return 2
    return int(bool(settled.changes) and not settings.exit_zero)


def _settled(task: Task, settings: Settings) -> Settled:
    from promptlint.rounds import settle

    return settle(task.engine, task.discovery, unsafe=settings.unsafe_fixes)


def _written(task: Task, settled: Settled, color: str) -> frozenset[str]:
    """Write what fixes change, and return the paths that stay as they were."""
    if task.text is not None:
        changed = {change.path: change.after for change in settled.changes}
        write_bytes(changed.get(task.text, task.engine.given[task.text]))
        return frozenset()
    groups = [group for group in settled.groups if not _is_written(group, color)]
    return frozenset(change.path for group in groups for change in group)


def _is_written(group: tuple[Change, ...], color: str) -> bool:
    """Write changes that stand or fall together, and return whether that was possible; if not, all are taken back."""
    for number, (path, before, after) in enumerate(group):
        if not _replaced(path, before, after, "fixed", color):
            for done in group[:number]:
                _replaced(done.path, done.after, done.before, "put back", color)
            return False
    return True


def _replaced(path: str, before: bytes, after: bytes, done: str, color: str) -> bool:
    from promptlint.rewriting import Unwritable
    from promptlint.writing import replace_bytes

    try:
        replace_bytes(path, before, after)
    except Unwritable as error:
        fail(f"{shown(path)} is not {done}: {error}", color)
        return False
    return True


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
