"""`promptlint check --fix` and `--diff`: what they change, what they tell, and that they change nothing else."""

import json
import os
import random
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import promptlint
from promptlint.cli import main
from promptlint.rounds import ROUNDS
from tests import fixing

UNSAFE = 'client.responses.create(model="gpt-4o", instructions=f"{now} {RULES}", input=q)\n'
UNSAFE_FIXED = 'client.responses.create(model="gpt-4o", instructions=f"{RULES} {now}", input=q)\n'
SAFE, SAFE_FIXED = UNSAFE.replace("now", "user"), UNSAFE_FIXED.replace("now", "user")
CLEAN = UNSAFE.replace("{now} ", "")
GAIN = "Cacheable prefix: 0 → 1,408 tokens"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(sys.modules, "promptlint.link", sys.modules.get("promptlint.link"))
    fixing.install(monkeypatch.setattr)
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(folder: Path, **texts: str | bytes) -> None:
    for name, text in texts.items():
        (folder / f"{name}.py").write_bytes(text if isinstance(text, bytes) else text.encode())


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted(folder.rglob("*")) if path.is_file()}


def check(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=text, catch_exceptions=False)


def summary(result: Result) -> str:
    """Return what is told of the findings."""
    return result.stderr.splitlines()[-2]


class TestFix:
    def test_safe_fixes_are_applied_and_unsafe_ones_are_offered(self, folder: Path) -> None:
        write(folder, a=SAFE + UNSAFE, b=SAFE, c=UNSAFE, d=CLEAN)
        result = check("--fix", "--output-format", "concise")
        assert read(folder) == {"a.py": SAFE_FIXED + UNSAFE, "b.py": SAFE_FIXED, "c.py": UNSAFE, "d.py": CLEAN}
        assert [line.split(" `")[0] for line in result.stdout.splitlines()] == [
            "a.py:2:57: PRM101",
            "c.py:1:57: PRM101",
        ]
        assert summary(result) == (
            "Found 4 problems (2 fixed, 2 fixable with --unsafe-fixes). "
            "Cacheable prefix: 0 → 2,816 tokens. Left: 2 errors"
        )
        assert result.exit_code == 1

    def test_all_are_applied_with_unsafe_fixes(self, folder: Path) -> None:
        write(folder, a=SAFE + UNSAFE)
        result = check("--fix", "--unsafe-fixes")
        assert read(folder) == {"a.py": SAFE_FIXED + UNSAFE_FIXED}
        assert (result.exit_code, result.stdout) == (0, "")
        assert summary(result) == "Found 2 problems (2 fixed). Cacheable prefix: 0 → 2,816 tokens"
        again = check("--fix", "--unsafe-fixes")
        assert (again.exit_code, again.stdout) == (0, "")
        assert again.stderr == "Checked 1 file: 2 prompts\n"
        assert read(folder) == {"a.py": SAFE_FIXED + UNSAFE_FIXED}

    def test_without_fix_nothing_is_written_and_the_summary_says_what_is_fixable(self, folder: Path) -> None:
        write(folder, a=SAFE + UNSAFE + UNSAFE)
        assert (
            summary(check()) == "Found 2 errors and 1 warning (1 fixable with --fix, 2 more with --fix --unsafe-fixes)"
        )
        assert summary(check("--unsafe-fixes")) == "Found 2 errors and 1 warning (3 fixable with --fix)"
        write(folder, a=UNSAFE)
        assert summary(check()) == "Found 1 error (1 fixable with --fix --unsafe-fixes)"
        assert summary(check("--fix")) == "Found 1 error (1 fixable with --unsafe-fixes)"
        assert read(folder) == {"a.py": UNSAFE}

    def test_no_fix_wins_over_the_configuration(self, folder: Path) -> None:
        write(folder, a=SAFE)
        (folder / "pyproject.toml").write_text("[tool.promptlint]\nfix = true\n", encoding="utf-8")
        assert check("--no-fix").exit_code == 1
        assert read(folder)["a.py"] == SAFE
        assert check().exit_code == 0
        assert read(folder)["a.py"] == SAFE_FIXED

    def test_fix_only_leaves_out_what_stays(self, folder: Path) -> None:
        write(folder, a=SAFE + UNSAFE)
        result = check("--fix-only")
        assert (result.exit_code, result.stdout) == (0, "")
        assert summary(result) == f"Fixed 1 problem (1 more with --unsafe-fixes). {GAIN}"
        assert read(folder) == {"a.py": SAFE_FIXED + UNSAFE}
        assert check("--fix-only").stderr == "Checked 1 file: 2 prompts\n"

    def test_exit_non_zero_on_fix(self, folder: Path) -> None:
        write(folder, a=SAFE)
        assert check("--fix", "--exit-non-zero-on-fix").exit_code == 1
        assert check("--fix", "--exit-non-zero-on-fix").exit_code == 0
        write(folder, a=SAFE)
        assert check("--fix-only", "--exit-non-zero-on-fix").exit_code == 1
        write(folder, a=SAFE)
        assert check("--fix", "--exit-non-zero-on-fix", "--exit-zero").exit_code == 0

    def test_show_fixes_lists_them(self, folder: Path) -> None:
        write(folder, a=SAFE + UNSAFE + SAFE, b=SAFE)
        result = check("--fix", "--unsafe-fixes", "--show-fixes")
        assert result.stderr.splitlines()[:6] == [
            "Fixed 4 problems:",
            "- a.py:",
            "    1 × PRM101 (clock-before-static)",
            "    2 × PRM104 (user-data-before-static)",
            "- b.py:",
            "    1 × PRM104 (user-data-before-static)",
        ]
        assert "Fixed" not in check("--fix", "--show-fixes").stderr
        write(folder, a=SAFE)
        assert check("--fix", "--show-fixes", "-q").stderr == ""

    def test_suppressed_hidden_and_unselected_findings_are_not_fixed(self, folder: Path) -> None:
        quiet = SAFE.replace("\n", "  # promptlint: ignore PRM104\n")
        write(folder, a=quiet + UNSAFE)
        assert check("--fix", "--unsafe-fixes", "--ignore", "PRM101").exit_code == 0
        assert read(folder) == {"a.py": quiet + UNSAFE}

    def test_only_files_in_the_given_paths_are_changed(self, folder: Path) -> None:
        write(folder, a=SAFE.replace("\n", "  # OTHER\n"), other="xy = 1\n")
        before = read(folder)
        result = check("a.py", "--fix", "--output-format", "json")
        assert read(folder) == before
        assert [one["fix"]["applicability"] for one in json.loads(result.stdout)] == ["display"]
        assert summary(result) == "Found 1 warning"
        assert check("a.py", "other.py", "--fix").exit_code == 0
        assert read(folder) == {"a.py": SAFE_FIXED.replace("\n", "  # OTHER\n"), "other.py": "y = 1\n"}


