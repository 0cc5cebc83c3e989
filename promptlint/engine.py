"""The engine: from discovered files to a report."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint import catalog, gate, problems, rulepage
from promptlint.checks import judge
from promptlint.checks.report import SENT
from promptlint.collector import paused_collector
from promptlint.directives import Ignore, read_directives, silence, unused
from promptlint.discover import Discovery, Found, Unlisted, is_program, nearest
from promptlint.disk import holds
from promptlint.duplicates import numbered, one_per_place
from promptlint.facts import Problem
from promptlint.files import File, Files
from promptlint.finding import Finding, Severity
from promptlint.fixes import Known, mended
from promptlint.hole import Confidence
from promptlint.layout import Layout, lay_out, measure
from promptlint.profile import Profile
from promptlint.project import project_root
from promptlint.prompt import Prompt
from promptlint.providers import load as providers
from promptlint.providers import profile_for
from promptlint.report import Failure, Report, Tally, failures
from promptlint.rulepage import RulePage
from promptlint.selection import Selection, select
from promptlint.settings import Settings, SettingsAt
from promptlint.source import Place, Source
from promptlint.tokens import Exact
from promptlint.walk import places

if TYPE_CHECKING:
    from promptlint.catalog import Catalog
    from promptlint.gate import Gate


FARTHEST = 10_000
"""How many entries of folders are looked at, the nearest first, for the project of files above which nothing marks one."""


def engine(at: SettingsAt, root: str, given: Mapping[str, bytes] | None = None) -> Engine:
    """Return the engine of a run; the settings of its root folder say where the project's own rules are.

    `given` holds the bytes of paths that are not to be read from the disk. Raises DataError for a broken rule folder.
    """
    folders = tuple(map(Path, at(root).rules))
    world = catalog.load(folders)
    return Engine(world, gate.compile_gate(world), rulepage.load_pages(folders), folders, at, given or {}, root)


@dataclass(frozen=True, slots=True)
class Engine:
    """What the files of a run are checked with."""

    catalog: Catalog
    gate: Gate
    pages: tuple[RulePage, ...]
    folders: tuple[Path, ...]
    at: SettingsAt
    given: Mapping[str, bytes]
    root: str
    """The folder that was named, or that holds all paths that were: the project of files that belong to no other."""
    _checked: set[str] = field(default_factory=set)
    _partly: set[str] = field(default_factory=set)
    _projects: dict[str, Files] = field(default_factory=dict)
    """The files of each project, by its root."""
    _prompts: dict[str, tuple[Prompt, ...]] = field(default_factory=dict)

    def wants(self, path: str) -> bool:
        """Return whether the path of a file says that it may hold prompts."""
        return is_program(path) or self.catalog.documents.is_wanted(path)

    @paused_collector()
    def check(self, discovery: Discovery) -> Report:
        """Return the report about discovered files; a file that promptlint itself fails on is a failure in it.

        Raises Unusable where settings name a rule, a provider or a family of models that there is not.
        """
        self._checked.update(file.path for file in discovery.files)
        found = [self._unlisted(folder) for folder in discovery.unlisted]
        failures: list[Failure] = []
        tally = Tally(sum(not self._is_other(file) for file in discovery.files))
        for file in discovery.files:
            self._selection(file.path)
            self._check_names(file.path)
            found.extend(map(self._finding, self._problems(file)))
        for files, paths in self._by_project(discovery.files):
            findings, seen, failed = self._check_prompts(files, paths)
            found.extend(findings)
            failures.extend(failed)
            tally = tally.plus(seen)
        return self._report(found, discovery.files, tally, tuple(failures))

    def _is_other(self, found: Found) -> bool:
        """Return whether a file is a document, and no prompt file by itself; one that prompts name is counted with them."""
        files = self.files(found.path)
        if not files.is_document(found.path):
            return False
        file = files.read(found.path, named=found.named)
        return file is None or (isinstance(file, File) and file.document is None and file.facts.problem is None)

    def layouts(self, *found: Found) -> Iterator[Layout]:
        """Yield the layout, with exact token counts, of each prompt that some files send or are part of.

        Of a project that was checked these are among the prompts that were found then.
        """
        from promptlint import link

        self._checked.update(file.path for file in found)
        for files, paths in self._by_project(found):
            known = self._prompts.get(files.root)
            for prompt in link.touching(files, paths).prompts if known is None else known:
                fit, model = self._fit(prompt)
                yield lay_out(prompt, fit, Exact(), model=model)

    def files(self, path: str) -> Files:
        """Return the files of the project that a path belongs to."""
        marked, root = self._root(path)
        if root not in self._projects:
            most = sys.maxsize if marked else FARTHEST
            documents = partial(self._documents, root, most)
            listed = partial(self._listed, root, most)
            self._projects[root] = Files(
                self.catalog, self.gate, self._inside(root, self.given), root, listed, documents
            )
        return self._projects[root]

    def changed(self, given: Mapping[str, bytes]) -> Engine:
        """Return the same engine with other bytes of some files; what was read of all others is kept."""
        projects = {root: files.changed(self._inside(root, given)) for root, files in self._projects.items()}
        return replace(self, given={**self.given, **given}, _projects=projects, _prompts={})

    def _inside(self, root: str, given: Mapping[str, bytes]) -> Mapping[str, bytes]:
        return {path: data for path, data in given.items() if self._root(path)[1] == root}

    def _root(self, path: str) -> tuple[bool, str]:
        """Return whether something marks the project that a path belongs to, and its root."""
        folder = os.path.dirname(os.path.abspath(path))
        marked = project_root(folder)
        return marked is not None, marked or (self.root if holds(self.root, folder) else folder)

    def _listed(self, root: str, most: int) -> Iterator[str]:
        """Yield the Python files of a project: those that are checked, and others, also such as settings exclude."""
        found = nearest(root, most)
        if most < sys.maxsize and any(folder.path == root for folder in found.unlisted):
            self._partly.add(root)
        yield from (file.path for file in found.files)
        yield from (path for path in self._checked if holds(root, os.path.abspath(path)))

    def _documents(self, root: str, most: int) -> Iterator[str]:
        """Yield the documents of a project whose names say that they may hold prompts."""
        yield from (file.path for file in nearest(root, most, self.catalog.documents.is_wanted).files)

    def source(self, path: str) -> Source | None:
        """Return the text of a file of any of the projects."""
        return self.files(path).source(path)

    def _by_project(self, discovered: Iterable[Found]) -> Iterator[tuple[Files, frozenset[str]]]:
        """Yield the files of each project with the paths in it that can be checked."""
        paths: dict[str, set[str]] = defaultdict(set)
        for found in discovered:
            files = self.files(found.path)
            file = files.read(found.path, named=found.named)
            if not (isinstance(file, Problem) or (isinstance(file, File) and file.facts.problem)):
                paths[files.root].add(found.path)
        for root, inside in paths.items():
            yield self._projects[root], frozenset(inside)

    def _problems(self, found: Found) -> tuple[Problem, ...]:
        """Return what keeps a file, or cells of a notebook, from being checked."""
        match self.files(found.path).read(found.path, named=found.named):
            case Problem() as problem:
                return (problem,)
            case File(facts=facts):
                return (facts.problem,) if facts.problem else facts.unread
        return ()

    def _check_prompts(self, files: Files, paths: frozenset[str]) -> tuple[list[Finding], Tally, Iterator[Failure]]:
        """Return what the prompts of a project yield for some of its files, before anything is filtered."""
        from promptlint import link

        linked, findings = link.touching(files, paths), list[Finding]()
        self._prompts[files.root] = linked.prompts
        tally, used = Tally(), set[str]()
        for prompt in linked.prompts:
            fit, model = self._fit(prompt)
            inside = paths.intersection(place.path for place in places(prompt))
            used |= inside
            if inside:
                unfamiliar = not self._is_familiar(prompt, model)
                tally = tally.plus(Tally(0, 1, unfamiliar))
            findings.extend(self._judged(files, prompt, fit, model))
        named = sum(files.is_document(path) and files.document(path) is None for path in used)
        tally = tally._replace(files=named, blind=sum(path in paths for path in linked.blind))
        told = (self._finding(problem) for problem in linked.problems if problem.place.path in paths)
        touched = [finding for finding in one_per_place(findings) if not paths.isdisjoint(_parts(finding))]
        return [*touched, *told], tally, failures(linked.failed)

    def _judged(self, files: Files, prompt: Prompt, fit: Profile, model: str | None) -> Iterator[Finding]:
        """Yield the findings of a prompt; also those that settings hide where comments may mean them."""
        path = prompt.place.path
        settings, selection = self._settings(path), self._selection(path)
        facts = files.facts(path)
        thoroughly = bool(facts and facts.comments)
        asked = selection.enabled if settings.pedantic or thoroughly else selection.explicit
        pages = (page for page in self.pages if page.code in (asked if page.pedantic else selection.enabled))
        rules = [page.rule for page in pages if page.rule]
        info = settings.show_info or thoroughly
        unknown = settings.pedantic or thoroughly or bool(selection.explicit)
        yield from judge(measure(prompt, fit, model=model, info=info, unknown=unknown), rules)

    def _is_familiar(self, prompt: Prompt, model: str | None) -> bool:
        """Return whether it is known how the model caches; without a model, whether the settings name a family."""
        settings = self._settings(prompt.place.path)
        if model is None:
            return settings.model is not None or settings.provider is not None
        known = providers(self.folders, settings.models)
        provider = settings.provider or known.platform_at(prompt.host)
        return known.known(model, provider, prompt.profile) is not None

    def _check_names(self, path: str) -> None:
        """Raise Unusable where the settings of a file name a provider or a family that there is not."""
        wanted = self._settings(path)
        if wanted.provider or wanted.models:
            profile_for((), None, None, self.folders, wanted.provider, wanted.models)

    def _fit(self, prompt: Prompt) -> tuple[Profile, str | None]:
        wanted = self._settings(prompt.place.path)
        given = wanted.model, self.folders, wanted.provider, wanted.models
        return profile_for(prompt.models, prompt.profile, *given, prompt.host)

    def _known(self, path: str) -> Known:
        files = self.files(path)
        return Known(files, self._prompts.get(files.root, ()))

    def _report(
        self, found: Iterable[Finding], files: Iterable[Found], tally: Tally, failures: tuple[Failure, ...]
    ) -> Report:
        ignores, wrong = self._directives(files)
        filtered = silence(found, ignores)
        vain = [unused(ignore) for ignore in filtered.unused if self._is_enabled(ignore.code, ignore.place.path)]
        told = (*filtered.findings, *map(self._finding, (*wrong, *vain)))
        wanted = sorted(filter(self._is_wanted, told), key=lambda finding: finding.rank)
        rules = [page.rule for page in self.pages if page.rule and not page.pedantic]
        visible = tuple(numbered(mended(filter(self._is_visible, wanted), self._known, self._fit, rules)))
        tally = tally._replace(suppressed=filtered.suppressed, hidden=len(wanted) - len(visible))
        partly = tuple(sorted(self._partly)) if any(file.named for file in files) else ()
        return Report(visible, self._sources(visible), tally, failures, partly)

    def _directives(self, files: Iterable[Found]) -> tuple[list[Ignore], list[Problem]]:
        codes = {word: page.code for page in self.pages for word in (page.code, page.name)}
        read = (self.files(found.path).read(found.path, named=found.named) for found in files)
        usable = (file for file in read if isinstance(file, File) and not file.facts.problem)
        told = [read_directives(file.source, file.facts.comments, codes) for file in usable]
        return [each for one in told for each in one.ignores], [each for one in told for each in one.problems]

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
        paths = {place.path for finding in findings for place in finding.places}
        return {path: source for path in paths if (source := self.source(path))}


def _parts(finding: Finding) -> Iterator[str]:
    """Yield the files in which a finding and the chain of definitions behind it stand."""
    yield finding.place.path
    yield from (label.place.path for label in finding.labels if label.message != SENT)
