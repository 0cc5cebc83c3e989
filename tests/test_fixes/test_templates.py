"""Fixes of template files: a line never leaves the condition or the loop that it stands in."""

from pathlib import Path

import pytest

from promptlint.discover import discover
from promptlint.edits import applied
from promptlint.engine import engine
from promptlint.settings import settings_at

RULES = "Answer questions about the orders of our shop. Be brief and kind.\n" * 120
DATE = "Date: {{ current_time }}\n"


def fixed(folder: Path, text: str) -> str | None:
    """Return a template once its only finding is fixed; None where that has no fix."""
    (folder / "prompts").mkdir()
    (folder / "prompts" / "support.j2").write_text(text)
    at = settings_at({}, isolated=True)
    machine = engine(at, str(folder))
    (finding,) = machine.check(discover((str(folder),), at, machine.wants)).findings
    return applied(text, finding.fix.edits) if finding.fix else None


@pytest.mark.parametrize(
    "head",
    [
        f"{{% if known %}}\n{DATE}{{% endif %}}\n",
        f"{{% if known %}}\n{DATE}{{% else %}}\nNo date.\n{{% endif %}}\n",
        f"{{% for day in days %}}\n{DATE}{{% endfor %}}\n",
    ],
)
def test_what_decides_on_a_line_still_does(head: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, head + RULES) is None


def test_a_line_that_always_stands_there_goes_behind_the_rules(tmp_path: Path) -> None:
    loop = "{% for day in days %}\nClosed on some days.\n{% endfor %}\n"
    assert fixed(tmp_path, DATE + loop + RULES) == loop + RULES + DATE