class TestRules:
    @pytest.mark.parametrize(
        ("table", "fixed", "message"),
        [
            ('unfixable = ["PRM104"]', "", "Found 1 error and 1 warning (1 fixable with --unsafe-fixes)"),
            ('fixable = ["PRM101"]', "", "Found 1 error and 1 warning (1 fixable with --unsafe-fixes)"),
            ('fixable = ["PRM1"]\nunfixable = ["user-data-before-static"]', "", "Found 1 error and 1 warning (1 fix"),
            (
                'fixable = ["PRM104"]\nunfixable = ["PRM1"]',
                "user",
                f"Found 2 problems (1 fixed). {GAIN}. Left: 1 error",
            ),
            ('extend-safe-fixes = ["clock-before-static"]', "user now", "Found 2 problems (2 fixed). Cacheable"),
            ('extend-unsafe-fixes = ["ALL"]', "", "Found 1 error and 1 warning (2 fixable with --unsafe-fixes)"),
            (
                'extend-unsafe-fixes = ["PRM1"]\nextend-safe-fixes = ["PRM104"]',
                "user",
                "Found 2 problems (1 fixed, 1 fix",
            ),
            (
                'extend-unsafe-fixes = ["PRM104"]\nextend-safe-fixes = ["PRM104"]',
                "",
                "Found 1 error and 1 warning (2 fix",
            ),
        ],
    )
    def test_the_configuration_decides_by_rule(self, table: str, fixed: str, message: str, folder: Path) -> None:
        write(folder, a=SAFE + UNSAFE)
        (folder / "pyproject.toml").write_text(f"[tool.promptlint]\n{table}\n", encoding="utf-8")
        assert summary(check("--fix")).startswith(message)
        expected = (SAFE_FIXED if "user" in fixed else SAFE) + (UNSAFE_FIXED if "now" in fixed else UNSAFE)
        assert read(folder)["a.py"] == expected

    def test_the_run_follows_the_keys_for_options(self, folder: Path) -> None:
        table = "[tool.promptlint]\nfix-only = true\nunsafe-fixes = true\nshow-fixes = true\n"
        (folder / "pyproject.toml").write_text(table, encoding="utf-8")
        write(folder, a=UNSAFE)
        result = check()
        assert (result.exit_code, result.stdout) == (0, "")
        assert "1 × PRM101 (clock-before-static)" in result.stderr
        assert check("--no-unsafe-fixes", "--no-show-fixes").exit_code == 0

    @pytest.mark.parametrize(
        ("table", "message"),
        [
            ('fix = "yes"', "`fix` in [tool.promptlint] must be true or false, not the string 'yes'"),
            ("unfixable = true", "`unfixable` in [tool.promptlint] must be a list of strings, not a boolean"),
            ('fixabel = ["ALL"]', "unknown key `fixabel` in [tool.promptlint]; the closest is `fixable`"),
            ('unfixable = ["PRM999"]', "`unfixable` names no rule with `PRM999`; the closest is"),
            ('extend-safe-fixes = ["clock"]', "`extend-safe-fixes` names no rule with `clock`; the closest is"),
        ],
    )
    @pytest.mark.parametrize("option", ["--no-fix", "--fix"])
    def test_2_for_a_wrong_value(self, table: str, message: str, option: str, folder: Path) -> None:
        write(folder, a=CLEAN)
        (folder / "pyproject.toml").write_text(f"[tool.promptlint]\n{table}\n", encoding="utf-8")
        result = check(option)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr


