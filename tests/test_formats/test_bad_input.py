"""Prompt files that cannot be read: one finding that says where, and neither a hang nor a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_formats.reading import found, write

_TEXT = "You answer questions about the orders of a shop that sells books, and you never promise an exact date."
_BOMB = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}' if n else 'lol'] * 9)}]" for n in range(12))


def told(folder: Path, **files: str) -> list[tuple[str, int, int, str]]:
    named = {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    return [(at.path, at.row, at.column, at.code) for at in found(write(folder / "files", named))]


def test_aliases_that_stand_for_billions_are_told(tmp_path: Path) -> None:
    text = f"{_BOMB}\nprompts: *l11\nproviders: x\n"
    assert told(tmp_path, promptfooconfig_dot_yaml=text) == [("promptfooconfig.yaml", 9, 10, "PRM900")]


def test_an_alias_within_what_it_names_does_not_hang(tmp_path: Path) -> None:
    text = f"prompts: &a [*a, 'Hi {{{{ current_time }}}} {_TEXT} {_TEXT}']\nproviders: x\n"
    assert told(tmp_path, promptfooconfig_dot_yaml=text) == [("promptfooconfig.yaml", 1, 22, "PRM101")]


def test_a_tag_that_would_construct_an_object_is_never_followed(tmp_path: Path) -> None:
    text = f"system_prompt: !!python/object/apply:os.system ['touch {tmp_path}/made']\nprompt: 'It is {{now}}.\n\n  {_TEXT}'\n"
    expected = [("assistant.yaml", 1, 16, "PRM900"), ("assistant.yaml", 2, 16, "PRM101")]
    assert told(tmp_path, assistant_dot_yaml=text) == expected
    assert not (tmp_path / "made").exists()


def test_a_tag_of_a_program_of_ones_own_is_no_error(tmp_path: Path) -> None:
    text = f"model: !env MODEL\nsystem_prompt: 'It is {{{{now}}}}.\n\n  {_TEXT}'\n"
    assert told(tmp_path, assistant_dot_yaml=text) == [("assistant.yaml", 2, 23, "PRM101")]


def test_a_template_that_includes_itself_is_told_and_ends(tmp_path: Path) -> None:
    text = f'{_TEXT}\n{{% include "system.j2" %}}\n'
    assert told(tmp_path, prompts__system_dot_j2=text) == [("prompts/system.j2", 2, 1, "PRM900")]


def test_a_template_that_includes_itself_on_some_way_only_is_fine(tmp_path: Path) -> None:
    text = f'{_TEXT}\n{{% if deep %}}{{% include "system.j2" %}}{{% endif %}}\n'
    assert told(tmp_path, prompts__system_dot_j2=text) == []


def test_a_missing_include_is_told_where_it_stands(tmp_path: Path) -> None:
    text = f'{_TEXT}\n{{% include "rules.j2" %}}\n{{% include "maybe.j2" ignore missing %}}\n'
    assert told(tmp_path, prompts__system_dot_j2=text) == [("prompts/system.j2", 2, 1, "PRM904")]


@pytest.mark.parametrize(
    "tag", ['{% extends "base.j2" %}', '{% import "rules.j2" as rules %}', '{% from "rules.j2" import rule %}']
)
def test_another_template_that_is_missing_is_told_too(tag: str, tmp_path: Path) -> None:
    assert told(tmp_path, prompts__system_dot_j2=f"{tag}\n{_TEXT}\n") == [("prompts/system.j2", 1, 1, "PRM904")]


@pytest.mark.parametrize(
    ("block", "column"),
    [("{% if a %}", 6), ("{% for a in b %}", 6), ("{% raw %}", 3), ("{# a", 3), ("{% message role='user' %}", 6)],
)
def test_a_block_that_is_never_closed_is_told_where_it_begins(block: str, column: int, tmp_path: Path) -> None:
    text = f"{_TEXT}\n  {block}\n{{{{ b }}}}\n"
    assert told(tmp_path, prompts__system_dot_j2=text) == [("prompts/system.j2", 2, column, "PRM900")]


@pytest.mark.parametrize("block", ["generation", "else_where", "message role='user'"])
def test_a_block_of_an_extension_is_no_error_whether_it_is_known_or_not(block: str, tmp_path: Path) -> None:
    text = f"{{% {block} %}}{_TEXT}{{% end{block.split()[0]} %}}\n"
    assert told(tmp_path, prompts__system_dot_j2=text) == []


def test_a_key_that_stands_twice_is_told_where_its_value_is_lost(tmp_path: Path) -> None:
    text = f"model: a\nsystem_prompt: {_TEXT}\nother: 1\nsystem_prompt: '{{{{ name }}}}'\n"
    assert told(tmp_path, assistant_dot_yaml=text) == [("assistant.yaml", 2, 1, "PRM905")]


def test_a_setting_in_front_of_a_text_that_stands_twice_is_told(tmp_path: Path) -> None:
    text = f"---\nname: x\nname: y\n---\n{_TEXT}\n"
    files = {"a_dot_prompty": text, "b_dot_prompty": text.replace("name: y", "other: y")}
    assert told(tmp_path, **files) == [("a.prompty", 2, 1, "PRM905")]


def test_keys_that_stand_twice_in_what_is_no_prompt_are_not(tmp_path: Path) -> None:
    assert told(tmp_path, compose_dot_yaml="services:\n  a: {image: x, image: y}\n") == []


def test_a_file_that_becomes_yaml_when_it_is_rendered_is_not_broken(tmp_path: Path) -> None:
    text = f"{{{{- if .Values.prompts }}}}\nprompts:\n  - {_TEXT}\n{{{{- end }}}}\n"
    assert told(tmp_path, promptfooconfig_dot_yaml=text) == []


_BROKEN = f"model: x\nsystem_prompt: |\n  It is {{{{ current_time }}}}. {_TEXT}\n bad: [\n"


def test_broken_yaml_with_a_prompt_in_it_is_told_whatever_its_schema_is(tmp_path: Path) -> None:
    assert told(tmp_path, assistant_dot_yaml=_BROKEN) == [("assistant.yaml", 4, 2, "PRM900")]


def test_broken_yaml_without_one_is_not(tmp_path: Path) -> None:
    assert told(tmp_path, compose_dot_yaml=_BROKEN.replace("system_prompt", "command")) == []


_COMMENTED = f'{{\n  // Who it is.\n  "system_prompt": "It is {{{{ current_time }}}}. {_TEXT}"\n}}\n'
_LINES = f'{{"system_prompt": "It is {{{{ current_time }}}}. {_TEXT}"}}\n' * 2


@pytest.mark.parametrize("text", [_COMMENTED, _LINES], ids=["comments", "lines"])
def test_json_of_nobody_s_format_may_be_more_than_json(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, agents_dot_json=text, preset_dot_json=text) == []


def test_broken_json_of_a_format_and_broken_toml_are_told(tmp_path: Path) -> None:
    config = '{\n  // Who.\n  "prompts": ["{{ x }}"], "providers": ["y"]\n}\n'
    toml = 'system_prompt = "It is {{ x }}"\nmodel = \n'
    expected = [("agents.toml", 2, 9, "PRM900"), ("promptfooconfig.json", 2, 3, "PRM900")]
    assert told(tmp_path, promptfooconfig_dot_json=config, agents_dot_toml=toml) == expected


@pytest.mark.parametrize("size", [600_000, 2_100_000])
def test_a_file_that_is_too_large_is_told_where_its_name_says_that_it_holds_prompts(size: int, tmp_path: Path) -> None:
    text = f"providers: x\nprompts:\n  - 'It is {{{{ current_time }}}}. {_TEXT}'\n# {'x' * size}\n"
    found = told(tmp_path, promptfooconfig_dot_yaml=text, data_dot_yaml=text)
    assert found == [("promptfooconfig.yaml", 1, 1, "PRM902")]


def test_a_file_that_is_nested_too_deep_is_told(tmp_path: Path) -> None:
    text = f"providers: x\nprompts: {'[' * 1_000}'{{{{ x }}}}'{']' * 1_000}\n"
    assert told(tmp_path, promptfooconfig_dot_yaml=text) == [("promptfooconfig.yaml", 2, 209, "PRM902")]


def _nested(depth: int) -> str:
    return f"{_TEXT}\n" + "".join(f"{{% if a == {n} %}}y" for n in range(depth)) + "{% endif %}" * depth


@pytest.mark.parametrize("depth", [41, 330, 5_000])
def test_a_template_whose_blocks_are_nested_too_deep_is_told_at_the_first_that_is(depth: int, tmp_path: Path) -> None:
    column = sum(len(f"{{% if a == {n} %}}y") for n in range(40)) + len("{% ") + 1
    assert told(tmp_path, prompts__system_dot_j2=_nested(depth)) == [("prompts/system.j2", 2, column, "PRM900")]


def test_a_template_whose_blocks_are_nested_less_deep_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, prompts__system_dot_j2=_nested(40)) == []


def test_a_chain_of_conditions_may_be_long(tmp_path: Path) -> None:
    arms = "".join(f"{{% elif a == {n} %}}y{n}" for n in range(350))
    text = f"{_TEXT}\n{{% if a %}}x{arms}{{% endif %}}\n{{{{ now() }}}}\n{_TEXT}\n"
    assert told(tmp_path, prompts__system_dot_j2=text) == [("prompts/system.j2", 3, 1, "PRM101")]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{% tablerow x in y %}a{% endtablerow %}", []),
        ("{% ifchanged %}a{% endifchanged %}", []),
        ("{% for x in y %}{% break %}{% else %}a{% endfor %}", []),
        ("{{ now }}", [("prompts/system.liquid", 1, 1, "PRM101")]),
    ],
)
def test_a_block_of_liquid_that_nobody_knows_is_no_clock(
    tag: str, expected: list[tuple[str, int, int, str]], tmp_path: Path
) -> None:
    assert told(tmp_path, prompts__system_dot_liquid=f"{tag}\n{_TEXT}\n") == expected


_WIDE = "providers: x\nprompts: ['{{ x }}'" + ", a" * 50_000 + "]\n"
_HEAVY = {
    "aliases": f"{_BOMB}\nprompts: *l11\nproviders: x\n",
    "merges": "a0: &a0 {k: x}\n"
    + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 99))
    + "prompts: '{{ x }}'\nproviders: x\n",
    "depth": f"providers: x\nprompts: {'[' * 200_000}'{{{{ x }}}}'\n",
    "width": _WIDE,
    "blocks": f"providers: x\nprompts:\n  - |\n    {'{% if a %}' * 20_000}\n",
    "braces": f"providers: x\nprompts:\n  - |\n    {'{{' * 100_000}\n",
    "size": f"providers: x\nprompts:\n  - '{{{{ x }}}} {'y ' * 900_000}'\n",
}


_MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
unit = 1 if sys.platform == "darwin" else 1024
print(done.returncode, "Traceback" in done.stderr, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit)
"""
"""A process of its own: what a child takes counts from what the process that starts it has."""


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is not told here")
@pytest.mark.parametrize("text", _HEAVY.values(), ids=_HEAVY)
def test_no_prompt_file_takes_300_megabytes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "promptfooconfig.yaml"
    path.write_text(text)
    command = [sys.executable, "-m", "promptlint", "check", "--isolated", "--no-cache", "--quiet", str(path)]
    told = subprocess.check_output([sys.executable, "-c", _MEASURE, *command], text=True).split()
    assert told[0] in ("0", "1")
    assert told[1] == "False"
    assert int(told[2]) < 300_000_000


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["prompt", "prompty"])
def test_settings_in_front_of_a_text_that_never_end_are_told_where_they_begin(
    end: str, newline: str, tmp_path: Path
) -> None:
    text = f"# Licence{newline} ---{newline}model: x{newline}{_TEXT}{newline}"
    assert told(tmp_path, **{f"a_dot_{end}": text}) == [(f"a.{end}", 2, 2, "PRM900")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_settings_in_front_of_a_text_that_are_no_yaml_are_told_where(newline: str, tmp_path: Path) -> None:
    text = f"---{newline}model: x{newline}name: y: z{newline}---{newline}{_TEXT}{newline}"
    assert told(tmp_path, a_dot_prompty=text) == [("a.prompty", 3, 8, "PRM900")]


def test_dashes_that_are_no_settings_are_fine(tmp_path: Path) -> None:
    assert told(tmp_path, a_dot_prompty=f"{_TEXT}\n---\nmore\n", b_dot_prompty=f"---\n---\n{_TEXT}\n") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("rules", []), ("rules.hbs", [("prompts/system.hbs", 2, 1, "PRM904")]), ("tone", []), ("quote", [])],
)
def test_a_template_of_a_name_without_an_end_may_be_known_to_a_program_alone(
    name: str, expected: list[tuple[str, int, int, str]], tmp_path: Path
) -> None:
    files = {"prompts__system_dot_hbs": f"{_TEXT}\n{{{{> {name}}}}}\n"}
    files |= {"prompts___tone_dot_hbs": _TEXT, "prompts__partials__quote_dot_hbs": _TEXT}
    assert told(tmp_path, **files) == expected
