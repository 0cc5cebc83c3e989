"""What a template says of values that nobody knows: choices, repeats, and holes at their placeholders."""

from __future__ import annotations

import pytest

from promptlint.hole import Kind
from promptlint.walk import text_holes
from tests.test_jinja.reading import At, Reading, read

IMPORTS = "from datetime import datetime\nfrom jinja2 import Environment, FileSystemLoader\n"


def unknown(template: str, values: str = "x=x, xs=xs", **others: str) -> Reading:
    """Return the prompt of a template whose values only the caller of the program knows."""
    program = f"""{IMPORTS}
env = Environment(loader=FileSystemLoader("templates"), extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"])
def f(x, xs, user):
    send(env.get_template("main").render({values}))
"""
    return read(program, {"main": template, **others})


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% if x %}a{% endif %}b", "[a|]b"),
        ("{% if x %}a{% elif xs %}b{% else %}c{% endif %}", "[a|b|c]"),
        ("{% if x is defined %}a{% endif %}{% if nope is defined %}b{% endif %}", "a"),
        ("{% if x %}same{% else %}same{% endif %}", "same"),
        ("{% for i in xs %}- {{ i }}\n{% endfor %}", "{- <unknown>⏎}*"),
        ("{% for i in xs %}{{ i.a }}{% if not loop.last %}, {% endif %}{% endfor %}", "{<unknown>[, |]}*"),
        ("{% for i in xs if i.a %}{{ i.b }};{% endfor %}", "{[<unknown>;|]}*"),
        ("{% for i in xs %}{{ loop.cycle('a', 'b') }}{% endfor %}", "{[a|b]}*"),
        ("{% for i in xs %}a{% else %}none{% endfor %}", "{a}*[none|]"),
        ("{% for i in [1, x] %}{{ i }}{% endfor %}", "1<unknown>"),
        ("{{ 'a' if x else 'b' }}", "[a|b]"),
        ("{{ x or 'b' }}", "[<unknown>|b]"),
        ("{{ x|default('b') }}|{{ x|default('b', true) }}", "<unknown>|[<unknown>|b]"),
        ("{{ xs|join(', ') }}", "{<unknown>, }*"),
        ("{{ 'a' ~ x ~ 'b' }}{{ '%s!'|format(x) }}", "a<unknown>b<unknown>!"),
        ("{% if x %}{% set a = 'A' %}{% endif %}{{ a }}{{ a is defined }}", "[A|][True|False]"),
        ("{% set a = 'old' %}{% if x %}{% set a = 'new' %}{% endif %}{{ a }}", "[new|old]"),
        ("{% macro m(a, b='B') %}{{ a }}{{ b }}{% endmacro %}{{ m(x) }}{{ m(*xs) }}", "<unknown>B<unknown><unknown>"),
        ("{% set s = namespace(a='A') %}{% if x %}{% set s.a = 'B' %}{% endif %}{{ s.a }}", "[B|A]"),
        (
            "{% set s = namespace(a=false) %}{% for i in xs %}{% set s.a = true %}{% endfor %}{% if s.a %}A{% endif %}",
            "[A|]",
        ),
        (
            "{% set s = namespace(t='') %}{% for i in xs %}{% set s.t = s.t ~ i ~ ';' %}{% endfor %}{{ s.t }}",
            "{<unknown>;}*",
        ),
        ("{% set l = [] %}{% for i in xs %}{% do l.append(i) %}{% endfor %}{{ l|join('-') }}", "{-<unknown>}*"),
        ("{% for i in xs %}{% if i.a %}{% continue %}{% endif %}{{ i.b }}{% endfor %}", "{[|<unknown>]}*"),
        ("a{% for i in xs %}{% if i.a %}{% break %}{% endif %}{{ i.b }}{% endfor %}b", "a<unknown>b"),
        ("a{% include x %}b", "a<unknown>b"),
        ("a{% import x as lib %}{{ lib.m() }}b", "a<unknown>b"),
        ("{% if x %}{% include 'part' %}{% endif %}", "[P<unknown>|]"),
        ("{% include 'part' if x else 'other' %}", "[P<unknown>|O]"),
        ("a{% filter upper %}b{{ x }}{% endfilter %}", "aB<unknown>"),
        ("a{% filter truncate(3) %}b{{ x }}{% endfilter %}c", "a<unknown>c"),
        ("{% debug %}", None),
    ],
)
def test_text(template: str, expected: str | None) -> None:
    found = unknown(template, part="P{{ x }}", other="O").bare
    assert found == expected if expected is not None else found.startswith("<")


@pytest.mark.parametrize(
    ("template", "others"),
    [
        ("a{% extends x %}b", {}),
        ("{% extends 'nowhere' %}b", {}),
        ("{% if x %}{% extends 'base' %}{% endif %}b", {"base": "B"}),
        ("a{% set b %}{% include 'base' without context %}{% endset %}", {"base": "B"}),
        ("a {% nonsense %}", {}),
        ("a {{ x", {}),
    ],
)
def test_a_template_that_cannot_be_followed_is_one_hole(template: str, others: dict[str, str]) -> None:
    assert unknown(template, **others).bare == "<unknown>"


