"""Notebooks: their code cells are one program, positions are those of a cell, and what is no Python in them is skipped."""

import ast
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from promptlint.cli import main
from promptlint.frontends.notebook.magics import without_magics
from promptlint.frontends.notebook.read import read
from promptlint.reporters.console import spot
from tests.test_reporters import SCHEMA

HEAD = "from datetime import datetime\nfrom openai import OpenAI\nclient = OpenAI()"
RULES = 'RULES = "Every word of this text stays the same. " * 200'
BAD = 'client.responses.create(model="gpt-4o", instructions=f"{stamp} {RULES}", input="q")'
GOOD = 'client.responses.create(model="gpt-4o", instructions=f"{RULES} {stamp}", input="q")'


class Markdown(NamedTuple):
    text: str


def notebook(*cells: str | Markdown | dict[str, Any], **metadata: Any) -> str:
    """Return the JSON of a notebook: strings are its code cells."""
    written = [cell if isinstance(cell, dict) else _cell(cell) for cell in cells]
    return json.dumps({"cells": written, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def _cell(cell: str | Markdown) -> dict[str, Any]:
    text, kind = (cell.text, "markdown") if isinstance(cell, Markdown) else (cell, "code")
    return {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}


def run(text: str | bytes, folder: Path, *options: str) -> Result:
    path = folder / "demo.ipynb"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CliRunner().invoke(main, ["check", "--isolated", *options, str(path)])


def check(text: str | bytes, folder: Path, *options: str) -> list[tuple[str, int | None, int, int]]:
    """Return the code, cell, row and column of each finding."""
    result = run(text, folder, "--output-format", "json", *options)
    assert result.exit_code == int(result.stdout != "[]\n"), result.output
    findings = json.loads(result.stdout)
    jsonschema.validate(findings, SCHEMA, cls=jsonschema.Draft202012Validator)
    return [(f["code"], f["cell"], f["location"]["row"], f["location"]["column"]) for f in findings]


# Positions.

DEMO = notebook(
    Markdown("# Demo"),
    f"%pip install openai\n{HEAD}",
    Markdown("The rules."),
    f"{RULES}\n\nstamp = datetime.now()\n",
    f"# Two requests\n{BAD}\n{GOOD}",
)


def test_cells_share_names_in_order_and_a_finding_stands_in_its_cell(tmp_path: Path) -> None:
    assert check(DEMO, tmp_path) == [("PRM101", 5, 2, 57)]


def test_labels_in_json_have_the_cell_they_stand_in(tmp_path: Path) -> None:
    (finding,) = json.loads(run(DEMO, tmp_path, "--output-format", "json").stdout)
    assert finding["end_location"] == {"row": 2, "column": 62}
    labels = {label["message"]: label for label in finding["labels"]}
    value = labels["`datetime.now()` is evaluated here"]
    assert (value["cell"], value["location"]) == (4, {"row": 3, "column": 9})
    assert (labels["sent here"]["cell"], labels["sent here"]["location"]) == (5, {"row": 2, "column": 1})


def test_concise_names_the_cell_as_ruff_does(tmp_path: Path) -> None:
    (line,) = run(DEMO, tmp_path, "--output-format", "concise").stdout.splitlines()
    assert line.startswith(f"{tmp_path}/demo.ipynb:cell 5:2:57: PRM101 ")


def test_full_shows_the_line_of_the_cell(tmp_path: Path) -> None:
    lines = run(DEMO, tmp_path).stdout.splitlines()
    assert lines[1] == f" --> {tmp_path}/demo.ipynb:cell 5:2:57"
    assert lines[3].startswith("2 | ")
    assert lines[3].endswith('instructions=f"{stamp} {RULES}", input="q")')
    assert lines[4].index("^") == lines[3].index("stamp")
    assert f" ::: {tmp_path}/demo.ipynb:cell 4:3:9: `datetime.now()` is evaluated here" in lines


def test_a_python_file_has_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "demo.py"
    path.write_text(f"{HEAD}\n{RULES}\nstamp = datetime.now()\n{BAD}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "--isolated", "--output-format", "json", str(path)])
    (finding,) = json.loads(result.stdout)
    assert finding["cell"] is None
    assert {label["cell"] for label in finding["labels"]} == {None}
    assert finding["location"] == {"row": 6, "column": 57}


def test_findings_are_sorted_by_cell(tmp_path: Path) -> None:
    text = notebook(HEAD, RULES, "\n\n\nstamp = datetime.now()", f"\n\n{BAD}", BAD)
    assert check(text, tmp_path) == [("PRM101", 4, 3, 57), ("PRM101", 5, 1, 57)]


def test_source_may_be_one_string(tmp_path: Path) -> None:
    code = f"{HEAD}\n{RULES}\nstamp = datetime.now()\n{BAD}"
    cell = {"cell_type": "code", "metadata": {}, "source": code}
    assert check(notebook(cell), tmp_path) == [("PRM101", 1, 6, 57)]


def test_columns_are_code_points_after_escapes_of_json(tmp_path: Path) -> None:
    line = f'note = "\\"日本 😀\\\\"; {BAD}'
    text = notebook(f"{HEAD}\n{RULES}\nstamp = datetime.now()", line)
    assert check(text, tmp_path) == [("PRM101", 2, 1, line.index("stamp") + 1)]


def test_a_clock_keeps_its_rate_in_a_later_cell_but_not_in_a_function_that_reads_it(tmp_path: Path) -> None:
    function = f"def ask(q):\n    return {BAD}"
    text = notebook(HEAD, RULES, "stamp = datetime.now()", function, BAD)
    assert check(text, tmp_path) == [("PRM101", 5, 1, 57)]


def test_code_may_wait_outside_of_functions(tmp_path: Path) -> None:
    text = notebook(HEAD, RULES, "stamp = datetime.now()", f"r = await {BAD}", f"async with lock:\n    await {GOOD}")
    assert check(text, tmp_path) == [("PRM101", 4, 1, 67)]


def test_a_comment_silences_its_own_cell_only(tmp_path: Path) -> None:
    quiet = f"{BAD}  # promptlint: ignore PRM101 (a demo)"
    text = notebook(HEAD, RULES, "stamp = datetime.now()", quiet, BAD)
    assert check(text, tmp_path) == [("PRM101", 5, 1, 57)]


def test_layout_takes_a_cell_and_a_line(tmp_path: Path) -> None:
    run(DEMO, tmp_path)
    path = f"{tmp_path}/demo.ipynb"
    one, other = (CliRunner().invoke(main, ["layout", f"{path}:cell 5{line}"]).stdout for line in (":2", ":3"))
    assert f"{path}:cell 5:2:1" in one
    assert f"{path}:cell 5:3:" not in one
    assert f"{path}:cell 5:3:1" in other
    assert f"{path}:cell 5:2:" not in other
    assert CliRunner().invoke(main, ["layout", f"{path}:cell 5"]).stdout == one + other
    nothing = CliRunner().invoke(main, ["layout", f"{path}:cell 2"])
    assert "no prompts found; prompts are sent from cell 5:2 and cell 5:3" in nothing.stderr


# What is no Python.


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("!pip install 'x\ny = 1", "0              \ny = 1"),
        ("if a:\n    %cd b\n", "if a:\n    0    \n"),
        ("!a \\\n  b\r\nc", "0   \n   \r\nc"),
        ("a.b?\n??c\nd??", "0   \n0  \n0  "),
        ("files = !ls *.md\nn: int = %env N\n", "0               \n0              \n"),
        ("/f x\n,f x\n;f x", "0   \n0   \n0   "),
        ("%%time\nx = 1", "0     \nx = 1"),
    ],
)
def test_magics_become_python_of_the_same_length(cell: str, python: str) -> None:
    assert without_magics(cell) == python
    ast.parse(python)


@pytest.mark.parametrize(
    "cell",
    [
        'a = """\n!x\n%d items\nwhy?\n"""\n',
        "a = (b\n  % c\n  != d)\n",
        "a = b \\\n  % c\n",
        "a = 'x\\\n%y'\n",
        "a %= 2\nb != 3\nb == 4\nf'{c!r}'  # why?\n# why?\n",
    ],
)
def test_python_that_looks_like_a_magic_stays(cell: str) -> None:
    ast.parse(cell)
    assert without_magics(cell) == cell


@given(st.text("ab \t\n\r\\'\"#%!?=()[]{},;/.é"))
def test_whatever_a_cell_holds_its_lines_keep_their_lengths(cell: str) -> None:
    changed = without_magics(cell)
    assert list(map(len, re.split(r"\r\n|\r|\n", changed))) == list(map(len, re.split(r"\r\n|\r|\n", cell)))


@given(st.lists(st.text("ab =1\n\r!(é\"'"), max_size=4))
def test_every_offset_belongs_to_the_cell_that_it_was_written_in(texts: list[str]) -> None:
    found = read("a.ipynb", notebook(*({"cell_type": "code", "source": text} for text in texts)).encode(), 1000)
    assert [cell.text for cell in found.source.cells] == texts
    assert len(found.source.written) == len(found.source.text)
    for number, cell in enumerate(found.source.cells, 1):
        for at in range(len(cell.text) + 1):
            rows = re.split(r"\r\n|\r|\n", cell.text[:at])
            here = spot(found.source, cell.start + at)
            if found.source.written[cell.start :][at - 1 : at + 1] != "\r\n":
                assert here == (number, len(rows), len(rows[-1]) + 1)


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile bot.py", "%%unheard-of -x", "%%script python"])
def test_a_cell_of_something_else_is_skipped(magic: str, tmp_path: Path) -> None:
    text = notebook(HEAD, RULES, "stamp = datetime.now()", f"{magic}\n{BAD}\n(", GOOD)
    assert check(text, tmp_path) == []


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "\n%%timeit -n 1", "%load_ext x"])
def test_python_behind_a_magic_is_read(magic: str, tmp_path: Path) -> None:
    text = notebook(HEAD, RULES, "stamp = datetime.now()", f"{magic}\n{BAD}")
    assert check(text, tmp_path) == [("PRM101", 4, 2 + magic.count("\n"), 57)]


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "ir", "language": "R"}},
        {"kernelspec": {"name": "ir", "display_name": "R"}},
        {"kernelspec": {"name": "python3"}, "language_info": {"name": "julia"}},
    ],
)
def test_a_notebook_of_another_language_is_skipped(metadata: dict[str, Any], tmp_path: Path) -> None:
    assert check(notebook(HEAD, RULES, "stamp = datetime.now()", BAD, "x <- (", **metadata), tmp_path) == []


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "irregular-environment", "language": "python"}},
        {"language_info": {"name": "ipython"}},
        {"kernelspec": None, "language_info": []},
    ],
)
def test_a_notebook_that_names_python_or_nothing_is_read(metadata: dict[str, Any], tmp_path: Path) -> None:
    text = notebook(HEAD, RULES, "stamp = datetime.now()", BAD, **metadata)
    assert check(text, tmp_path) == [("PRM101", 4, 1, 57)]


