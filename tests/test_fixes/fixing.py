"""What promptlint would write into a file."""

from __future__ import annotations

from pathlib import Path

from promptlint.discover import discover
from promptlint.edits import applied
from promptlint.engine import engine
from promptlint.finding import Finding
from promptlint.settings import settings_at

HEAD = """from datetime import datetime

from openai import OpenAI

client = OpenAI()
RULES = "Answer questions about the orders of our shop. Be brief and kind.\\n" * 120
OPEN = ("Answer questions about the orders of our shop. Be brief and kind. " * 120).strip()


def send(system, question):
    return client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "system", "content": system}, {"role": "user", "content": question}],
    )


"""


def findings(folder: Path, **files: str) -> tuple[Finding, ...]:
    """Return the findings about some files, by their names without the suffix `.py`."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    at = settings_at({}, isolated=True)
    machine = engine(at, str(folder))
    return machine.check(discover((str(folder),), at, machine.wants)).findings


def fixed(folder: Path, body: str, code: str = "PRM101") -> str | None:
    """Return the body of a function once the first finding with a code is fixed; None where it has no fix."""
    start = f"{HEAD}def answer(question, user, docs, now=None):\n    now = datetime.now()\n"
    text = f"{start}{body}    return send(system, question)\n"
    fixes = [finding.fix for finding in findings(folder, app=text) if finding.code == code]
    assert fixes, "nothing was found"
    if fixes[0] is None:
        return None
    after = applied(text, fixes[0].edits)
    assert after.startswith(start)
    assert after.endswith("    return send(system, question)\n")
    return after.removeprefix(start).removesuffix("    return send(system, question)\n")
