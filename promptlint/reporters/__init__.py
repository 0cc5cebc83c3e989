"""The output formats: one function each, from a report to lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from promptlint.report import Report
from promptlint.reporters.concise import concise
from promptlint.reporters.console import Console
from promptlint.reporters.full import full
from promptlint.reporters.json import json

Reporter: TypeAlias = Callable[[Report, Console], None]

REPORTERS: Mapping[str, Reporter] = {"full": full, "concise": concise, "json": json}
