"""What each format prints, letter by letter: `tests/golden` holds the output for the report of `report_sample`."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import jsonschema
import pytest

from promptlint.finding import Applicability, Edit, Fix
from promptlint.hole import Scope, Volatility
from promptlint.report import Report
from promptlint.reporters import REPORTERS
from promptlint.reporters.console import Console, cells, printable, shown
from promptlint.source import Cell, Place, Source
from tests.report_sample import place, sample

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


def fixed(report: Report, *edits: Edit, applicability: Applicability = Applicability.SAFE) -> Report:
    """Return a report whose only finding is the first one, with a fix."""
    finding = replace(report.findings[0], fix=Fix("Move it", applicability, edits))
    return replace(report, findings=(finding,))


def changes(report: Report, width: int = 100) -> list[str]:
    """Return what is shown of the fix."""
    text = printed(report, "full", width)
    return text[text.index("= fix: ") :].splitlines()[1:-1]


@pytest.mark.parametrize(
    ("applicability", "unsafe_fixes", "marked"),
    [
        (Applicability.SAFE, False, True),
        (Applicability.UNSAFE, False, False),
        (Applicability.UNSAFE, True, True),
        (Applicability.DISPLAY, True, False),
    ],
)
def test_concise_marks_what_fix_would_apply(
    applicability: Applicability, unsafe_fixes: bool, marked: bool, folder: Path
) -> None:
    report = fixed(sample(folder), applicability=applicability)
    text = printed(replace(report, unsafe_fixes=unsafe_fixes), "concise")
    assert text.startswith("bot.py:8:24: PRM101 " + "[*] " * marked + "`datetime.now()` differs")


def test_full_shows_lines_that_move_and_those_of_another_file(folder: Path) -> None:
    report = sample(folder)
    bot, _, broken = report.sources.values()
    stamp = place(bot, "    stamp = datetime.now()\n")
    edits = (Edit(stamp, ""), Edit(Place(bot.path, 0, 0), "\n# new\n"), Edit(place(broken, ":"), "):"))
    assert changes(fixed(report, *edits)) == [
        "  |",
        "1 | +",
        "2 | + # new",
        "1 |   from datetime import datetime",
        "  |",
        "6 |   def answer(question):",
        "7 | -     stamp = datetime.now()",
        '8 |       system = f"😀 日本 It is {stamp}.\\n{RULES}"',
        " ::: broken.py:1:1",
        "  |",
        "1 | - def f(:",
        "1 | + def f():",
    ]


def test_full_shows_a_change_at_the_end_of_a_text_without_a_line_ending(folder: Path) -> None:
    report = sample(folder)
    source = Source(str(folder / "a.txt"), "one\r\ntwo")
    report = replace(report, sources={**report.sources, source.path: source})
    end = Place(source.path, 8, 8)
    assert changes(fixed(report, Edit(end, "\nthree")))[1:] == [
        "  |",
        "2 |   two",
        "3 | + three",
    ]


def test_full_shows_the_lines_of_a_cell(folder: Path) -> None:
    source = Source(
        str(folder / "a.ipynb"), "x = 1\n0    \ny = 2\nz\n", (Cell(2, 0, "x = 1"), Cell(5, 6, "%time\ny = 2\nz"))
    )
    report = sample(folder)
    report = replace(report, sources={**report.sources, source.path: source})
    assert changes(fixed(report, Edit(place(source, "2\n"), "3\n")))[:-1] == [
        " ::: a.ipynb:cell 5:1:1",
        "  |",
        "1 |   %time",
        "2 | - y = 2",
        "2 | + y = 3",
    ]


@pytest.mark.parametrize("width", [60, 100])
def test_a_long_line_that_changes_is_cut_round_the_change(width: int, folder: Path) -> None:
    report = sample(folder)
    lines = changes(replace(report, findings=report.findings[1:2]), width)[1:3]
    assert all(cells(line) <= width for line in lines)
    assert ["{user}" in lines[0], "everybody" in lines[1]] == [True, True]
