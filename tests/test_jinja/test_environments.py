"""What a program tells its environments is what their templates know: globals, filters, tests, options."""

from __future__ import annotations

import textwrap

import pytest

from tests.test_jinja.reading import At, read

IMPORTS = """\
from datetime import datetime
from functools import lru_cache
import jinja2
from jinja2 import DebugUndefined, Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment
"""
CLOCK = "clock request datetime.now()"


def rendered(program: str, template: str = "") -> str:
    """Return the system text of a program; `a` is a template in a file."""
    return read(IMPORTS + textwrap.dedent(program), {"a": template}).system


def with_environment(setup: str, template: str) -> str:
    """Return the text of a template in an environment to which something was done."""
    lines = textwrap.indent(textwrap.dedent(setup), " " * 4)
    return rendered(
        f"""\
def shout(text):
    return text.upper() + "!"
def now():
    return datetime.now().isoformat()
def f(x):
    env = Environment(loader=FileSystemLoader("templates"))
{lines}
    send(env.get_template("a").render(x=x))
""",
        template,
    )


@pytest.mark.parametrize(
    ("setup", "template", "expected"),
    [
        ('env.globals["team"] = "T"', "{{ team }}", "T"),
        ('env.globals.update(team="T", other=x)', "{{ team }} {{ other }}", "T <unknown x>"),
        ('env.globals["now"] = now', "At {{ now() }}.", f"At <{CLOCK}>."),
        ('env.globals["team"] = "T"', "{% set team = 'own' %}{{ team }}", "own"),
        ('env.globals["x"] = "T"', "{{ x }}!", "<unknown x>!"),
        ('env.filters["shout"] = shout', "{{ 'hey'|shout }}", "HEY!"),
        ('env.filters["shout"] = shout', "{% filter shout %}hey {{ x }}{% endfilter %}", "HEY <unknown x>!"),
        ('env.filters["upper"] = lambda text: "own"', "{{ x|upper }}", "own"),
        ('env.filters["at"] = lambda text, end: text + end', "{{ x|at('?') }}", "<unknown x>?"),
        ('env.tests["long"] = lambda text: len(text) > 3', "{{ 'four' is long }}{{ 'a' is not long }}", "TrueTrue"),
        ("env.trim_blocks = True", "{% if true %}\na{% endif %}\nb", "ab"),
        (
            'env = env.overlay(variable_start_string="<<", variable_end_string=">>")',
            "<< x >> {{ x }}",
            "<unknown x> {{ x }}",
        ),
        ('env.globals["a"] = "A"\nenv = env.overlay(trim_blocks=True)', "{{ a }}", "A"),
        ('env.add_extension("jinja2.ext.do")', "{% set l = [] %}{% do l.append(1) %}{{ l }}", "[1]"),
        (
            'env.policies["json.dumps_kwargs"] = {"sort_keys": False}',
            "{{ {'b': 1, 'a': 2}|tojson }}",
            '{"b": 1, "a": 2}',
        ),
    ],
)
def test_what_is_done_to_an_environment(setup: str, template: str, expected: str) -> None:
    assert with_environment(setup, template) == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ('Environment(undefined=StrictUndefined).from_string("a{{ nope }}b")', "ab"),
        ('Environment(undefined=DebugUndefined).from_string("a{{ nope }}b")', "a<unknown {{ nope }}>b"),
        ('Environment(finalize=lambda v: "-" if v is None else v).from_string("a{{ none }}b{{ 1 }}")', "a-b1"),
        ("Environment(autoescape=True).from_string(\"<{{ '<' }}>\")", "<&lt;>"),
        ("Environment(autoescape=select_autoescape()).from_string(\"<{{ '<' }}>\")", "<&lt;>"),
        ("Environment(autoescape=lambda name: name is not None).from_string(\"<{{ '<' }}>\")", "<<>"),
        ('SandboxedEnvironment().from_string("{{ a }}{{ x }}", globals={"a": "A"})', "A<unknown x>"),
        ('NativeEnvironment().from_string("{{ x }} and")', "<unknown x> and"),
        ('Environment(**{"trim_blocks": True}).from_string("{% if true %}\\na{% endif %}")', "a"),
        ('Template("{% if true %}\\na{% endif %}", trim_blocks=True)', "a"),
        ('Environment("[%", "%]").from_string("[% if true %]{% a %}[% endif %]")', "{% a %}"),
        ('Environment(extensions=["own.ext.Extension"]).from_string("a")', None),
        ("Environment(trim_blocks=x).from_string('a')", None),
        ("Environment(**x).from_string('a')", None),
    ],
)
def test_options(made: str, expected: str | None) -> None:
    text = rendered(f"def f(x):\n    send('' + {made}.render(x=x))\n")
    assert text == expected if expected is not None else text.startswith("<unknown ")


