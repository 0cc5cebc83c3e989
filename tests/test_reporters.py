"""What each format prints, letter by letter: `tests/golden` holds the output for the report of `report_sample`."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import jsonschema
import pytest

from promptlint.prompt import Scope, Volatility
from promptlint.report import Report
from promptlint.reporters import REPORTERS
from promptlint.reporters.console import Console, cells, printable, shown
from tests.report_sample import sample

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads((Path(__file__).parent / "findings.schema.json").read_text(encoding="utf-8"))

Print = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(report: Report, name: str, width: int = 100) -> str:
    lines: list[str] = []
    REPORTERS[name](report, Console(lambda line: lines.append(click.unstyle(line)), width))
    return "".join(f"{line}\n" for line in lines)


def matches_golden(text: str, name: str) -> None:
    golden = GOLDEN / name
    if "PROMPTLINT_UPDATE_GOLDEN" in os.environ:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(REPORTERS))
def test_golden(name: str, folder: Path) -> None:
    text = printed(sample(folder), name).replace(json.dumps(f"{folder}/")[1:-1], "/project/")
    matches_golden(text, f"{name}.txt")


def test_a_clean_report_prints_an_empty_array_or_nothing() -> None:
    assert [printed(Report(), name) for name in ("full", "concise", "json")] == ["", "", "[]\n"]


def test_json_fits_its_schema_and_has_every_key(folder: Path) -> None:
    findings = json.loads(printed(sample(folder), "json"))
    jsonschema.validate(findings, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert {frozenset(finding) for finding in findings} == {frozenset(SCHEMA["items"]["properties"])}


def test_json_keys_stand_in_their_published_order(folder: Path) -> None:
    clock = json.loads(printed(sample(folder), "json"))[0]
    assert list(clock) == list(SCHEMA["items"]["properties"])
    assert list(clock["data"]) == SCHEMA["items"]["properties"]["data"]["required"]
    assert list(clock["fix"]["edits"][0]) == ["filename", "content", "location", "end_location", "cell"]
    assert list(clock["labels"][0]) == ["message", "filename", "location", "end_location", "cell"]


def test_json_positions_are_code_points_from_one(folder: Path) -> None:
    clock, _, broken, unreadable = json.loads(printed(sample(folder), "json"))
    assert clock["location"] == {"row": 8, "column": 24}
    assert clock["end_location"] == {"row": 8, "column": 31}
    assert clock["labels"][0]["location"] == {"row": 7, "column": 13}
    assert broken["location"] == {"row": 1, "column": 7}
    assert unreadable["location"] == unreadable["end_location"] == {"row": 1, "column": 1}


def test_json_of_a_finding_that_measures_nothing_is_null_throughout(folder: Path) -> None:
    broken = json.loads(printed(sample(folder), "json"))[2]
    assert broken["confidence"] is None
    assert broken["fix"] is None
    assert set(broken["data"].values()) == {None}


@pytest.mark.parametrize(
    ("volatility", "scope", "words"),
    [
        (Volatility.REQUEST, Scope.ONE_CONVERSATION, "between the requests of one conversation"),
        (Volatility.USER, Scope.EVERYONE, "between different users"),
        (Volatility.DAY, Scope.EVERYONE, "from one day to the next"),
        (Volatility.PROCESS, Scope.EVERYONE, "from one start of the program to the next"),
        (Volatility.LITERAL, Scope.ONE_CONVERSATION, "between the requests of one conversation"),
    ],
)
def test_the_note_says_from_what_to_what_was_measured(
    volatility: Volatility, scope: Scope, words: str, folder: Path
) -> None:
    report = sample(folder)
    clock = report.findings[0]
    assert clock.measure is not None
    changed = replace(clock, measure=replace(clock.measure, volatility=volatility, scope=scope))
    text = printed(replace(report, findings=(changed,)), "full")
    assert f"note: measured {words}, for model gpt-4o (cache profile classic)\n" in text


def test_underline_stands_below_the_value_in_terminal_cells(folder: Path) -> None:
    lines = printed(sample(folder), "full").splitlines()
    row = next(index for index, line in enumerate(lines) if line.startswith("8 |"))
    before = lines[row][: lines[row].index("{stamp}")]
    assert lines[row + 1].index("^") == cells(before)
    assert lines[row + 1].count("^") == len("{stamp}")


@pytest.mark.parametrize("width", [40, 60, 100, 1000])
def test_a_long_line_is_cut_round_the_value(width: int, folder: Path) -> None:
    lines = printed(sample(folder), "full", width).splitlines()
    row = next(index for index, line in enumerate(lines) if line.startswith("1 |") and "{user}" in line)
    assert cells(lines[row]) <= max(width, 44)
    start = lines[row + 1].index("^")
    assert lines[row][start : start + 6] == "{user}"


def test_source_text_cannot_speak_to_the_terminal() -> None:
    assert printable("\x1b[31m\r\x07\x9b\u202e") == "␛[31m␍␇��"
    assert printable("a\tb") == "a    b"
    assert printable("é日本 😀") == "é日本 😀"


def test_cells_counts_wide_and_combining_characters() -> None:
    assert [cells(text) for text in ("abc", "日本", "e\u0301", "😀", "")] == [3, 4, 1, 2, 0]


def test_paths_are_relative_below_the_working_directory_only(folder: Path) -> None:
    assert shown(str(folder / "a" / "b.py")) == os.path.join("a", "b.py")
    assert shown(str(folder.parent / "b.py")) == str(folder.parent / "b.py")
    assert shown(f"{folder}2/b.py") == f"{folder}2/b.py"
    assert shown("-") == "-"
