"""Every hole is reported where a person would edit it: row and column count code points, lines end as editors end them."""

from __future__ import annotations

import pytest

from promptlint.prompt import Literal, Repeat, Splice
from tests.test_python_frontend.reading import at, read, sent, splices

HEAD = "from openai import OpenAI\nfrom datetime import datetime\nclient = OpenAI()\n"
SEND = 'client.responses.create(model="m", input="Hi", instructions={})\n'


def spliced(*lines: str, newline: str = "\n") -> list[tuple[int, int, str]]:
    """Return the splices of a program: three lines of imports, then these, then the request for `text`."""
    program = HEAD + "\n".join(lines) + "\n" + SEND.format("text")
    return splices(program.replace("\n", newline))


def test_a_field_of_an_f_string() -> None:
    assert spliced('text = f"Now {datetime.now()}."') == [(4, 15, "datetime.now()")]


def test_fields_of_a_text_of_several_lines() -> None:
    assert spliced('text = f"""Be kind.', "Now {datetime.now()} and {datetime.now():%H:%M}", '"""') == [
        (5, 6, "datetime.now()"),
        (5, 27, "datetime.now()"),
    ]


def test_columns_count_code_points_behind_emoji() -> None:
    assert spliced('text = "👍🏽é" f"🎉 {datetime.now()}"') == [(4, 19, "datetime.now()")]


def test_lines_that_end_in_crlf() -> None:
    assert spliced('text = f"""One', "🎉 {datetime.now()}", '"""', newline="\r\n") == [(5, 4, "datetime.now()")]


def test_a_form_feed_ends_no_line() -> None:
    assert spliced('text = "a\\n"', '\x0ctext += f"{datetime.now()}"') == [(5, 13, "datetime.now()")]


def test_an_operand_of_a_concatenation() -> None:
    assert spliced('text = ("a " +', "        str(datetime.now()) + ' b')") == [(5, 9, "str(datetime.now())")]


def test_the_placeholder_of_a_template() -> None:
    assert spliced('text = "a {x}".format(x=datetime.now())') == [(4, 11, "{x}")]
    assert spliced('text = "a {:>30}".format(datetime.now())') == [(4, 11, "{:>30}")]
    assert spliced('text = "a %s" % datetime.now()') == [(4, 11, "%s")]
    assert spliced('text = "a %(x)-30s" % {"x": datetime.now()}') == [(4, 11, "%(x)-30s")]
    assert spliced('text = "a <<x>>".replace("<<x>>", str(datetime.now()))') == [(4, 11, "<<x>>")]
    assert spliced("from string import Template", 'text = Template("a $x ${y}").substitute(x=datetime.now(), y=1)') == [
        (5, 20, "$x")
    ]


def test_the_placeholder_of_a_template_that_stands_elsewhere() -> None:
    template = 'T = """🎉 One', "👍🏽 {x} two {x!r}", '"""'
    expected = [(5, 4, "{x}"), (5, 12, "{x!r}")]
    assert spliced(*template, "text = T.format(x=datetime.now())") == expected
    assert spliced(*template, "text = T.format(x=datetime.now())", newline="\r\n") == expected


def test_the_placeholder_of_a_jinja_template() -> None:
    program = "from jinja2 import Template", 'T = Template("🎉 {{ x }} and")', "text = T.render(x=datetime.now())"
    assert spliced(*program) == [(5, 17, "{{ x }}")]


def test_a_placeholder_behind_escapes_and_in_the_second_literal() -> None:
    assert spliced(r'text = ("\u00e9\n{{}} " "b {x}").format(x=datetime.now())') == [(4, 28, "{x}")]


def test_an_item_of_a_list_that_is_joined() -> None:
    assert spliced('parts = ["a"]', "parts.append(str(datetime.now()))", 'text = " ".join(parts)') == [
        (5, 14, "str(datetime.now())")
    ]


def test_a_variable_in_an_f_string_is_spliced_where_it_is_used() -> None:
    assert spliced("now = datetime.now()", 'text = f"a {now} b"') == [(5, 13, "now")]


def test_a_value_that_a_helper_returns_is_spliced_in_the_helper_s_text() -> None:
    assert spliced("def g():", '    return f"a {datetime.now()}"', 'text = "b" + g()') == [(5, 17, "datetime.now()")]


def test_a_value_that_a_helper_is_given_is_spliced_in_the_helper_s_text() -> None:
    assert spliced("def g(x):", '    return f"a {x}"', "text = g(datetime.now())") == [(5, 17, "x")]


def test_a_value_that_is_the_whole_text_is_spliced_at_the_argument_of_the_request() -> None:
    assert splices(HEAD + 'client.responses.create(model="m", input="Hi", instructions=str(datetime.now()))')[0] == (
        4,
        61,
        "str(datetime.now())",
    )


def test_literal_text_knows_the_string_that_it_was_written_in() -> None:
    linked, source = read(HEAD + 'text = "Be " f"kind {datetime.now()} to all."\n' + SEND.format("text"))
    first, now, last = linked.prompts[0].blocks[0].text
    assert isinstance(first, Literal)
    assert isinstance(now, Splice)
    assert isinstance(last, Literal)
    assert first.site is not None
    assert last.site is not None
    assert (first.text, at(source, first.site.place), first.site.at) == (
        "Be kind ",
        (4, 8, '"Be " f"kind {datetime.now()} to all."'),
        0,
    )
    assert (last.text, last.site.at) == (" to all.", len("Be kind "))


def test_text_cut_out_of_a_literal_knows_how_far_in_it_starts() -> None:
    linked, _ = read(HEAD + 'text = """\n    Be kind.\n""".strip() + f" {datetime.now()}"\n' + SEND.format("text"))
    first = linked.prompts[0].blocks[0].text[0]
    assert isinstance(first, Literal)
    assert first.site is not None
    assert (first.text, first.site.at) == ("Be kind.", 5)


def test_a_message_stands_where_it_is_written() -> None:
    linked, source = read(sent('def f(q):\n    send("Be kind.")\n'))
    assert at(source, linked.prompts[0].blocks[0].place)[2] == '"Be kind."'


@pytest.mark.parametrize(
    "text",
    [
        "rules",
        "rules.upper()",
        "rules.title()",
        "rules.expandtabs()",
        "rules.replace('Rule', 'Law')",
        "rules.format()",
        "again(rules)",
    ],
)
def test_a_repeat_stays_where_it_entered_a_text_whatever_becomes_of_that(text: str) -> None:
    program = f"""
def again(text):
    return text + " Thank you."
def f(names):
    lines = ""
    for each in names:
        lines += f"Rule {{each}}. "
    rules = f"Be brief. {{lines}}"
    {SEND.format(text)}"""
    linked, source = read(HEAD + program)
    (prompt,) = linked.prompts
    (repeat,) = (part for block in prompt.blocks for part in block.text if isinstance(part, Repeat))
    assert at(source, repeat.place) == (11, 26, "lines")


def test_a_repeat_that_fills_a_placeholder_stands_there() -> None:
    linked, source = read("""
        from openai import OpenAI
        client = OpenAI()
        TEXT = "Notes: {notes} End."
        def f(docs):
            notes = "".join(f"- {doc}" for doc in docs)
            client.responses.create(model="gpt-4o", input="Hi", instructions=TEXT.format(notes=notes))
        """)
    (prompt,) = linked.prompts
    (repeat,) = (part for part in prompt.blocks[0].text if isinstance(part, Repeat))
    assert at(source, repeat.place) == (4, 16, "{notes}")
