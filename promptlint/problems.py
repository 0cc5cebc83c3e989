"""Findings about input and directives, the 9xx family: what promptlint could not read, or was told in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.finding import Finding
from promptlint.source import Place

if TYPE_CHECKING:
    from promptlint.facts import Problem
    from promptlint.rulepage import RulePage

UNPARSABLE, UNUSED, TOO_LARGE, UNREADABLE = "PRM900", "PRM901", "PRM902", "PRM903"
MISSING, REPEATED = "PRM904", "PRM905"


_HELP = {
    UNPARSABLE: "Mend the syntax: until then no prompt of this file, or of this cell of a notebook, is checked.",
    UNUSED: "Write `# promptlint: ignore NAME (reason)` at the end of the line that it is about, or remove it.",
    TOO_LARGE: "Move the prompts into a smaller file, or add this one to `exclude`.",
    UNREADABLE: "Make it readable, or add it to `exclude`.",
    REPEATED: "Remove one of the two, or give it another name.",
    MISSING: "Mend the name: until then what that file would send is not checked.",
}


def too_large(path: str, size: int, largest: int) -> Problem:
    """Return the problem of a file of more bytes than are read."""
    from promptlint.facts import Problem

    what = "a notebook is not read" if path.endswith(".ipynb") else "a file is not parsed"
    size_and_limit = f"this file has {size / 1e6:,.1f} MB; above {largest / 1e6:.0f} MB {what}"
    return Problem(TOO_LARGE, f"{size_and_limit}, so its prompts are not checked", Place(path, 0, 0))


def finding(problem: Problem, page: RulePage) -> Finding:
    """Return the finding that tells people of a problem, under the rule of its page."""
    return Finding(page.code, page.name, problem.message, _HELP[page.code], page.severity, problem.place)
