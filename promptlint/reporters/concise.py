"""The concise format: one line for each finding, as editors read it."""

from __future__ import annotations

from promptlint.report import Report
from promptlint.reporters.console import Console, printable, shown, spot


def concise(report: Report, console: Console) -> None:
    """Write `path:row:column: CODE message`, 1-based, columns in code points; `path:cell N:row:column` in a notebook.

    Behind the code stands `[*]` where `--fix` would apply a fix.
    """
    for finding in report.findings:
        path, start, _ = finding.place
        here = spot(report.sources.get(path), start)
        fixable = "[*] " if report.offers(finding) else ""
        console.write(f"{shown(path)}:{here}: {finding.code} {fixable}{printable(finding.message)}")
