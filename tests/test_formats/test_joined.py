"""Prompt files beside the programs that read them: each text is told once, as the program sends it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tests.test_formats.reading import At, found, write

_RULES = """
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.
Quote the relevant section of the policy, and keep the reply under one hundred words whatever the question is.
"""


def project(folder: Path, files: dict[str, str]) -> Path:
    return write(folder / "files", {name: textwrap.dedent(text) for name, text in files.items()})


PROGRAM = """
    from datetime import datetime
    from pathlib import Path

    import yaml
    from openai import OpenAI

    PROMPTS = yaml.safe_load(Path("prompts/support.yaml").read_text())


    def answer(question):
        system = PROMPTS["system_prompt"].format(topic={topic})
        return OpenAI().responses.create(model="gpt-4o", instructions=system, input=question)
"""
DOCUMENT = "# For the shop.\nsystem_prompt: |\n  About {topic}.\n" + textwrap.indent(_RULES.strip(), "  ") + "\n"


def test_what_a_program_puts_in_is_told_at_the_placeholder_once(tmp_path: Path) -> None:
    files = {"app.py": PROGRAM.format(topic="datetime.now()"), "prompts/support.yaml": DOCUMENT}
    folder = project(tmp_path, files)
    expected = [At("prompts/support.yaml", 3, 9, "PRM101", 43)]
    assert found(folder) == expected
    assert found(folder, paths=("app.py",)) == expected
    assert found(folder, paths=("prompts/support.yaml",)) == expected


def test_a_constant_of_the_program_is_no_value_of_unknown_origin(tmp_path: Path) -> None:
    document = DOCUMENT.replace("{topic}", "{user_name}")
    program = PROGRAM.format(topic="0").replace("topic=0", 'user_name="Ann"')
    folder = project(tmp_path, {"app.py": program, "prompts/support.yaml": document})
    assert found(folder) == []
    assert found(folder, paths=("prompts/support.yaml",)) == []


def test_without_a_program_the_name_of_the_placeholder_speaks(tmp_path: Path) -> None:
    folder = project(tmp_path, {"prompts/support.yaml": DOCUMENT.replace("{topic}", "{user_name}")})
    assert found(folder) == [At("prompts/support.yaml", 3, 9, "PRM104", 43)]


def test_what_one_text_is_sent_as_says_nothing_of_the_others(tmp_path: Path) -> None:
    document = DOCUMENT + DOCUMENT.replace("system_prompt", "judge_prompt").replace("{topic}", "{user_name}")
    files = {"app.py": PROGRAM.format(topic='"parcels"'), "prompts/support.yaml": document}
    assert found(project(tmp_path, files)) == [At("prompts/support.yaml", 8, 9, "PRM104", 43)]


@pytest.mark.parametrize("name", ["system.md", "system.txt", "system.j2"])
def test_a_file_that_a_helper_finds_by_its_folder_and_end(name: str, tmp_path: Path) -> None:
    stem, _, end = name.partition(".")
    placeholder, fill = ("{{ topic }}", "Template(text).render") if end == "j2" else ("{topic}", "text.format")
    program = f"""
        from datetime import datetime
        from pathlib import Path

        from jinja2 import Template
        from openai import OpenAI


        def load(name):
            return Path(__file__).with_name("prompts").joinpath(name + ".{end}").read_text()


        def answer(question):
            text = load("{stem}")
            system = {fill}(topic=datetime.now())
            return OpenAI().responses.create(model="gpt-4o", instructions=system, input=question)
    """
    folder = project(tmp_path, {"app.py": program, f"prompts/{name}": f"About {placeholder}.\n{_RULES.strip()}\n"})
    expected = [At(f"prompts/{name}", 1, 7, "PRM101", 43)]
    assert found(folder) == expected
    assert found(folder, paths=(f"prompts/{name}",)) == expected
