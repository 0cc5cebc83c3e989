"""Every statement, filter and test of Jinja's documentation, compared with Jinja itself in four environments."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_jinja.matching import allows
from tests.test_jinja.reading import rendering, truth

VALUES: dict[str, Any] = {
    "name": "Ada",
    "xs": ["a", "b", "c"],
    "d": {"k": "v", "n": {"m": 1}},
    "flag": True,
    "off": False,
    "n": 3,
    "people": [{"name": "x", "age": 3}, {"name": "y", "age": 2}],
    "html": "<b>&'",
    "empty": [],
    "tree": [{"v": "1", "c": [{"v": "1.1", "c": []}]}, {"v": "2", "c": []}],
}
LIB = {"lib": "{% macro m(a) %}M{{ a }}{{ c }}{{ name }}{% endmacro %}{% set c = 7 %}{% set _p = 8 %}"}
BASE = "<{% block a %}base{{ name }}{% endblock %}-{% block b %}b{% endblock %}{{ self.a() }}>"
MID = "{% extends 'base' %}{% block a %}mid({{ super() }}){% endblock %}"

CASES: list[tuple[str, dict[str, str]]] = [
    ("{{ name }} {{ d.k }} {{ d['n'].m }} {{ nope }}|", {}),
    ("{% for x in xs %}{{ loop.index }}/{{ loop.length }}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}", {}),
    ("{% for x in empty %}{{ x }}{% else %}none{% endfor %}", {}),
    ("{% for p in people if p.age > 2 %}{{ loop.index }}{{ p.name }}{{ loop.last }}{% endfor %}", {}),
    ("{% set x = 1 %}{% for i in xs %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}", {}),
    ("{% set s = namespace(t='', n=0) %}{% for i in xs %}{% set s.t = s.t ~ i %}{% endfor %}{{ s.t }}{{ s.n }}", {}),
    ("{% set s = namespace() %}{% set s.new = 1 %}{{ s.new }}{{ s.other is defined }}", {}),
    (
        "{% macro m(a, b='B') %}[{{ a }}{{ b }}{{ varargs }}{{ kwargs }}]{% endmacro %}{{ m(1) }}{{ m(1, 2, 3, z=4) }}",
        {},
    ),
    ("{% macro m(a, b='B') %}{{ a }}{{ b }}{% endmacro %}{{ m(b=3) }}{{ m(*[1, 2]) }}{{ m(**{'a': 5}) }}", {}),
    ("{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(1) }}{{ m.name }}{{ m }}", {}),
    ("{% macro m(a) %}<{{ caller(a) }}>{% endmacro %}{% call(x) m(5) %}{{ x }}{{ name }}{% endcall %}", {}),
    ("{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}{% set x = 2 %}{{ m() }}", {}),
    ("{% macro m(n) %}{{ n }}{% if n > 0 %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(4) }}", {}),
    (
        "{% for t in tree recursive %}{{ t.v }}({{ loop.depth }}){% if t.c %}[{{ loop(t.c) }}]{% endif %}{% endfor %}",
        {},
    ),
    ("{% include 'i' %}|{% include 'i' without context %}|{% include ['no', 'i'] %}", {"i": "I{{ name }}{{ y }}"}),
    ("{% include 'no' ignore missing %}{% set t = 'i' %}{% include t %}{% include t ~ '' %}", {"i": "I"}),
    ("{% for y in xs %}{% include 'i' %}{% endfor %}", {"i": "I{{ name }}{{ y }}"}),
    ("{% import 'lib' as lib %}{{ lib.m('q') }}{{ lib.c }}{{ lib._p }}{{ lib }}", LIB),
    ("{% from 'lib' import m as mm, c with context %}{{ mm('q') }}{{ c }}", LIB),
    ("{% extends 'base' %}{% set t = 'T' %}junk{% block a %}A{{ super() }}{{ t }}{% endblock %}", {"base": BASE}),
    (
        "{% extends 'mid' %}{% block a %}A{{ super() }}{{ super.super() }}{% endblock %}",
        {"base": BASE, "mid": MID},
    ),
    ("{% extends 'base' if flag else 'nowhere' %}{% block b %}own{% endblock %}", {"base": BASE}),
    ("x{% extends 'base' %}y{% include 'i' %}{% if flag %}z{% endif %}", {"base": "B", "i": "I"}),
    ("{% if off %}{% extends 'base' %}{% endif %}{% block a %}own{% endblock %}", {"base": BASE}),
    ("{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a }}", {}),
    ("{% filter upper %}abc{{ name }}{% endfilter %}{% set b %}x{{ name }}{% endset %}{{ b|length }}{{ b }}", {}),
    ("{% set b | upper | replace('A', '_') %}x{{ name }}{% endset %}{{ b }}", {}),
    ("{% raw %}{{ no }}{% endraw %} {{- name -}} \n x {#- c -#} y", {}),
    ("{{ xs|join(', ')|upper }}{{ xs|first }}{{ xs|last }}{{ xs|length }}{{ xs|reverse|list }}", {}),
    ("{{ people|map(attribute='name')|join('-') }}{{ people|selectattr('age', 'gt', 2)|list }}", {}),
    (
        "{{ xs|map('upper')|list }}{{ xs|reject('in', ['a'])|list }}{{ xs|select|list }}{{ people|join(',', 'name') }}",
        {},
    ),
    ("{% for age, group in people|groupby('age') %}{{ age }}{{ group|length }}{% endfor %}", {}),
    ("{% for g in people|groupby('age') %}{{ g.grouper }}{{ g.list[0].name }}{% endfor %}", {}),
    ("{{ people|sum(attribute='age') }}{{ people|tojson }}{{ people|tojson(indent=2) }}{{ html|tojson }}", {}),
    (
        "{{ d.items()|list }}{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{{ d|dictsort }}{{ d|items|list }}",
        {},
    ),
    ("{{ 'a' if flag else 'b' }}{{ 'a' if off }}{{ nope is defined }}{{ name is string }}{{ n is odd }}", {}),
    (
        "{{ n is divisibleby 3 }}{{ nope|default('D') }}{{ ''|default('E', true) }}{{ none|d('N') }}{{ n is sameas 3 }}",
        {},
    ),
    ("{{ 1 + 2 * 3 }}{{ 7 // 2 }}{{ 7 % 4 }}{{ 2 ** 3 }}{{ -n }}{{ 'a' ~ 1 }}{{ 1 < 2 < 3 }}{{ 'a' in xs }}", {}),
    (
        "{{ not flag }}{{ nope == '' }}{{ nope != '' }}{{ nope or 'x' }}{{ flag and name }}{{ 'a' + 'b' }}{{ 'ab' * 2 }}",
        {},
    ),
    ("{% if n > 2 and flag %}a{% elif off %}b{% else %}c{% endif %}{% if nope %}x{% endif %}", {}),
    ("{{ xs[1:] }}{{ xs[0] }}{{ name[0] }}{{ name[1:] }}{{ xs[9] }}{{ name.upper() }}|", {}),
    ("{{ range(3)|list }}{% for i in range(1, 7, 2) %}{{ i }}{% endfor %}{{ dict(a=1).a }}", {}),
    ("{% set j = joiner(', ') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %}", {}),
    ("{% set c = cycler('o', 'e') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}", {}),
    (
        "{% for x in xs %}{{ loop.cycle('o', 'e') }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.revindex0 }}{% endfor %}",
        {},
    ),
    ("{% for x in [1, 1, 2] %}{{ loop.changed(x) }}{% endfor %}", {}),
    ("{{ html }}{{ html|e }}{{ html|safe }}{{ (html|e)|safe }}{{ html ~ 'x' }}{{ '<i>' }}{{ html|upper }}", {}),
    ("{% autoescape true %}{{ html }}{% set b %}<{{ html }}>{% endset %}{{ b }}{% endautoescape %}{{ html }}", {}),
    ("{{ 'x'|indent(4) }}{{ 'a\nb\n\nc'|indent(2) }}{{ 'a\nb'|indent(2, true) }}{{ 'a\n\nb'|indent(blank=true) }}", {}),
    ("{{ name|truncate(2, true, '.') }}{{ 'hello world'|title }}{{ \"it's\"|title }}{{ 'a b c'|wordcount }}", {}),
    (
        "{{ 3.14159|round(2) }}{{ '%s-%s'|format(1, 'b') }}{{ '%(a)s'|format(a=2) }}{{ n|string ~ 'x' }}{{ '  t '|trim }}",
        {},
    ),
    ("{{ '12a'|int }}{{ '1.5'|float }}{{ 'x'|center(5) }}|{{ 'a b'|replace(' ', '') }}{{ 'a,b'.split(',') }}", {}),
    ("{{ [1, 2, 3, 4, 5]|batch(2)|list }}{{ xs|batch(2, '-')|list }}{{ xs|slice(2)|list }}{{ xs|unique|list }}", {}),
    (
        "{{ [3, 1]|min }}{{ [3, 1]|max }}{{ ['b', 'A']|sort }}{{ people|sort(attribute='age')|map(attribute='name')|list }}",
        {},
    ),
    ("{{ (1, 2) }}{{ {'a': [1, 'x', none, true]} }}{{ none }}{{ true }}{{ 1.50 }}{{ [] }}", {}),
    ("{% set x, y = 1, 2 %}{{ x }}{{ y }}{% for a, b in [(1, 2), (3, 4)] %}{{ a }}{{ b }}{% endfor %}", {}),
    ("{% if flag %}{% set z = 5 %}{% endif %}{{ z }}{% if off %}{% set z = 6 %}{% endif %}{{ z }}", {}),
    ("{% block a %}{% for x in xs %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}{% endblock %}", {}),
    ("{% block a %}{% for x in xs %}{% block b %}[{{ x }}]{% endblock %}{% endfor %}{% endblock %}", {}),
    ("{% for x in xs %}{% for y in xs %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}", {}),
    ("a\n  {% if flag %}\n  b\n  {% endif %}\nc\n", {}),
    ("a\n  {%- if flag +%}\n  b\n  {%+ endif -%}\nc\n\n", {}),
]
ENVIRONMENTS: list[dict[str, Any]] = [
    {},
    {"trim_blocks": True, "lstrip_blocks": True},
    {"keep_trailing_newline": True},
    {"autoescape": True},
]


@pytest.mark.parametrize("options", ENVIRONMENTS, ids=lambda options: "+".join(options) or "plain")
@pytest.mark.parametrize(("template", "others"), CASES)
def test_the_text_is_the_one_that_jinja_makes(template: str, others: dict[str, str], options: dict[str, Any]) -> None:
    files = {"main": template, **others}
    reading = rendering(files, VALUES, **options)
    assert reading.known == truth(files, VALUES, **options), reading.system


@pytest.mark.parametrize(("template", "others"), CASES)
def test_with_a_value_that_nobody_knows_the_text_may_still_be_the_one_that_jinja_makes(
    template: str, others: dict[str, str]
) -> None:
    files = {"main": template, **others}
    real = truth(files, VALUES)
    for name in VALUES:
        if name in "".join(files.values()):
            reading = rendering(files, VALUES, (name,))
            assert allows(reading.text, real), (name, real, reading.system)


@pytest.mark.parametrize(
    ("template", "options"),
    [
        (
            "<% if flag %>a<< name >><% endif %>{{ x }}<# no #>",
            {
                "block_start_string": "<%",
                "block_end_string": "%>",
                "variable_start_string": "<<",
                "variable_end_string": ">>",
                "comment_start_string": "<#",
                "comment_end_string": "#>",
            },
        ),
        (
            "# for x in xs:\n- {{ x }}\n# endfor\n## remark\nend",
            {"line_statement_prefix": "#", "line_comment_prefix": "##"},
        ),
        ("a\nb\n{{ name }}", {"newline_sequence": "\r\n"}),
        ("{% set l = [] %}{% do l.append(name) %}{% do l.append('b') %}{{ l }}", {"extensions": ["jinja2.ext.do"]}),
        (
            "{% for i in range(9) %}{% if i == 1 %}{% continue %}{% elif i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
            {
                "extensions": ["jinja2.ext.loopcontrols"],
            },
        ),
        (
            "{% for i in xs %}{% for j in xs %}{% if j == i %}{% break %}{% endif %}{{ j }}{% endfor %}{{ i }}{% endfor %}",
            {
                "extensions": ["jinja2.ext.loopcontrols"],
            },
        ),
    ],
)
def test_options_of_the_environment(template: str, options: dict[str, Any]) -> None:
    reading = rendering({"main": template}, VALUES, **options)
    assert reading.known == truth({"main": template}, VALUES, **options), reading.system
