"""`promptlint rule` and `promptlint rules`: the documentation of the rules."""

from __future__ import annotations

import re

import click

from promptlint.cli.terminal import color_option, console, told
from promptlint.settings import Unusable, closest

_HEADING = re.compile(r"^#+ .+$", re.MULTILINE)
_REPORT = re.compile(r"^(```\w+) report=\S+$", re.MULTILINE)
"""What a page tells its own test: the lines that are reported."""


@click.command()
@click.argument("name", metavar="NAME|CODE")
@color_option
def rule(name: str, color: str) -> None:
    """Explain a rule, with an example and what to write instead."""
    from promptlint.rulepage import find_page, load_pages

    with told(color):
        page = find_page(name) or find_page(name.upper()) or find_page(name.lower())
        if page is None:
            words = [word for page in load_pages() for word in (page.code, page.name)]
            raise Unusable(f"there is no rule `{name}`; the closest is `{closest(name, words)}`")
        title, _, body = page.text.strip().partition("\n")
        facts = f"Severity: {page.severity} at most. Fix: {page.fix}. Since {page.since}. Status: {page.status}."
        text = _REPORT.sub(r"\1", f"{title}\n\n{facts}\n{body}")
        console(color).write(_HEADING.sub(lambda heading: click.style(heading[0], bold=True), text))


@click.command()
@color_option
def rules(color: str) -> None:
    """List all rules, each with what it finds."""
    from promptlint.rulepage import load_pages

    with told(color):
        out = console(color)
        widest = max(len(page.name) for page in load_pages())
        for page in load_pages():
            out.write(
                f"{page.code}  {click.style(page.name.ljust(widest), bold=True)}  {_first_sentence(page.summary)}"
            )


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text, maxsplit=1)[0]
