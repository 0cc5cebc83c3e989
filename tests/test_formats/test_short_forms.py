"""Short forms of a format: one thing where a list of them may stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_formats.reading import found, write

_RULES = "You answer questions about the orders of a shop. " * 8


def told(folder: Path, prompts: str, files: dict[str, str]) -> list[tuple[str, int, int, str]]:
    config = {"promptfooconfig.yaml": f"providers: openai:gpt-4o\nprompts: {prompts}\n"}
    return [(at.path, at.row, at.column, at.code) for at in found(write(folder / "files", {**config, **files}))]


@pytest.mark.parametrize("prompts", ["file://one.txt", "['file://one.txt']", "{raw: 'file://one.txt'}"])
def test_the_only_prompt_of_a_configuration_needs_no_list(prompts: str, tmp_path: Path) -> None:
    assert told(tmp_path, prompts, {"one.txt": f"Ask {{{{user_name}}}}. {_RULES}\n"}) == [("one.txt", 1, 5, "PRM104")]


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
    assert told(tmp_path, prompts, {"one.txt": f"Ask {{{{user_name}}}}. {_RULES}\n"}) == [("one.txt", 1, 5, "PRM104")]


def test_each_line_of_a_file_may_be_a_prompt(tmp_path: Path) -> None:
    lines = (
        f'[{{"role": "system", "content": "{_RULES}"}}, {{"role": "user", "content": "{{{{user_name}}}}"}}]',
        f'[{{"role": "system", "content": "Now {{{{current_time}}}}. {_RULES}"}}]',
    )
    files = {"all.jsonl": "".join(f"{line}\n" for line in lines)}
    expected = [("all.jsonl", 2, 1 + lines[1].index("{{current"), "PRM101")]
    assert told(tmp_path, "file://all.jsonl", files) == expected