def test_a_cell_marked_as_another_language_is_skipped(tmp_path: Path) -> None:
    foreign = {"cell_type": "code", "metadata": {"vscode": {"languageId": "csharp"}}, "source": f"var x = ;{BAD}"}
    assert check(notebook(HEAD, RULES, "stamp = datetime.now()", foreign, BAD), tmp_path) == [("PRM101", 5, 1, 57)]


def test_a_bare_magic_ahead_of_what_is_no_python_is_its_language(tmp_path: Path) -> None:
    text = notebook(HEAD, RULES, "stamp = datetime.now()", "%sql\nselect * from prompts", GOOD)
    assert check(text, tmp_path) == []
    text = notebook(HEAD, RULES, "stamp = datetime.now()", "%run x\nselect * from prompts", GOOD)
    assert check(text, tmp_path) == [("PRM900", 4, 2, 10)]


# What is broken.


def test_a_broken_cell_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    broken = f"{GOOD}\nx = (\n"
    text = notebook(HEAD, RULES, "stamp = datetime.now()", broken, BAD, 'y = "')
    assert check(text, tmp_path) == [("PRM900", 4, 2, 5), ("PRM101", 5, 1, 57), ("PRM900", 6, 1, 5)]
    assert "  |\n2 | x = (\n  |     ^" in run(text, tmp_path).stdout


