"""Random templates of the languages whose tags stand in braces, written from their documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

VALUES: dict[str, Any] = {
    "word": "Ada",
    "line": "One\nTwo & <three>",
    "n1": 3,
    "yes": True,
    "off": False,
    "nothing": None,
    "names": ["x", "y", "z"],
    "empty": [],
    "rows": [{"id": "r1", "tags": ["t", "u"]}, {"id": "r2", "tags": []}],
    "config": {"tone": "kind", "deep": {"level": 2}},
}
"""What templates are rendered with."""
OTHERS: dict[str, Any] = {
    "word": "Bob",
    "line": "Three\nFour",
    "n1": 7,
    "yes": False,
    "off": True,
    "nothing": "something",
    "names": [],
    "empty": ["e", "f"],
    "rows": [{"id": "q9", "tags": ["v"]}],
    "config": {"tone": "blunt", "deep": {"level": 5}},
}
"""The same in another request: every text differs in its first character."""
NAMES = st.sets(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4)
"""The names of values that only the running program knows."""

_STATIC = st.sampled_from(
    ["", "a", "Be brief.", "\n", "  ", "\n  - ", "# head\n", "x }} y", "100%", "é🎉 ", "<i>&amp;</i>", " { } ", "\n\n"]
)
_TEXTS = ["word", "line", "n1", "config.tone", "config.deep.level", "nothing", "missing"]


def _tag(kind: str, name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{{{{{kind}{name}}}}}", f"{{{{{kind} {name} }}}}"])


def _line(tag: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return a tag somewhere in a line, or alone on one."""
    return st.builds(
        lambda a, b, c: a + b + c, st.sampled_from(["", "", "\n", "\n  "]), tag, st.sampled_from(["", "", "\n"])
    )


def _around(kind: str, name: str, body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda a, b, c: a + b + c, _line(_tag(kind, name)), body, _line(_tag("/", name)))


def _variable(names: list[str]) -> st.SearchStrategy[str]:
    plain = st.sampled_from(names).flatmap(lambda name: _tag("", name))
    return st.one_of(
        plain,
        plain,
        st.builds("{{{{{{{0}}}}}}}".format, st.sampled_from(names)),
        st.sampled_from(names).flatmap(lambda name: _tag("&", name)),
    )


