"""The command line as people and editors use it.

The evaluation is replaced: a file sends one prompt for each of its `{now}`, `{user}` and `{some}` in which that value
stands ahead of 1,500 words. Everything else is as it ships.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from click.testing import CliRunner, Result

import promptlint
from promptlint.cli import main
from promptlint.discover import Discovery, Unlisted
from promptlint.engine import engine
from promptlint.hole import Confidence, Hole, Kind, Volatility
from promptlint.prompt import Block, Literal, Prompt, Role, Splice
from promptlint.settings import settings_at
from promptlint.source import Place

SCHEMA = json.loads((Path(__file__).parent / "findings.schema.json").read_text(encoding="utf-8"))
HOLES = {
    "{now}": Hole("datetime.now()", Kind.CLOCK, Volatility.REQUEST, confidence=Confidence.HIGH),
    "{user}": Hole("user", Kind.USER, Volatility.USER, confidence=Confidence.MEDIUM),
    "{day}": Hole("date.today()", Kind.DATE, Volatility.DAY, confidence=Confidence.HIGH),
    "{some}": Hole("some()"),
}
BAD = 'client.responses.create(model="gpt-4o", instructions=f"{now} {RULES}", input=q)\n'
GOOD = 'client.responses.create(model="gpt-4o", instructions=f"{RULES}", input=q)\n'

Run = Callable[..., Result]


def linked(project: object, paths: Iterable[str]) -> SimpleNamespace:
    sources = {path: project.source(path) for path in sorted(paths)}  # type: ignore[attr-defined]
    texts = {path: source.text for path, source in sources.items() if source}
    found = tuple(prompt for path, text in texts.items() for prompt in prompts(text, path))
    blind = tuple(path for path, text in texts.items() for _ in range(text.count("BLIND")))
    return SimpleNamespace(prompts=found, blind=blind, failed=(), problems=())


def prompts(text: str, path: str) -> Iterator[Prompt]:
    for word, hole in HOLES.items():
        at = text.find(word)
        while at >= 0:
            place = Place(path, at, at + len(word))
            block = Block(Role.SYSTEM, (Splice(hole, place), Literal(".\n" + "every word stays " * 500)), place)
            yield Prompt("OpenAI responses", place, (block,), models=("gpt-4o",) if "gpt-4o" in text else ())
            at = text.find(word, at + 1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fake = SimpleNamespace(touching=linked)
    monkeypatch.setitem(sys.modules, "promptlint.link", fake)  # type: ignore[arg-type]
    monkeypatch.setattr(promptlint, "link", fake, raising=False)
    monkeypatch.setattr(promptlint.engine, "mended", lambda found, *_: found)
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def run(*arguments: str, text: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text, env=env, prog_name="promptlint", catch_exceptions=False)


def check(*arguments: str, text: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
    return run("check", *arguments, text=text, env=env)


def found(*arguments: str, text: str | bytes | None = None) -> list[str]:
    """Return `name:row:column code` for each finding in JSON that fits the schema."""
    result = check("--output-format", "json", *arguments, text=text)
    findings = json.loads(result.stdout)
    jsonschema.validate(findings, SCHEMA, cls=jsonschema.Draft202012Validator)
    places = [(os.path.basename(one["filename"]), one["location"], one["code"]) for one in findings]
    return [f"{name}:{location['row']}:{location['column']} {code}" for name, location, code in places]


def last_line(result: Result) -> str:
    return result.stderr.splitlines()[-1]


class TestExitCodes:
    def test_0_without_findings(self, folder: Path) -> None:
        write(folder, good=GOOD)
        result = check()
        assert (result.exit_code, result.stdout) == (0, "")
        assert last_line(result) == "Checked 1 file: no prompts"

    def test_1_with_findings_and_0_where_asked(self, folder: Path) -> None:
        write(folder, bad=BAD)
        assert check().exit_code == 1
        assert check("--exit-zero").exit_code == 0

    def test_info_never_changes_it(self, folder: Path) -> None:
        write(folder, daily=BAD.replace("{now}", "{day}"))
        assert (check().exit_code, check().stdout) == (0, "")
        assert check("--show-info").exit_code == 0
        assert found("--show-info") == ["daily.py:1:56 PRM102"]

    def test_1_for_a_file_that_cannot_be_parsed(self, folder: Path) -> None:
        write(folder, broken=GOOD + "def f(:\n")
        assert check().exit_code == 1
        assert found() == ["broken.py:2:7 PRM900"]

    def test_2_for_a_missing_path_before_anything_is_printed(self, folder: Path) -> None:
        write(folder, bad=BAD)
        result = check("bad.py", "gone.py", "--output-format", "json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "error: cannot check gone.py: No such file or directory\n"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--outptu-format", "json"], "--output-format"),
            (["--output-format", "xml"], "'full', 'concise', 'json'"),
            (["--select", "PRM999"], "`select` names no rule with `PRM999`"),
            (["--ignore", "clock-befor-static"], "the closest is `clock-before-static`"),
            (["--config", "gone.toml"], "no such configuration file: gone.toml"),
            (["--isolated", "--config", "x"], "exclude each other"),
            (["-", "a.py"], "goes alone"),
            (["--stdin-filename", "b.py", "a.py"], "other paths do not go with it"),
            (["--exclude", "!"], "exclude"),
        ],
    )
    def test_2_for_a_wrong_option(self, arguments: list[str], message: str, folder: Path) -> None:
        write(folder, a=GOOD)
        result = check(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr

    def test_2_for_a_broken_configuration(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text("[tool.promptlint]\nselct = []\n", encoding="utf-8")
        result = check()
        assert result.exit_code == 2
        assert result.stderr == (
            f"error: {folder}/pyproject.toml: unknown key `selct` in [tool.promptlint]; the closest is `select`\n"
        )

    def test_2_and_a_sentence_where_a_package_is_not_installed(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=GOOD)
        (folder / ".gitignore").write_text("b.py\n", encoding="utf-8")
        monkeypatch.setitem(sys.modules, "pathspec", None)
        result = check()
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            f"error: the package `pathspec`, which promptlint needs, is not installed for {sys.executable}; "
            "`pip install promptlint-layout` brings it\n"
        )

    def test_2_and_a_sentence_where_promptlint_itself_fails(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, bad=BAD, worse=BAD)

        def fails(project: object, paths: Iterable[str]) -> SimpleNamespace:
            worse = str(folder / "worse.py")
            found = linked(project, set(paths) - {worse})
            found.failed = ((worse, ValueError("a bug")),)
            return found

        monkeypatch.setattr(promptlint.link, "touching", fails)
        result = check("--output-format", "concise")
        assert result.exit_code == 2
        assert result.stdout.startswith("bad.py:1:56: PRM101 ")
        assert "error: promptlint failed on worse.py: ValueError: a bug" in result.stderr
        assert "Traceback" not in result.stderr


class TestSummary:
    def test_says_what_was_seen_and_what_was_not(self, folder: Path) -> None:
        write(folder, a=BAD + "# BLIND\n", b=BAD.replace("gpt-4o", "x") + BAD.replace("{now}", "{day}"), c="x = 1\n")
        write(folder, d=BAD.replace("\n", "  # promptlint: ignore clock-before-static (measured)\n"))
        result = check()
        assert result.stderr.splitlines() == [
            "Found 2 errors",
            "Checked 4 files: 4 prompts, 1 could not be followed, 1 finding suppressed, "
            "1 of severity info hidden (see --show-info)",
        ]

    def test_counts_prompts_of_unknown_model_until_one_is_given(self, folder: Path) -> None:
        write(folder, a=BAD.replace("gpt-4o", "x"))
        assert last_line(check()) == "Checked 1 file: 1 prompt, 1 of unknown model"
        assert last_line(check("--model", "gpt-4o")) == "Checked 1 file: 1 prompt"
        assert last_line(check("--provider", "azure")) == "Checked 1 file: 1 prompt"

    def test_quiet_prints_findings_only(self, folder: Path) -> None:
        write(folder, bad=BAD)
        for option in ("-q", "--quiet"):
            result = check(option, "--output-format", "concise")
            assert result.stderr == ""
            assert result.stdout.startswith("bad.py:1:56: PRM101 ")

    def test_no_python_files_is_a_warning(self, folder: Path) -> None:
        result = check()
        assert result.exit_code == 0
        assert result.stderr.splitlines() == [
            "warning: no Python files, notebooks or prompt files found",
            "Checked 0 files: no prompts",
        ]


class TestSelection:
    def test_select_ignore_and_extend_select(self, folder: Path) -> None:
        write(folder, a=BAD, b=BAD.replace("{now}", "{user}"))
        assert found() == ["a.py:1:56 PRM101", "b.py:1:56 PRM104"]
        assert found("--select", "PRM104") == ["b.py:1:56 PRM104"]
        assert found("--select", "clock-before-static,PRM104") == ["a.py:1:56 PRM101", "b.py:1:56 PRM104"]
        assert found("--ignore", "PRM1") == []
        assert found("--ignore", "PRM1", "--extend-select", "user-data-before-static") == ["b.py:1:56 PRM104"]

    def test_pedantic_and_an_explicit_code_show_unknown_values(self, folder: Path) -> None:
        write(folder, a=BAD.replace("{now}", "{some}"))
        assert found() == []
        assert found("--select", "PRM1") == []
        assert found("--pedantic") == ["a.py:1:56 PRM111"]
        assert found("--select", "PRM111") == ["a.py:1:56 PRM111"]
        assert found("--extend-select", "unknown-before-static") == ["a.py:1:56 PRM111"]
        result = check("--pedantic")
        assert result.stdout.startswith("info[PRM111]: `some()` may differ on every request")
        assert (result.exit_code, last_line(result)) == (0, "Checked 1 file: 1 prompt")

    def test_the_table_of_each_folder_counts_for_its_files(self, folder: Path) -> None:
        (folder / "strict").mkdir()
        (folder / "strict" / "pyproject.toml").write_text("[tool.promptlint]\nshow-info = true\n", encoding="utf-8")
        daily = BAD.replace("{now}", "{day}")
        write(folder, a=daily)
        write(folder / "strict", b=daily)
        assert found() == ["b.py:1:56 PRM102"]
        assert found("--isolated") == []

    def test_the_table_of_the_common_folder_counts_for_the_run(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text(
            '[tool.promptlint]\noutput-format = "concise"\nexit-zero = true\nquiet = true\n', encoding="utf-8"
        )
        (folder / "src").mkdir()
        write(folder / "src", a=BAD)
        result = check("src/a.py")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("src/a.py:1:56: PRM101 ".replace("/", os.sep))


class TestSuppressions:
    def test_an_ignore_silences_its_line_and_an_unused_one_is_told(self, folder: Path) -> None:
        write(folder, a=BAD.replace("\n", "  # promptlint: ignore PRM101 PRM104\n"))
        assert found() == ["a.py:1:110 PRM901"]

    def test_an_ignore_on_its_own_line_counts_for_the_next_statement(self, folder: Path) -> None:
        ignore = "# promptlint: ignore clock-before-static (the demo needs it)\n"
        write(folder, a=f"{ignore}{BAD}{BAD}")
        assert found() == ["a.py:3:56 PRM101"]

    def test_an_ignore_of_a_rule_that_is_off_or_hidden_is_not_told(self, folder: Path) -> None:
        write(folder, a=BAD.replace("{now}", "{some}").replace("\n", "  # promptlint: ignore PRM111\n"))
        write(folder, b=BAD.replace("{now}", "{day}").replace("\n", "  # promptlint: ignore PRM102\n"))
        assert found() == found("--ignore", "PRM102,PRM111") == []

    def test_an_ignore_in_a_file_without_prompts_is_unused(self, folder: Path) -> None:
        write(folder, a="x = 1  # promptlint: ignore PRM101\n")
        assert found() == ["a.py:1:29 PRM901"]


class TestInput:
    def test_standard_input(self, folder: Path) -> None:
        assert found("-", text=BAD) == ["-:1:56 PRM101"]
        assert check("-", "--output-format", "concise", text=BAD).stdout.startswith("-:1:56: PRM101 ")

    def test_standard_input_under_the_name_of_a_file(self, folder: Path) -> None:
        (folder / "sub").mkdir()
        (folder / "sub" / "pyproject.toml").write_text('[tool.promptlint]\nignore = ["PRM101"]\n', encoding="utf-8")
        write(folder, a=GOOD)
        result = check("-", "--stdin-filename", "a.py", "--output-format", "json", text=BAD)
        assert json.loads(result.stdout)[0]["filename"] == str(folder / "a.py")
        assert found("-", "--stdin-filename", "sub/new.py", text=BAD) == []

    def test_standard_input_that_is_excluded(self, folder: Path) -> None:
        arguments = ("-", "--stdin-filename", "old/a.py", "--exclude", "old")
        assert found(*arguments, text=BAD) == ["a.py:1:56 PRM101"]
        assert found(*arguments, "--force-exclude", text=BAD) == []

    def test_exclude(self, folder: Path) -> None:
        write(folder, a=BAD, b=BAD)
        assert found("--exclude", "a.py") == ["b.py:1:56 PRM101"]
        assert found("a.py", "b.py", "--exclude", "a.py") == ["a.py:1:56 PRM101", "b.py:1:56 PRM101"]
        assert found("a.py", "b.py", "--exclude", "a.py", "--force-exclude") == ["b.py:1:56 PRM101"]

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (b"", []),
            (b"\xef\xbb\xbf" + BAD.encode(), ["x.py:1:56 PRM101"]),
            (b"# \xf0\x9f\x98\x80\r\n\f" + BAD.replace("\n", "\r\n").encode(), ["x.py:2:57 PRM101"]),
            (BAD.replace('f"', 'f"\N{GRINNING FACE}').encode(), ["x.py:1:57 PRM101"]),
            (b"x = '\xff'\n" + BAD.encode(), ["x.py:1:1 PRM903"]),
            (b"\0" + BAD.encode(), ["x.py:1:1 PRM903"]),
            (b"# coding: nonsense\n" + BAD.encode(), ["x.py:1:1 PRM903"]),
            (b"# coding: latin-1\nx = '\xff'; " + BAD.encode(), ["x.py:2:65 PRM101"]),
            (b"#" * 2_000_001 + b"\n" + BAD.encode(), ["x.py:1:1 PRM902"]),
            (b"#" * 2_000_001, []),
        ],
    )
    def test_odd_bytes(self, data: bytes, expected: list[str], folder: Path) -> None:
        (folder / "x.py").write_bytes(data)
        assert found() == found("x.py") == expected

    @pytest.mark.parametrize("data", [b"def f(:\n", b"x = '\xff'\n", b"\0"])
    def test_a_file_that_sends_nothing_is_judged_only_when_named(self, data: bytes, folder: Path) -> None:
        (folder / "x.py").write_bytes(data)
        assert found() == []
        assert len(found("x.py")) == 1

    def test_a_named_file_that_is_no_regular_file(self, folder: Path) -> None:
        os.mkfifo(folder / "pipe.py")
        assert found("pipe.py") == ["pipe.py:1:1 PRM903"]

    def test_the_same_place_in_several_prompts_is_one_finding(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=BAD, b=GOOD)

        def from_both(project: object, paths: Iterable[str]) -> SimpleNamespace:
            found = linked(project, [str(folder / "a.py")])
            twice = [replace(prompt, place=Place(path, 0, 1)) for path in sorted(paths) for prompt in found.prompts]
            found.prompts = tuple(twice)
            return found

        monkeypatch.setattr(promptlint.link, "touching", from_both)
        assert found("a.py", "b.py") == ["a.py:1:56 PRM101"]

    def test_equal_findings_have_fingerprints_of_their_own(self, folder: Path) -> None:
        write(folder, a=BAD + BAD)
        findings = json.loads(check("--output-format", "json").stdout)
        assert len({one["fingerprint"] for one in findings}) == len(findings) == 2
        write(folder, a="\n" + BAD + BAD)
        moved = json.loads(check("--output-format", "json").stdout)
        assert [one["fingerprint"] for one in moved] == [one["fingerprint"] for one in findings]


class TestEditors:
    @pytest.mark.parametrize(
        "line",
        [
            "check --force-exclude --quiet --stdin-filename {0} --no-fix --output-format json -",
            "check -q --no-fix --output-format json --stdin-filename {0} -",
            "check --no-cache --output-format json --stdin-filename {0} -",
        ],
    )
    def test_json_from_standard_input(self, line: str, folder: Path) -> None:
        arguments = line.format(folder / "a.py").split()
        assert [one["code"] for one in json.loads(run(*arguments, text=BAD).stdout)] == ["PRM101"]
        clean = run(*arguments, text=GOOD)
        assert (clean.exit_code, clean.stdout) == (0, "[]\n")

    def test_concise_lines_fit_the_error_formats(self, folder: Path) -> None:
        result = run("check", "--output-format", "concise", "--quiet", "-", text=BAD)
        path, row, column, message = result.stdout.split(":", 3)
        assert (path, row, column, message[:8]) == ("-", "1", "56", " PRM101 ")
        assert result.stdout.count("\n") == 1

    def test_version_is_plain(self) -> None:
        assert run("--version").stdout == f"promptlint {promptlint.__version__}\n"


class TestColour:
    @pytest.mark.parametrize(
        ("arguments", "env", "coloured"),
        [
            ([], {}, False),
            (["--color", "always"], {}, True),
            (["--color", "always"], {"NO_COLOR": "1"}, True),
            (["--color", "never"], {"FORCE_COLOR": "1"}, False),
            ([], {"FORCE_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": ""}, False),
            ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ],
    )
    def test_the_option_decides_then_the_environment(
        self, arguments: list[str], env: dict[str, str], coloured: bool, folder: Path
    ) -> None:
        write(folder, bad=BAD)
        result = check(*arguments, env=env)
        assert ("\x1b[" in result.stdout) is coloured

    def test_json_has_none(self, folder: Path) -> None:
        write(folder, bad=BAD)
        assert "\x1b[" not in check("--color", "always", "--output-format", "json").stdout


class TestRules:
    def test_rules_lists_every_rule_on_one_line(self) -> None:
        lines = run("rules").stdout.splitlines()
        assert len(lines) == len(list((Path(__file__).parents[1] / "rules").glob("PRM*.md")))
        assert lines[0].split()[:2] == ["PRM101", "clock-before-static"]
        assert all(line[:6] < following[:6] for line, following in pairwise(lines))

    @pytest.mark.parametrize("word", ["PRM101", "prm101", "clock-before-static"])
    def test_rule_explains_by_code_and_name(self, word: str) -> None:
        text = run("rule", word).stdout
        assert text.startswith("# clock-before-static (PRM101)\n")
        assert text.index("## What it does") < text.index("## Example") < text.index("## Use instead")
        assert "\n```python\n" in text

    def test_an_unknown_rule_is_answered_with_the_closest(self) -> None:
        result = run("rule", "clock-before-statics")
        assert result.exit_code == 2
        assert result.stderr == "error: there is no rule `clock-before-statics`; the closest is `clock-before-static`\n"


class TestLayout:
    def test_draws_each_prompt_with_its_break(self, folder: Path) -> None:
        write(folder, a=BAD)
        text = run("layout", "a.py").stdout
        assert "OpenAI responses  a.py:1:56" in text
        assert (
            "model gpt-4o, profile classic: the longest common prefix is cached from 1,024 tokens, in steps of 128"
            in text
        )
        assert "{datetime.now()}  a.py:1:56" in text
        assert "^ the cache breaks here, between any two requests" in text
        assert "^ the minimum of 1,024 tokens is reached here" in text
        assert "0 tokens cached now, 1,408 at best, between any two requests" in text

    def test_a_line_chooses(self, folder: Path) -> None:
        write(folder, a=BAD + BAD + "x = 1\n")
        assert run("layout", "a.py").stdout.count("OpenAI responses") == 2
        assert "OpenAI responses  a.py:2:56" in run("layout", "a.py:2").stdout
        nothing = run("layout", "a.py:3")
        assert (nothing.exit_code, nothing.stdout) == (0, "")
        assert nothing.stderr == "a.py:3: no prompts found; prompts are sent from lines 1 and 2\n"

    def test_a_file_without_prompts_and_a_missing_one(self, folder: Path) -> None:
        write(folder, a=GOOD)
        assert run("layout", "a.py").stderr == "a.py: no prompts found\n"
        assert run("layout", "gone.py:7").exit_code == 2

    def test_the_provider_decides_on_the_profile(self, folder: Path) -> None:
        write(folder, a=BAD)
        assert "model gpt-4o, profile azure: " in run("layout", "a.py", "--provider", "azure").stdout
        assert "profile ollama: " in run("layout", "a.py", "--provider", "ollama").stdout
        wrong = run("layout", "a.py", "--provider", "azur")
        assert (wrong.exit_code, wrong.stdout) == (2, "")
        assert "there is no provider `azur`; the closest is `azure`" in wrong.stderr

    def test_tables_of_models_decide_on_the_profile(self, folder: Path) -> None:
        write(folder, a=BAD)
        (folder / "pyproject.toml").write_text('[[tool.promptlint.models]]\nmatch = "gpt-*"\nminimum = 4321\n')
        assert "is cached from 4,321 tokens, in steps of 128" in run("layout", "a.py").stdout

    def test_settings_that_name_what_there_is_not_are_told_even_without_prompts(self, folder: Path) -> None:
        write(folder, a="x = 1\n")
        (folder / "pyproject.toml").write_text('[[tool.promptlint.models]]\nmatch = "gpt-*"\nfamily = "clasic"\n')
        wrong = run("check")
        assert (wrong.exit_code, wrong.stdout) == (2, "")
        assert "of `gpt-*`: there is no family `clasic`; the closest is `classic`" in wrong.stderr
        wrong = run("check", "--isolated", "--provider", "azur")
        assert (wrong.exit_code, wrong.stdout) == (2, "")

    def test_the_model_decides_on_the_profile(self, folder: Path) -> None:
        write(folder, a=BAD)
        text = run("layout", "a.py", "--model", "claude-sonnet-4-5").stdout
        assert "a prefix that an explicit breakpoint ends is cached" in text


@pytest.mark.parametrize(
    "arguments", [["-h"], ["check", "-h"], ["layout", "-h"], ["rule", "-h"], ["rules", "--help"], ["models", "-h"]]
)
def test_help_everywhere(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: promptlint")


def test_a_narrow_locale_does_not_break_the_output(folder: Path) -> None:
    write(folder, a="x = '\N{GRINNING FACE}'\ndef f(:\n")
    env = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "PYTHONPATH": str(Path(promptlint.__file__).parents[1]),
    }
    command = [sys.executable, "-m", "promptlint", "check", "a.py"]
    result = subprocess.run(command, capture_output=True, env=env, text=True, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_version_starts_without_the_slow_imports() -> None:
    slow = {"libcst", "tiktoken", "yaml", "jinja2", "pathspec", "promptlint.engine"}
    code = "import sys, promptlint.cli; print(*sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(Path(promptlint.__file__).parents[1])}
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout
    assert slow.isdisjoint(loaded.split())


def test_a_folder_that_cannot_be_listed_is_a_finding(folder: Path) -> None:
    closed = Unlisted(str(folder / "closed"), "Permission denied")
    report = engine(settings_at({}), str(folder)).check(Discovery((), (closed,)))
    assert [(one.code, one.place.path, one.message) for one in report.findings] == [
        ("PRM903", closed.path, "the files of this folder cannot be listed: Permission denied")
    ]