def test_a_broken_cell_far_from_any_prompt_is_not_reported(tmp_path: Path) -> None:
    outputs = {"cell_type": "code", "metadata": {}, "source": "x = (", "outputs": [{"text": f"{HEAD}\n{BAD}"}]}
    (tmp_path / "demo.ipynb").write_text(notebook(outputs), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "--isolated", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert check(notebook(outputs), tmp_path) == [("PRM900", 1, 1, 5)]


def test_a_string_that_a_cell_opens_ends_with_it(tmp_path: Path) -> None:
    text = notebook(HEAD, RULES, "stamp = datetime.now()", 'x = """', BAD, '"""')
    assert check(text, tmp_path) == [("PRM900", 4, 1, 5), ("PRM101", 5, 1, 57), ("PRM900", 6, 1, 1)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"cells": [\n  {"cell_type": "code",,}]}', [("PRM900", None, 2, 24)]),
        (b"<<<<<<< HEAD\n{}", [("PRM900", None, 1, 1)]),
        (b"", [("PRM900", None, 1, 1)]),
        (b"[]", [("PRM900", None, 1, 1)]),
        (b"{}", [("PRM900", None, 1, 1)]),
        (b'{"cells": {}}', [("PRM900", None, 1, 1)]),
        (b'{"cells": [{"cell_type": "code", "source": [1]}]}', [("PRM900", None, 1, 1)]),
        (b'{"cells": [{"cell_type": "code"}]}', [("PRM900", None, 1, 1)]),
        (b'{"n": ' + b"9" * 5_000 + b"}", [("PRM900", None, 1, 1)]),
        (b'{"cells": ' + b"[" * 100_000, [("PRM900", None, 1, 1)]),
        (b'{"cells": [{"cell_type": "code", "source": "x = 1 \\ud800"}]}', [("PRM900", 1, 1, 7)]),
        (b'{"cells": ["\xff"]}', [("PRM903", None, 1, 1)]),
        (b'{"cells": ["\0"]}', [("PRM903", None, 1, 1)]),
        (b'{"cells": []}', []),
        (b'\xef\xbb\xbf{"cells": [null, 3, {}, {"cell_type": "code", "source": []}]}', []),
    ],
    ids=range(15),
)
def test_what_is_no_notebook_is_a_finding(
    data: bytes, expected: list[tuple[str, int | None, int, int]], tmp_path: Path
) -> None:
    assert check(data, tmp_path) == expected


