"""Programs before and after their fix, and what they send."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from promptlint.edits import applied
from promptlint.finding import Applicability
from tests.test_fixes.fixing import HEAD, findings

_STUB = """
class OpenAI:
    def __init__(self):
        self.chat = self.completions = self.responses = self

    def create(self, **request):
        print(request)
"""


def mended(folder: Path, body: str, code: str, *, head: str = HEAD) -> tuple[str, Applicability] | None:
    """Return a program's body once all edits of the first finding with a code are made, and how safe they are.

    None where that finding has no fix, or one that moves something.
    """
    text = f"{head}{body}"
    fixes = [finding.fix for finding in findings(folder, app=text) if finding.code == code]
    assert fixes, "nothing was found"
    fix = fixes[0]
    if fix is None or fix.message.startswith("Move"):
        return None
    after = applied(text, fix.edits)
    assert after.startswith(head)
    return after.removeprefix(head), fix.applicability


def sent(folder: Path, text: str, seed: int) -> str:
    """Return the request that `answer("Where is it?")` of a program sends, with strings hashed by a seed."""
    (folder / "openai.py").write_text(_STUB)
    (folder / "run.py").write_text(f'{text}\n\nanswer("Where is it?")\n')
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(folder)}
    command = [sys.executable, "run.py"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout
