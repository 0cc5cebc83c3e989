"""Templates are found where the program's loader finds them; one that is not there leaves the whole rendering open."""

from __future__ import annotations

import textwrap

import pytest

from tests.test_jinja.reading import At, Reading, read

IMPORTS = """\
import os
from importlib.resources import files
from pathlib import Path
import jinja2
from jinja2 import (
    BaseLoader, ChoiceLoader, DictLoader, Environment, FileSystemLoader, FunctionLoader, PackageLoader, PrefixLoader, Template,
)
"""


def program(loader: str, name: str = "greet.j2", before: str = "") -> str:
    """Return a program that renders a template with `x`, which only its caller knows."""
    lines = IMPORTS + textwrap.dedent(before)
    return f'{lines}\nenv = Environment(loader={loader})\ndef f(x):\n    send(env.get_template("{name}").render(x=x))\n'


def loaded(loader: str, name: str = "greet.j2", before: str = "") -> Reading:
    """Return the prompt of that program, beside which there are two templates."""
    return read(program(loader, name, before), {"greet.j2": "Hi {{ x }}.\n", "deep/er.j2": "Deep {{ x }}"})


@pytest.mark.parametrize(
    "loader",
    [
        'FileSystemLoader("templates")',
        'jinja2.FileSystemLoader(searchpath="templates")',
        'FileSystemLoader(Path(__file__).parent / "templates")',
        'FileSystemLoader(os.path.join(os.path.dirname(__file__), "templates"), encoding="utf-8")',
        'FileSystemLoader(["nowhere", "templates"])',
        'FileSystemLoader([Path("templates")])',
        'jinja2.loaders.FileSystemLoader("templates")',
        'ChoiceLoader([DictLoader({"other": "x"}), FileSystemLoader("templates")])',
    ],
)
def test_a_folder_is_worked_out(loader: str) -> None:
    found = loaded(loader)
    assert found.system == "Hi <unknown x>."
    assert found.holes == [At("templates/greet.j2", 1, 4, "{{ x }}")]


def test_a_template_in_a_folder_below() -> None:
    assert loaded('FileSystemLoader("templates")', "deep/er.j2").system == "Deep <unknown x>"


def test_a_name_that_leads_out_of_the_folder_is_not_followed() -> None:
    assert loaded('FileSystemLoader("templates/deep")', "../greet.j2").system.startswith("<unknown env.get_template")


def test_the_templates_of_a_package() -> None:
    files = {"pkg/__init__.py": "", "pkg/templates/a.j2": "A {{ x }}", "pkg/other/b.j2": "B {{ x }}"}
    for loader, name, expected in (
        ('PackageLoader("pkg")', "a.j2", At("pkg/templates/a.j2", 1, 3, "{{ x }}")),
        ('PackageLoader("pkg", "other")', "b.j2", At("pkg/other/b.j2", 1, 3, "{{ x }}")),
        ('PackageLoader("pkg", package_path="other")', "b.j2", At("pkg/other/b.j2", 1, 3, "{{ x }}")),
        ('FileSystemLoader(str(files("pkg") / "other"))', "b.j2", At("pkg/other/b.j2", 1, 3, "{{ x }}")),
    ):
        assert read(program(loader, name), files, folder="").holes == [expected]


def test_templates_in_a_mapping_stand_in_the_program() -> None:
    found = loaded("""DictLoader({"greet.j2": "A {% include 'b' %}", "b": "B {{ x }}"})""")
    assert found.system == "A B <unknown x>"
    assert [(hole.path, hole.code) for hole in found.holes] == [("app.py", "{{ x }}")]


def test_many_templates_in_a_mapping_reach_a_helper() -> None:
    many = {f"t{number}": f"T{number}" for number in range(40)} | {"greet.j2": "Hi {{ x }}"}
    text = f"""
        env = Environment(loader=DictLoader({many!r}))
        def rendered(name, **values):
            return env.get_template(name).render(**values)
        def f(x):
            send(rendered("greet.j2", x=x))
    """
    assert read(IMPORTS + textwrap.dedent(text), {}).system == "Hi <unknown x>"


