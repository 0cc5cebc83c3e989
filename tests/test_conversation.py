"""What is done to a conversation between two requests."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main

_PROGRAM = """from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def answer(history, question, most, first):
    messages = [{{"role": "system", "content": RULES}}, *{sent}, {{"role": "user", "content": question}}]
    return OpenAI().chat.completions.create(model="gpt-5.1", messages=messages)
"""


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("history[-10:]", ["6:55"]),
        ("history[-most:]", ["6:55"]),
        ("history[-most * 2:]", []),
        ("history", []),
        ("history[:-1]", []),
        ("history[first:]", []),
        ("history[1:]", []),
        ("history[first:-1]", []),
    ],
)
def test_a_window_over_the_latest_messages(sent: str, expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bot.py"
    path.write_text(_PROGRAM.format(sent=sent), encoding="utf-8")
    arguments = ["check", "--isolated", "--no-cache", "--quiet", "--select", "PRM501", "--output-format", "concise"]
    result = CliRunner().invoke(main, [*arguments, str(path)], catch_exceptions=False)
    found = [line.partition("bot.py:")[2] for line in result.stdout.splitlines()]
    assert [line.rpartition(": PRM501 ")[0] for line in found] == expected
