"""Whatever a file holds, the answer is a finding or nothing: never a traceback, never silence, never a wrong column."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from promptlint.cli import main

HEAD = "from openai import OpenAI\nfrom datetime import datetime\nclient = OpenAI()\n"
RULES = f'RULES = """{"Follow the policy and be polite to every customer. " * 200}"""\n'
TERMS = ' + "term "' * 5_000
SEND = 'client.responses.create(model="gpt-4o", instructions=text, input=q)\n'


def check(path: Path, *options: str) -> tuple[list[dict[str, Any]], str, int]:
    """Return the findings, what was said beside them, and the exit code."""
    result = CliRunner().invoke(main, ["check", "--isolated", "--output-format", "json", *options, str(path)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return json.loads(result.stdout), result.stderr, result.exit_code


def rows(findings: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(f["code"], f["location"]["row"], f["location"]["column"]) for f in findings]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'x = "\xff\xfe"\n' + SEND.encode(), [("PRM903", 1, 1)]),
        ((HEAD + 'text = "a"\0\n' + SEND).encode(), [("PRM903", 1, 1)]),
        ((HEAD + "text = (\n" + SEND).encode(), [("PRM900", 4, 8)]),
        ((HEAD + "text = " + "(" * 10_000 + ")" * 10_000 + "\n" + SEND).encode(), [("PRM900", 4, 208)]),
        (b"", []),
    ],
    ids=["not UTF-8", "NUL", "never closed", "10,000 brackets", "empty"],
)
def test_what_cannot_be_read_is_a_finding(data: bytes, expected: list[tuple[str, int, int]], tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_bytes(data)
    findings, _, code = check(path)
    assert rows(findings) == expected
    assert code == (1 if expected else 0)
    assert all(finding["severity"] == "error" for finding in findings)
    assert all(value is None for finding in findings for value in finding["data"].values())


def test_a_file_of_50_megabytes_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_bytes((HEAD + 'text = """').encode() + b"a" * 50_000_000 + ('"""\n' + SEND).encode())
    findings, _, code = check(path)
    assert (rows(findings), [f["severity"] for f in findings], code) == ([("PRM902", 1, 1)], ["warning"], 1)


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        (f"text = f'{{datetime.now()}} {{RULES}}'\n{SEND}", 5, 11),
        (f"text = f'😀é日本 {{datetime.now()}} {{RULES}}'\n{SEND}", 5, 16),
        (f"\x0c\ntext = f'{{datetime.now()}} {{RULES}}'\n{SEND}", 6, 11),
        (f"text = f'\\ud800 {{datetime.now()}} {{RULES}}'\n{SEND}", 5, 18),
        (f"text = f'{{datetime.now()}}{' ' * 1_000_000}{{RULES}}'\n{SEND}", 5, 11),
        (f"text = str(datetime.now()) + RULES{TERMS}\n{SEND}", 5, 8),
    ],
    ids=["plain", "emoji", "form feed", "lone surrogate", "a million spaces", "5,000 terms"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_odd_text_is_read_and_columns_count_code_points(
    text: str, row: int, column: int, newline: str, mark: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "app.py"
    path.write_bytes(mark + (HEAD + RULES + text).replace("\n", newline).encode())
    findings, _, code = check(path)
    assert (rows(findings), code) == ([("PRM101", row, column)], 1)
    assert findings[0]["data"]["lost_tokens"] >= 1_990


@pytest.mark.parametrize(
    "text",
    [
        "text = RULES" + ".a" * 2_500,
        "text = RULES" + ".replace('a', 'b')" * 1_500,
        "def f(k):\n    if k == 0: text = ''\n" + "".join(f"    elif k == {n}: text = 'a'\n" for n in range(1_000)),
        "def f(k):\n    return f(k - 1) + g(k)\ndef g(k):\n    return f(k)\ntext = f(3)",
        "class A(B): pass\nclass B(A): pass\ntext = A().text",
        "text = text + RULES\ntext += f'{text}'",
        "xs = []\nxs.append(xs)\ntext = f'{xs}'",
        "text = 'a' * 10 ** 12 + str(2 ** 10 ** 9)",
        "text = f'{x!r:>{w}}' % () % {} if (lambda *a, **k: k) else ...",
    ],
    ids=["attributes", "calls", "elif", "recursion", "circular bases", "itself", "own member", "huge", "odd"],
)
def test_odd_programs_end(text: str, tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(f"{HEAD}{RULES}{text}\n{SEND}", encoding="utf-8")
    _, said, code = check(path)
    assert code in (0, 1)
    assert "failed" not in said
    assert "1 prompt" in said or "could not be followed" in said


def test_a_link_that_leads_back_ends(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f"{HEAD}{RULES}text = f'{{datetime.now()}} {{RULES}}'\n{SEND}", encoding="utf-8")
    (tmp_path / "back").symlink_to(tmp_path, target_is_directory=True)
    assert rows(check(tmp_path)[0]) == [("PRM101", 5, 11)]
