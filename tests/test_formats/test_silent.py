"""Files that look like prompt files and are none: nothing is said of them, and few of them are parsed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from promptlint import catalog
from promptlint.frontends.formats.recognise import likely
from tests.test_formats.reading import found, write

SILENT = Path(__file__).parent / "silent"
FILES = sorted(path for path in SILENT.rglob("*") if path.is_file())
UNPARSED = """
    compose/docker-compose.yml ansible/roles/web/templates/nginx.conf.j2 data/package.json people/README.md
    people/CHANGELOG.md people/docs/guide.md people/prompts/README.md people/templates/welcome_email.txt
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SILENT)))
def test_nothing_is_said_of_what_is_no_prompt_even_where_it_is_named(path: Path) -> None:
    assert found(SILENT, "--show-info", "--pedantic", paths=(str(path.relative_to(SILENT)),)) == []


def test_nothing_is_said_of_all_of_them_together() -> None:
    assert found(SILENT, "--show-info", "--pedantic") == []


def test_what_has_no_placeholder_beside_a_word_for_prompts_is_not_parsed() -> None:
    world = catalog.load()
    likely_ones = (path for path in FILES if likely(world.documents, world.shapes, str(path), path.read_bytes()))
    unparsed = {path.relative_to(SILENT).as_posix() for path in FILES} - {
        path.relative_to(SILENT).as_posix() for path in likely_ones
    }
    assert unparsed == set(UNPARSED.split())


_PROSE = "You answer questions about the orders of a shop that sells books, and you never promise an exact date. " * 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("agent.yaml", f'system_prompt: "You help the shop. Refunds below $20 of ${{CURRENCY}} are free. {_PROSE}"\n'),
        ("shell.yaml", f'system_prompt: "Run `echo $date`, $(date) or HOME=$user_name; $user.name too. {_PROSE}"\n'),
        ("price.yaml", f'system_prompt: "Refunds below $twenty are free, $x is not. {_PROSE}"\n'),
        ("compose.yaml", f'services: {{a: {{environment: {{SYSTEM_PROMPT: "Of ${{BOT:-Bob}}. {_PROSE}"}}}}}}\n'),
        ("build.yml", f"jobs:\n  a:\n    with:\n      prompt: |\n        Review ${{REPO}} at $(date). {_PROSE}\n"),
        ("stack.yaml", f'instructions: "${{AWS::Region}} of ${{Name}}. {_PROSE}"\n'),
        ("model.yaml", f'system_prompt: "{{{{ if .System }}}}{_PROSE}{{{{ end }}}}"\n'),
        ("prompts/rules.md", f"# Rules {{#rules}}\n\n{_PROSE}\n"),
        ("prompts/object.md", f"Write {{user_name:1}} or {{user_name: text}} for {{user_name!}}. {_PROSE}\n"),
        ("prompts/django.md", f"Write {{% if user_name %}} in templates of Django. {_PROSE}\n"),
        ("templates/prompt.sh.j2", f"# {_PROSE}\nexport PS1={{{{ user_name }}}}\n{_PROSE}\n"),
        ("templates/system.conf.j2", f"# {_PROSE}\nuser {{{{ user_name }}}};\n{_PROSE}\n"),
        ("{{cookiecutter.name}}/prompts/system.md", f"Made by {{{{cookiecutter.user_name}}}}. {_PROSE}\n"),
        ("i18n/en.yaml", f'pay: {{instructions: "Dear {{user_name}}, {_PROSE}", prompt: "{{user_name}}! {_PROSE}"}}\n'),
        ("site.yml", f'- hosts: all\n  vars_prompt: [{{name: a, prompt: "Dear {{{{ user_name }}}}, {_PROSE}"}}]\n'),
        ("home.yaml", f'automation: [{{action: {{template: "Dear {{{{ user_name }}}}, {_PROSE}"}}}}]\n'),
        ("api.yaml", f'openapi: 3.0.0\ninfo: {{}}\nx: {{system_prompt: {{default: "{{user_name}}: {_PROSE}"}}}}\n'),
        (
            "map.yaml",
            f'apiVersion: v1\nkind: ConfigMap\nmetadata: {{}}\ndata: {{system_prompt: "{{user_name}}: {_PROSE}"}}\n',
        ),
        ("cases.yaml", f'one: {{description: "{{user_name}} asks. {_PROSE}", expected_output: "An answer."}}\n'),
    ],
)
def test_what_only_looks_like_a_placeholder_or_a_prompt_file_is_none(name: str, text: str, tmp_path: Path) -> None:
    assert found(write(tmp_path / "files", {name: text})) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("agent.yaml", f'system_prompt: "You help ${{user_name}}. {_PROSE}"\n'),
        ("bare.yaml", f'system_prompt: "You help $user_name. {_PROSE}"\n'),
        ("i18n/en.yaml", f'bot: {{instructions: "You help {{user_name}}. {_PROSE}"}}\n'),
        ("prompts/en.yaml", f'template: "You help {{user_name}}. {_PROSE}"\n'),
        ("en.yaml", f'system_message: "You help {{user_name}}. {_PROSE}"\n'),
        ("prompts/rules.md", f"You help {{{{ user_name }}}}. {_PROSE}\n"),
        ("prompts/wide.md", f"You help {{user_name!r}}, {{age:>10}}, since {{hour:%H:%M}}. {_PROSE}\n"),
        ("prompts/bare.md", f"You help $user_name, who pays in $currency: {_PROSE}\n"),
        ("prompts/price.md", f"You help ${{user_name}}, who pays $5. {_PROSE}\n"),
        ("templates/prompt.md.j2", f"You help {{{{ user_name }}}}. {_PROSE}\n"),
        ("greet.prompt", f"---\nmodel: gpt-4o\n---\nYou help {{{{ user_name | upper }}}}. {_PROSE}\n"),
        ("config/tasks.yaml", f'one: {{description: "{{user_name}} asks. {_PROSE}", expected_output: "An answer."}}\n'),
    ],
)
def test_what_is_one_is_told_beside_them(name: str, text: str, tmp_path: Path) -> None:
    placeholder = re.search(r"[${][{ ]*user_name", text)
    assert placeholder is not None
    lines = text[: placeholder.start()].split("\n")
    told = [(at.path, at.row, at.column, at.code) for at in found(write(tmp_path / "files", {name: text}))]
    assert told == [(name, len(lines), len(lines[-1]) + 1, "PRM104")]


def test_settings_without_a_placeholder_are_parsed_where_a_key_names_the_file_of_a_prompt() -> None:
    world = catalog.load()
    lines = ("log_file: x.txt\nsystem_prompt: x\n", "bot: {system_prompt_path: x.txt}\n", "log_file: prompt_path\n")
    likely_ones = [line for line in lines if likely(world.documents, world.shapes, "settings.yaml", line.encode())]
    assert likely_ones == [lines[1]]
