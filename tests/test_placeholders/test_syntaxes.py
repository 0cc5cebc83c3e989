"""Each construct of each language: the text, where its values stand in the file, and what is none of it."""

from __future__ import annotations

import sys
from contextlib import suppress

import pytest

from promptlint.formatfile import LANGUAGES, READERS
from promptlint.frontends.formats.recognise import READINGS
from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.syntaxes import SYNTAXES
from promptlint.frontends.python.formatting import Malformed
from promptlint.hole import Kind
from promptlint.walk import text_holes
from tests.test_placeholders.reading import fill, filling, messages_of

VALUES = {"word": "Ada", "rows": [{"id": "a", "tags": ["t"]}, {"id": "b", "tags": []}], "config": {"tone": "kind"}}


def test_the_names_of_the_languages_and_readers() -> None:
    assert set(LANGUAGES) == SYNTAXES.keys()
    assert set(READERS) == READINGS.keys()
    assert {"jinja2", "nunjucks", "f-string", "dollar", "percent", "mustache", "handlebars"} <= SYNTAXES.keys()
    assert {"semantic-kernel", "dify", "liquid", "none"} <= SYNTAXES.keys()


@pytest.mark.parametrize(
    ("syntax", "template", "shown"),
    [
        ("mustache", "{{x}} {{{x}}} {{& x }} {{a.b}} {x} {{! x }}", "<unknown> <unknown> <unknown> <unknown> {x} "),
        ("mustache", "{{#xs}}- {{.}}\n{{/xs}}{{^xs}}none{{/xs}}", "{- <unknown>⏎}*[|none]"),
        ("mustache", "{{#is_new}}Be kind.{{/is_new}}", "[Be kind.|]"),
        ("mustache", "{{#word}}Dear {{word}}{{/word}}", "Dear Ada"),
        ("mustache", "{{=<% %>=}}<%x%> {{x}}", "<unknown> {{x}}"),
        ("handlebars", "{{#if x}}a{{else if y}}b{{else}}c{{/if}}", "[a|b|c]"),
        ("handlebars", "{{#unless x}}a{{/unless}}", "[|a]"),
        (
            "handlebars",
            "{{#each rows as |row at|}}{{at}}{{row.id}}{{../word}}{{@root.word}}{{/each}}",
            "0aAdaAda1bAdaAda",
        ),
        ("handlebars", "{{#each xs}}{{#if @first}}x{{/if}}{{this}}{{else}}none{{/each}}", "{[x|]<unknown>}*[none|]"),
        ("handlebars", "{{#with config}}{{tone}}{{/with}} {{config.[tone]}}", "kind kind"),
        ("handlebars", "\\{{x}} {{{{raw}}}}{{y}}{{{{/raw}}}}", "{{x}} {{y}}"),
        ("handlebars", "a  {{~word~}}  b", "aAdab"),
        ("handlebars", "{{upper word}}|{{#bold}}x{{/bold}}", "<unknown>|[x|]"),
        ("liquid", "{% if x %}a{% elsif y %}b{% else %}c{% endif %}", "[a|b|c]"),
        (
            "liquid",
            "{% unless x %}a{% endunless %}{% case word %}{% when 'x', 'Ada' %}b{% else %}c{% endcase %}",
            "[|a]b",
        ),
        ("liquid", "{% for one in xs %}- {{ one.a }}\n{% else %}none{% endfor %}", "{- <unknown>⏎}*[none|]"),
        ("liquid", "{% for row in rows %}{{ forloop.index }}{{ row.id }}{{ word }}{% endfor %}", "1aAda2bAda"),
        (
            "liquid",
            "{% assign a = word | upcase %}{{ a }}{% capture b %}<{{ x }}>{% endcapture %}{{ b }}",
            "ADA<<unknown>>",
        ),
        ("liquid", "{% assign a = 'A' %}{% if x %}{% assign a = 'B' %}{% endif %}{{ a }}", "<unknown>"),
        ("liquid", "{% comment %}{{ x }}{% endcomment %}{% raw %}{{ x }}{% endraw %}{%- # note -%} a", "{{ x }}a"),
        (
            "liquid",
            "{% tablerow r in rows %}{{ r.id }}{% endtablerow %}{% form 'a' %}b{% endform %}",
            "<unknown><unknown>",
        ),
        ("liquid", "{% for r in xs %}{% break %}{% else %}b{% endfor %}c", "<unknown>c"),
        ("liquid", "a {{- word -}} b {% nonsense x %}", "aAdab <unknown>"),
        ("semantic-kernel", "{{$x}} {{ 'lit' }} {{$word}} {x} {{}}", "<unknown> lit Ada {x} {{}}"),
        ("dify-workflow", "{{#1711.text#}} {{word}} {{#word#}}", "<unknown> {{word}} {{#word#}}"),
        ("dify", "{{#1711.text#}} {{word}} {{ word }} {{##}}", "<unknown> Ada {{ word }} {{##}}"),
        ("nunjucks", "{% if x === 'a' %}a{% elseif y %}b{% endif %}{{ true }}\n", "[a|b|]<unknown>⏎"),
        ("jinja2", "{% if x %}a{% endif %}{{ true }}", "[a|]True"),
        ("f-string", "{x} {{y}}", "<unknown> {y}"),
        ("dollar", "$x ${x} $$x", "<unknown> <unknown> $x"),
        ("braces", "{x} {{ x }} {1}", "<unknown> {{ x }} {1}"),
        ("none", "{x} {{x}} $x", "{x} {{x}} $x"),
    ],
)
def test_text(syntax: str, template: str, shown: str) -> None:
    assert fill(syntax, template, VALUES, closed=False).shown == shown


