"""Rounds: fixes are applied in memory, and all is checked again, until none is left to apply."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from promptlint.discover import Discovery
from promptlint.edits import compatible, in_order
from promptlint.engine import Engine
from promptlint.finding import Applicability, Edit, Finding, Fix
from promptlint.gain import Gain, Measured
from promptlint.problems import UNPARSABLE
from promptlint.report import Report
from promptlint.rewriting import CHANGED, Unwritable, rewritten
from promptlint.selection import Fixing, fixing

ROUNDS = 10
"""After how many rounds fixes that are still to apply wait for another run."""


class Change(NamedTuple):
    """A file that fixes change, and its bytes."""

    path: str
    before: bytes
    after: bytes


class Refused(NamedTuple):
    """A finding whose fix could not be applied, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What the fixes of a run come to; nothing of it is written."""

    engine: Engine
    """The engine for which the files are changed."""
    discovery: Discovery
    report: Report
    """The report about the changed files."""
    measured: Measured
    fixed: tuple[Finding, ...]
    """The findings that fixes removed, with their places before the round that did."""
    changes: tuple[Change, ...]
    """Sorted by path."""
    refused: tuple[Refused, ...] = ()
    waiting: tuple[Finding, ...] = ()
    """The findings whose fixes are still to apply after the last round."""

    @property
    def gain(self) -> Gain | None:
        """What the fixes bring; None where there are none."""
        return self.measured.gain(self.engine) if self.fixed else None

    def without(self, paths: Container[str]) -> Settled:
        """Return what the fixes come to if some of the changed files stay as they were."""
        kept = {os.path.realpath(change.path): change.before for change in self.changes if change.path in paths}
        names = ((file.path, os.path.realpath(file.path)) for file in self.discovery.files)
        engine = self.engine.changed({path: kept[real] for path, real in names if real in kept})
        return replace(
            self,
            engine=engine,
            report=checked(engine, self.discovery, unsafe=self.report.unsafe_fixes),
            fixed=tuple(finding for finding in self.fixed if not any(path in paths for path in _paths(finding))),
            changes=tuple(change for change in self.changes if change.path not in paths),
        )

    @property
    def groups(self) -> Iterator[tuple[Change, ...]]:
        """Yield the changes that stand or fall together: of files that one fix edits."""
        groups = [{change.path} for change in self.changes]
        for paths in (set(_paths(finding)) for finding in self.fixed):
            touched = [group for group in groups if group & paths]
            groups = [*(group for group in groups if not group & paths), set[str]().union(*touched)]
        for group in groups:
            yield tuple(change for change in self.changes if change.path in group)


def _paths(finding: Finding) -> Iterator[str]:
    """Yield the files that a fix changes."""
    yield from (edit.place.path for edit in finding.fix.edits) if finding.fix else ()


def checked(engine: Engine, discovery: Discovery, *, unsafe: bool = False) -> Report:
    """Return the report about discovered files, with the fixes that its settings allow to be applied to these files.

    The others are for display. `unsafe` says whether the report offers fixes that are not safe.
    """
    rules = tuple((page.code, page.name) for page in engine.pages)

    def choice(path: str) -> Fixing:
        return fixing(engine.at(os.path.dirname(os.path.abspath(path))), rules)

    paths = frozenset(file.path for file in discovery.files)
    for path in paths:
        choice(path)
    report = engine.check(discovery)
    allowed = (_allowed(finding, choice(finding.place.path), paths) for finding in report.findings)
    return replace(report, findings=tuple(allowed), unsafe_fixes=unsafe)


def _allowed(finding: Finding, choice: Fixing, paths: frozenset[str]) -> Finding:
    fix, code = finding.fix, finding.code
    if fix is None or fix.applicability is Applicability.DISPLAY:
        return finding
    outside = sorted({os.path.relpath(edit.place.path) for edit in fix.edits if edit.place.path not in paths})
    if outside:
        fix = replace(fix, message=f"{fix.message}; to apply it, check {' and '.join(outside)} too")
    if code not in choice.fixable or outside:
        level = Applicability.DISPLAY
    elif code in choice.unsafe:
        level = Applicability.UNSAFE
    else:
        level = Applicability.SAFE if code in choice.safe else fix.applicability
    return replace(finding, fix=replace(fix, applicability=level))


def settle(engine: Engine, discovery: Discovery, *, unsafe: bool) -> Settled:
    """Return what applying the fixes of discovered files comes to, round after round, ROUNDS at most.

    Of fixes that touch each other only the last is applied in a round. A round after which a file cannot be parsed, or
    promptlint fails on one, is taken back.
    """
    run = _Run(_first_names(discovery), dict(engine.given))
    report = checked(engine, discovery, unsafe=unsafe)
    measured = Measured(discovery, [finding for finding in report.findings if report.offers(finding)])
    for _ in range(ROUNDS):
        applied = tuple(run.applied(engine, report))
        if not applied:
            break
        measured.fixed(engine, applied)
        following = engine.changed(run.now)
        new = checked(following, discovery, unsafe=unsafe)
        if _is_worse(report, new):
            run.take_back(applied, "the file could not be read with it")
            break
        run.fixed += _gone(applied, report, new)
        engine, report = following, new
    waiting = tuple(finding for finding in report.findings if report.offers(finding) and not run.is_refused(finding))
    changes, refused = tuple(run.changes()), tuple(run.refused)
    return Settled(engine, discovery, report, measured, tuple(run.fixed), changes, refused, waiting)


def _gone(applied: Sequence[Finding], before: Report, after: Report) -> Iterator[Finding]:
    """Yield findings that are not there any more, of equal ones as many as there are fewer: those whose fixes were applied first.

    The others went with them, as two values of one paragraph do; their own fixes would have touched what is edited.
    """
    fewer = Counter(map(_rule, before.findings))
    fewer.subtract(map(_rule, after.findings))
    own = {_identity(finding) for finding in applied}
    along = (finding for finding in before.findings if before.offers(finding) and _identity(finding) not in own)
    for finding in (*applied, *along):
        if fewer[_rule(finding)] > 0:
            fewer[_rule(finding)] -= 1
            yield finding


def _rule(finding: Finding) -> tuple[str, str]:
    return finding.place.path, finding.code


@dataclass(slots=True)
class _Run:
    """What changes from one round to the next."""

    names: Mapping[str, str]
    """The path under which the edits of each file are collected: the same for links to one file."""
    now: dict[str, bytes]
    before: dict[str, bytes] = field(default_factory=dict)
    previous: dict[str, bytes] = field(default_factory=dict)
    fixed: list[Finding] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def applied(self, engine: Engine, report: Report) -> Iterator[Finding]:
        """Apply the fixes of a report that go together, and yield their findings."""
        self.previous = dict(self.now)
        offered = [self._named(finding) for finding in report.findings if report.offers(finding)]
        ready = [finding for finding in offered if not self.is_refused(finding) and self._is_possible(engine, finding)]
        chosen = compatible(ready)
        for path, edits in _by_path(finding.fix for finding in chosen if finding.fix):
            new = self._rewritten(engine, path, edits)
            self.now.update((other, new) for other, name in self.names.items() if name == path)
        yield from chosen

    def take_back(self, findings: Iterable[Finding], reason: str) -> None:
        """Undo the last round."""
        self.now = self.previous
        self.refused += [Refused(finding, reason) for finding in findings]

    def is_refused(self, finding: Finding) -> bool:
        """Return whether the fix of a finding was refused before."""
        return any(_identity(finding) == _identity(other) for other, _ in self.refused)

    def changes(self) -> Iterator[Change]:
        """Yield what there is to write."""
        for path, before in sorted(self.before.items()):
            if self.now.get(path, before) != before:
                yield Change(path, before, self.now[path])

    def _named(self, finding: Finding) -> Finding:
        if finding.fix is None:
            return finding
        names = self.names
        edits = (replace(edit, place=edit.place._replace(path=names[edit.place.path])) for edit in finding.fix.edits)
        return replace(finding, fix=replace(finding.fix, edits=tuple(in_order(edits))))

    def _is_possible(self, engine: Engine, finding: Finding) -> bool:
        """Return whether the bytes of the files can take the fix of a finding by itself; it is refused if not."""
        try:
            for path, edits in _by_path([finding.fix] if finding.fix else []):
                self._rewritten(engine, path, edits)
        except Unwritable as error:
            self.refused.append(Refused(finding, str(error)))
            return False
        return True

    def _rewritten(self, engine: Engine, path: str, edits: Iterable[Edit]) -> bytes:
        source, files = engine.source(path), engine.files(path)
        if path not in self.now and path not in self.before:
            self.before[path] = _bytes(path)
        data = self.now.get(path, self.before.get(path, b""))
        self.before.setdefault(path, data)
        if source is None:
            raise Unwritable(CHANGED)
        return rewritten(data, source, edits, python=not (source.cells or files.is_document(path)))


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Unwritable(error.strerror or str(error)) from error


def _by_path(fixes: Iterable[Fix]) -> Iterator[tuple[str, list[Edit]]]:
    """Yield the edits of each file; fixes with the same edits are one."""
    found: dict[str, list[Edit]] = {}
    for edits in dict.fromkeys(fix.edits for fix in fixes):
        for edit in edits:
            found.setdefault(edit.place.path, []).append(edit)
    yield from found.items()


def _first_names(discovery: Discovery) -> Mapping[str, str]:
    """Return for each path the first one that leads to the same file."""
    firsts: dict[str, str] = {}
    return {file.path: firsts.setdefault(os.path.realpath(file.path), file.path) for file in discovery.files}


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.place.path, finding.code, finding.fingerprint


def _is_worse(before: Report, after: Report) -> bool:
    """Return whether files cannot be read that could be."""
    return _unread(after) > _unread(before)


def _unread(report: Report) -> int:
    return len(report.failures) + sum(finding.code == UNPARSABLE for finding in report.findings)