class TestDiff:
    def test_it_shows_what_fix_would_change_and_changes_nothing(self, folder: Path) -> None:
        (folder / "sub").mkdir()
        write(folder, **{"sub/a": "x = 1\n" + SAFE + UNSAFE, "b": CLEAN})
        before = read(folder)
        result = check("--diff")
        assert result.stdout == (
            "--- sub/a.py\n+++ sub/a.py\n@@ -1,3 +1,3 @@\n x = 1\n" + f"-{SAFE}+{SAFE_FIXED} {UNSAFE}"
        )
        assert result.exit_code == 1
        assert summary(result) == f"Would fix 1 problem (1 more with --unsafe-fixes). {GAIN}"
        assert read(folder) == before
        assert check("--diff", "--fix").stdout == result.stdout
        assert read(folder) == before

    def test_0_and_nothing_without_a_fix(self, folder: Path) -> None:
        write(folder, a=UNSAFE)
        result = check("--diff")
        assert (result.exit_code, result.stdout) == (0, "")
        assert summary(result) == "Would fix no problems (1 with --unsafe-fixes)"
        assert check("--diff", "--unsafe-fixes").exit_code == 1
        assert check("--diff", "--unsafe-fixes", "--exit-zero").exit_code == 0

    @pytest.mark.parametrize("tool", ["patch", "git"])
    def test_applied_it_equals_fix(self, tool: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        (folder / "sub dir").mkdir()
        latin = b"# coding: latin-1\nx = '\xe9'\n" + UNSAFE.encode() + b"# \xe9"
        crlf = "\ufeff" + (SAFE + UNSAFE).replace("\n", "\r\n")
        write(
            folder, latin=latin, crlf=crlf, end="x = 1\n" * 9 + UNSAFE.rstrip("\n"), cr="x\n" + SAFE.replace("\n", "\r")
        )
        write(folder, **{"sub dir/b": UNSAFE + "\n" * 20 + SAFE + "\x0c\n# \u2028\n", "é": SAFE, 'q"': UNSAFE})
        cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": [UNSAFE, "x = 1\n", SAFE.rstrip("\n")]}]
        (folder / "demo.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1), encoding="utf-8")
        copy = tmp_path_factory.mktemp("copy")
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        diff = check("--diff", "--unsafe-fixes").stdout_bytes
        command = {"patch": ["patch", "-p0", "--quiet"], "git": ["git", "apply", "-p0", "--whitespace=nowarn"]}[tool]
        subprocess.run(command, cwd=copy, input=diff, check=True)
        assert check("--fix", "--unsafe-fixes").exit_code == 0
        fixed = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        assert fixed == {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*.*")}
        assert len(fixed) == 8
        assert fixed[Path("latin.py")] == latin.replace(b"{now} {RULES}", b"{RULES} {now}")

    def test_colours_are_for_people_only(self, folder: Path) -> None:
        write(folder, a=SAFE + "# \x1b[31m\n")
        lines = check("--diff", "--color", "always").stdout.splitlines()
        assert lines[3] == f"\x1b[31m-{SAFE.rstrip()}\x1b[0m"
        assert lines[5] == " # ␛[31m"


class TestStandardInput:
    def test_the_fixed_text_goes_to_stdout_and_findings_to_stderr(self, folder: Path) -> None:
        text = "\ufeff" + (SAFE + UNSAFE).replace("\n", "\r\n")
        result = check("--fix", "-", "--output-format", "concise", text=text)
        assert result.stdout_bytes.decode() == "\ufeff" + (SAFE_FIXED + UNSAFE).replace("\n", "\r\n")
        assert result.stderr.startswith("-:2:57: PRM101 ")
        assert result.exit_code == 1

    @pytest.mark.parametrize("text", [CLEAN, "", "def f(:\n", UNSAFE])
    def test_the_text_is_unchanged_where_nothing_is_fixed(self, text: str, folder: Path) -> None:
        assert check("--fix", "-q", "--stdin-filename", "a.py", "-", text=text).stdout == text

    def test_the_text_of_an_excluded_file_is_unchanged(self, folder: Path) -> None:
        options = ("--fix", "--stdin-filename", "old/a.py", "--exclude", "old", "--force-exclude", "-")
        result = check(*options, text=SAFE)
        assert (result.exit_code, result.stdout) == (0, SAFE)

    def test_the_file_that_it_stands_for_stays(self, folder: Path) -> None:
        write(folder, a=UNSAFE)
        result = check("--fix", "--stdin-filename", "a.py", "-", text=SAFE)
        assert (result.exit_code, result.stdout) == (0, SAFE_FIXED)
        assert read(folder) == {"a.py": UNSAFE}
        diff = check("--diff", "--stdin-filename", "a.py", "-", text=SAFE)
        assert diff.stdout == f"--- a.py\n+++ a.py\n@@ -1 +1 @@\n-{SAFE}+{SAFE_FIXED}"
        assert diff.exit_code == 1


class TestRounds:
    def test_fixes_that_do_not_settle_are_told_and_kept(self, folder: Path) -> None:
        write(folder, a=SAFE.replace("\n", "  # FLIP\n"), b=SAFE)
        result = check("--fix")
        text = SAFE.replace("{user}", "x" * ROUNDS + "{user}").replace("\n", "  # FLIP\n")
        assert read(folder) == {"a.py": text, "b.py": SAFE_FIXED}
        assert "warning: fixes are still to apply after 10 rounds" in result.stderr
        assert "is kept: a.py: user-data-before-static\n" in result.stderr
        assert summary(result).startswith("Found 2 problems (1 fixed, 1 fixable with --fix)")
        assert result.exit_code == 1

    def test_a_round_that_breaks_a_file_is_taken_back(self, folder: Path) -> None:
        text = SAFE.replace("\n", "  # BREAK\n")
        write(folder, a=text)
        result = check("--fix")
        assert read(folder) == {"a.py": text}
        assert result.stderr.splitlines()[0] == (
            "warning: a.py: the fix of user-data-before-static is not applied: the file could not be read with it"
        )
        assert summary(result) == "Found 1 warning"
        assert result.exit_code == 1

    def test_a_fix_that_the_encoding_has_no_room_for_is_not_applied(self, folder: Path) -> None:
        text = "# coding: latin-1\n" + SAFE.replace("\n", "  # WIDE\n") + SAFE
        write(folder, a=text)
        result = check("--fix")
        assert read(folder) == {"a.py": text.replace(SAFE, SAFE_FIXED)}
        assert "not applied: '\u20ac' cannot be written in iso-8859-1\n" in result.stderr
        assert result.exit_code == 1

    def test_links_to_one_file_are_one_file(self, folder: Path) -> None:
        write(folder, a=SAFE + SAFE)
        (folder / "b.py").symlink_to("a.py")
        result = check("--fix", "a.py", "b.py")
        assert (result.exit_code, result.stdout) == (0, "")
        assert (folder / "a.py").read_text(encoding="utf-8") == SAFE_FIXED * 2
        assert (folder / "b.py").is_symlink()

    def test_a_notebook(self, folder: Path) -> None:
        cell = {"cell_type": "code", "metadata": {"x": 1.50}, "outputs": [], "source": [SAFE, "x = 1"]}
        text = json.dumps({"cells": [cell, cell], "metadata": {}, "nbformat": 4}, indent=2)
        (folder / "a.ipynb").write_text(text, encoding="utf-8")
        assert check("--fix").exit_code == 0
        moved = text.replace("{user} {RULES}", "{RULES} {user}")
        assert (folder / "a.ipynb").read_text(encoding="utf-8") == moved


class TestFiles:
    def test_mode_encoding_mark_endings_and_link_stay(self, folder: Path) -> None:
        (folder / "real").mkdir()
        data = ("\ufeff" + (SAFE + "é = 1\n").replace("\n", "\r\n")).encode()
        (folder / "real" / "a.txt").write_bytes(data)
        (folder / "real" / "a.txt").chmod(0o751)
        (folder / "a.py").symlink_to("real/a.txt")
        assert check("--fix").exit_code == 0
        assert (folder / "a.py").is_symlink()
        assert (folder / "real" / "a.txt").read_bytes() == data.replace(SAFE[:-1].encode(), SAFE_FIXED[:-1].encode())
        assert stat.S_IMODE((folder / "real" / "a.txt").stat().st_mode) == 0o751

    def test_2_for_a_file_that_changed_meanwhile(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(folder, a=SAFE, b=SAFE)
        settled = fixing.Engine.layouts

        def slowly(*arguments: object) -> object:
            write(folder, a="theirs = 1\n")
            return settled(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(fixing.Engine, "layouts", slowly)
        result = check("--fix")
        assert result.exit_code == 2
        assert result.stderr.splitlines()[0] == "error: a.py is not fixed: it changed since it was read"
        assert read(folder) == {"a.py": "theirs = 1\n", "b.py": SAFE_FIXED}
        assert result.stdout.count("PRM104") == 2
        assert summary(result) == f"Found 2 problems (1 fixed). {GAIN}. Left: 1 warning"

    def test_2_for_a_file_that_changed_before_its_fix_was_made(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=SAFE)
        checked = fixing.Engine.check

        def slowly(*arguments: object) -> object:
            report = checked(*arguments)  # type: ignore[arg-type]
            write(folder, a="theirs = 1\n")
            return report

        monkeypatch.setattr(fixing.Engine, "check", slowly)
        result = check("--fix")
        assert result.exit_code == 2
        assert "the fix of user-data-before-static is not applied: it changed since it was read" in result.stderr
        assert read(folder) == {"a.py": "theirs = 1\n"}

    def test_2_for_a_read_only_file(self, folder: Path) -> None:
        write(folder, a=SAFE, b=SAFE)
        (folder / "a.py").chmod(0o444)
        result = check("--fix", "--show-fixes", "--output-format", "concise")
        assert result.exit_code == 2
        assert result.stderr.splitlines()[:3] == [
            "error: a.py is not fixed: it is read-only",
            "Fixed 1 problem:",
            "- b.py:",
        ]
        assert [line.split(" [")[0] for line in result.stdout.splitlines()] == ["a.py:1:57: PRM104"]
        assert summary(result) == f"Found 2 problems (1 fixed). {GAIN}. Left: 1 warning"
        assert read(folder) == {"a.py": SAFE, "b.py": SAFE_FIXED}

    def test_a_fix_of_two_files_is_made_in_both_or_in_none(self, folder: Path) -> None:
        text = SAFE.replace("\n", "  # OTHER\n")
        write(folder, a=text, b=SAFE, other="xy = 1\n")
        (folder / "other.py").chmod(0o444)
        result = check("--fix")
        assert result.exit_code == 2
        assert result.stderr.splitlines()[0] == "error: other.py is not fixed: it is read-only"
        assert read(folder) == {"a.py": text, "b.py": SAFE_FIXED, "other.py": "xy = 1\n"}
        assert summary(result) == f"Found 2 problems (1 fixed). {GAIN}. Left: 1 warning"


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_each_file_is_old_or_new(seed: int, tmp_path: Path) -> None:
    root = Path(promptlint.__file__).parents[1]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(root), os.environ.get("PYTHONPATH", "")))}
    files = [tmp_path / f"m{number}.py" for number in range(150)]
    old, new = SAFE.encode() + b"# x\n" * 5_000, SAFE_FIXED.encode() + b"# x\n" * 5_000
    for path in files:
        path.write_bytes(old)
    command = [sys.executable, "-m", "tests.fixing", "check", "--fix", "-q", "."]
    process = subprocess.Popen(command, cwd=tmp_path, env=env)
    seen = files[random.Random(seed).randrange(75)]
    while process.poll() is None and seen.read_bytes() == old:
        time.sleep(0.0005)
    assert process.poll() is None, "it ended before it was killed"
    process.kill()
    process.wait()
    found = [path.read_bytes() for path in files]
    assert set(found) == {old, new}
    others = {path.name for path in tmp_path.iterdir()} - {path.name for path in files}
    assert all(name.startswith(".promptlint-") and name.endswith(".tmp") for name in others)
    assert len(others) <= 1
    assert subprocess.run(command, cwd=tmp_path, env=env, check=False).returncode == 0
    assert {path.read_bytes() for path in files} == {new}
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in files}