@pytest.mark.parametrize(
    ("syntax", "template", "kind", "code"),
    [
        ("semantic-kernel", "Now {{time.now}}", Kind.CLOCK, "{{time.now}}"),
        ("semantic-kernel", "Now {{ TimePlugin.DayOfWeek }}", Kind.DATE, "{{ TimePlugin.DayOfWeek }}"),
        ("semantic-kernel", "Now {{other.now}}", Kind.CLOCK, "{{other.now}}"),
        ("semantic-kernel", "Now {{ask $question}}", Kind.INPUT, "{{ask $question}}"),
        ("semantic-kernel", "Now {{$place}}", Kind.UNKNOWN, "{{$place}}"),
        ("handlebars", "{{history}}", Kind.HISTORY, "{{history}}"),
        ("handlebars", "{{media url=photo}}", Kind.UNKNOWN, "{{media url=photo}}"),
        ("handlebars", "{{@state.session_id}}", Kind.SESSION, "{{@state.session_id}}"),
        ("handlebars", "{{upper user.name}}", Kind.USER, "{{upper user.name}}"),
        ("dify", "{{#sys.query#}}", Kind.INPUT, "{{#sys.query#}}"),
        ("dify-workflow", "{{#sys.timestamp#}}", Kind.CLOCK, "{{#sys.timestamp#}}"),
        ("dify", "{{#context#}}", Kind.RETRIEVAL, "{{#context#}}"),
        ("dify", "{{#conversation.mood#}}", Kind.SESSION, "{{#conversation.mood#}}"),
        ("dify", "{{#env.TONE#}}", Kind.ENVIRONMENT, "{{#env.TONE#}}"),
        ("liquid", "{{ 'now' | date: '%Y-%m-%d' }}", Kind.DATE, "{{ 'now' | date: '%Y-%m-%d' }}"),
        ("liquid", "{{ 'now' | date: '%H:%M:%S' }}", Kind.CLOCK, "{{ 'now' | date: '%H:%M:%S' }}"),
        ("liquid", "{{ 'now' }} {{ question | upcase }}", Kind.INPUT, "{{ question | upcase }}"),
        ("mustache", "{{#date}}Today is {{date}}{{/date}}", Kind.DATE, "{{date}}"),
    ],
)
def test_kind(syntax: str, template: str, kind: Kind, code: str) -> None:
    filled = fill(syntax, template, closed=False)
    (splice,) = text_holes(filled.text)
    assert splice.hole.kind is kind, splice
    assert filled.holes == [("main", 1, template.index(code) + 1, code)]


