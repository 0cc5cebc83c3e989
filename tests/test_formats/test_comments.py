"""Comments in prompt files speak to promptlint as those of Python do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_formats.reading import found, write

PROMPT = (
    "You are a careful assistant of a library. Answer in full sentences and cite the shelf of each book that you name."
)


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("assistant.yaml", "system_prompt: |\n  It is {{{{ now() }}}}.\n  {prompt}\n", [2]),
        (
            "assistant.yaml",
            "# promptlint: ignore clock-before-static\nsystem_prompt: |\n  It is {{{{ now() }}}}.\n  {prompt}\n",
            [],
        ),
        ("prompts/system.j2", "It is {{{{ now() }}}}.\n{prompt}\n", [1]),
        ("prompts/system.j2", "{{# promptlint: ignore clock-before-static #}}\nIt is {{{{ now() }}}}.\n{prompt}\n", []),
        ("prompts/system.hbs", "It is {{{{current_time}}}}.\n{prompt}\n", [1]),
        (
            "prompts/system.hbs",
            "{{{{! promptlint: ignore clock-before-static }}}}\nIt is {{{{current_time}}}}.\n{prompt}\n",
            [],
        ),
        (
            "prompts/system.hbs",
            "{{{{!-- promptlint: ignore clock-before-static --}}}}\nIt is {{{{current_time}}}}.\n{prompt}\n",
            [],
        ),
        (
            "prompts/system.mustache",
            "It is {{{{current_time}}}}. {{{{! promptlint: ignore clock-before-static }}}}\n{prompt}\n",
            [],
        ),
        (
            "prompts/system.hbs",
            "{{{{! promptlint: ignore clock-before-static }}}}\n{{{{#with x}}}}\nIt is\n{{{{@root.current_time}}}}.\n{{{{/with}}}}\n{prompt}\n",
            [],
        ),
        (
            "prompts/system.hbs",
            "{{{{#with x}}}}\nIt is\n{{{{@root.current_time}}}}.\n{{{{/with}}}}\n{prompt}\n",
            [3],
        ),
        ("prompts/system.liquid", "It is {{{{ 'now' | date: '%H:%M' }}}}.\n{prompt}\n", [1]),
        (
            "prompts/system.liquid",
            "{{% # promptlint: ignore clock-before-static %}}\nIt is {{{{ 'now' | date: '%H:%M' }}}}.\n{prompt}\n",
            [],
        ),
        (
            "prompts/system.liquid",
            "{{%- comment -%}} promptlint: ignore clock-before-static {{%- endcomment -%}}\nIt is {{{{ 'now' | date: '%H:%M' }}}}.\n{prompt}\n",
            [],
        ),
        (
            "greet.prompt",
            "---\nmodel: x\n---\n{{{{! promptlint: ignore clock-before-static }}}}\nIt is {{{{current_time}}}}.\n{prompt}\n",
            [],
        ),
        (
            "greet.prompty",
            "---\nmodel: x\n---\nsystem:\n{{# promptlint: ignore clock-before-static #}}\nIt is {{{{current_time}}}}.\n{prompt}\n",
            [],
        ),
        (
            "chat.yaml",
            "template_format: handlebars\nexecution_settings: {{}}\ntemplate: |\n  {{{{!-- promptlint: ignore clock-before-static --}}}}\n  It is {{{{current_time}}}}.\n  {prompt}\n",
            [],
        ),
        (
            "chat.yaml",
            "template_format: handlebars\nexecution_settings: {{}}\ntemplate: |\n  It is {{{{current_time}}}}.\n  {prompt}\n",
            [4],
        ),
    ],
)
def test_a_finding_in_a_prompt_file_is_ignored_by_a_comment(
    name: str, text: str, rows: list[int], tmp_path: Path
) -> None:
    folder = write(tmp_path / "files", {name: text.format(prompt=PROMPT)})
    assert [(at.path, at.row, at.code) for at in found(folder, "--show-info")] == [
        (name, row, "PRM101") for row in rows
    ]
