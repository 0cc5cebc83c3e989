"""A report: what a run found, and what it could not see."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import add
from typing import NamedTuple

from promptlint.finding import Applicability, Finding
from promptlint.source import Source


class Tally(NamedTuple):
    """What a run looked at, in numbers."""

    files: int = 0
    prompts: int = 0
    unknown_model: int = 0
    """Prompts for which neither the code nor the settings say which model they go to."""
    blind: int = 0
    """Places that send a prompt of which nothing could be followed."""
    suppressed: int = 0
    hidden: int = 0
    """Findings of severity info that were not asked for."""

    def plus(self, other: Tally) -> Tally:
        """Return the tally of both."""
        return Tally(*map(add, self, other))


class Failure(NamedTuple):
    """A file on which promptlint itself failed."""

    path: str
    error: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a reporter may print."""

    findings: tuple[Finding, ...] = ()
    """Sorted by path, offset and code."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """The sources that the findings and their labels stand in, by path; a path without one could not be read."""
    tally: Tally = field(default=Tally())
    failures: tuple[Failure, ...] = ()
    partly: tuple[str, ...] = ()
    """The folders of which only the nearest files were searched for what belongs to the files that were checked."""
    unsafe_fixes: bool = False
    """Whether fixes that are not safe are offered too."""

    def offers(self, finding: Finding) -> bool:
        """Return whether `--fix` would apply the fix of a finding."""
        return finding.fix is not None and finding.fix.applicability in _OFFERED[self.unsafe_fixes]


_OFFERED = {False: (Applicability.SAFE,), True: (Applicability.SAFE, Applicability.UNSAFE)}


def failures(failed: Iterable[tuple[str, Exception]]) -> Iterator[Failure]:
    """Yield the failures that errors of promptlint itself in some files are; with PROMPTLINT_TRACEBACK set, raise the first."""
    for path, error in failed:
        if "PROMPTLINT_TRACEBACK" in os.environ:
            raise error
        yield Failure(path, f"{type(error).__name__}: {error}")
