"""Statements that extensions bring to Jinja: what they write, and where the messages begin that they stand for."""

from __future__ import annotations

import pytest

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.hole import Kind, Volatility
from promptlint.walk import text_holes
from tests.test_placeholders.reading import fill, messages_of


def said(template: str) -> list[str]:
    return messages_of(fill("jinja2", template, {}, closed=False).value, stripped=True)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            '{% message role="system" %}\nBe kind.\n{% endmessage %}\n{% message role="user" name="a" meta={"b": 1} %}{{q}}{% endmessage %}',
            ["system: Be kind.", "user: <>"],
        ),
        ('{% chat role="system" %}Be kind.{% endchat %} Bye', ["system: Be kind.", "?: Bye"]),
        ("{% message role=who %}Be kind.{% endmessage %}", ["?: Be kind."]),
        (
            '{% message role="system" %}A{% endmessage %}{% insert old + new %}{% message role="user" %}B{% endmessage %}',
            ["system: A", "...", "user: B"],
        ),
        (
            '{% for m in ms %}{% message role="user" %}{{m}}{% endmessage %}{% endfor %}{% message role="user" %}B{% endmessage %}',
            ["[user: <>]*", "user: B"],
        ),
        (
            '{% if a %}{% message role="user" %}A{% endmessage %}{% else %}{% message role="system" %}B{% endmessage %}{% endif %}',
            ["user: A | system: B"],
        ),
    ],
)
def test_messages_of_statements(template: str, expected: list[str]) -> None:
    assert said(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("A{% generation %}B{{x}}{% endgeneration %}C", "AB<unknown>C"),
        ("A{% set x = 1 %}{% generation %}{% set x = 2 %}{% endgeneration %}{{x}}", "A1"),
        ("A {% now 'UTC' %} B", "A <clock request> B"),
        ("{{ message }} {{ now }} {{ insert }} {{ chat }}", "<input? request> <clock? request> <unknown> <unknown>"),
    ],
)
def test_texts_of_statements_that_begin_no_message(template: str, expected: str) -> None:
    assert said(template) == []
    assert fill("jinja2", template, {}, closed=False).shown == expected


@pytest.mark.parametrize(
    ("template", "volatility"),
    [
        ("{% now 'UTC' %}", Volatility.REQUEST),
        ("{% now 'UTC' - 'days=1', '%H:%M' %}", Volatility.MINUTE),
        ("{% now 'local', '%Y-%m-%d' %}", Volatility.DAY),
    ],
)
def test_a_clock_reading_is_as_exact_as_its_format(template: str, volatility: Volatility) -> None:
    filled = fill("jinja2", f"It is {template}.", {})
    (hole,) = (splice.hole for splice in text_holes(filled.text))
    assert (hole.kind, hole.volatility) == (Kind.CLOCK if volatility is not Volatility.DAY else Kind.DATE, volatility)
    assert filled.holes == [("main", 1, 7, template)]


@pytest.mark.parametrize(
    ("template", "at"),
    [
        ("Hi {% message role='user' %}a", 6),
        ("Hi {% message role= %}a{% endmessage %}", 20),
        ("Hi {% insert a b c", 3),
    ],
)
def test_a_statement_that_is_refused_is_told_where(template: str, at: int) -> None:
    with pytest.raises(BrokenTemplate) as caught:
        fill("jinja2", template, {})
    assert caught.value.at == at
