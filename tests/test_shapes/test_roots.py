"""Texts that are prompts by their names, each beside a look-alike that is none."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import read, show

SAYS = "Follow the rules of the house and answer in one sentence."
HEAD = f'from datetime import datetime\nimport uuid\nSAYS = "{SAYS}"\n'
CLOCK = "<clock request datetime.now()>"


def shown(program: str) -> str:
    return show(HEAD + program)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("def build_system_prompt():\n    return f'{datetime.now()} {SAYS}'", f"system: {CLOCK} {SAYS}"),
        ("def get_prompt():\n    x = f'{datetime.now()} {SAYS}'\n    return x", f"fragment: {CLOCK} {SAYS}"),
        (
            "class A:\n    @property\n    def instructions(self):\n        return f'{datetime.now()} {SAYS}'",
            f"system: {CLOCK} {SAYS}",
        ),
        (
            "class A:\n    def __init__(self):\n        self.persona = f'{datetime.now()} {SAYS}'",
            f"system: <clock session datetime.now()> {SAYS}",
        ),
        ("class A:\n    persona = f'{datetime.now()} {SAYS}'", f"system: <clock process datetime.now()> {SAYS}"),
        ("USER_PROMPT = f'{datetime.now()} {SAYS}'", f"user: <clock process datetime.now()> {SAYS}"),
        ("def f(x):\n    return x.Agent(instructions=f'{datetime.now()} {SAYS}')", f"system: {CLOCK} {SAYS}"),
        ("def f(x):\n    x.post({'system_prompt': f'{datetime.now()} {SAYS}'})", f"system: {CLOCK} {SAYS}"),
        ("def f(x, d):\n    d['prompt'] = f'{datetime.now()} {SAYS}'", f"fragment: {CLOCK} {SAYS}"),
        (
            "def f(x):\n    prompt = f'{datetime.now()} '\n    prompt += SAYS\n    x.ask(prompt)",
            f"fragment: {CLOCK} {SAYS}",
        ),
        (
            "PROMPT = '{now} ' + SAYS\ndef f(x):\n    x.ask(PROMPT.format(now=datetime.now()))",
            f"fragment: {CLOCK} {SAYS}",
        ),
        (
            "from functools import cache\n@cache\ndef prompt():\n    return f'{datetime.now()} {SAYS}'",
            f"fragment: <clock process datetime.now()> {SAYS}",
        ),
        (
            "def prompt(now):\n    return f'{now} {SAYS}'\ndef f(x):\n    x.ask(prompt(datetime.now()))",
            f"fragment: {CLOCK} {SAYS}",
        ),
    ],
)
def test_a_text_under_a_name_that_says_prompt(program: str, expected: str) -> None:
    assert shown(program) == expected


@pytest.mark.parametrize(
    "program",
    [
        "def build_report():\n    return f'{datetime.now()} {SAYS}'",
        "def build_prompt():\n    return 'Nothing varies here, so there is nothing to be said about it.'",
        "def build_prompt():\n    return f'{datetime.now()}'",
        "def get_prompt_key(user):\n    return f'{user} {SAYS}'",
        "def prompt_hash(user):\n    prompt_tokens = f'{user} {SAYS}'\n    return prompt_tokens",
        "def f(user):\n    x = f'{user} {SAYS}'\n    return input(f'{user} {SAYS}')",
        "def f(user):\n    prompt = f'{user} {SAYS}'\n    return input(prompt)",
        "import click\ndef f(user):\n    return click.prompt(prompt=f'{user} {SAYS}')",
        "from rich.prompt import Prompt\ndef f(user):\n    return Prompt.ask(prompt=f'{user} {SAYS}')",
        "from getpass import getpass\ndef f(user):\n    return getpass(prompt=f'{user} {SAYS}')",
        "import logging\nlog = logging.getLogger()\ndef f(prompt):\n    log.info('%s asks now: {prompt} ' + SAYS, prompt)",
        "def f(table):\n    query_template = f'SELECT a FROM {table}'\n    return run(template=query_template)",
        "def f(table):\n    run(template=f'SELECT name, age FROM {table} WHERE id = 3 AND name IS NOT NULL AND x IN (1)')",
        "def f(user):\n    email_template = f'Dear {user}, {SAYS}'\n    send(email_template)",
        "def f(user):\n    send(body=f'Dear {user}, {SAYS}', subject='x')",
        "def f(user):\n    return render(template=f'<html><body><p>{user}</p><p>' + SAYS + '</p></body></html>')",
        "def f(user):\n    raise ValueError(f'{user} {SAYS}')",
        "def f(user):\n    error_message = f'{user} {SAYS}'\n    fail(error_message)",
        "def system_prompt(user):\n    f'''{user} Follow the rules and answer in one sentence.'''",
        "def f(user):\n    boundary = uuid.uuid4().hex\n    body = f'--{boundary} {SAYS}'\n    post(body)",
        "def f(user):\n    system_info = f'{user} {SAYS}'\n    template_path = f'{user} {SAYS}'\n    x(system_info, template_path)",
        "def tool_result(user):\n    return f'{user} {SAYS}'",
        "def f(key, text, cache):\n    cache.set(prompt_key=f'{key} {SAYS}', prompt_hash=f'{text} {SAYS}')",
    ],
)
def test_a_look_alike_is_none(program: str) -> None:
    assert shown(program) == ""


def test_what_a_sink_sends_is_one_prompt() -> None:
    program = """
        from openai import OpenAI
        def build_system_prompt(user):
            return f"{user.name} Follow the rules of the house and answer in one sentence."
        class Bot:
            def __init__(self, user):
                self.system_prompt = build_system_prompt(user)
            def ask(self, question):
                return OpenAI().responses.create(model="gpt-4o", instructions=self.system_prompt, input=question)
    """
    (prompt,) = read(program)[0].prompts
    assert prompt.origin == "call"


def test_a_part_of_a_named_text_is_told_with_the_whole() -> None:
    program = """
        def greeting_prompt(user):
            return f"Call the user {user.name} whenever you can, and be kind."
        def system_prompt(user):
            return f"You help people with their taxes, and only that. {greeting_prompt(user)} Answer in one sentence."
    """
    assert show(program) == (
        "system: You help people with their taxes, and only that. "
        "Call the user <user? user user.name> whenever you can, and be kind. Answer in one sentence."
    )
