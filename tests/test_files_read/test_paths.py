"""A file that a program reads is found where Python would find it, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from promptlint import catalog, gate, link
from promptlint.files import Files
from tests.test_files_read.reading import At, read, system
from tests.test_python_frontend.reading import sent, text

_HEAD = """
    import codecs, io, os, pkgutil, datetime
    import importlib.resources
    import os.path as osp
    from importlib import resources
    from os.path import dirname, join
    from pathlib import Path, PurePosixPath
    import aiofiles, anyio, pkg_resources
    import data, data.deep

    async def run(name, request):
        send(%s)
"""
_FILES = {
    "pkg/app.py": "",
    "pkg/__init__.py": "",
    "pkg/a.md": "Near.",
    "pkg/prompts/b.md": "Below.",
    "a.md": "Far.",
    "top/c.md": "Top.",
    "data/__init__.py": "",
    "data/d.md": "Resource.",
    "data/deep/__init__.py": "",
    "data/deep/e.md": "Deep.",
}


def _read(expression: str) -> str:
    return system(_HEAD % expression, {k: v for k, v in _FILES.items() if v or k != "pkg/app.py"}, "pkg/app.py")


@pytest.mark.parametrize(
    "path",
    [
        'Path(__file__).parent / "a.md"',
        'Path(__file__).resolve().parent.joinpath("a.md")',
        'Path(__file__).absolute().parents[0] / "a.md"',
        'Path(__file__).with_name("a.md")',
        'Path(__file__).with_name("a").with_suffix(".md")',
        'Path(__file__).parent / "prompts" / ".." / "a.md"',
        'Path(os.path.dirname(__file__), "a.md")',
        'os.path.join(os.path.dirname(os.path.abspath(__file__)), "a.md")',
        'join(dirname(osp.realpath(__file__)), "a.md")',
        'os.path.dirname(__file__) + "/a.md"',
        'f"{Path(__file__).parent}/a.md"',
        'str(Path(__file__).parent / "a.md")',
        'os.fspath(Path(__file__).parent / "a.md")',
        'os.path.join(os.path.dirname(__file__), os.path.basename("x/a.md"))',
        '"a.md"',
        'Path("a.md")',
        'Path("prompts", "..", "a.md")',
    ],
)
def test_a_path_beside_the_module(path: str) -> None:
    assert _read(f"open({path}).read()") == "Near."


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ('Path(__file__).parent.parent / "a.md"', "Far."),
        ('Path(__file__).resolve().parents[1] / "a.md"', "Far."),
        ('os.path.join(os.path.dirname(__file__), os.pardir, "a.md")', "Far."),
        ('os.path.join(os.path.dirname(__file__), "..", "a.md")', "Far."),
        ('os.path.join(os.path.split(__file__)[0], "prompts", "b.md")', "Below."),
        ('os.path.join(os.path.dirname(data.__file__), "d.md")', "Resource."),
        ('Path(data.deep.__file__).with_name("e.md")', "Deep."),
        ('"top/c.md"', "Top."),
        ('Path.cwd() / "top" / "c.md"', "Top."),
        ('os.path.join(os.getcwd(), "top", "c.md")', "Top."),
        ('"prompts/b.md"', "Below."),
        ('"pkg/prompts/b.md"', "Below."),
    ],
)
def test_paths_elsewhere_in_the_project(path: str, expected: str) -> None:
    assert _read(f"open({path}).read()") == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('resources.files("data").joinpath("d.md").read_text()', "Resource."),
        ('(resources.files("data.deep") / "e.md").read_text(encoding="utf-8")', "Deep."),
        ('resources.files("data").joinpath("deep", "e.md").open().read()', "Deep."),
        ('importlib.resources.read_text("data", "d.md")', "Resource."),
        ('importlib.resources.open_text("data.deep", "e.md").read()', "Deep."),
        ('importlib.resources.read_binary("data", "d.md").decode()', "Resource."),
        ('pkgutil.get_data("data", "d.md").decode("utf-8")', "Resource."),
        ('pkgutil.get_data(__package__, "a.md").decode("utf-8")', "Near."),
        ('resources.files(__package__).joinpath("a.md").read_text()', "Near."),
        ('pkg_resources.resource_string("data", "d.md").decode()', "Resource."),
        ('open(pkg_resources.resource_filename(__name__, "a.md")).read()', "Near."),
    ],
)
def test_resources_of_packages(expression: str, expected: str) -> None:
    assert _read(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        'io.open("a.md", "rt", encoding="utf8").read()',
        'codecs.open("a.md", encoding="utf-8").read()',
        'open("a.md", "rb").read().decode()',
        'open(file="a.md", mode="r").read()',
        '"".join(open("a.md"))',
        '"".join(open("a.md").readlines())',
        '"".join(line for line in open("a.md"))',
        'Path("a.md").read_text("utf-8")',
        'Path("a.md").read_bytes().decode()',
        'Path("a.md").open("r").read()',
        '(await anyio.Path("a.md").read_text())',
        '(await (await aiofiles.open("a.md")).read())',
    ],
)
def test_ways_to_read(expression: str) -> None:
    assert _read(expression) == "Near."


@pytest.mark.parametrize(
    "expression",
    [
        'open("a.md", "w").read()',
        'open("a.md", "r+").read()',
        'open("a.md", name).read()',
        'open("a.md").read(10)',
        'open("missing.md").read()',
        'open("/etc/hostname").read()',
        'open("../outside.md").read()',
        'open("~/a.md").read()',
        'open(os.path.expanduser("~/a.md")).read()',
        'open(Path.home() / "a.md").read()',
        'open(os.environ["PROMPT"]).read()',
        "open(request.path).read()",
        'open(f"{request.kind}.md").read()',
        'open("").read()',
        'open("pkg").read()',
        'Path(__file__).parents[9].joinpath("a.md").read_text()',
        'resources.files("nowhere").joinpath("a.md").read_text()',
    ],
)
def test_what_cannot_be_known_stays_a_hole(expression: str) -> None:
    assert _read(expression).startswith("<")


def test_a_path_in_a_prompt_is_a_hole_of_the_environment() -> None:
    assert (
        _read("f\"In {Path(__file__).parent / 'a.md'} or {__file__}.\"")
        == "In <environment process> or <environment process>."
    )


@pytest.mark.parametrize("path", ['"x/a.md"', 'Path(__file__).parent / "a.md"', 'Path("x").joinpath("a.md")'])
def test_the_end_of_the_name_of_a_file(path: str) -> None:
    assert _read(f'"one" if Path({path}).suffix == ".md" else "other"') == "one"
    assert _read(f"Path({path}).suffix") == ".md"


def test_the_end_of_a_name_that_is_not_known() -> None:
    assert _read('"one" if Path(request.name).suffix == ".md" else "other"') == "[one|other]"


def test_a_model_of_a_package_reads_what_lies_beside_the_program() -> None:
    program = """
        from langchain_core.prompts import PromptTemplate

        send(PromptTemplate.from_file("%s").format(now="noon"))
        """
    files = {"pkg/near.txt": "Near at {now}.", "top.txt": "Far at {now}.", "pkg/__init__.py": ""}
    assert system(program % "near.txt", files, "pkg/app.py") == "Near at noon."
    assert system(program % "top.txt", files, "pkg/app.py") == "Far at noon."


def test_what_stands_in_a_file_of_unknown_name_is_not_of_the_kind_of_its_path() -> None:
    assert _read('(Path(__file__).parent / "missing.md").read_text()') == "<unknown>"
    assert _read('(Path(__file__).parent / f"{request.user_name}.md").read_text()') == "<user? user>"


def test_an_encoding_that_would_read_other_characters() -> None:
    files: dict[str, str | bytes] = {"a.md": "Grüß.", "b.md": "Plain."}
    assert system('send(open("a.md", encoding="latin-1").read())', files) == "<unknown>"
    assert system('send(open("b.md", encoding="latin-1").read())', files) == "Plain."
    assert system('send(open("a.md", encoding="UTF8").read())', files) == "Grüß."


def test_a_file_that_exists_is_read_and_not_its_substitute() -> None:
    program = """
        from pathlib import Path
        path = Path("a.md")
        send(path.read_text() if path.exists() else "Default.")
    """
    assert system(program, {"a.md": "File."}) == "File."
    assert system(program, {}) == "[<unknown>|Default.]"


def test_one_of_two_files() -> None:
    program = """
        def run(german):
            name = "de" if german else "en"
            send(open(f"{name}.md").read())
    """
    assert system(program, {"de.md": "Hallo.", "en.md": "Hello."}) == "[Hallo.|Hello.]"
    assert system(program, {"de.md": "Hallo."}) == "<unknown>"


def test_line_ends_of_two_characters_are_read_as_one() -> None:
    program = """
        from datetime import datetime
        send(%s.format(now=datetime.now()))
    """
    for expression in ('open("a.md").read()', 'open("a.md", newline="").read()', 'open("a.md", "rb").read().decode()'):
        reading = read(program % expression, {"a.md": b"One\r\nTwo\r\n{now}\r\nFour"})
        assert reading.holes == [At("a.md", 3, 1, "{now}")]
    assert system(program % 'open("a.md").read()', {"a.md": b"1\r\n2\r{now}\n"}) == "1⏎2⏎<clock request>⏎"
    assert system(program % 'open("a.md", newline="").read()', {"a.md": b"1\r\n{now}"}) == "1\r⏎<clock request>"


def test_the_module_in_which_a_path_is_written_says_what_is_beside_it() -> None:
    others = {
        "lib/__init__.py": "",
        "lib/loader.py": """