def test_prefixes_choices_and_functions() -> None:
    prefixed = 'PrefixLoader({"app": DictLoader({"greet.j2": "P {{ x }}"})})'
    assert loaded(prefixed, "app/greet.j2").system == "P <unknown x>"
    assert loaded(prefixed, "greet.j2").system.startswith("<unknown env.get_template")
    assert loaded(prefixed.replace("})})", "})}, delimiter=':')"), "app:greet.j2").system == "P <unknown x>"
    function = """
        def source(name):
            return "F " + name + " {{ x }}"
        def several(name):
            return None if name == "none" else ("S {{ x }}", None, None)
    """
    assert loaded("FunctionLoader(source)", before=function).system == "F greet.j2 <unknown x>"
    assert loaded("FunctionLoader(several)", before=function).system == "S <unknown x>"
    assert loaded("FunctionLoader(several)", "none", function).system.startswith("<unknown env.get_template")


def test_a_loader_of_the_program() -> None:
    own = """
        class Own(BaseLoader):
            def __init__(self, head):
                self.head = head
            def get_source(self, environment, template):
                return self.head + template + " {{ x }}", None, lambda: True
    """
    assert loaded('Own("H ")', before=own).system == "H greet.j2 <unknown x>"


@pytest.mark.parametrize(
    "loader",
    [
        'FileSystemLoader("nowhere")',
        "FileSystemLoader(os.environ['TEMPLATES'])",
        'DictLoader({"other": "x"})',
        "DictLoader(load())",
        "unknown_loader()",
        "None",
    ],
)
def test_what_cannot_be_followed_leaves_the_whole_rendering_open(loader: str) -> None:
    found = loaded(loader)
    assert found.system.startswith("<")
    assert found.system.count("<") == 1
    assert "Hi" not in found.system


def test_a_file_that_jinja_refuses_leaves_the_whole_rendering_open() -> None:
    found = read(program('FileSystemLoader("templates")'), {"greet.j2": "Hi {% if x %} and"})
    assert found.system == '<unknown env.get_template("greet.j2").render(x=x)>'


@pytest.mark.parametrize(
    "call",
    [
        'env.select_template(["nowhere", "greet.j2"]).render(x=x)',
        'env.get_or_select_template("greet.j2").render({"x": x})',
        'env.get_or_select_template(["nowhere", "greet.j2"]).render(x=x)',
        '"".join(env.get_template("greet.j2").generate(x=x))',
        'env.get_template(str(Path("greet.j2"))).render(x=x)',
        'env.get_template(env.get_template("greet.j2")).render(x=x)',
        'Template(open("templates/greet.j2").read()).render(x=x)',
        'Template(Path("templates/greet.j2").read_text()).render(x=x)',
        'env.from_string(Path("templates/greet.j2").read_text(encoding="utf-8")).render(dict(x=x))',
        """env.from_string("{% include 'greet.j2' %}").render(x=x)""",
    ],
)
def test_every_way_to_a_template(call: str) -> None:
    text = f'{IMPORTS}env = Environment(loader=FileSystemLoader("templates"))\ndef f(x):\n    send({call})\n'
    found = read(text, {"greet.j2": "Hi {{ x }}."})
    assert found.system == "Hi <unknown x>."
    assert found.holes == [At("templates/greet.j2", 1, 4, "{{ x }}")]


def test_a_name_that_depends_on_a_condition_is_a_choice() -> None:
    text = f"""{IMPORTS}
env = Environment(loader=FileSystemLoader("templates"))
def f(x, brief):
    send(env.get_template("brief.j2" if brief else "greet.j2").render(x=x))
"""
    found = read(text, {"greet.j2": "Hi {{ x }}.", "brief.j2": "{{ x }}!"})
    assert found.system == "[<unknown x>!|Hi <unknown x>.]"
    assert [hole.path for hole in found.holes] == ["templates/brief.j2", "templates/greet.j2"]


def test_windows_line_ends_do_not_move_a_placeholder() -> None:
    found = read(
        program('FileSystemLoader("templates")'),
        {"greet.j2": "Hi\r\n\r\n  {{ x }}\r\n{% if x %}\r\n{{ x }}{% endif %}"},
    )
    assert found.bare == "Hi⏎⏎  <unknown>⏎[⏎<unknown>|]"
    assert found.holes == [At("templates/greet.j2", 3, 3, "{{ x }}"), At("templates/greet.j2", 5, 1, "{{ x }}")]
