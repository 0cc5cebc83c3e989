"""Comments that speak to promptlint: what they say, where, and what they govern."""

from __future__ import annotations

import pytest

from promptlint.directives import read_directives
from promptlint.frontends.comments import READERS
from promptlint.frontends.document import Span
from promptlint.source import Source


def read(syntax: str, text: str, span: Span | None = None) -> list[tuple[str, str, str]]:
    """Return the comments of a text: what they say, what was written, and what they govern."""
    comments = READERS[syntax](Source("a", text), span)
    return [
        (each.text, text[each.place.start : each.place.end], text[each.governs.start : each.governs.end])
        for each in comments
    ]


def governed(syntax: str, text: str) -> list[str]:
    """Return what the comments of a text govern, the comments being `# !`, `{# ! #}` or the like."""
    return [third for _, _, third in read(syntax, text.replace("!!", "promptlint: ignore x"))]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nsystem: x # !!\nb: 2\n", "system: x"),
        ("system: |  # !!\n  Now {{ x }}\n\n  # no\nb: 1\n", "system: |  # !!\n  Now {{ x }}\n\n  # no\n"),
        ("k:\n  system: &a !!str >-  # !!\n    é {{ x }}\nb: 1\n", "system: &a !!str >-  # !!\n    é {{ x }}\n"),
        ('system: "a\n  {{ x }}" # !!\n', 'system: "a\n  {{ x }}"'),
        ("# !!\n\n# other\nsystem:\n  a: 1\n  b: |\n    {{ x }}\nc: 1\n", "system:\n  a: 1\n  b: |\n    {{ x }}\n"),
        (
            "messages: # !!\n  - role: system\n    content: x\nb: 1\n",
            "messages: # !!\n  - role: system\n    content: x",
        ),
        ("m:\n  - role: system # !!\n    content: x\n", "- role: system"),
        ("m:\n  - role: system\n    content: x # !!\n  - a\n", "content: x"),
        ("m:\n  # !!\n  - role: system\n    content: x\n  - a\n", "role: system\n    content: x"),
        ("m:\n  - # !!\n    role: system\n    content: x\n  - a\n", "role: system\n    content: x"),
        ("m:\n  -\n    # !!\n    role: system\n    content: x\n", "role: system"),
        ("m:\n  - a: 1\n    # !!\n    b: 2\n    c: 3\n", "b: 2"),
        ("m: {a: 1, # !!\n  b: 2,\n  c: 3}\n", "m: {a: 1,"),
        ("m: {a: 1,\n  b: 2, # !!\n  c: 3}\n", "b: 2,"),
        ("m: {a: 1,\n  b: 2} # !!\n", "m: {a: 1,\n  b: 2}"),
        ("m: [\n  # !!\n  {a: 1,\n   b: 2},\n  c]\n", "{a: 1,\n   b: 2}"),
        ("# !!\n--- |\n  {{ x }}\n", "|\n  {{ x }}\n"),
        ("a: 1\n--- # !!\nb: 1\nc: 1\n", "b: 1"),
        ("a: &x 1\nb: *x # !!\nc: 1\n", "b: *x"),
        ("a: 1 # other # !!\n", "a: 1 # other"),
        ("a: 1\n# !!\n", ""),
        ("a: # !!\n", "a:"),
    ],
)
def test_what_a_yaml_comment_governs(text: str, expected: str, newline: str) -> None:
    said = "promptlint: ignore x"
    tagged = text.replace("!!str", "!str")
    assert governed("yaml", tagged.replace("\n", newline)) == [
        expected.replace("!!str", "!str").replace("!!", said).replace("\n", newline)
    ]


def test_what_a_yaml_comment_says_and_where() -> None:
    text = "é: 1  #promptlint: ignore a, b (why #1)\t \nb: |  # noqa # promptlint:ignore c\n  x\n"
    assert [(said, place) for said, place, _ in read("yaml", text)] == [
        ("ignore a, b (why #1)", "#promptlint: ignore a, b (why #1)"),
        ("ignore c", "# promptlint:ignore c"),
    ]


def test_a_sign_in_a_scalar_is_no_yaml_comment() -> None:
    text = """
a: |
  # !!
b: ' # !!'
c: "
  # !!"
d: [x#!!, 'y
  # !!', # !!
 z]
"""
    assert governed("yaml", text) == ["'y\n  # promptlint: ignore x',"]


