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
