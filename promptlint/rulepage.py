"""Rule pages: one Markdown file that is a rule's metadata, documentation and test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from promptlint import datafile
from promptlint.catalog import rules_folder
from promptlint.checks import CHECKS, PARAMETERS
from promptlint.datafile import DataError, Node
from promptlint.finding import Severity
from promptlint.hole import Kind
from promptlint.rule import Rule

HEADINGS: Mapping[str, bool] = {
    "What it does": True,
    "Why is this bad?": True,
    "Example": True,
    "Use instead": True,
    "Fix safety": False,
    "Options": False,
    "References": False,
}
"""The headings of a page in their order, and whether each must stand there."""

FIXES = ("none", "sometimes", "always")
FIXED = "fixed"
"""The word behind the language of a block that is what fixes make of the page's first example."""
STATUSES = ("stable", "preview", "deprecated")

_KEYS = ("code", "name", "check", "with", "severity", "category", "fix", "since", "status", "profile", "pedantic")
_REQUIRED = ("code", "name", "severity", "category", "fix", "since", "status")
_PAGE = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)
_CODE = re.compile(r"[A-Z]{2,}\d{3,}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_FENCE = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block under `Example` or `Use instead`."""

    heading: str
    language: str
    text: str
    report: tuple[int, ...]
    """The rows of the text that the rule reports, in order; empty where it must be clean."""
    fixed: bool = False
    """Whether it is the first example of the page as promptlint fixes it."""


@dataclass(frozen=True)
class RulePage:
    """A rule as its page describes it."""

    path: Path
    code: str
    name: str
    check: str | None
    """A key of `promptlint.checks.CHECKS`; None where the engine itself makes the findings."""
    parameters: Mapping[str, object]
    severity: Severity
    """The highest severity that a finding of the rule can have."""
    category: str
    fix: str
    """Whether findings carry a fix: none, sometimes, always."""
    since: str
    """The version of promptlint that has the rule first."""
    status: str
    profile: str
    """The profile under which the examples are executed."""
    pedantic: bool
    """Whether nothing is looked for unless somebody asks for it: the findings are of confidence low."""
    text: str
    """The Markdown below the front matter."""

    @property
    def rule(self) -> Rule | None:
        """The rule as the checks see it; None where the engine itself makes the findings."""
        return Rule(self.code, self.name, self.check, self.parameters) if self.check else None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in their order; raises DataError for headings that are unknown, missing or out of order."""
        sections = tuple(_sections(self.text))
        found = [section.heading for section in sections]
        expected = [heading for heading, required in HEADINGS.items() if required or heading in found]
        if found != expected:
            raise DataError(f"{self.path}: the headings are {', '.join(found)}; expected are {', '.join(expected)}")
        return sections

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The fenced blocks under `Example` and `Use instead`; raises DataError for an info string it cannot read."""
        wanted = (section for section in self.sections if section.heading in ("Example", "Use instead"))
        return tuple(
            _example(self.path, section, match) for section in wanted for match in _FENCE.finditer(section.text)
        )

    @property
    def summary(self) -> str:
        """The first paragraph of what the rule does, on one line."""
        return " ".join(self.sections[0].text.split("\n\n")[0].split())


@lru_cache
def load_pages(folders: tuple[Path, ...] = ()) -> tuple[RulePage, ...]:
    """Return the pages that ship with promptlint and those of the user's rule folders, sorted by code.

    A Markdown file with neither a code as its name nor front matter is no page. Only the front matter is read here. Raises DataError naming the file and what is wrong with it.
    """
    paths = (path for folder in (rules_folder(), *folders) for path in sorted(folder.glob("*.md")))
    texts = ((path, datafile.text(path)) for path in paths)
    pages = [_page(path, text) for path, text in texts if _CODE.match(path.name) or text.startswith("---\n")]
    seen: dict[str, RulePage] = {}
    for page in pages:
        for word in (page.code, page.name):
            if word in seen:
                raise DataError(f"{page.path}: {word} is already the rule of {seen[word].path}")
            seen[word] = page
    return tuple(sorted(pages, key=lambda page: page.code))


def find_page(word: str, folders: tuple[Path, ...] = ()) -> RulePage | None:
    """Return the page of a rule's code or name."""
    return next((page for page in load_pages(folders) if word in (page.code, page.name)), None)


def _page(path: Path, text: str) -> RulePage:
    match = _PAGE.match(text)
    if not match:
        raise DataError(f"{path}: must begin with front matter between two lines of `---`")
    fields = datafile.parse(path, match[1]).mapping(_KEYS, required=_REQUIRED)
    check = _word(fields["check"], tuple(CHECKS)) if "check" in fields else None
    page = RulePage(
        path=path,
        code=_like(fields["code"], _CODE, "PRM101"),
        name=_like(fields["name"], _NAME, "clock-before-static"),
        check=check,
        parameters=_parameters(check, fields.get("with", Node(path, {}, "with"))),
        severity=fields["severity"].one_of(Severity),
        category=fields["category"].text(),
        fix=_word(fields["fix"], FIXES),
        since=fields["since"].text(),
        status=_word(fields["status"], STATUSES),
        profile=fields["profile"].text() if "profile" in fields else "example",
        pedantic=fields["pedantic"].flag() if "pedantic" in fields else False,
        text=match[2],
    )
    if path.stem != f"{page.code}-{page.name}":
        raise DataError(f"{path}: the file must be named {page.code}-{page.name}.md after its code and name")
    return page


def _like(node: Node, pattern: re.Pattern[str], example: str) -> str:
    return node.text() if pattern.fullmatch(node.text()) else node.fail(f"{node.text()!r} must look like {example}")


def _word(node: Node, words: tuple[str, ...]) -> str:
    return node.text() if node.text() in words else node.fail(f"{node.text()!r} must be one of {', '.join(words)}")


def _parameters(check: str | None, node: Node) -> Mapping[str, object]:
    """Return the parameters of a check; all but the advice are required."""
    known = PARAMETERS[check] if check else ()
    fields = node.mapping(known, required=[key for key in known if key != "advice"])
    for kind in fields["kinds"].items() if "kinds" in fields else ():
        kind.one_of(Kind)
    return {key: value.value for key, value in fields.items()}


def _sections(text: str) -> Iterator[Section]:
    """Yield the sections; a line that begins with `## ` inside a fence is no heading."""
    fences = [match.span() for match in _FENCE.finditer(text)]
    headings = [
        match for match in _HEADING.finditer(text) if not any(start < match.start() < end for start, end in fences)
    ]
    for index, match in enumerate(headings):
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text)
        yield Section(match[1].strip(), text[match.end() : end].strip("\n"))


def _example(path: Path, section: Section, match: re.Match[str]) -> Example:
    language, *words = match["info"].split() or ("",)
    lines = match["text"].splitlines()
    rows: list[int] = []
    for word in words:
        if word == FIXED:
            continue
        key, _, value = word.partition("=")
        if key != "report" or not all(row.isdecimal() and 0 < int(row) <= len(lines) for row in value.split(",")):
            raise DataError(
                f"{path}: {section.heading}: {word!r} must be `{FIXED}`, or report= and rows of the example"
            )
        rows += map(int, value.split(","))
    return Example(section.heading, language, match["text"], tuple(sorted(rows)), FIXED in words)