def test_yaml_that_cannot_be_read_has_no_comments() -> None:
    assert governed("yaml", "a: b: c # !!\n") == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi\nNow {{ x }} {# !! #}\nBye\n", "Now {{ x }} {# !! #}"),
        ("{# !! #}\n\nNow {{ x }}\nBye\n", "Now {{ x }}"),
        ("{#- !! -#}\n{# other\n #}\nNow {{ x }}\nBye\n", "Now {{ x }}"),
        ("{# !! #}Now {{ x }}\nBye\n", "{# !! #}Now {{ x }}"),
        (
            "{# !! #}\n{%- for a in b %}\n{% for c in d %}\n{% endfor %}\n{% endfor %} x\ny\n",
            "{%- for a in b %}\n{% for c in d %}\n{% endfor %}\n{% endfor %} x",
        ),
        ("{# !! #}\n  {% for a in b %}\n{% endfor %}\n", "{% for a in b %}\n{% endfor %}"),
        ("{# !! #}\n{% set a = 1 %}\n{{ a }}\n", "{% set a = 1 %}"),
        ("a\n{# !! #}\n", ""),
    ],
)
def test_what_a_jinja_comment_governs(text: str, expected: str, newline: str) -> None:
    said = "promptlint: ignore x"
    assert governed("jinja", text.replace("\n", newline)) == [expected.replace("!!", said).replace("\n", newline)]


def test_what_jinja_does_not_read_as_a_comment() -> None:
    assert (
        governed("jinja", "{% raw %}{# !! #}{% endraw %}{{ '{# !! #}' }}{% set a = \"{# !! #}\" %}{# a !! #}# !!") == []
    )
    assert read("jinja", "{# it's #}{# promptlint: ignore x\n (why) -#}") == [
        ("ignore x\n (why)", "{# promptlint: ignore x\n (why)", "")
    ]


def test_jinja_comments_in_a_block_scalar() -> None:
    text = "a: |\n  {# promptlint: ignore x #}\n  Now {{ x }}\nb: {# promptlint: ignore y #}\n"
    span = Span(text.index("|"), text.index("b:"))
    assert read("jinja", text, span) == [("ignore x", "{# promptlint: ignore x", "Now {{ x }}")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi\nNow {{x}} {{! !! }}\nBye\n", "Now {{x}} {{! !! }}"),
        ("{{!-- !! --}}\n\nNow {{x}}\nBye\n", "Now {{x}}"),
        ("{{~!-- !! }} --~}}\n{{! other\n }}\nNow {{x}}\nBye\n", "Now {{x}}"),
        ("{{! !! }}\n{{#each a}}\n{{#b}}\n{{/b}}\n{{/each}} x\ny\n", "{{#each a}}\n{{#b}}\n{{/b}}\n{{/each}} x"),
        ("{{! !! }}\n  {{^a}}\n{{/a}}\n", "{{^a}}\n{{/a}}"),
        ("a\n{{! !! }}\n", ""),
    ],
)
def test_what_a_handlebars_comment_governs(text: str, expected: str, newline: str) -> None:
    said = "promptlint: ignore x" + " }}" * ("!! }} --" in text)
    found = governed("handlebars", text.replace("\n", newline))
    assert found == [expected.replace("!!", said).replace("\n", newline)]


def test_what_handlebars_does_not_read_as_a_comment() -> None:
    assert governed("handlebars", "{{{{raw}}}}{{! !! }}{{{{/raw}}}}{{ a }}{! !! }{{! a !! }}{{!-- a !! --}}!!") == []
    assert read("handlebars", "{{! it's }}{{!-- promptlint: ignore x\n (why) --~}}\n{{! promptlint: open") == [
        ("ignore x\n (why)", "{{!-- promptlint: ignore x\n (why)", "{{! promptlint: open")
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi\nNow {{ x }} {% # !! %}\nBye\n", "Now {{ x }} {% # !! %}"),
        ("{%- comment -%} !! {%- endcomment -%}\n\nNow {{ x }}\nBye\n", "Now {{ x }}"),
        ("{% comment %}\n  !!\n{% endcomment %}\nNow {{ x }}\nBye\n", "Now {{ x }}"),
        (
            "{%- # !! -%}\n{% for a in b %}\n{% if c %}\n{% endif %}\n{% endfor %} x\ny\n",
            "{% for a in b %}\n{% if c %}\n{% endif %}\n{% endfor %} x",
        ),
        ("a\n{% # !! %}\n", ""),
    ],
)
def test_what_a_liquid_comment_governs(text: str, expected: str, newline: str) -> None:
    said = "promptlint: ignore x"
    assert governed("liquid", text.replace("\n", newline)) == [expected.replace("!!", said).replace("\n", newline)]


