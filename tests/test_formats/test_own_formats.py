"""Formats of users: the same file, read before the catalogue's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main

_FORMAT = """
paths: _where
statements: {say: {end: endsay}}
formats:
  - name: shop prompt
    files: ["*.shop"]
    reader: frontmatter
    syntax: jinja2
    roles: system user
    first: system
    stripped: true
    slots: {body: messages}
    models: [model]
  - name: shop list
    files: ["*.list.yaml"]
    keys: {shop: ""}
    syntax: f-string
    syntax_key: kind
    syntaxes: {j: jinja2}
    texts: {f: text, j: jinja}
    separators: {.txt: "====="}
    links: "see:"
    element: turn
    slots: {shop: messages, texts: messages}
"""
_RULES = "Verify the order number before you discuss a refund, and never promise an exact date to any of our customers."


def found(folder: Path, formats: str = _FORMAT, **files: str) -> tuple[list[tuple[str, int, int, str]], str]:
    (folder / "lint" / "catalog").mkdir(parents=True)
    (folder / "lint" / "catalog" / "formats.yaml").write_text(formats)
    (folder / "pyproject.toml").write_text('[tool.promptlint]\nrules = ["lint"]\nmodel = "example"\n')
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    arguments = ["check", "--no-cache", "--quiet", "--output-format", "json"]
    result = CliRunner().invoke(main, [*arguments, str(folder)], catch_exceptions=False)
    told = json.loads(result.stdout) if result.exit_code in (0, 1) else []
    at = [(Path(each["filename"]).name, *each["location"].values(), each["code"]) for each in told]
    return sorted(at), result.stderr


def test_role_lines_and_statements(tmp_path: Path) -> None:
    text = f"---\nmodel: x\n---\n# system:\nIt is {{{{ current_time }}}}.\n{{% say %}}{_RULES}{{% endsay %}}\nuser:\n{{{{ q }}}}\n"
    assert found(tmp_path, a_shop=text) == ([("a.shop", 5, 7, "PRM101")], "")


def test_texts_by_languages_and_elements_and_parts_of_files(tmp_path: Path) -> None:
    text = f"""
shop:
  - {{role: system, kind: j, jinja: "It is {{{{ current_time }}}}. {_RULES}", text: "{{broken"}}
  - {{role: user, text: "{{q}}", jinja: "{{% if"}}
texts: see:b.txt
"""
    other = f"{_RULES}\n=====\nSession {{session_id}}. <turn role='system'>{_RULES}</turn>\n"
    expected = [("a.list.yaml", 3, 43, "PRM101"), ("b.txt", 3, 9, "PRM105")]
    assert found(tmp_path, a_list_yaml=text, b_txt=other) == (expected, "")


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("statements: {say: {ends: x}}", "ends"),
        ("formats: [{name: x, files: ['*.x'], function: y}]", "function"),
        ("formats: [{name: x, files: ['*.x'], separators: [a]}]", "separators"),
        ("formats: [{name: x, files: ['*.x'], stripped: maybe}]", "stripped"),
        ("formats: [{name: x, files: ['*.x'], slots: {a: rust}}]", "rust"),
        ("formats: [{name: x, files: ['*.x'], syntax: jinja3}]", "jinja3"),
        ("formats: [{name: x, files: ['*.x'], syntaxes: {a: jinja2, b: moustache}}]", "moustache"),
    ],
)
def test_what_is_wrong_in_a_format_is_told(written: str, wrong: str, tmp_path: Path) -> None:
    told, error = found(tmp_path, f"{written}\n")
    assert (told, wrong in error, "formats.yaml" in error) == ([], True, True)
