"""Files of a project that cannot be read as Python: the prompts of the others are found, and what is missing is a hole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from promptlint import catalog, gate, link
from promptlint.engine import engine
from promptlint.files import Files
from promptlint.settings import settings_at
from tests.test_project.reading import findings, write
from tests.test_python_frontend.reading import text

PROJECT = """
--- app.py
from datetime import datetime
from other import BODY
def ask(): send(f"Now {datetime.now()}. {BODY} " + RULES_TEXT)
--- other.py
BODY = "Be calm."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    return write(tmp_path / "project", PROJECT)


def body(folder: Path, imported: str = "other") -> str:
    """Return what stands between the clock and the rules in what `app.py` sends; the clock has to be reported."""
    app = folder / "app.py"
    app.write_text(app.read_text().replace("from other", f"from {imported}"))
    assert [(told.name, told.at[:3]) for told in findings(folder, "app.py")] == [
        ("clock-before-static", ("app.py", 4, 84))
    ]
    found = catalog.load(())
    files = Files(found, gate.compile_gate(found), root=str(folder), listed=lambda: [str(app)])
    linked = link.touching(files, frozenset([str(app)]))
    assert not linked.failed
    (prompt,) = linked.prompts
    return text(prompt.blocks[0].text, labels=False).partition(". ")[2].partition(" Be kind")[0]


def test_a_file_that_can_be_read(folder: Path) -> None:
    assert body(folder) == "Be calm."


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "no file": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "syntax": lambda path: path.write_bytes(b"BODY = = 3\n"),
    "Python 2": lambda path: path.write_bytes(b"BODY = 'a'\nprint 'a'\n"),
    "Latin-1": lambda path: path.write_bytes("BODY = 'é'".encode("latin-1")),
    "UTF-16": lambda path: path.write_bytes("BODY = 'a'".encode("utf-16")),
    "NUL": lambda path: path.write_bytes(b"BODY = 'a\0'"),
    "bytes": lambda path: path.write_bytes(bytes(range(256))),
    "huge": lambda path: path.write_bytes(b"BODY = 'a'\n" + b"# x\n" * 500_001),
    "deep": lambda path: path.write_bytes(b"BODY = " + b"(" * 5_000 + b"1" + b")" * 5_000),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a FIFO": lambda path: (path.unlink(), os.mkfifo(path)),
    "a link to itself": lambda path: (path.unlink(), path.symlink_to(path.name)),
    "a link to nowhere": lambda path: (path.unlink(), path.symlink_to("nowhere.py")),
    "a link out of the project": lambda path: (
        (path.parent.parent / "outside.py").write_text("BODY = 'out'"),
        path.unlink(),
        path.symlink_to("../outside.py"),
    ),
}


@pytest.mark.parametrize("spoil", UNREADABLE.values(), ids=UNREADABLE)
def test_an_imported_file_that_cannot_be_read_is_a_hole(folder: Path, spoil: Callable[[Path], object]) -> None:
    spoil(folder / "other.py")
    assert body(folder) == "<unknown process>"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_a_hole(folder: Path) -> None:
    (folder / "other.py").chmod(0)
    assert body(folder) == "<unknown process>"


READABLE = {
    "a byte order mark": b"\xef\xbb\xbfBODY = 'Be calm.'",
    "a declared encoding": "# coding: cp1252\nE = 'é'\nBODY = 'Be calm.'".encode("cp1252"),
    "line ends of Windows": b"E = 'x'\r\nBODY = (\r\n  'Be '\r\n  'calm.')\r\n",
    "almost 2 MB": b"BODY = 'Be calm.'\n" + b"# x\n" * 499_000,
}


@pytest.mark.parametrize("data", READABLE.values(), ids=READABLE)
def test_an_imported_file_that_is_only_unusual(folder: Path, data: bytes) -> None:
    (folder / "other.py").write_bytes(data)
    assert body(folder) == "Be calm."


def test_a_link_to_a_file_of_the_project_is_that_file(folder: Path) -> None:
    (folder / "other.py").rename(folder / "real.py")
    (folder / "other.py").symlink_to("real.py")
    assert body(folder) == "Be calm."


def test_imports_end_at_the_root(folder: Path) -> None:
    (folder.parent / "outside.py").write_text("BODY = 'out'")
    (folder.parent / "far").mkdir()
    (folder.parent / "far" / "outside.py").write_text("BODY = 'out'")
    (folder / "linked").symlink_to("../far")
    for imported in ("..outside", "...project.other", "outside", "linked.outside"):
        write(folder, PROJECT)
        assert "out" not in body(folder, imported), imported


def test_folders_that_link_to_a_folder_around_them_end(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to("..")
    assert [told.at.path for told in findings(folder)] == ["app.py"]
    assert body(folder, "sub.up.other") == "Be calm."


def test_imports_of_every_odd_kind_end(folder: Path) -> None:
    odd = "import app\nfrom app import *\nfrom .app import *\nfrom . import app as again\nfrom .... import *\nimport a.b.c.d.e\n"
    odd += "from other import other\nfrom __future__ import annotations\nfrom . import __init__\nimport __main__\n"
    (folder / "app.py").write_text(odd + (folder / "app.py").read_text().replace("{BODY}", "{app.Z}{again.Z}{BODY}"))
    assert [told.at[:2] for told in findings(folder)] == [("app.py", 14)]


def test_a_script_without_a_suffix_is_checked_when_it_is_named(folder: Path) -> None:
    (folder / "app.py").rename(folder / "tool")
    assert findings(folder) == []
    assert [(told.name, told.at[:3]) for told in findings(folder, "tool")] == [("clock-before-static", ("tool", 4, 84))]


def test_a_given_file_that_cannot_be_parsed_is_told_and_the_others_are_checked(folder: Path) -> None:
    (folder / "other.py").write_text("import openai\nBODY = = 3\nopenai.OpenAI().responses.create(input='')\n")
    assert sorted((told.name, told.at[:3]) for told in findings(folder)) == [
        ("clock-before-static", ("app.py", 4, 84)),
        ("syntax-error", ("other.py", 2, 8)),
    ]
    assert [told.name for told in findings(folder, "app.py")] == ["clock-before-static"]


def test_a_folder_without_any_python_yields_nothing(tmp_path: Path) -> None:
    from promptlint.discover import discover

    (tmp_path / "x.py").mkdir()
    at = settings_at({})
    report = engine(at, str(tmp_path)).check(discover([str(tmp_path)], at))
    assert (report.findings, report.failures, report.tally.files) == ((), (), 0)
