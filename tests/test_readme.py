"""The README: its commands, options, keys and defaults are real, and its output is what the program prints.

`PROMPTLINT_UPDATE_GOLDEN=1 pytest tests/test_readme.py` writes the output of each console block anew.
"""

import ast
import dataclasses
import os
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest
import yaml
from click.testing import CliRunner

from promptlint import rulepage
from promptlint.cli import main
from promptlint.providers import profile_for
from promptlint.selection import fixing
from promptlint.settings import Settings, settings_at

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "examples").rglob("*.py"))
PROMPT_FILES = sorted(path for end in ("yaml", "j2") for path in (ROOT / "examples").rglob(f"*.{end}"))
UNCACHED = "_uncached"

_CONSOLE = re.compile(r"^```console\n\$ (promptlint .*)\n((?:.*\n)*?)```$", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)\n((?:.*\n)*?)```$", re.MULTILINE)
_ROW = re.compile(r"^\| `(?P<key>[a-z-]+)` \|(?P<default>[^|]*)\|(?P<option>[^|]*)\|", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#]+)\)")


pytestmark = pytest.mark.usefixtures("plain_examples")


def output(command: str) -> str:
    """Return what a command line of the README prints, to both streams."""
    program, *arguments = shlex.split(command)
    assert program == "promptlint"
    lines = CliRunner().invoke(main, arguments).output.splitlines()
    return "".join(f"{line}\n" for line in lines).rstrip("\n") + "\n"


def blocks(language: str) -> list[str]:
    return [body for found, body in _FENCE.findall(TEXT) if found == language]


def section(heading: str) -> str:
    return TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    "command",
    [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/promptlint check examples/",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest -n auto",
    ],
)
def test_the_commands_stand_near_the_top(command: str) -> None:
    assert command in TEXT.split("\n## ")[0].splitlines()


def test_the_console_blocks_show_what_the_program_prints() -> None:
    shown = _CONSOLE.findall(TEXT)
    assert len(shown) == TEXT.count("```console") > 0
    printed = {command: output(command) for command, _ in shown}
    if "PROMPTLINT_UPDATE_GOLDEN" in os.environ:
        new = _CONSOLE.sub(lambda block: f"```console\n$ {block[1]}\n{printed[block[1]]}```", TEXT)
        README.write_text(new, encoding="utf-8")
    else:
        assert dict(shown) == printed


def test_the_command_lines_of_the_shell_blocks_parse() -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("promptlint ")]
    assert len(lines) >= 8
    for line in lines:
        name, *arguments = shlex.split(line.partition("<")[0], comments=True)[1:]
        command = main.commands[name]
        command.make_context(name, arguments, parent=main.make_context("promptlint", [name], resilient_parsing=True))


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_option_is_documented(name: str) -> None:
    missing = {option for option in options(main.commands[name]) if not re.search(rf"{option}\b", TEXT)}
    assert missing == set()


def options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from (option for option in parameter.opts if option.startswith("--"))


def test_the_configuration_table_holds_every_key_with_its_option_and_default() -> None:
    rows = {row["key"]: row for row in _ROW.finditer(section("Configuration"))}
    fields = {field.name.replace("_", "-"): field.default for field in dataclasses.fields(Settings)}
    assert set(rows) == set(fields)
    given = {key: row["option"].strip(" `") for key, row in rows.items()}
    assert {key: option for key, option in given.items() if option} == {
        option[2:]: option for option in options(main.commands["check"]) if option[2:] in fields
    }
    assert {key: default(row["default"].strip(" `")) for key, row in rows.items()} == fields


def default(cell: str) -> object:
    """Return a cell of the table as a setting; an empty one is None."""
    value = tomllib.loads(f"x = {cell}")["x"] if cell else None
    return tuple(value) if isinstance(value, list) else value


def test_the_configuration_example_is_valid(tmp_path: Path) -> None:
    fixes, example, models = blocks("toml")
    (tmp_path / "fixes").mkdir()
    (tmp_path / "fixes" / "pyproject.toml").write_text(fixes, encoding="utf-8")
    chosen = fixing(settings_at({})(str(tmp_path / "fixes")), (("PRM101", "clock-before-static"), ("PRM201", "x")))
    assert (chosen.fixable, chosen.safe, chosen.unsafe) == ({"PRM101"}, {"PRM101"}, frozenset())
    (tmp_path / "pyproject.toml").write_text(example, encoding="utf-8")
    assert settings_at({})(str(tmp_path)).ignore == ("date-before-static",)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pyproject.toml").write_text(models, encoding="utf-8")
    settings = settings_at({})(str(tmp_path / "other"))
    found, _ = profile_for(("our-gateway-7",), None, provider=settings.provider, settings=settings.models)
    assert (found.id, found.minimum, found.price.input, found.assumed) == ("anthropic", 2048, 4.0, False)


def test_the_hook_snippet_names_the_hooks() -> None:
    (snippet,) = (block for block in blocks("yaml") if block.startswith("repos:"))
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repository,) = yaml.safe_load(snippet)["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == {hook["id"] for hook in offered}


def test_links_lead_somewhere_and_the_rules_are_counted() -> None:
    links = [link for link in _LINK.findall(TEXT) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert f"There are {len(rulepage.load_pages())} rules" in TEXT


def test_each_suppression_shown_names_rules_that_there_are() -> None:
    names = [name for names in re.findall(r"# promptlint: ignore ([\w -]+)", TEXT) for name in names.split()]
    assert names
    assert [name for name in names if not rulepage.find_page(name)] == []


def test_the_examples_report_every_bad_prompt_once_and_no_good_one() -> None:
    lines = output("promptlint check --quiet --show-info --output-format concise examples/").splitlines()
    found = [line.split(": ", 1)[0].rsplit(":", 2)[:2] for line in lines]
    assert sorted(prompt_at(ROOT / path, int(row)) for path, row in found) == sorted(
        name for path in (*EXAMPLES, *PROMPT_FILES) for name in prompts_of(path) if name.endswith(UNCACHED)
    )
    assert len({line.split(": ")[1].split()[0] for line in lines}) == len(lines)


def prompts_of(path: Path) -> dict[str, range]:
    """Return the rows of the functions of a program, of the keys of settings that have messages, and of templates."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".j2":
        return {path.stem: range(1, text.count("\n") + 1)}
    if path.suffix == ".yaml":
        pairs = yaml.compose(text).value
        return {key.value: range(key.start_mark.line + 1, value.end_mark.line + 1) for key, value in pairs[1:]}
    return {
        node.name: range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def prompt_at(path: Path, row: int) -> str:
    """Return the name of the example that holds a line."""
    return next(name for name, rows in prompts_of(path).items() if row in rows)


def test_each_bad_example_has_a_good_twin() -> None:
    names = [name for path in (*EXAMPLES, *PROMPT_FILES) for name in prompts_of(path)]
    bad = [name for name in names if name.endswith(UNCACHED)]
    assert sorted(names) == sorted(bad + [name.removesuffix(UNCACHED) for name in bad])


def test_the_examples_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, members in {
        "openai": ["OpenAI"],
        "openai.types": [],
        "openai.types.chat": ["ChatCompletion"],
        "openai.types.responses": ["Response"],
        "anthropic": ["Anthropic"],
        "anthropic.types": ["Message"],
    }.items():
        module = ModuleType(name)
        vars(module).update(dict.fromkeys(members, object))
        monkeypatch.setitem(sys.modules, name, module)
    for path in EXAMPLES:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {"__name__": path.stem})


def test_the_repository_itself_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert CliRunner().invoke(main, ["check", "--quiet"]).output == ""
