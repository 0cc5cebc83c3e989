"""A world in which fixes are simple: what stands on a line of a file decides on its finding and on the fix of it.

A line with `{now}` or `{user}` ahead of `{RULES}` sends a prompt that has that value ahead of 1,500 words, and its fix,
unsafe for the one and safe for the other, moves the value behind them. In a line with `FLIP` the fix does not help, in
one with `BREAK` the file cannot be parsed with it, and in one with `OTHER` it also removes the first character of `other.py`.
A `WIDE` value moves with a character that not every encoding has.

`python -m tests.fixing ARGUMENTS` runs the command line in this world.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import promptlint
from promptlint.cli import main
from promptlint.engine import Engine
from promptlint.finding import Applicability, Edit, Finding, Fix
from promptlint.hole import Confidence, Hole, Kind, Volatility
from promptlint.prompt import Block, Literal, Prompt, Role, Splice
from promptlint.report import Report
from promptlint.source import Place

HOLES = {
    "now": Hole("datetime.now()", Kind.CLOCK, Volatility.REQUEST, confidence=Confidence.HIGH),
    "user": Hole("user", Kind.USER, Volatility.USER, confidence=Confidence.MEDIUM),
}
SAFE = {"now": Applicability.UNSAFE, "user": Applicability.SAFE}
_SENDS = re.compile(r"\{(?P<early>now|user)\} \{RULES\}|\{RULES\} \{(?P<late>now|user)\}|\{RULES\}")


def linked(project: Any, paths: Iterable[str]) -> SimpleNamespace:
    sources = {path: project.source(path) for path in sorted(paths)}
    found = tuple(prompt for path, source in sources.items() if source for prompt in prompts(source.text, path))
    return SimpleNamespace(prompts=found, blind=(), failed=(), problems=())


def prompts(text: str, path: str) -> Iterator[Prompt]:
    for sent in _SENDS.finditer(text):
        rules = Literal("\n" + "every word stays " * 500 + "\n")
        name = sent["early"] or sent["late"]
        place = Place(path, *sent.span())
        parts: tuple[Any, ...] = (rules,)
        if name:
            value = Splice(HOLES[name], Place(path, *sent.span("early" if sent["early"] else "late")))
            parts = (value, rules) if sent["early"] else (rules, value)
        yield Prompt("OpenAI responses", place, (Block(Role.SYSTEM, parts, place),), models=("gpt-4o",))


_check = Engine.check


def check(engine: Engine, discovery: Any) -> Report:
    report = _check(engine, discovery)
    return replace(report, findings=tuple(with_fix(finding, engine) for finding in report.findings))


def with_fix(finding: Finding, engine: Engine) -> Finding:
    path, start, end = finding.place
    source = engine.source(path)
    if not (finding.measure and source):
        return finding
    name, line = source.text[start:end], source.written_line(start)
    rules = source.text.index("{RULES}", end) + len("{RULES}")
    edits = [Edit(Place(path, start - 1, end + 2), ""), Edit(Place(path, rules, rules), f" {{{name}}}")]
    if "FLIP" in line:
        edits = [Edit(Place(path, start - 1, start - 1), "x")]
    if "BREAK" in line:
        edits = [Edit(Place(path, start - 1, start - 1), '"')]
    if "WIDE" in line:
        edits[1] = replace(edits[1], content=f" \u20ac{{{name}}}")
    if "OTHER" in line:
        edits.append(Edit(Place(str(Path(path).with_name("other.py")), 0, 1), ""))
    return replace(finding, fix=Fix("Move it behind the rules", SAFE[name], tuple(edits)))


def install(replace_in: Any) -> None:
    fake = SimpleNamespace(touching=linked)
    sys.modules["promptlint.link"] = fake  # type: ignore[assignment]
    replace_in(promptlint, "link", fake, raising=False)
    replace_in(promptlint.engine, "mended", lambda findings, *_: findings)
    replace_in(Engine, "check", check)


if __name__ == "__main__":
    install(lambda holder, name, value, raising=True: setattr(holder, name, value))
    main()