def test_markup_in_a_file_is_replaced_where_its_name_says_so() -> None:
    program = """
        env = Environment(loader=FileSystemLoader("templates"), autoescape=select_autoescape(["html"]))
        def f():
            send(env.get_template("{name}").render(x="<"))
    """
    for name, expected in (("a.html", "&lt;"), ("a.txt", "<")):
        assert read(IMPORTS + textwrap.dedent(program.format(name=name)), {name: "{{ x }}"}).system == expected


def test_a_native_environment_yields_what_its_text_writes_down() -> None:
    program = """
        def f():
            items = NativeEnvironment().from_string("[1, {{ 1 + 1 }}]").render()
            send(f"{len(items)} {items[1]}")
    """
    assert rendered(program) == "2 2"


@pytest.mark.parametrize(
    "program",
    [
        """
        env = Environment(loader=FileSystemLoader("templates"))
        env.globals["g"] = "G"
        def f(x):
            send(env.get_template("a").render(x=x))
        """,
        """
        def environment():
            env = Environment(loader=FileSystemLoader("templates"))
            env.globals.update(g="old")
            return env
        def f(x):
            env = environment()
            env.globals["g"] = "G"
            send(env.get_template("a").render(x=x))
        """,
        """
        @lru_cache
        def environment():
            return Environment(loader=FileSystemLoader("templates"))
        def f(x):
            send(environment().get_template("a", globals={"g": "G"}).render(x=x))
        """,
        """
        class Prompts:
            def __init__(self, folder):
                self.env = Environment(loader=FileSystemLoader(folder))
                self.env.globals["g"] = "G"
            def render(self, name, **values):
                return self.env.get_template(name).render(**values)
        def f(x):
            send(Prompts("templates").render("a", x=x))
        """,
        """
        class Prompts:
            env = Environment(loader=FileSystemLoader("templates"))
            def build(self, x):
                return self.env.get_template("a").render({"x": x, "g": "G"})
            def send_it(self, x):
                send(self.build(x))
        """,
        """
        TEMPLATE = Environment(loader=FileSystemLoader("templates")).get_template("a")
        def values(x):
            found = {"g": "G"}
            found["x"] = x
            return found
        def f(x):
            send(TEMPLATE.render(values(x)))
        """,
        """
        def rendered(template, /, **values):
            return template.render(g="G", **values)
        def f(x):
            env = Environment(loader=FileSystemLoader("templates"))
            send(rendered(env.get_template("a"), x=x))
        """,
        """
        async def f(x):
            env = Environment(loader=FileSystemLoader("templates"), enable_async=True)
            send(await env.get_template("a").render_async(x=x, g="G"))
        """,
    ],
)
def test_wherever_the_environment_and_the_values_come_from(program: str) -> None:
    found = read(IMPORTS + textwrap.dedent(program), {"a": "{{ g }}\n{{ x }}."})
    assert found.bare == "G⏎<unknown>."
    assert found.holes == [At("templates/a", 2, 1, "{{ x }}")]