def test_a_byte_order_mark_is_not_counted(tmp_path: Path) -> None:
    assert check(b"\xef\xbb\xbf" + DEMO.encode(), tmp_path) == [("PRM101", 5, 2, 57)]
    assert check(b"\xef\xbb\xbf{]", tmp_path) == [("PRM900", None, 1, 2)]


def test_an_old_notebook_has_its_cells_in_worksheets(tmp_path: Path) -> None:
    lines = [HEAD, RULES, "stamp = datetime.now()", BAD]
    cells = [{"cell_type": "code", "language": "python", "input": line} for line in lines]
    old = {"worksheets": [{"cells": cells[:2]}, {"cells": cells[2:]}], "nbformat": 3, "metadata": {"name": ""}}
    assert check(json.dumps(old), tmp_path) == [("PRM101", 4, 1, 57)]


def test_pictures_do_not_count_as_code(tmp_path: Path) -> None:
    picture = {"cell_type": "code", "metadata": {}, "source": "show()", "outputs": ["A" * 3_000_000]}
    assert check(notebook(picture, HEAD, RULES, "stamp = datetime.now()", BAD), tmp_path) == [("PRM101", 5, 1, 57)]
    code = f'DATA = "{"A" * 2_000_000}"'
    assert check(notebook(code, HEAD, RULES, "stamp = datetime.now()", BAD), tmp_path) == [("PRM902", None, 1, 1)]


# Where notebooks come from.


def test_folders_are_searched_for_notebooks_but_not_for_checkpoints(tmp_path: Path) -> None:
    (tmp_path / ".ipynb_checkpoints").mkdir()
    for name in ("demo.ipynb", ".ipynb_checkpoints/demo-checkpoint.ipynb"):
        (tmp_path / name).write_text(DEMO, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "--isolated", "--output-format", "concise", str(tmp_path)])
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == [f"{tmp_path}/demo.ipynb:cell 5:2:57"]


def test_standard_input_is_a_notebook_if_its_name_says_so() -> None:
    options = ["check", "--isolated", "--output-format", "concise", "-"]
    result = CliRunner().invoke(main, [*options, "--stdin-filename", "demo.ipynb"], input=DEMO)
    assert result.stdout.startswith("demo.ipynb:cell 5:2:57: PRM101 ")
    assert CliRunner().invoke(main, [*options, "--stdin-filename", "demo.py"], input=DEMO).stdout == ""


def test_a_notebook_calls_what_a_module_defines(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    module = tmp_path / "rules.py"
    module.write_text(f'{RULES}\n\n\ndef opening(stamp):\n    return f"{{stamp}} {{RULES}}"\n', encoding="utf-8")
    send = 'client.responses.create(model="gpt-4o", instructions=opening(datetime.now()), input="q")'
    (tmp_path / "demo.ipynb").write_text(notebook(HEAD, "from rules import opening", send), encoding="utf-8")
    for path in (module, tmp_path / "demo.ipynb"):
        result = CliRunner().invoke(main, ["check", "--isolated", "--output-format", "json", str(path)])
        (finding,) = json.loads(result.stdout)
        assert (finding["code"], finding["filename"], finding["location"]["row"]) == ("PRM101", str(module), 5)
        assert finding["cell"] is None
        (sent,) = (label for label in finding["labels"] if label["message"] == "sent here")
        assert (sent["filename"], sent["cell"], sent["location"]["row"]) == (str(tmp_path / "demo.ipynb"), 3, 1)