from pathlib import Path
FOLDER = Path(__file__).parent / "prompts"
def load(name):
    return (FOLDER / f"{name}.md").read_text()
def near(name):
    return open(name + ".md").read()
""",
        "lib/prompts/a.md": "In lib.",
        "prompts/a.md": "At the top.",
        "lib/b.md": "Beside the loader.",
        "b.md": "At the top.",
    }
    assert system('from lib.loader import load\nsend(load("a"))', others) == "In lib."
    assert system('from lib.loader import near\nsend(near("b"))', others) == "Beside the loader."


def _on_disk(app: Path, expression: str) -> str:
    """Return the system text of a program that stands in a project on the disk."""
    app.write_text(sent(f"send({expression})"))
    world = catalog.load(())
    files = Files(world, gate.compile_gate(world), root=str(app.parent), listed=lambda: (str(app),))
    (prompt,) = link.prompts(link.program(files), [str(app)]).prompts
    return text(prompt.blocks[0].text, labels=False)


def test_only_files_of_the_project_are_opened(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "secret.md"
    root.mkdir()
    outside.write_text("Secret.")
    (root / "link.md").symlink_to(outside)
    (root / "large.md").write_text("x" * 2_000_001)
    (root / "fine.md").write_text("Fine.")
    (root / "binary.md").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(root / "pipe.md")
    assert _on_disk(root / "app.py", 'open("fine.md").read()') == "Fine."
    for name in ("link.md", "large.md", "pipe.md", "binary.md", str(outside), "../secret.md"):
        assert _on_disk(root / "app.py", f'open("{name}").read()') == "<unknown>", name


def test_one_file_that_is_read_as_text_and_as_bytes() -> None:
    program = """
        import yaml
        from datetime import datetime
        now = datetime.now()
        text, data = open("a.md").read(), open("a.md", newline="").read()
        send(text.format(now=now) + data.format(now=now) + yaml.safe_load(open("a.md", "rb")).format(now=now))
    """
    assert read(program, {"a.md": b"One\r\n{now}"}).holes == [At("a.md", 2, 1, "{now}")] * 3
