"""Random templates, written from Jinja's documentation: statements, expressions, several files that use one another."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

VALUES: dict[str, Any] = {
    "word": "Ada",
    "text": "One <b>\nTwo & 'three'",
    "count": 3,
    "flag": True,
    "off": False,
    "nothing": None,
    "names": ["x", "y", "z"],
    "empty": [],
    "rows": [{"id": "r1", "size": 4, "tags": ["t"]}, {"id": "r2", "size": 1, "tags": []}],
    "config": {"tone": "kind", "deep": {"level": 2}},
}
"""What templates are rendered with."""

_TEXTS = st.sampled_from(["word", "text", "config.tone", "'lit'", "rows[0].id", "config['tone']", "names[1]", "n"])
_FILTERS = st.sampled_from(
    ["upper", "lower", "trim", "title", "replace('a', 'o')", "default('d')", "truncate(4, true)", "indent(2)", "string"]
)
_NUMBERS = st.sampled_from(["count", "1", "count + 1", "names|length", "rows|sum(attribute='size')", "count % 2", "k"])
_LISTS = st.sampled_from(
    [
        "names",
        "empty",
        "range(3)",
        "names[1:]",
        "names|reverse|list",
        "rows|map(attribute='id')",
        "rows|selectattr('size', 'gt', 2)|map(attribute='id')",
        "names|reject('equalto', 'y')",
        "['p', word]",
        "names|sort(reverse=true)",
        "config.keys()",
        "undefined_list",
    ]
)
_TESTS = st.sampled_from(
    [
        "flag",
        "off",
        "not off",
        "nothing",
        "nothing is none",
        "missing",
        "missing is defined",
        "count > 2",
        "count is odd",
        "'x' in names",
        "word == 'Ada' and flag",
        "off or empty",
        "names|length == 3",
        "config.tone is string",
        "k is defined",
        "n is defined",
    ]
)
_STATIC = st.sampled_from(
    ["", "a", "Be brief.", "\n", "  ", "\n  - ", "# head\n", "x }} y", "100%", "é🎉 ", "<i>&amp;</i>"]
)


class Templates(NamedTuple):
    """Some templates that use one another, `main` first."""

    files: dict[str, str]
    options: dict[str, Any]


@st.composite
def _expression(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 6))
    if kind == 0:
        return f"{draw(_TEXTS)}|{draw(_FILTERS)}"
    if kind == 1:
        return draw(_NUMBERS)
    if kind == 2:
        return f"{draw(_LISTS)}|join('{draw(st.sampled_from([', ', '', '-']))}')"
    if kind == 3:
        return f"{draw(_TEXTS)} if {draw(_TESTS)} else {draw(_TEXTS)}"
    if kind == 4:
        return f"{draw(_TEXTS)} ~ {draw(_NUMBERS)}"
    return draw(
        st.sampled_from(["missing", "rows", "config", "nothing", "config|tojson", "loop.index", "ns.v", "word"])
    )


@st.composite
def _marks(draw: st.DrawFn, inside: str) -> str:
    left, right = draw(st.sampled_from(["", "", "", "-", "+"])), draw(st.sampled_from(["", "", "", "-"]))
    return f"{{%{left} {inside} {right}%}}"


@st.composite
def _print(draw: st.DrawFn) -> str:
    left, right = draw(st.sampled_from(["", "", "", "-"])), draw(st.sampled_from(["", "", "", "-"]))
    return f"{{{{{left} {draw(_expression())} {right}}}}}"


def _block(head: st.SearchStrategy[str], inner: st.SearchStrategy[str], end: str) -> st.SearchStrategy[str]:
    return st.builds(lambda a, b, c: a + b + c, head.flatmap(_marks), inner, _marks(end))


def _statements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.builds("if {}".format, _TESTS)
    loop = st.builds("for n in {}{}".format, _LISTS, st.sampled_from(["", "", " if n != 'y'"]))
    otherwise = st.builds(lambda a, b, c: a + b + c, inner, _marks("else"), inner)
    longer = st.builds(lambda a, test, b: a + f"{{% elif {test} %}}" + b, inner, _TESTS, otherwise)
    return st.one_of(
        _block(condition, inner, "endif"),
        _block(condition, otherwise, "endif"),
        _block(condition, longer, "endif"),
        _block(loop, inner, "endfor"),
        _block(loop, otherwise, "endfor"),
        _block(
            st.builds("for n in {}".format, _LISTS), st.just("{{ loop.index }}{{ ', ' if not loop.last }}"), "endfor"
        ),
        _block(st.builds("with k = {}".format, _NUMBERS), inner, "endwith"),
        _block(st.builds("filter {}".format, st.sampled_from(["upper", "trim", "indent(2)"])), inner, "endfilter"),
        _block(st.just("set n"), inner, "endset"),
        _block(st.just("set n | upper"), inner, "endset"),
        _block(st.just("raw"), st.sampled_from(["{{ raw }}", " {% x %} "]), "endraw"),
        _block(st.just("call shout('c')"), inner, "endcall"),
        _block(st.just("macro own(a, b='B')"), inner, "endmacro").map(lambda m: m + "{{ own(word) }}{{ own(1, b=2) }}"),
        _block(st.just("autoescape true"), inner, "endautoescape"),
        st.builds("{{% set n = {} %}}".format, _TEXTS),
        st.builds("{{% set k = {} %}}".format, _NUMBERS),
        st.builds("{{% set ns.v = ns.v ~ {} %}}".format, _TEXTS),
        st.just("{% include 'part' %}"),
        st.just("{% include ['nowhere', 'part'] %}"),
        st.just("{% include 'nowhere' ignore missing %}"),
        st.just("{{ lib.show(word, count) }}"),
        st.just("{{ show(n, suffix='!') }}"),
        st.just("{# a\n remark #}"),
    )


_BODY: st.SearchStrategy[str] = st.recursive(
    st.one_of(_STATIC, _print(), _STATIC),
    lambda inner: st.lists(st.one_of(inner, _statements(inner)), min_size=1, max_size=4).map("".join),
    max_leaves=12,
)
_HEAD = "{% import 'lib' as lib %}{% from 'lib' import show, shout with context %}{% set ns = namespace(v='', i=0) %}"
_LIB = (
    "{% macro show(a, b=2, suffix='.') %}<{{ a }}{{ b }}{{ suffix }}{{ varargs|join }}>{% endmacro %}"
    "{% macro shout(a) %}{{ a|upper }}[{{ caller() }}]{% endmacro %}"
)


@st.composite
def templates(draw: st.DrawFn) -> Templates:
    """Draw some templates and the options of their environment."""
    files = {"main": _HEAD + draw(_BODY), "part": draw(_PART), "lib": _LIB}
    if draw(st.booleans()):
        own = draw(st.sampled_from(["", "{{ super() }}", "{{ self.tail() }}"]))
        body = f"{{% block head %}}{_HEAD}{own}{draw(_BODY)}{{% endblock %}}"
        files["main"] = f"{{% extends 'base' %}}{draw(_STATIC)}{body}{draw(_STATIC)}"
        files["base"] = (
            f"{draw(_STATIC)}{{% block head %}}{draw(_PART)}{{% endblock %}}{{% block tail %}}T{{{{ word }}}}{{% endblock %}}\n"
        )
    switches = ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape")
    return Templates(files, {name: True for name in switches if draw(st.booleans())})


_PART = st.sampled_from(
    ["P", "P{{ word }}\n", "{% for n in names %}{{ n }}{% endfor %}", "{{ n }}{{ k }}", "\n{{ text }}"]
)