def test_functions_that_ask_for_the_context_or_the_environment() -> None:
    program = """
        @jinja2.pass_context
        def user(context, end):
            return context["x"] + end
        @jinja2.pass_environment
        def known(env, text):
            return text + "?"
        def f(x):
            env = Environment()
            env.globals["user"] = user
            env.filters["known"] = known
            send(env.from_string("{{ user('!') }} {{ 'a'|known }}").render(x=x))
    """
    assert rendered(program) == "<unknown x>! a?"


def test_attributes_of_the_program_s_objects_and_keys_of_its_mappings() -> None:
    program = """
        class Context:
            def __init__(self, today):
                self.date_today = today
                self.items = {"a": {"b": "B"}}
            @property
            def label(self):
                return "L"
            def shown(self, end):
                return self.label + end
        def f(user):
            context = Context(datetime.now())
            send(Template("{{ context.label }}{{ context.shown('!') }}{{ context.items.a.b }}{{ context['label'] }}"
                 "{{ context.nope }} {{ context.date_today }} {{ user.profile['city'] }}").render(context=context, user=user))
    """
    assert rendered(program) == "LL!BL <clock request datetime.now()> <user? user user.profile['city']>"


def test_a_context_of_which_only_a_part_is_known() -> None:
    program = """
        env = Environment()
        env.globals["now"] = datetime.now
        def f(values):
            send(env.from_string("{{ tone }} {{ a }} {{ now() }} {% for i in range(2) %}{{ i }}{% endfor %}").render(values, a="A"))
    """
    assert rendered(program) == "<unknown values['tone']> A <clock request {{ now() }}> 01"


def test_what_functions_do_to_an_environment_of_the_module_stays_open() -> None:
    program = """
        env = Environment(loader=FileSystemLoader("templates"))
        def set_up(team):
            env.globals["team"] = team
            env.filters["shout"] = str.upper
        def f(x):
            send(env.get_template("a").render(x=x))
    """
    assert (
        rendered(program, "{{ team }} {{ x|shout }} {{ 'a'|upper }}")
        == "<unknown env['team']> <unknown {{ x|shout }}> A"
    )


def test_options_that_a_module_sets_behind_the_call() -> None:
    program = """
        env = Environment(loader=FileSystemLoader("templates"))
        env.trim_blocks = True
        def f(x):
            send(env.get_template("a").render(x=x))
    """
    assert rendered(program, "{% if true %}\na{% endif %}\n{{ x }}") == "a<unknown x>"
    assert rendered(program.replace("True", "setting()"), "{{ x }}").startswith("<unknown env.get_template")


def test_a_key_that_is_set_on_one_path_only_is_not_defined_on_the_other() -> None:
    program = """
        def f(x, brief):
            values = {"d": {}}
            if brief:
                values["tone"] = "short"
                values["d"]["k"] = "K"
            send(Template("{{ tone }}|{% if tone %}yes{% endif %}|{{ tone is defined }}|{{ d.k }}|{{ d['k'] }}").render(values))
    """
    assert rendered(program) == "[short|]|[yes|]|[True|False]|[K|]|[K|]"


def test_an_environment_of_another_module() -> None:
    others = {
        "prompts/__init__.py": "",
        "prompts/engine.py": "from datetime import datetime\nfrom pathlib import Path\nfrom jinja2 import Environment, FileSystemLoader\n"
        'env = Environment(loader=FileSystemLoader(Path(__file__).parent / "files"))\nenv.globals.update({"now": datetime.now})\n'
        "def rendered(name, **values):\n    return env.get_template(name).render(**values)\n",
        "prompts/files/a": "Hi {{ x }}.\nNow {{ now() }}.",
    }
    program = "from prompts.engine import rendered\ndef f(x):\n    send(rendered('a', x=x))\n"
    found = read(program, others, folder="")
    assert found.system == "Hi <unknown x>.⏎Now <clock request {{ now() }}>."
    assert found.holes == [At("prompts/files/a", 1, 4, "{{ x }}"), At("prompts/files/a", 2, 5, "{{ now() }}")]
