"""Statements that extensions bring to Jinja: what they write, and where the messages begin that they stand for."""

from __future__ import annotations

import pytest

from promptlint import catalog
from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.messages import messages
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.values import Each, Either, Element, Literal, Map, Member, Seq, Spread, Text
from promptlint.prompt import Kind, Volatility, text_holes
from tests.test_placeholders.reading import fill


def said(template: str) -> list[str]:
    """Return the messages of a template, each with its role; a text as it is."""
    found = messages(fill("jinja2", template, {}, closed=False).value, catalog.load(()).messages, stripped=True)
    return [*map(shown, found.items)] if isinstance(found, Seq) else [_shown(found)]


def shown(item: Member) -> str:
    match item:
        case Element(Map(entries)):
            fields = {plain(entry.key): entry.value for entry in entries}
            return f"{plain(fields['role']) if 'role' in fields else '?'}: {_shown(fields['content'])}"
        case Spread():
            return "..."
        case Each(body):
            return f"[{', '.join(map(shown, body))}]*"
        case Either(_, arms):
            return " | ".join(", ".join(map(shown, arm)) for arm in arms)
    raise AssertionError(item)


def _shown(text: Text) -> str:
    return "".join(part.text if isinstance(part, Literal) else "<>" for part in text.parts)


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
        ("A{% generation %}B{{x}}{% endgeneration %}C", ["AB<>C"]),
        ("A{% set x = 1 %}{% generation %}{% set x = 2 %}{% endgeneration %}{{x}}", ["A1"]),
        ("A {% now 'UTC' %} B", ["A <> B"]),
        ("{{ message }} {{ now }} {{ insert }} {{ chat }}", ["<> <> <> <>"]),
    ],
)
def test_messages_of_statements(template: str, expected: list[str]) -> None:
    assert said(template) == expected


@pytest.mark.parametrize(
    ("template", "volatility"),
    [
        ("{% now 'UTC' %}", Volatility.REQUEST),
        ("{% now 'UTC' - 'days=1', '%H:%M' %}", Volatility.MINUTE),
        ("{% now 'local', '%Y-%m-%d' %}", Volatility.DAY),
    ],
)
def test_a_clock_reading_is_as_exact_as_its_format(template: str, volatility: Volatility) -> None:
    ((hole, *_),) = [[splice.hole for splice in text_holes(fill("jinja2", f"It is {template}.", {}).text)]]
    assert (hole.kind, hole.volatility) == (Kind.CLOCK if volatility is not Volatility.DAY else Kind.DATE, volatility)


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