def _lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return sections on lists, whose bodies ask for something of each item."""
    item = st.builds("{}{{{{.}}}}{}".format, inner, _STATIC)
    tags = _around("#", "tags", item)
    row = st.builds(lambda a, b, c: f"{a}{{{{id}}}}{b}{c}", inner, _STATIC, tags)
    return st.one_of(_around("#", "names", item), _around("#", "empty", item), _around("#", "rows", row))


def _sections(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        _lists(inner),
        _around("#", "config", st.builds("{}{{{{tone}}}}".format, inner)),
        *(_around("#", name, st.just("static")) for name in ("yes", "off", "missing")),
        *(_around("^", name, inner) for name in ("yes", "off", "names", "empty", "missing", "nothing")),
        _line(st.just("{{! a\n remark }}")),
        _line(st.just("{{>part}}")),
    )


def _bodies(leaves: st.SearchStrategy[str], sections: Any) -> st.SearchStrategy[str]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(st.one_of(inner, sections(inner)), min_size=1, max_size=4).map("".join),
        max_leaves=10,
    )


_PARTS = st.sampled_from(["P", "P{{word}}\n", "{{#names}}\n{{.}};\n{{/names}}", "p\n{{word}}\nq"])
_MUSTACHE = _bodies(st.one_of(_STATIC, _variable(_TEXTS), _STATIC), _sections)


@st.composite
def mustache(draw: st.DrawFn) -> Mapping[str, str]:
    """Draw a template and its partial."""
    body = draw(_MUSTACHE)
    if draw(st.booleans()):
        body += "{{=<% %>=}}<%word%> {{word}} <%#yes%>on<%/yes%><%={{ }}=%>" + draw(_STATIC)
    return {"main": body, "part": draw(_PARTS)}


def _trimmed(inside: str) -> st.SearchStrategy[str]:
    """Return a tag that may take the blanks around it."""
    side = st.sampled_from(["", "", "", "~"])
    return _line(st.builds(lambda left, right: "{{" + left + inside + right + "}}", side, side))


def _block(head: str, inner: st.SearchStrategy[str], *, otherwise: bool = True) -> st.SearchStrategy[str]:
    middle = st.builds("{}{}".format, _trimmed("else"), inner) if otherwise else st.just("")
    closing = _trimmed(f"/{head.split()[0]}")
    return st.builds("{}{}{}{}".format, _trimmed(f"#{head}"), inner, st.one_of(st.just(""), middle), closing)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tag = st.builds("{}{{{{this}}}}{{{{@index}}}}{}".format, inner, _STATIC)
    row = st.builds(lambda a, b, c: f"{a}{{{{id}}}}{{{{../word}}}}{b}{c}", inner, _STATIC, _block("each tags", tag))
    return st.one_of(
        *(_block(f"if {name}", inner) for name in ("yes", "off", "word", "names", "empty", "nothing", "missing")),
        *(_block(f"unless {name}", inner) for name in ("yes", "off", "nothing")),
        _block("if yes", st.builds("a{{{{else if off}}}}{}".format, inner), otherwise=False),
        _block("each names", tag),
        _block("each names as |one at|", st.builds("{}{{{{one}}}}{{{{at}}}}".format, inner)),
        _block("each empty", tag),
        _block("each rows", row),
        _block("each config", st.just("{{@key}}{{#if @first}}!{{/if}}")),
        _block("with config", st.builds("{}{{{{tone}}}}{{{{@root.word}}}}".format, inner)),
        _block("with nothing", inner),
        _around("#", "names", st.builds("{}{{{{this}}}}".format, inner)),
        _around("#", "config", st.builds("{}{{{{this.tone}}}}".format, inner)),
        _around("^", "off", inner),
        st.sampled_from(
            ["\\{{word}} ", "{{lookup names 1}}", "{{> part config}}", "{{> part word='w'}}", "{{config.[tone]}}"]
        ),
        st.sampled_from(["{{#> part}}f{{/part}}", "{{#> none}}f{{word}}{{/none}}", "a {{~word~}} b", "{{~! c ~}}"]),
        st.just("{{#*inline 'own'}}[{{word}}]{{/inline}}{{> own}}"),
        _line(st.just("{{!-- a }} remark --}}")),
        _line(st.just("{{> part}}")),
    )


_HANDLEBARS = _bodies(st.one_of(_STATIC, _variable(_TEXTS), _STATIC), _blocks)


def handlebars() -> st.SearchStrategy[Mapping[str, str]]:
    """Return templates, each with its partial."""
    parts = st.sampled_from(["P", "P{{word}}{{tone}}\n", "{{#each names}}\n{{this}};\n{{/each}}", "p\n{{word}}\nq"])
    return st.builds(lambda main, part: {"main": main, "part": part}, _HANDLEBARS, parts)


def _nunjucks_sections(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    test = st.sampled_from(
        [
            "yes",
            "off",
            "not off",
            "word === 'Ada'",
            "n1 !== 3",
            "nothing",
            "missing",
            "nothing == null",
            "names.length > 2",
        ]
    )
    when = st.builds(
        "{{% if {} %}}{}{{% elseif {} %}}{}{{% else %}}{}{{% endif %}}".format, test, inner, test, inner, inner
    )
    return st.one_of(
        when,
        st.builds("{{%- if {} -%}}{}{{%- endif %}}".format, test, inner),
        st.builds("{{% for one in names %}}{}{{{{ one }}}}{{{{ loop.index }}}}{{% endfor %}}".format, inner),
        st.builds("{{% for one in empty %}}{{{{ one }}}}{{% else %}}{}{{% endfor %}}".format, _STATIC),
        st.builds("{{% asyncEach one in rows %}}{}{{{{ one.id }}}}{{% endeach %}}".format, inner),
        st.builds("{{% set kept = {} %}}{{{{ kept }}}}".format, st.sampled_from(["word", "'lit'", "null"])),
        st.builds(
            "{{% {0} %}}{{{{ null }}}} {{% elseif %}}{{% end{0} %}}".format, st.sampled_from(["raw", "verbatim"])
        ),
        st.sampled_from(
            [
                "{# a\n remark #}",
                "{{ word | upper }}",
                "{{ 'null' }}",
                "{{ 'a' if yes else 'b' }}",
                "{% include 'part' %}",
            ]
        ),
    )


_NUNJUCKS = _bodies(st.one_of(_STATIC, st.sampled_from(_TEXTS).map("{{{{ {} }}}}".format), _STATIC), _nunjucks_sections)


def nunjucks() -> st.SearchStrategy[Mapping[str, str]]:
    """Return templates, each with one that it includes."""
    parts = st.sampled_from(["P", "P{{word}}\n", "{% for n in names %}\n{{n}};\n{% endfor %}", "p\n{{ word }}\nq"])
    return st.builds(lambda main, part: {"main": main, "part": part}, _NUNJUCKS, parts)


def _liquid_tag(inside: str) -> st.SearchStrategy[str]:
    side = st.sampled_from(["", "", "", "-"])
    return st.builds(lambda left, right: "{%" + left + " " + inside + " " + right + "%}", side, side)


def _liquid_sections(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tests = ["yes", "off", "word == 'Ada'", "n1 != '3'", "nothing", "missing", "nothing == nil", "names.size > 2"]
    tests += ["yes and off", "off or yes and word contains 'd'", "names contains 'x'", "empty"]
    test = st.sampled_from(tests)
    join = "{}{}{}{}{}".format

    def block(head: str, *middle: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        opening, closing = _liquid_tag(head), _liquid_tag(f"end{head.split()[0]}")
        return st.builds(lambda *parts: "".join(parts), opening, *middle, closing)

    return st.one_of(
        test.flatmap(lambda one: block(f"if {one}", inner)),
        test.flatmap(
            lambda one: block(f"if {one}", inner, _liquid_tag("elsif yes"), inner, _liquid_tag("else"), inner)
        ),
        test.flatmap(lambda one: block(f"unless {one}", inner, _liquid_tag("else"), inner)),
        block(
            "case word",
            _liquid_tag("when 'x', 'Ada'"),
            inner,
            _liquid_tag("when 'Bob'"),
            inner,
            _liquid_tag("else"),
            inner,
        ),
        block(
            "for one in names", inner, st.just("{{ one }}{{ forloop.index }}{% unless forloop.last %}, {% endunless %}")
        ),
        block("for one in empty", st.just("{{ one }}"), _liquid_tag("else"), inner),
        block("for one in rows", inner, st.just("{{ one.id }}{{ one['id'] }}{{ word }}")),
        block("for one in (1..3)", st.just("{{ one }}")),
        block("for one in names limit:2", st.just("{{ one }}")),
        block("for one in names", st.just("{% if one == 'y' %}{% break %}{% endif %}{{ one }}")),
        block("comment", st.just("{{ x }} {% y %}")),
        st.just("{% raw %}{{ x }} {% y %}{% endraw %}"),
        st.builds(join, block("capture kept", inner), st.just("{{ kept }}"), inner, st.just(""), st.just("")),
        st.builds(
            "{{% assign kept = {} %}}{{{{ kept }}}}".format, st.sampled_from(["word", "'lit' | upcase", "config.tone"])
        ),
        st.just("{% assign k = 'a' %}{% if yes %}{% assign k = 'b' %}{% endif %}{{ k }}"),
        st.sampled_from(
            ["{{ word | upcase }}", "{{ word | append: '!' | prepend: '?' }}", "{{ nothing | default: 'd' }}"]
        ),
        st.sampled_from(
            ["{{- word -}}", "{{ names.first }}{{ names.size }}", "{{ names[1] }}", "{{ 'lit' }}", "{%- # note -%}"]
        ),
        st.sampled_from(
            ["{% render 'part', word: 'w' %}", "{% include 'part' %}", "{% echo word %}", "{% increment z %}"]
        ),
    )


_LIQUID = _bodies(st.one_of(_STATIC, st.sampled_from(_TEXTS).map("{{{{ {} }}}}".format), _STATIC), _liquid_sections)


def liquid() -> st.SearchStrategy[Mapping[str, str]]:
    """Return templates, each with one that it renders."""
    parts = st.sampled_from(["P", "P{{word}}\n", "p\n{{ word }}{% if word %}\nq{% endif %}"])
    return st.builds(lambda main, part: {"main": main, "part": part}, _LIQUID, parts)


_PLACEHOLDERS = {
    "f-string": ["{word}", "{line}", "{n1}", "{n1:03d}", "{word!r}", "{word:>8}", "{config[tone]}", "{{", "}}"],
    "dollar": ["$word", "${line}", "${n1}", "$$", "$missing", "${missing}", "$5", "$ ", "${", "${1}"],
    "percent": ["%(word)s", "%(line)s", "%(n1)d", "%(n1)04d", "%(word)r", "%%"],
    "jinja2": ["{{ word }}", "{{line}}", "{{ n1 }}", "{{ config.tone }}", "{# word #}", "{{- word }}", "{{ n1 + 1 }}"],
}
_PLAIN = ["", "a", "Be brief.", "\n", "  ", "# head\n", "é🎉 ", "<i>&amp;</i>", "\n\n", "'", '"', "\\", "\t"]


def python(syntax: str) -> st.SearchStrategy[str]:
    """Return templates of a language that Python itself or Jinja renders."""
    return st.lists(st.sampled_from(_PLAIN + _PLACEHOLDERS[syntax] * 2), max_size=12).map("".join)
