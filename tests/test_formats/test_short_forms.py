"""Short forms of a format: one thing where a list of them may stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_formats.reading import found


@pytest.mark.parametrize("prompts", ["file://one.txt", "['file://one.txt']", "{raw: 'file://one.txt'}"])
def test_the_only_prompt_of_a_configuration_needs_no_list(prompts: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "promptfooconfig.yaml").write_text(f"providers: openai:gpt-4o\nprompts: {prompts}\n")
    (folder / "one.txt").write_text(
        f"Ask {{{{user_name}}}}. {'You answer questions about the orders of a shop. ' * 8}\n"
    )
    assert [(at.path, at.row, at.column, at.code) for at in found(folder)] == [("one.txt", 1, 5, "PRM104")]


@pytest.mark.parametrize(
    "prompts",
    [
        "[{id: 'file://one.txt', label: first}]",
        "[{id: first, raw: 'file://one.txt'}]",
        "[{raw: 'file://one.txt', id: 'file://none.txt'}]",
        "{'file://one.txt': 'for {{user_name}}, the first'}",
    ],
)
def test_a_prompt_is_told_from_its_label(prompts: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "promptfooconfig.yaml").write_text(f"providers: openai:gpt-4o\nprompts: {prompts}\n")
    (folder / "one.txt").write_text(
        f"Ask {{{{user_name}}}}. {'You answer questions about the orders of a shop. ' * 8}\n"
    )
    assert [(at.path, at.row, at.column, at.code) for at in found(folder)] == [("one.txt", 1, 5, "PRM104")]


def test_each_line_of_a_file_may_be_a_prompt(tmp_path: Path) -> None:
    folder, rules = tmp_path / "files", "You answer questions about the orders of a shop. " * 8
    folder.mkdir()
    (folder / "promptfooconfig.yaml").write_text("providers: openai:gpt-4o\nprompts: file://all.jsonl\n")
    lines = (
        f'[{{"role": "system", "content": "{rules}"}}, {{"role": "user", "content": "{{{{user_name}}}}"}}]',
        f'[{{"role": "system", "content": "Now {{{{current_time}}}}. {rules}"}}]',
    )
    (folder / "all.jsonl").write_text("".join(f"{line}\n" for line in lines))
    at = 1 + lines[1].index("{{current")
    assert [(at.path, at.row, at.column, at.code) for at in found(folder)] == [("all.jsonl", 2, at, "PRM101")]