@pytest.mark.parametrize(
    "template",
    [
        "a{% include 'main' %}",
        "a{% if x %}{% include 'main' %}{% endif %}",
        "a{% for i in xs %}{% include 'main' %}{% endfor %}",
        "{% macro m(n) %}a{{ m(n) }}{% endmacro %}{{ m(1) }}",
        "{% macro m(n) %}a{% for c in n.cs %}{{ m(c) }}{% endfor %}{% endmacro %}{{ m(x) }}",
        "a{% for i in xs recursive %}{{ loop(i.cs) }}{% endfor %}",
        "{% block b %}a{{ self.b() }}{% endblock %}",
        "{% extends 'main' %}{% block b %}a{% endblock %}",
        "{% for i in range(10 ** 9) %}a{% endfor %}",
        "{% for i in range(60) %}{% for j in range(60) %}{% for k in range(60) %}a{% endfor %}{% endfor %}{% endfor %}",
        "{{ 'a' * 10 ** 9 }}{{ 'a'|center(10 ** 9) }}{{ '%999999999d'|format(1) }}",
    ],
)
def test_templates_that_never_end_do(template: str) -> None:
    found = unknown(template)
    assert "<" in found.bare or "*" in found.bare
    assert len(found.bare) < 100_000


def test_a_value_enters_at_its_placeholder_in_the_file_that_holds_it() -> None:
    found = unknown(
        "{% extends 'base' %}\n{% block body %}\n  {{ now }}\n{% include 'part' %}{{ super() }}{% endblock %}",
        "now=datetime.now(), user=user",
        base="Base\n{% block body %}of {{ user.name }}{% endblock %} at {{ now }}",
        part="\n\n Part {% if user %}{{ user.name|upper }}{% endif %}",
    )
    assert found.holes == [
        At("templates/main", 3, 3, "{{ now }}"),
        At("templates/part", 3, 20, "{{ user.name|upper }}"),
        At("templates/base", 2, 20, "{{ user.name }}"),
        At("templates/base", 2, 53, "{{ now }}"),
    ]


def test_the_way_of_a_value_leads_back_to_the_program() -> None:
    found = unknown("Now {{ now }}.", "now=datetime.now()")
    (splice,) = text_holes(found.text)
    assert splice.hole.kind is Kind.CLOCK
    assert [link.place.path.rpartition("/")[2] for link in splice.hole.chain] == ["app.py"]


def test_a_number_that_a_loop_counts_is_no_counter_of_requests() -> None:
    found = unknown("{% for i in xs %}{{ loop.index }}. {{ i }}{% endfor %}")
    assert [splice.hole.kind for splice in text_holes(found.text)] == [Kind.UNKNOWN, Kind.UNKNOWN]


def test_a_condition_on_the_clock_is_one() -> None:
    found = unknown("{% if now.hour < 12 %}Good morning{% else %}Hello{% endif %}", "now=datetime.now()")
    assert found.bare == "[<date day> ? Good morning|Hello]"


def test_a_set_of_the_program_has_no_order_until_it_is_sorted() -> None:
    found = unknown("{{ s|join(',') }}|{{ s|sort|join(',') }}", "s={'a', 'b'}")
    assert [splice.hole.order is not None for splice in text_holes(found.text)] == [True, False]


def test_static_text_knows_where_it_was_written() -> None:
    found = unknown("One {{ x }} two\n{% if x %} three {% endif %}{% include 'part' %}", part="🎉 four")
    assert found.written() == [("One ", "One "), (" two\n", " two\n"), ("🎉 four", "🎉 four")]


_GROWING = {
    "~": "{a} ~ {a}",
    "+": "{a} + {a}",
    "*": "({a} ~ '') * 10000",
    "join": "[{a}, {a}]|join({a})",
    "format": "'%s%s'|format({a}, {a})",
    "replace": "({a} ~ 'zz')|replace('z', {a} ~ {a})",
    "if": "({a} ~ {a}) if xs else {a}",
}


def grown(first: str, step: str, times: int) -> str:
    """Return a template that makes a text of itself again and again."""
    sets = (f"{{% set a{n + 1} = {step.format(a=f'a{n}')} %}}" for n in range(times))
    return f"{{% set a0 = {first} %}}{''.join(sets)}It is {{{{ a{times} }}}}!"


@pytest.mark.parametrize("step", _GROWING.values(), ids=_GROWING)
def test_a_text_that_is_made_of_itself_ends_and_is_told_by_what_it_is_made_of(step: str) -> None:
    found = unknown(grown("x ~ ''", step, 40), values="x=datetime.now(), xs=xs")
    assert found.bare.startswith("It is ")
    assert {splice.hole.kind for splice in text_holes(found.text)} >= {Kind.CLOCK}
    assert len(text_holes(found.text)) < 50_000


@pytest.mark.parametrize("step", _GROWING.values(), ids=_GROWING)
def test_a_text_that_is_made_of_what_nobody_knows_is_no_clock(step: str) -> None:
    found = unknown(grown("x ~ ''", step, 40))
    assert Kind.CLOCK not in {splice.hole.kind for splice in text_holes(found.text)}


def test_a_text_that_grows_a_little_is_known() -> None:
    assert unknown(grown("'ab'", "{a} ~ {a}", 3)).known == f"It is {'ab' * 8}!"
    assert unknown(grown("'ab'", "{a} ~ {a}", 40)).known is None


def test_a_long_chain_of_conditions_ends_in_a_hole() -> None:
    arms = "".join(f"{{% elif x == {n} %}}y{n}" for n in range(1, 350))
    found = unknown(f"{{% if x == 0 %}}y0{arms}{{% endif %}}end").bare
    assert found.startswith("[y0|y1|y2|")
    assert found.endswith("|y98|y99|<unknown>]end")


def test_a_shorter_chain_of_conditions_is_read_whole() -> None:
    arms = "".join(f"{{% elif x == {n} %}}y{n}" for n in range(1, 60))
    assert "<" not in unknown(f"{{% if x == 0 %}}y0{arms}{{% endif %}}end").bare


def test_a_long_chain_of_known_conditions_is_followed() -> None:
    arms = "".join(f"{{% elif a == {n} %}}y{n}" for n in range(1, 1_500))
    assert unknown(f"{{% set a = 1499 %}}{{% if a == 0 %}}y0{arms}{{% endif %}}end").bare == "y1499end"
