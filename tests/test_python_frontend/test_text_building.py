"""Every way to build text keeps the static text, letter for letter, and the place of each hole in it."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import show, system

N = "<unknown name>"
O = "<unknown other>"  # noqa: E741
C = "<clock request datetime.now()>"


def built(expression: str, setup: str = "") -> str:
    """Return the text of an expression over the parameters `name` and `other`, both of unknown type."""
    lines = "".join(f"    {line}\n" for line in setup.splitlines())
    return system(
        "from datetime import datetime\nfrom string import Template\nfrom textwrap import dedent, fill, indent, shorten\n"
        "import inspect, io, json, string, textwrap, yaml\nfrom jinja2 import Environment, Template as Jinja\n"
        f"def f(name, other, req):\n{lines}    send({expression})\n"
    )


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"Be kind."', "Be kind."),
        ('"Be " "kind" \'.\'', "Be kind."),
        (r'"Tab\tand \x41 \u00e9 \N{EM DASH}"', "Tab\tand A é —"),
        (r'r"\d+" "\n"', r"\d+⏎"),
        ('"""\nOne\n\\\nTwo\n"""', "⏎One⏎Two⏎"),
        ('b"Be kind.".decode()', "Be kind."),
        ('"Be " + name + "."', f"Be {N}."),
        ('("Be " + name) + ("." + other)', f"Be {N}.{O}"),
        ('"=" * 5 + name', f"====={N}"),
        ('2 * ("a" + name)', f"a{N}a{N}"),
        ('"x" * 0 + "y"', "y"),
        ("str(4) + str(None) + str(True) + str(1.50) + str(-3)", "4NoneTrue1.5-3"),
        ('repr("x") + repr(4)', "'x'4"),
        ('chr(10).join(["a", name])', f"a⏎{N}"),
    ],
)
def test_literals_and_operators(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('f"Be {name}, {other}."', f"Be {N}, {O}."),
        ('"Be " f"{name}" " {name}"', f"Be {N} {{name}}"),
        ('f"{{{name}}} {{name}}"', f"{{{N}}} {{name}}"),
        ('rf"\\d{name}\\n"', f"\\d{N}\\n"),
        ('f"{name=}"', f"name={N}"),
        ('f"{ name = !s}"', f" name = {N}"),
        ('f"{4096:,} {0.256:.1%} {64:#x} {3.14159:.2f} {7:03d}"', "4,096 25.6% 0x40 3.14 007"),
        ("f\"{'hi':>5}|{'hi':*^6}|{'hello':.2}\"", "   hi|**hi**|he"),
        ("f\"{'x'!r} {'é'!a}\"", r"'x' '\xe9'"),
        ('f"{name:>30}|{name!r}|{name!s:.10}"', f"{N}|{N}|{N}"),
        ("f\"{f'Be {name}'}.\"", f"Be {N}."),
        ("f\"{'Be ' + name + '.'}\"", f"Be {N}."),
        ('f"{datetime.now()} {name}"', f"{C} {N}"),
        ("f\"{None} {True} {[1, 'a']} {(1,)} {{}}\"", "None True [1, 'a'] (1,) {}"),
        ('f"{dict(a=1)}"', "{'a': 1}"),
    ],
)
def test_f_strings(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"Be %s." % name', f"Be {N}."),
        ('"%s, %s" % (name, other)', f"{N}, {O}"),
        ('"%(b)s-%(a)s-%(b)s" % {"a": name, "b": other}', f"{O}-{N}-{O}"),
        ('"%d%% of %05.1f %x %r" % (64, 2.25, 255, "a")', "64% of 002.2 ff 'a'"),
        ('"%-4s|%4s|%.2s" % ("a", "b", "cde")', "a   |   b|cd"),
        ('"%s" % (datetime.now(),)', C),
        ('"%s" % ("a",) + "%"', "a%"),
    ],
)
def test_percent_formatting(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"Be {}.".format(name)', f"Be {N}."),
        ('"{1} {0} {1}".format(name, other)', f"{O} {N} {O}"),
        ('"{a} {b!s:>8} {{a}}".format(a=name, b=other)', f"{N} {O} {{a}}"),
        ('"{:>{}}|{:,}".format("a", 3, 1000)', "  a|1,000"),
        ('"{0[0]}{0[1]}".format([name, other])', f"{N}{O}"),
        ('"{d[k]}".format(d={"k": name})', N),
        ('"{0.name} wrote".format(req)', "<input? request req.name> wrote"),
        ('"{a} {b}".format(**{"a": name, "b": "x"})', f"{N} x"),
        ('"{} {}".format(*[name, "x"])', f"{N} x"),
        ('"{name} {other}".format(**locals())', f"{N} {O}"),
        ('"{a}-{b}".format_map({"a": name, "b": other})', f"{N}-{O}"),
        ('"{a}-{b}".format_map(dict(a=name, b="x"))', f"{N}-x"),
        ('format(1000, ",") + format("a", ">3") + format(name)', f"1,000  a{N}"),
    ],
)
def test_str_format(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"Be <<x>>. <<x>>".replace("<<x>>", name)', f"Be {N}. {N}"),
        ('"k k k".replace("k", name, 2)', f"{N} {N} k"),
        ('("Be " + name + " k").replace("k", "m")', f"Be {N} m"),
        ('"{{a}} {{b}}".replace("{{a}}", name).replace("{{b}}", other)', f"{N} {O}"),
        ('"a.b".replace(".", "\\n")', "a⏎b"),
        ('f"\\n  Be {name}.  \\n".strip()', f"Be {N}."),
        ('f"\\n  Be {name}.  \\n".lstrip()', f"Be {N}.  ⏎"),
        ('f"  Be {name}.  \\n".rstrip()', f"  Be {N}."),
        ('("## Be " + name + " ##").strip("# ")', f"Be {N}"),
        ('("  " + name + "\\n").strip()', N),
        ('("## " + name).removeprefix("## ")', N),
        ('("Be kind" + name + " END").removesuffix(" END")', f"Be kind{N}"),
        ('f"Be {name}".upper() + "ABC".lower()', f"BE {N}abc"),
        ('"be kind".title() + "be kind".capitalize() + "Ab".swapcase()', "Be KindBe kindaB"),
        ('"a".ljust(3, ".") + "a".rjust(3) + "a".center(3, "*") + "7".zfill(3)', "a..  a*a*007"),
        ('"a\\tb".expandtabs(4)', "a   b"),
        ('"abcdef"[1:3] + "abcdef"[-1] + "abc"[::-1]', "bcfcba"),
        ('"b".translate(str.maketrans("b", "c"))', "c"),
    ],
)
def test_string_methods(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"\\n".join(["a", name, "b"])', f"a⏎{N}⏎b"),
        ('", ".join(("a", "b"))', "a, b"),
        ('"".join([])', ""),
        ('"-".join("abc")', "a-b-c"),
        ('" ".join({"one": "a", "two": name}.values())', f"a {N}"),
        ('" ".join({"one": "a", "two": name})', "one two"),
        ('"-".join(str(n) for n in range(3))', "0-1-2"),
        ('"-".join(map(str, [1, 2]))', "1-2"),
        ('"\\n".join(map("- {}".format, ["a", "b"]))', "- a⏎- b"),
        ('"\\n".join(filter(None, ["a", "", None, name, "b"]))', f"a[⏎{N}|]⏎b"),
        ('"".join(filter(None, [text for each in names for text in (each, "", "a")]))', "{[<unknown each>|]a}*"),
        ('"".join([*["a", name], *("b",)])', f"a{N}b"),
        ('"\\n".join(["a"] + [name] * 2)', f"a⏎{N}⏎{N}"),
        ('str.join(" ", ["a", "b"])', "a b"),
        ('" ".join("b\\na".split("\\n")) + " ".join("x y".split())', "b ax y"),
        ('" ".join(line.strip() for line in " a\\n b".splitlines())', "a b"),
        ('" ".join(reversed(["a", "b"])) + "".join(sorted(["b", "a"]))', "b aab"),
    ],
)
def test_join(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('Template("Be $a, ${b}s, $$5").substitute(a=name, b=other)', f"Be {N}, {O}s, $5"),
        ('Template("Be $a").substitute({"a": name})', f"Be {N}"),
        ('Template("Be $a $b").safe_substitute(a=name)', f"Be {N} $b"),
        ('Template("$a pays $5, $$6 or $").safe_substitute(a=name)', f"{N} pays $5, $6 or $"),
        ('string.Template("Be $a").substitute({"a": "x"}, a=name)', f"Be {N}"),
        ('dedent("""\\\n    One\n      Two\n    """)', "One⏎  Two⏎"),
        ('dedent(f"""\n    One {name}\n    {other}\n    """).strip()', f"One {N}⏎{O}"),
        ('inspect.cleandoc("""One\n       Two\n    """)', "One⏎Two"),
        ('indent("a\\n\\nb", "  ")', "  a⏎⏎  b"),
        ('indent(f"a {name}\\nb", prefix="> ")', f"> a {N}⏎> b"),
        ('fill("aa bb cc", width=5)', "aa bb⏎cc"),
        ('fill("aa " + name + " \\n")', "aa <unknown name>"),
        ('textwrap.fill("aa bb cc dd", 5, subsequent_indent="> ")', "aa bb⏎> cc⏎> dd"),
        ('shorten("aa bb cc dd", width=8, placeholder="...")', "aa bb..."),
        ('"|".join(textwrap.wrap("aa bb cc", 5))', "aa bb|cc"),
    ],
)
def test_standard_library_templates(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('json.dumps({"a": "x", "b": [1, True, None, 2.5]})', '{"a": "x", "b": [1, true, null, 2.5]}'),
        ('json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":"))', '{"a":2,"b":1}'),
        ('json.dumps({"a": [1]}, indent=2)', '{⏎  "a": [⏎    1⏎  ]⏎}'),
        ('json.dumps("é\\n") + json.dumps("é", ensure_ascii=False)', '"\\u00e9\\n""é"'),
        ('json.dumps({"a": f"Be {name}."})', f'{{"a": "Be {N}."}}'),
        ('json.dumps({"a": name, "b": 1})', f'{{"a": {N}, "b": 1}}'),
        ('json.dumps({"a": {}, "b": [], 1: 2})', '{"a": {}, "b": [], "1": 2}'),
        ('yaml.dump({"b": "x", "a": [1, True]})', "a:⏎- 1⏎- true⏎b: x⏎"),
        ('yaml.safe_dump({"b": "x", "a": 1}, sort_keys=False)', "b: x⏎a: 1⏎"),
    ],
)
def test_serialisers(expression: str, expected: str) -> None:
    assert built(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('Jinja("Be {{ a }}.\\n").render(a=name)', f"Be {N}."),
        ('Jinja("{{ a }} {{ b.c }}").render({"a": name}, b=other)', f"{N} <unknown other.c>"),
        ('Jinja("A{# no #}B{% if a %}C{% else %}D{% endif %}").render(a=name)', "AB[C|D]"),
        ('Jinja("{% for t in a %}- {{ t }}\\n{% endfor %}").render(a=["x", "y"])', "- x⏎- y⏎"),
        ('Jinja("Now {{ a }}.").render(a=datetime.now())', f"Now {C}."),
        ('Environment(trim_blocks=True).from_string("{% if true %}\\nA\\n{% endif %}\\nB").render()', "A⏎B"),
        (
            'Jinja("{{ a | upper }} {{ a|default(\'x\') }} {{ b | join(\', \') }}").render(a="q", b=["r", "s"])',
            "Q q r, s",
        ),
        ("Jinja(\"{% set x = 'y' %}{{ x }}{{ 'z' if a else 'w' }}\").render(a=True)", "yz"),
    ],
)
def test_jinja(expression: str, expected: str) -> None:
    assert built(expression) == expected


def test_a_template_constant_is_filled_where_it_is_used() -> None:
    assert (
        system("""
        PROMPT = "You help {name}.\\nBe {tone}.\\n"
        def f(name):
            send(PROMPT.format(name=name, tone="kind"))
        """)
        == "You help <unknown name>.⏎Be kind.⏎"
    )


def test_a_template_that_nobody_fills_keeps_its_braces() -> None:
    assert system('send("Be {name}. 100% %s $x {{y}}")') == "Be {name}. 100% %s $x {{y}}"


def test_formatting_a_parameter_folds_at_the_call() -> None:
    assert (
        system("""
        def filled(template, **values):
            return template.format(**values)
        def f(name):
            send(filled("Be {a}, {b}.", a=name, b="kind"))
        """)
        == "Be <unknown name>, kind."
    )


def test_text_written_into_a_buffer_is_text() -> None:
    assert (
        built("out.getvalue()", 'out = io.StringIO()\nout.write("Be ")\nout.write(name)\nprint("!", file=out)')
        == f"Be {N}!⏎"
    )


def test_what_cannot_be_formatted_is_a_hole_and_nothing_is_lost_beside_it() -> None:
    assert system('def f(t, x):\n    send("Be kind.\\n" + t.format(x) + "\\nBe brief.")') == (
        "Be kind.⏎<unknown t.format(x)>⏎Be brief."
    )


def test_a_format_string_that_fails_at_run_time_does_not_stop_the_reading() -> None:
    assert system('def f(x):\n    send("Be kind. " + "{} {}".format("a"))').startswith("Be kind. <unknown ")
    assert system('def f(x):\n    send("Be kind. " + "%d %d" % (1,))').startswith("Be kind. <unknown ")


def test_model_dump_json_writes_the_fields_in_their_order() -> None:
    program = """
        from pydantic import BaseModel
        class Facts(BaseModel):
            lead: str
            count: int = 3
        def f(name):
            send("Facts: " + Facts(lead=f"Be {name}").model_dump_json())
        """
    assert system(program) == 'Facts: {"lead":"Be <unknown name>","count":3}'
    assert system(program.replace("dump_json()", "dump_json(indent=2)")) == (
        'Facts: {⏎  "lead": "Be <unknown name>",⏎  "count": 3⏎}'
    )


def test_very_long_chains_are_read() -> None:
    chain = "send(" + " + ".join(['"a"'] * 3_000) + ")"
    assert system(chain) == "a" * 3_000


def test_an_answer_of_a_model_is_not_static_text() -> None:
    assert (
        show("""
        from openai import OpenAI
        client = OpenAI()
        def f(q):
            plan = client.responses.create(model="gpt-4o", instructions="Plan.", input=q).output_text
            client.responses.create(model="gpt-4o", instructions="Do this:\\n" + plan, input=q)
        """).count("system: Do this:⏎<")
        == 1
    )


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("upper()", "ABC! A-<user? user user>"),
        ("replace('a', 'é')", "ébc! é-<user? user user>"),
        ("swapcase()", "ABC! A-<user? user user>"),
        ("casefold()", "abc! a-<user? user user>"),
        ("title()", "Abc! A-<user? user user>"),
        ("replace('a', x)", "abcbc! abc-<user? user user>"),
        ("translate({97: 'é', 33: None})", "ébc é-<user? user user>"),
    ],
)
def test_a_method_of_a_text_is_called_on_what_a_caller_puts_into_it(method: str, expected: str) -> None:
    assert (
        system(f"""
        def g(x, y): return f"{{x}}! a-{{y}}".{method}
        def f(user): send(g("abc", user))
        """)
        == expected
    )


@pytest.mark.parametrize("template", ["{x} of THE {y}, and {x}.", "THE {x}", "é {x}; {y}, s", "{x}"])
@pytest.mark.parametrize(
    "method",
    [
        *("upper()", "lower()", "casefold()", "swapcase()", "title()", "capitalize()"),
        *("translate({97: 'A', 66: None})", "translate(str.maketrans('aB', 'Ba'))", "replace('a', 'ß')", "strip()"),
    ],
)
def test_what_a_method_makes_of_a_text_is_what_python_makes_of_what_its_caller_puts_into_it(
    method: str, template: str
) -> None:
    given = {"x": "straße aB", "y": "12 Béta 3"}
    program = f"""
        def g(x, y):
            text = f"{template}"
            return text.{method}
        send(g(**{given}))
        """
    assert system(program) == eval(f"text.{method}", {"text": template.format(**given)})