def test_what_liquid_does_not_read_as_a_comment() -> None:
    text = "{% raw %}{% # !! %}{% endraw %}{{ '#' }}{% # a !! %}{% comment %} a !! {% endcomment %}{# !! #}# !!"
    assert governed("liquid", text) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi\nNow {x} <!-- !! -->\nBye\n", "Now {x} <!-- !! -->"),
        ("<!-- !! -->\n\nNow {x}\nand then\n \nBye\n", "Now {x}\nand then"),
        ("a\n<!-- !!\n-->", ""),
    ],
)
def test_what_a_markdown_comment_governs(text: str, expected: str, newline: str) -> None:
    said = "promptlint: ignore x"
    assert governed("markdown", text.replace("\n", newline)) == [expected.replace("!!", said).replace("\n", newline)]


def test_markdown_code_is_no_comment() -> None:
    text = "`<!-- !! -->`\n```html\n<!-- !! -->\n```\n~~~\n```\n<!-- !! -->\n~~~\nx ` <!-- !! -->\n\n```\n<!-- !! -->"
    assert governed("markdown", text) == ["x ` <!-- promptlint: ignore x -->"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\nsystem = 'x' # !!\nb = 2\n", "system = 'x'"),
        ("# !!\n\n# other\n  system = '''\n# no\n{x}''' \nb = 2\n", "system = '''\n# no\n{x}'''"),
        ("a = [ # no\n  1, # !!\n  2 ]\nb = 2\n", "a = [ # no\n  1, # !!\n  2 ]"),
        ("# !!\n[a.b]\nc = 1\nd = '{x}'\n\n[e]\nf = 1\n", "[a.b]\nc = 1\nd = '{x}'"),
        ("[a]\nc = 1\n[[e]] # !!\nf = 1\n# end\n", "[[e]] # !!\nf = 1"),
        ("a = 1\n# !!", ""),
    ],
)
def test_what_a_toml_comment_governs(text: str, expected: str, newline: str) -> None:
    said = "promptlint: ignore x"
    assert governed("toml", text.replace("\n", newline)) == [expected.replace("!!", said).replace("\n", newline)]
    assert governed("toml", 'a = \'# !!\'\nb = """\n# !!\n"""\n') == []


@pytest.mark.parametrize(
    ("syntax", "comment"),
    [
        ("yaml", "a: 1 # promptlint: ignore PRM101 (é)"),
        ("jinja", "{# promptlint: ignore PRM101 -#}"),
        ("markdown", "<!-- promptlint: ignore PRM101 -->"),
        ("toml", "a = 1 # promptlint: ignore PRM101"),
        ("handlebars", "{{!-- promptlint: ignore PRM101 --}}"),
        ("liquid", "{% # promptlint: ignore PRM101 %}"),
    ],
)
def test_directives_are_read_from_every_comment(syntax: str, comment: str) -> None:
    source = Source("a", f"é = '' # x\n{comment}\n" if syntax == "toml" else f"# é\n{comment}\n")
    directives = read_directives(source, READERS[syntax](source, None), {"PRM101": "PRM101"})
    assert directives.problems == ()
    assert [source.text[each.place.start : each.place.end] for each in directives.ignores] == ["PRM101"]


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("yaml", "# promptlint: x\n" * 60_000),
        ("yaml", "- a # promptlint: x\n" * 20_000),
        ("yaml", "k:\n" + " - # promptlint: x\n" * 20_000),
        ("jinja", "{# promptlint: x #}\n" * 60_000),
        ("jinja", "{# promptlint: x #}{% for a in b %}\n" * 20_000),
        ("jinja", "{# promptlint: x #}" + "{{" * 300_000),
        ("markdown", "<!-- promptlint: x -->\n" * 60_000),
        ("markdown", "<!-- promptlint: x -->" + "`" * 300_000),
        ("markdown", "<!-- promptlint: x -->\n" + "```\n~~~\n" * 60_000),
        ("toml", "# promptlint: x\n" * 60_000),
        ("handlebars", "{{! promptlint: x }}\n" * 60_000),
        ("handlebars", "{{!-- promptlint: x --}}{{#a}}\n" * 20_000),
        ("handlebars", "{{! promptlint: x }}" + "{{" * 300_000),
        ("liquid", "{% # promptlint: x %}\n" * 60_000),
        ("liquid", "{% comment %} promptlint: x {% endcomment %}{% for a in b %}\n" * 20_000),
    ],
)
def test_each_of_many_comments_is_read(syntax: str, text: str) -> None:
    assert len(READERS[syntax](Source("a", text), None)) == text.count("promptlint:")
