"""The JSON format: ruff's shape, and what promptlint adds to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from enum import IntEnum
from json import dumps
from typing import Any

from promptlint.finding import Edit, Finding, Fix, Measure
from promptlint.report import Report
from promptlint.reporters.console import Console, spot
from promptlint.source import Place, Source


def json(report: Report, console: Console) -> None:
    """Write one array with an object for each finding; every key is always there, rows, columns and cells are 1-based."""
    console.write(dumps([_finding(finding, report.sources) for finding in report.findings], indent=2))


def _finding(finding: Finding, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "help": finding.help,
        "severity": finding.severity.value,
        "confidence": _word(finding.confidence),
        **_place(finding.place, sources),
        "noqa_row": None,
        "fingerprint": finding.fingerprint,
        "labels": [{"message": message, **_place(place, sources)} for message, place in finding.labels],
        "fix": finding.fix and _fix(finding.fix, sources),
        "url": None,
        "data": _data(finding.measure),
    }


def _place(place: Place, sources: Mapping[str, Source]) -> dict[str, Any]:
    source = sources.get(place.path)
    start, end = spot(source, place.start), spot(source, place.end)
    return {
        "filename": place.path if place.path == "-" else os.path.abspath(place.path),
        "location": {"row": start.row, "column": start.column},
        "end_location": {"row": end.row, "column": end.column},
        "cell": start.cell,
    }


def _fix(fix: Fix, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "message": fix.message,
        "applicability": fix.applicability.value,
        "edits": [_edit(edit, sources) for edit in fix.edits],
    }


def _edit(edit: Edit, sources: Mapping[str, Source]) -> dict[str, Any]:
    filename, *positions = _place(edit.place, sources).items()
    return dict((filename, ("content", edit.content), *positions))


_DATA = tuple(field.name for field in fields(Measure))


def _data(measure: Measure | None) -> dict[str, Any]:
    return {key: _word(getattr(measure, key, None)) for key in _DATA}


def _word(value: object) -> object:
    """Return an enumeration's word; its name where its value only ranks it."""
    return value.name.lower() if isinstance(value, IntEnum) else value
