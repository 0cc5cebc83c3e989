"""The full format: what is wrong, where, the way that the value came, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import click

from promptlint.finding import Finding, Measure, Severity
from promptlint.hole import Confidence, Scope, Volatility
from promptlint.report import Report
from promptlint.reporters.console import BETWEEN, Console, Spot, cells, printable, shown, spot
from promptlint.reporters.hunks import Hunk, hunks
from promptlint.source import Place, Source

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_ELLIPSIS = "..."
_SIGNS = {"-": "red", "+": "green"}
_LEAST = 20
"""How many cells of what changes in a line are shown, if the line is long enough."""


class _Frame(NamedTuple):
    """How a place is shown: an arrow ahead of it, the sign and colour of its underline, and the room there is."""

    arrow: str
    sign: str
    colour: str
    gutter: int
    width: int


def full(report: Report, console: Console) -> None:
    """Write a paragraph for each finding, an empty line behind each."""
    for finding in report.findings:
        for line in _paragraph(finding, report.sources, console.width):
            console.write(line)
        console.write("")


def _paragraph(finding: Finding, sources: Mapping[str, Source], width: int) -> Iterator[str]:
    colour = _COLOURS[finding.severity]
    head = click.style(f"{finding.severity}[{finding.code}]", fg=colour, bold=True)
    yield head + click.style(f": {printable(finding.message)}", bold=True)
    inside = [label.message for label in finding.labels if finding.place.holds(label.place)]
    others = [label for label in finding.labels if not finding.place.holds(label.place)]
    places = [finding.place, *(label.place for label in others)]
    changes = tuple(hunks(finding.fix.edits, sources)) if finding.fix else ()
    rows = [spot(sources.get(place.path), place.start).row for place in places]
    gutter = len(str(max((*rows, *(row.number for hunk in changes for row in hunk.rows)))))
    yield from _shown_at(finding.place, "", "; ".join(inside), sources, _Frame("-->", "^", colour, gutter, width))
    for message, place in others:
        yield from _shown_at(place, message, "", sources, _Frame(":::", "-", "blue", gutter, width))
    yield from (f"{' ' * gutter} {_blue('=')} {note}" for note in _notes(finding))
    here = (finding.place.path, spot(sources.get(finding.place.path), finding.place.start).cell)
    for hunk in changes:
        yield from _changed(hunk, gutter, width, named=hunk[:2] != here)


def _changed(hunk: Hunk, gutter: int, width: int, *, named: bool) -> Iterator[str]:
    """Yield what a fix does to some lines; `named` says whether to tell where they stand."""
    bar = f"{' ' * gutter} {_blue('|')}"
    if named:
        where = Spot(hunk.cell, hunk.rows[0].number, 1)
        yield f"{' ' * gutter}{_blue(':::')} {shown(hunk.path)}:{where}"
    yield bar
    room = max(width - gutter - 5, 40)
    for number, sign, text, changed in hunk.rows:
        before = _tail(text[:changed], room // 3) if changed + _LEAST > room else printable(text[:changed])
        line = f"{sign} {before}{_head(text[changed:], room - cells(before))}".rstrip()
        yield f"{_blue(f'{number:>{gutter}} |')} {click.style(line, fg=_SIGNS[sign]) if sign in _SIGNS else line}"


def _shown_at(place: Place, title: str, note: str, sources: Mapping[str, Source], frame: _Frame) -> Iterator[str]:
    """Yield where a place is, with a title, and its first line with the place underlined, with a note."""
    source = sources.get(place.path)
    start = spot(source, place.start)
    behind = f": {printable(title)}" if title else ""
    yield f"{' ' * frame.gutter}{_blue(frame.arrow)} {shown(place.path)}:{start}{behind}"
    if source and source.text:
        end = spot(source, place.end)
        line = source.written_line(place.start)
        stop = end.column - 1 if (end.cell, end.row) == (start.cell, start.row) else len(line)
        *above, under = _lines(start.row, line, start.column - 1, stop, frame)
        yield from above
        yield f"{under} {click.style(printable(note), fg=frame.colour)}" if note else under


def _lines(row: int, line: str, start: int, end: int, frame: _Frame) -> Iterator[str]:
    """Yield a source line with a span of it underlined, cut to the width around the start of the span."""
    room = max(frame.width - frame.gutter - 3, 40)
    here = _head(line[start:end], room * 2 // 3)
    before = _tail(line[:start], max(room // 3, room - cells(here) - cells(printable(line[end : end + room]))))
    behind = _head(line[end:], room - cells(before) - cells(here))
    bar = f"{' ' * frame.gutter} {_blue('|')}"
    under = click.style(frame.sign * max(cells(here), 1), fg=frame.colour, bold=True)
    yield bar
    yield f"{_blue(f'{row:>{frame.gutter}} |')} {before}{here}{behind}".rstrip()
    yield f"{bar} {' ' * cells(before)}{under}"


def _head(text: str, room: int) -> str:
    """Return as much of the beginning of a text as the cells have room for, in printable form."""
    kept = printable(text[: max(room, 0) + 1])
    if cells(kept) <= room:
        return kept
    while kept and cells(kept) > room - len(_ELLIPSIS):
        kept = kept[:-1]
    return kept + _ELLIPSIS


def _tail(text: str, room: int) -> str:
    """Return as much of the end of a text as the cells have room for, in printable form."""
    kept = printable(text[max(len(text) - room - 1, 0) :])
    if cells(kept) <= room:
        return kept
    while kept and cells(kept) > room - len(_ELLIPSIS):
        kept = kept[1:]
    return _ELLIPSIS + kept


def _notes(finding: Finding) -> Iterator[str]:
    if finding.help:
        yield f"{click.style('help', bold=True)}: {printable(finding.help)}"
    if finding.measure:
        yield f"{click.style('note', bold=True)}: {_basis(finding.measure, finding.confidence)}"
    yield f"{click.style('rule', bold=True)}: {finding.name} (explained by `promptlint rule {finding.code}`)"
    if finding.fix:
        yield f"{click.style('fix', bold=True)}: {printable(finding.fix.message)} [{finding.fix.applicability}]"


_TRUST = {
    Confidence.MEDIUM: "; judged by names or shape, not by a known source",
    Confidence.LOW: "; where the value comes from is not known",
}


def _basis(measure: Measure, confidence: Confidence | None) -> str:
    """Return what the numbers of a message are about."""
    model = f"model {printable(measure.model)}" if measure.model else "an unknown model"
    trust = _TRUST.get(confidence, "") if confidence is not None else ""
    return f"measured {_span(measure)}, for {model} (cache profile {measure.profile}){trust}"


def _span(measure: Measure) -> str:
    """Return from what to what the numbers were measured: what varies less than any scope is measured over time."""
    if measure.scope is not Scope.EVERYONE or measure.volatility > Volatility.DAY:
        return f"between {BETWEEN[measure.scope]}"
    unit = "day" if measure.volatility is Volatility.DAY else "start of the program"
    return f"from one {unit} to the next"


def _blue(text: str) -> str:
    return click.style(text, fg="blue", bold=True)
