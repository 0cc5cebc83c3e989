"""The benchmarks: their tables hold what was found, and they fail where a check fails or takes too much."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
BOT = """\
from datetime import datetime
from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200


def answer(question):
    return OpenAI().responses.create(model="gpt-4o", instructions=f"{datetime.now()}. {RULES}", input=question)


def remind(question):
    return OpenAI().responses.create(model="gpt-4o", instructions=f"{datetime.now():%Y-%m-%d}. {RULES}", input=question)
"""
QUIET = """\
def total(numbers):
    return sum(numbers)
"""
NOWHERE_NEAR = "1000000"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """An unpacked wheel with two files."""
    folder = tmp_path / "a_tiny_package-1.2-py3-none-any"
    for name, text in {
        "tiny/bot.py": BOT,
        "tiny/quiet.py": QUIET,
        "tiny-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.2\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def script(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def tables(text: str) -> list[list[list[str]]]:
    """Return the cells of each Markdown table, without the rule below its head."""
    blocks = [[line for line in block.splitlines() if line.startswith("|")] for block in text.split("\n\n")]
    rows = [[[cell.strip() for cell in line[2:-2].split(" | ")] for line in block] for block in blocks if block]
    return [[head, *body] for head, _, *body in rows]


def lines(folder: Path, rows: Iterable[Mapping[str, object]]) -> str:
    file = folder / "rows.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(file)


class TestRun:
    def test_a_row_says_what_was_found(self, package: Path) -> None:
        done = script("run.py", str(package), "--max-ratio", NOWHERE_NEAR)
        ((head, row, total),) = tables(done.stdout)
        assert (done.returncode, len(head)) == (0, len(row))
        assert head[:7] == ["package", "version", "files", "prompts seen", "errors", "warnings", "infos"]
        assert row[:7] == ["tiny", "1.2", "2", "2", "1", "0", "1"]
        assert total[0] == "all"
        assert total[2:7] == row[2:7]
        measured = {name: float(cell) for name, cell in zip(head[7:], row[7:], strict=True)}
        assert 10 < measured["MB"] < 1000
        assert measured["seconds"] > 0 < measured["ratio"]

    def test_the_command_has_the_options_of_the_run(self, package: Path) -> None:
        done = script(
            "run.py", "--timeout", "1000", str(package), "--max-ratio", NOWHERE_NEAR, "--max-megabytes", "1000"
        )
        command = f"python benchmarks/run.py --max-ratio {NOWHERE_NEAR} --timeout 1000 ../packages/*"
        assert f"\n```sh\n{command}\n```\n" in done.stdout

    def test_totals_add_packages_up(self, package: Path) -> None:
        done = script("run.py", str(package), str(package / "tiny"), "--max-ratio", NOWHERE_NEAR)
        ((_, first, second, total),) = tables(done.stdout)
        assert second[:2] == ["tiny", ""]
        assert (first[2:7], second[2:7], total[2:7]) == (["2", "2", "1", "0", "1"],) * 2 + (["4", "4", "2", "0", "2"],)

    @pytest.mark.parametrize(
        ("option", "limit", "sentence"),
        [
            ("--max-ratio", "0.001", "all packages take"),
            ("--max-megabytes", "1", "tiny: took"),
            ("--timeout", "0.01", "tiny: stopped by signal 9"),
        ],
    )
    def test_it_fails_past_a_limit(self, option: str, limit: str, sentence: str, package: Path) -> None:
        done = script("run.py", str(package), "--max-ratio", NOWHERE_NEAR, option, limit)
        assert done.returncode == 1
        assert f"\n- {sentence}" in done.stdout


class TestDocuments:
    def test_programs_are_left_out(self, package: Path) -> None:
        text = f"It is {{{{ now() }}}}. {'Every word of this text stays the same. ' * 200}"
        (package / "prompts").mkdir()
        (package / "prompts" / "system.j2").write_text(text, encoding="utf-8")
        (package / "tiny" / "read.py").write_text('text = open("prompts/system.j2").read()\n', encoding="utf-8")
        done = script("documents.py", str(package))
        ((head, row, total),) = tables(done.stdout)
        assert head[:8] == [
            *("package", "version", "files", "prompt files", "prompts", "errors", "warnings", "infos"),
        ]
        assert row[:8] == ["tiny", "1.2", "2", "1", "1", "0", "1", "0"]
        assert total[2:8] == row[2:8]
        assert done.returncode == 0

    def test_it_fails_past_a_limit(self, package: Path) -> None:
        done = script("documents.py", str(package), "--max-megabytes", "1")
        assert done.returncode == 1
        assert "\n- tiny: took" in done.stdout


class TestReaders:
    def test_recall_says_what_is_missed_and_why(self, tmp_path: Path) -> None:
        place = {"package": "tiny", "version": "1.2", "path": "tiny/bot.py", "line": 9, "kind": "clock"}
        seen = {**place, "reported": True, "severity": "error", "code": "PRM101", "reason": None, "value": "now()"}
        missed = {**place, "line": 12, "reported": False, "severity": None, "code": None, "reason": "it passes a | b"}
        other = {**missed, "package": "other", "version": "0.1", "kind": "user"}
        done = script("readers.py", "recall", lines(tmp_path, [seen, missed, other, {**missed, "reason": "no sink"}]))
        by_package, reasons, places = tables(done.stdout)
        assert by_package[1:] == [
            ["other", "0.1", "1", "0", "0%"],
            ["tiny", "1.2", "3", "1", "33%"],
            ["all", "", "4", "1", "25%"],
        ]
        assert reasons[1:] == [["it passes a \\| b", "2"], ["no sink", "1"]]
        assert places[1] == ["tiny", "tiny/bot.py:9", "clock", "PRM101 error", ""]
        assert places[3] == ["other", "tiny/bot.py:12", "user", "", "it passes a \\| b"]

    def test_precision_counts_the_first_reader_and_compares_the_second(self, tmp_path: Path) -> None:
        finding = {"package": "tiny", "version": "1.2", "path": "tiny/bot.py", "line": 9, "code": "PRM101"}
        error = {**finding, "severity": "error", "verdict": "accept", "reason": "the clock is read", "reader": "A"}
        warning = {
            **error,
            "line": 12,
            "code": "PRM106",
            "severity": "warning",
            "verdict": "reject",
            "reason": "a constant",
        }
        more = [{**warning, "line": line, "verdict": "accept"} for line in (13, 14, 15)]
        second = [{**error, "reader": "B"}, {**warning, "reader": "B", "verdict": "accept"}]
        done = script("readers.py", "precision", lines(tmp_path, [error, warning, *more, *second]))
        by_severity, rejected = tables(done.stdout)
        assert by_severity[1:] == [["error", "1", "1", "100%"], ["warning", "4", "3", "75%"]]
        assert rejected[1:] == [["tiny", "tiny/bot.py:12", "PRM106", "warning", "a constant"]]
        assert "A second reader judged 2 of them, 1 alike." in done.stdout

    def test_a_broken_row_is_named(self, tmp_path: Path) -> None:
        done = script("readers.py", "recall", lines(tmp_path, [{"package": "tiny"}]))
        assert done.returncode == 1
        assert done.stderr == "Error: rows.jsonl:1: KeyError: 'version'\n"
