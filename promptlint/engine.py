"""The engine: from discovered files to a report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint import catalog, gate, problems, rulepage
from promptlint.checks import judge
from promptlint.directives import Ignore, read_directives, silence, unused
from promptlint.discover import Discovery, Found, Unlisted
from promptlint.duplicates import numbered, one_per_place
from promptlint.facts import Problem
from promptlint.files import File, Files
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout, lay_out, measure
from promptlint.profile import Profile, profile_for
from promptlint.profile import load as providers
from promptlint.prompt import Confidence, Prompt
from promptlint.report import Failure, Report, Tally
from promptlint.rulepage import RulePage
from promptlint.selection import Selection, select
from promptlint.settings import Settings, SettingsAt
from promptlint.source import Place, Source
from promptlint.tokens import Exact

if TYPE_CHECKING:
    from promptlint.link import Linked


def engine(at: SettingsAt, root: str, given: Mapping[str, bytes] | None = None) -> Engine:
    """Return the engine of a run; the settings of its root folder say where the project's own rules are.

    `given` holds the bytes of paths that are not to be read from the disk. Raises DataError for a broken rule folder.
    """
    folders = tuple(map(Path, at(root).rules))
    world = catalog.load(folders)
    return Engine(Files(world, gate.compile_gate(world), given or {}), rulepage.load_pages(folders), folders, at)


@dataclass(frozen=True, slots=True)
class Engine:
    """What the files of a run are checked with."""

    files: Files
    pages: tuple[RulePage, ...]
    folders: tuple[Path, ...]
    at: SettingsAt

    def check(self, discovery: Discovery) -> Report:
        """Return the report about discovered files; a file that promptlint itself fails on is a failure in it.

        Raises Unusable where settings name a rule that there is not.
        """
        found = [self._unlisted(folder) for folder in discovery.unlisted]
        failures: list[Failure] = []
        tally = Tally()
        for file in discovery.files:
            self._selection(file.path)
            try:
                findings, seen = self._check(file)
            except Exception as error:
                if "PROMPTLINT_TRACEBACK" in os.environ:
                    raise
                failures.append(Failure(file.path, f"{type(error).__name__}: {error}"))
            else:
                found.extend(findings)
                tally = tally.plus(seen)
        return self._report(found, discovery.files, tally, tuple(failures))

    def layouts(self, found: Found) -> Iterator[Layout]:
        """Yield the layout, with exact token counts, of each prompt that a file sends; none where it is not readable."""
        file = self.files.read(found.path, named=found.named)
        if isinstance(file, File) and not file.facts.problem:
            for prompt in self._linked(found.path).prompts:
                fit, model = self._profile(prompt, found.path)
                yield lay_out(prompt, fit, Exact(), model=model)

    def _check(self, found: Found) -> tuple[list[Finding], Tally]:
        """Return what one file yields, before anything is filtered."""
        match self.files.read(found.path, named=found.named):
            case Problem() as problem:
                return [self._finding(problem)], Tally(files=1)
            case File(facts=facts) if facts.problem:
                return [self._finding(facts.problem)], Tally(files=1)
            case File(facts=facts) if facts.candidates:
                return self._check_prompts(found.path, thoroughly=bool(facts.comments))
            case _:
                return [], Tally(files=1)

    def _check_prompts(self, path: str, *, thoroughly: bool) -> tuple[list[Finding], Tally]:
        """Return what the prompts of a file yield; `thoroughly` also what the settings hide, for comments may mean it."""
        settings, selection = self._settings(path), self._selection(path)
        rules = [page.rule for page in self.pages if page.rule and page.code in selection.enabled]
        info = settings.show_info or thoroughly
        unknown = settings.pedantic or thoroughly or bool(selection.explicit)
        linked = self._linked(path)
        findings: list[Finding] = []
        unfamiliar = 0
        for prompt in linked.prompts:
            fit, model = self._profile(prompt, path)
            unfamiliar += not self._is_familiar(model, settings)
            findings.extend(judge(measure(prompt, fit, model=model, info=info, unknown=unknown), rules))
        return findings, Tally(1, len(linked.prompts), unfamiliar, linked.blind)

    def _linked(self, path: str) -> Linked:
        from promptlint import link

        return link.prompts(self.files, path)

    def _is_familiar(self, model: str | None, settings: Settings) -> bool:
        """Return whether it is known how the model caches; without a model, whether the settings name a profile."""
        return providers(self.folders).known(model) is not None if model else settings.model is not None

    def _profile(self, prompt: Prompt, path: str) -> tuple[Profile, str | None]:
        return profile_for(prompt.models, prompt.profile, self._settings(path).model, self.folders)

    def _report(
        self, found: Iterable[Finding], files: Iterable[Found], tally: Tally, failures: tuple[Failure, ...]
    ) -> Report:
        ignores, wrong = self._directives(files)
        filtered = silence(one_per_place(found), ignores)
        vain = [unused(ignore) for ignore in filtered.unused if self._is_enabled(ignore.code, ignore.place.path)]
        told = (*filtered.findings, *map(self._finding, (*wrong, *vain)))
        wanted = sorted(filter(self._is_wanted, told), key=_order)
        visible = tuple(numbered(filter(self._is_visible, wanted)))
        tally = tally._replace(suppressed=filtered.suppressed, hidden=len(wanted) - len(visible))
        return Report(visible, self._sources(visible), tally, failures)

    def _directives(self, files: Iterable[Found]) -> tuple[list[Ignore], list[Problem]]:
        codes = {word: page.code for page in self.pages for word in (page.code, page.name)}
        ignores: list[Ignore] = []
        wrong: list[Problem] = []
        for found in files:
            file = self.files.read(found.path, named=found.named)
            if isinstance(file, File) and not file.facts.problem:
                directives = read_directives(file.source, file.facts.comments, codes)
                ignores.extend(directives.ignores)
                wrong.extend(directives.problems)
        return ignores, wrong

    def _is_wanted(self, finding: Finding) -> bool:
        path = finding.place.path
        sure = finding.confidence is not Confidence.LOW or self._settings(path).pedantic
        return self._is_enabled(finding.code, path) and (sure or finding.code in self._selection(path).explicit)

    def _is_visible(self, finding: Finding) -> bool:
        """Return whether a finding that is wanted shows; one of low confidence was asked for."""
        asked = finding.confidence is Confidence.LOW or self._settings(finding.place.path).show_info
        return finding.severity is not Severity.INFO or asked

    def _is_enabled(self, code: str, path: str) -> bool:
        return code in self._selection(path).enabled

    def _settings(self, path: str) -> Settings:
        return self.at(os.path.dirname(os.path.abspath(path)))

    def _selection(self, path: str) -> Selection:
        return select(self._settings(path), tuple((page.code, page.name) for page in self.pages))

    def _finding(self, problem: Problem) -> Finding:
        return problems.finding(problem, next(page for page in self.pages if page.code == problem.code))

    def _unlisted(self, folder: Unlisted) -> Finding:
        message = f"the files of this folder cannot be listed: {folder.reason}"
        return self._finding(Problem(problems.UNREADABLE, message, Place(folder.path, 0, 0)))

    def _sources(self, findings: Iterable[Finding]) -> dict[str, Source]:
        paths = {place.path for finding in findings for place in _places(finding)}
        return {path: source for path in paths if (source := self.files.source(path))}


def _places(finding: Finding) -> Iterator[Place]:
    yield finding.place
    yield from (label.place for label in finding.labels)
    yield from (edit.place for edit in finding.fix.edits) if finding.fix else ()


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return finding.place.path, finding.place.start, finding.code, finding.message
