"""What the summary says that fixes bring."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main
from tests.test_fixes.fixing import HEAD

CLOSURE = f"""{HEAD}def make(user_name):
    def ask(question):
        return send(f"Hello {{user_name}}!\\n{{RULES}}", question)

    return ask


def greet(user_name):
    return make(user_name)("Hello.")
"""
TWO = f"""{HEAD}def ask(user_name, question):
    return send(f"Hello {{user_name}}!\\n{{RULES}}", question)


def praise(user_name, question):
    return send(f"Praise {{user_name}}!\\n{{RULES}}", question)
"""


@pytest.mark.parametrize(("text", "gain"), [(CLOSURE, "0 → 1,664"), (TWO, "0 → 3,328")], ids=["one request", "two"])
def test_a_request_that_is_found_in_two_ways_counts_once(text: str, gain: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(text)
    options = "--isolated --no-cache --diff --unsafe-fixes".split()
    result = CliRunner().invoke(main, ["check", *options, str(tmp_path / "app.py")], catch_exceptions=False)
    assert f"Cacheable prefix: {gain} tokens" in result.stderr


def test_what_goes_with_the_fix_of_another_is_fixed_too(tmp_path: Path) -> None:
    text = f"""{HEAD}def ask(user_name, question):
    now = datetime.now()
    return send(f"Time: {{now}}\\nUser: {{user_name}}\\n\\n{{RULES}}", question)
"""
    (tmp_path / "app.py").write_text(text)
    run = partial(CliRunner().invoke, main, catch_exceptions=False)
    first = run(["check", "--isolated", "--no-cache", str(tmp_path / "app.py")])
    assert "Found 1 error and 1 warning (2 fixable with --fix --unsafe-fixes)" in first.stderr
    last = run(["check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", str(tmp_path / "app.py")])
    assert "Found 2 problems (2 fixed)" in last.stderr