def test_values_enter_at_their_tags_also_in_partials() -> None:
    files = {"main": "Hi\n  {{>part}}\n{{#xs}}\n- {{a}}\n{{/xs}}", "part": "é🎉 {{b}}\n{{c}}\n"}
    filled = fill("mustache", files, closed=False)
    assert filled.shown == "Hi⏎  é🎉 <unknown>⏎  <unknown>⏎{- <unknown>⏎}*"
    assert [hole[:3] for hole in filled.holes] == [("part", 1, 4), ("part", 2, 1), ("main", 4, 3)]
    assert [text for text, _ in filled.written()] == ["Hi\n", "é🎉 ", "\n", "\n"]


def test_lines_of_several_characters_end_where_they_end_in_the_file() -> None:
    filled = fill("mustache", "a\r\n{{#x}}\r\nb {{y}}\r\n{{/x}}\r\nc", closed=False)
    assert filled.shown == "a⏎{b <unknown>⏎}*c"
    assert filled.holes == [("main", 3, 3, "{{y}}")]


@pytest.mark.parametrize("syntax", ["mustache", "handlebars"])
def test_a_partial_that_is_missing_or_has_no_end(syntax: str) -> None:
    filled = fill(syntax, {"main": "a {{> nope}} b {{> loop}}", "loop": "c{{> loop}}"})
    assert filled.unresolved == [
        ("there is no template `nope`", "main", 1, 3, "{{> nope}}"),
        ("the template `loop` includes itself without end", "loop", 1, 2, "{{> loop}}"),
    ]


@pytest.mark.parametrize("syntax", ["jinja2", "nunjucks"])
def test_a_template_that_is_included_and_missing_or_has_no_end(syntax: str) -> None:
    files = {"main": "a {% include 'nope' %} {% include 'part' %}{% include 'loop' %}", "part": "P{{ x }}"}
    filled = fill(syntax, {**files, "loop": "c{% include 'loop' %}"}, unknown=("x",))
    assert [each[:4] for each in filled.unresolved] == [
        ("there is no template `nope`", "main", 1, 3),
        ("the template `loop` includes itself without end", "loop", 1, 2),
    ]
    assert ("part", 1, 2, "{{ x }}") in filled.holes


def test_a_tree_of_unknown_depth_is_no_mistake() -> None:
    filled = fill(
        "mustache", {"main": "{{>node}}", "node": "{{name}}{{#children}}{{>node}}{{/children}}"}, closed=False
    )
    assert filled.unresolved == []
    assert filled.shown == "<unknown>{<unknown>}*"


def test_partials_that_multiply_end() -> None:
    filled = fill("handlebars", {"main": "{{> a}}", "a": "{{> b}}{{> b}}", "b": "{{> a}}{{> a}}"})
    message = "the template `a` includes itself without end"
    assert set(filled.unresolved) == {(message, "b", 1, 1, "{{> a}}"), (message, "b", 1, 8, "{{> a}}")}


