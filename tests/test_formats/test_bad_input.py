"""Prompt files that cannot be read: one finding that says where, and neither a hang nor a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_formats.reading import found

_TEXT = "You answer questions about the orders of a shop that sells books, and you never promise an exact date."
_BOMB = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}' if n else 'lol'] * 9)}]" for n in range(12))


def told(folder: Path, **files: str) -> list[tuple[str, int, int, str]]:
    for name, text in files.items():
        path = folder / "files" / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [(at.path, at.row, at.column, at.code) for at in found(folder / "files")]


@pytest.mark.parametrize(
    "text", [f"{_BOMB}\nprompts: *l11\nproviders: x\n", f"prompts: &a [*a, 'Hi {{{{ now }}}} {_TEXT}']\nproviders: x\n"]
)
def test_aliases_that_name_billions_or_themselves_do_not_hang(text: str, tmp_path: Path) -> None:
    assert all(code == "PRM900" for *_, code in told(tmp_path, promptfooconfig_dot_yaml=text))


def test_a_tag_that_would_construct_an_object_is_never_followed(tmp_path: Path) -> None:
    text = f"system_prompt: !!python/object/apply:os.system ['touch {tmp_path}/made']\nprompt: 'It is {{now}}.\n\n  {_TEXT}'\n"
    assert told(tmp_path, assistant_dot_yaml=text) == [("assistant.yaml", 2, 16, "PRM101")]
    assert not (tmp_path / "made").exists()


def test_a_template_that_includes_itself_is_told_and_ends(tmp_path: Path) -> None:
    text = f'{_TEXT}\n{{% include "system.j2" %}}\n'
    assert told(tmp_path, prompts__system_dot_j2=text) == [("prompts/system.j2", 2, 1, "PRM900")]


def test_a_template_that_includes_itself_on_some_way_only_is_fine(tmp_path: Path) -> None:
    text = f'{_TEXT}\n{{% if deep %}}{{% include "system.j2" %}}{{% endif %}}\n'
    assert told(tmp_path, prompts__system_dot_j2=text) == []


def test_a_missing_include_is_told_where_it_stands(tmp_path: Path) -> None:
    text = f'{_TEXT}\n{{% include "rules.j2" %}}\n{{% include "maybe.j2" ignore missing %}}\n'
    assert told(tmp_path, prompts__system_dot_j2=text) == [("prompts/system.j2", 2, 1, "PRM904")]
