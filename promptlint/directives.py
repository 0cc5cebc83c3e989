"""Comments that silence findings: `# promptlint: ignore NAME|CODE … (reason)`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from promptlint.facts import Comment, Problem
from promptlint.finding import Finding
from promptlint.problems import UNUSED
from promptlint.settings import closest
from promptlint.source import Place, Source

VERBS = ("ignore", "treat")
"""`treat as` belongs to the evaluation."""

_DIRECTIVE = re.compile(r"promptlint:[^\S\n]*(?P<verb>[\w-]*)(?P<names>[^(#\n]*)")
_NAME = re.compile(r"[^\s,]+")


class Ignore(NamedTuple):
    """One rule that one comment silences over a span."""

    code: str
    word: str
    place: Place
    governs: Place


class Directives(NamedTuple):
    """What the comments of one file ask for, and what is wrong with them."""

    ignores: tuple[Ignore, ...]
    problems: tuple[Problem, ...]


class Filtered(NamedTuple):
    """The findings that no comment silences, how many were silenced, and the comments that silenced none."""

    findings: tuple[Finding, ...]
    suppressed: int
    unused: tuple[Ignore, ...]


def read_directives(source: Source, comments: Iterable[Comment], codes: Mapping[str, str]) -> Directives:
    """Return what comments of a source ask for; `codes` gives the code for each rule's name and for each code."""
    ignores: list[Ignore] = []
    problems: list[Problem] = []
    for item in chain.from_iterable(_read(source, comment, codes) for comment in comments):
        match item:
            case Ignore():
                ignores.append(item)
            case Problem():
                problems.append(item)
    return Directives(tuple(ignores), tuple(problems))


def silence(findings: Iterable[Finding], ignores: Iterable[Ignore]) -> Filtered:
    """Return the findings without those that begin where an ignore for their rule governs."""
    ignores = tuple(ignores)
    kept, used, suppressed = [], set(), 0
    for finding in findings:
        silencing = {ignore for ignore in ignores if _covers(ignore, finding)}
        used |= silencing
        if silencing:
            suppressed += 1
        else:
            kept.append(finding)
    return Filtered(tuple(kept), suppressed, tuple(ignore for ignore in ignores if ignore not in used))


def unused(ignore: Ignore) -> Problem:
    """Return what is wrong with an ignore that silenced nothing."""
    return Problem(UNUSED, f"`{ignore.word}` has nothing to silence here: remove it", ignore.place)


def _covers(ignore: Ignore, finding: Finding) -> bool:
    path, start, end = ignore.governs
    return (path, ignore.code) == (finding.place.path, finding.code) and start <= finding.place.start < end


def _read(source: Source, comment: Comment, codes: Mapping[str, str]) -> Iterator[Ignore | Problem]:
    for found in _DIRECTIVE.finditer(source.text, comment.place.start, comment.place.end):
        here = Place(source.path, found.start(), found.start() + len(found[0].rstrip()))
        names = list(_NAME.finditer(source.text, *found.span("names")))
        if found["verb"] not in VERBS:
            yield Problem(
                UNUSED, f"`promptlint: {found['verb']}` is no directive; did you mean `promptlint: ignore`?", here
            )
        elif found["verb"] == "ignore" and not names:
            yield Problem(UNUSED, "`promptlint: ignore` must name the rules that it silences, by name or code", here)
        elif found["verb"] == "ignore":
            yield from (_named(name, comment, codes) for name in names)


def _named(name: re.Match[str], comment: Comment, codes: Mapping[str, str]) -> Ignore | Problem:
    place = Place(comment.place.path, *name.span())
    if name[0] in codes:
        return Ignore(codes[name[0]], name[0], place, comment.governs)
    return Problem(UNUSED, f"there is no rule `{name[0]}`; the closest is `{closest(name[0], codes)}`", place)