@pytest.mark.parametrize(
    ("syntax", "template", "message", "row", "column"),
    [
        ("mustache", "a\n{{#x}}b", "the section `x` is never closed", 2, 1),
        ("mustache", "a\n b{{/x}}", "`x` is closed here and was never opened", 2, 3),
        ("mustache", "{{#x}}{{#y}}{{/x}}", "`x` is closed here while the section `y` is open", 1, 13),
        ("mustache", "a {{x", "a tag is opened here and never closed: `}}` is missing", 1, 3),
        ("mustache", "{{=<%=}}", "this tag sets delimiters: it must name two, as in `{{=<% %>=}}`", 1, 1),
        ("mustache", "{{#x}}" * 5_000, "sections stand in each other more than 40 deep", 1, 235),
        ("handlebars", "a\n {{#if x}}b", "the block `if` is never closed", 2, 2),
        ("handlebars", "{{#if x}}b{{/each}}", "`each` is closed here while the block `if` is open", 1, 11),
        ("handlebars", "{{else}}", "`else` stands here outside of a block that it could belong to", 1, 1),
        ("handlebars", "a {{x", "a tag is opened here and never closed: `}}` is missing", 1, 3),
        ("handlebars", "{{x y=}}", "`}` cannot stand here in a tag", 1, 7),
        ("handlebars", "{{{x} ~}}", "`}}` was expected here, not `~`", 1, 7),
        ("handlebars", "a {{{x}", "a tag is opened here and never closed: `}}` is missing", 1, 3),
        ("handlebars", "{{" + "(" * 5_000, "calls stand in each other more than 40 deep", 1, 1),
        ("handlebars", "{{{{raw}}}} x", "the raw block `raw` is never closed", 1, 1),
        (
            "semantic-kernel",
            "a\n{{time.now x}}",
            "`x` cannot stand here: only the name of a function is followed by arguments",
            2,
            12,
        ),
        ("liquid", "a\n {% if x %}b", "the block `if` is never closed", 2, 2),
        ("liquid", "{% for x in y %}{% endif %}", "`if` is closed here while the block `for` is open", 1, 17),
        ("liquid", "a {{ x", "a tag is opened here and never closed", 1, 3),
        ("liquid", "a {{ x | }}", "something is missing in this tag", 1, 10),
        ("liquid", "{% else %}", "`else` stands here outside of a block that it could belong to", 1, 1),
        ("liquid", "{% raw %}x", "the block `raw` is never closed", 1, 1),
        ("jinja2", "a\n {% if x %}b", "the block `if` is never closed", 2, 5),
        ("jinja2", "{{" * 5_000, "brackets or blocks stand in each other too deep", 1, 1),
        ("jinja2", "a\n {{ x", "a tag is opened here and never closed", 2, 2),
        ("jinja2", "a\n {{ x ! }}", "unexpected char '!'", 2, 7),
        ("nunjucks", "a\n {% for x in y %}b", "the block `for` is never closed", 2, 5),
    ],
)
def test_a_template_that_its_language_refuses(syntax: str, template: str, message: str, row: int, column: int) -> None:
    with pytest.raises(BrokenTemplate) as raised:
        fill(syntax, template)
    error = raised.value
    assert error.message == message
    lines = template[: error.at].split("\n")
    assert (len(lines), len(lines[-1]) + 1) == (row, column)
    assert error.place is not None
    assert (error.place.path, error.place.start) == ("/project/main", error.at)


def test_a_partial_that_its_language_refuses_is_named_by_its_own_place() -> None:
    with pytest.raises(BrokenTemplate) as raised:
        fill("mustache", {"main": "a {{>part}}", "part": "\n{{#x}}"})
    assert raised.value.place is not None
    assert (raised.value.place.path, raised.value.place.start) == ("/project/part", 1)


@pytest.mark.parametrize("template", ["{% switch x %}{% case 1 %}a{% endswitch %}", "{{ r/a+/g.exec(x) }}"])
def test_what_only_nunjucks_has_is_no_mistake(template: str) -> None:
    assert filling("nunjucks", template) is None


def test_signs_that_an_engine_may_replace() -> None:
    values = {"x": "a < b"}
    assert fill("mustache", "{{x}} {{{x}}}", values).shown == "a &lt; b a < b"
    assert fill("handlebars", "{{x}} {{{x}}}", values).shown == "a <unknown> b a < b"


def said(template: str) -> list[str]:
    return messages_of(fill("handlebars", template, VALUES, closed=False).value)


def test_helpers_that_begin_messages() -> None:
    assert said('{{role "system"}}\nBe {{x}}.\n{{role "user"}}{{q}}') == ["system: \nBe <>.\n", "user: <>"]
    block = '{{#message role="system"}}Be {{x}}.{{/message}}\n{{#message role="user"}}{{q}}{{/message}}'
    assert said(block) == ["system: Be <>.", "user: <>"]
    assert said("Be {{role}}.") == []


_RUNS = (
    "x",
    "{",
    "}",
    " ",
    "\\",
    '"',
    "'",
    "#",
    "$",
    "-",
    "|",
    "<",
    "(",
    "[",
    "a.",
    "{{",
    "{%",
    "{#",
    "${",
    "{{a",
    "{{'",
    "{{!",
    "{a}",
    "{{a}}",
    "{{#a}}b{{/a}}",
    "{{#a.b#}}",
    "{{$a}}",
    "{% if a %}b{% endif %}",
)


def calls(syntax: str, template: str) -> int:
    """Return how many calls it takes to fill a template, or to refuse it."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        with suppress(Malformed):
            filling(syntax, template)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_four_times_as_long_a_template_takes_no_more_than_four_times_as_many_calls(syntax: str) -> None:
    filling(syntax, "x")
    grown = {run: (calls(syntax, run * 250), calls(syntax, run * 1_000)) for run in _RUNS}
    assert {run: both for run, both in grown.items() if both[1] > 4 * both[0]} == {}
