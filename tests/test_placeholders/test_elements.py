"""Messages that are elements of markup: where one begins, and when a text has none."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint import catalog
from promptlint.frontends.placeholders.elements import parted
from promptlint.frontends.placeholders.messages import messages
from promptlint.frontends.python.convert import to_python
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.values import Each, Either, Run, Seq, Text
from promptlint.source import Place
from tests.test_placeholders.reading import fill, messages_of

_AT = Place("", 0, 0)


def _said(run: Run) -> list[str]:
    return messages_of(Text(parted(run, "message", "user", lambda *_: _AT, _AT)), "system")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            "<message role=\"system\">Be {{x}}.</message> <message role='user'>{{q}}</message>",
            ["system: Be <>.", "user: <>"],
        ),
        ('Hi <message role="user">{{q}}</message> Bye', ["system: Hi ", "user: <>", "user:  Bye"]),
        ('<message name="a" role="tool" >{{q}}</message>', ["tool: <>"]),
        ('<message role="{{r}}">{{q}}</message>', ["?: <>"]),
        (
            '{% for m in ms %}<message role="{{m.role}}">{{m.text}}</message>{% endfor %}<message role="user">x</message>',
            ["[?: <>]*", "user: x"],
        ),
        (
            '{% if a %}<message role="system">A</message>{% else %}<message role="user">B</message>{% endif %}',
            ["system: A | user: B"],
        ),
        ('<message role="user">a & b</message>', []),
        ('<message role="user">a', []),
        ("Be <b>kind</b>.", []),
        ('<messages role="user">x</messages>', []),
    ],
)
def test_elements_that_are_messages(template: str, expected: list[str]) -> None:
    assert _said(fill("jinja2", template, {}, closed=False).value.parts) == expected


_PIECES = st.sampled_from(
    (
        '<message role="user">',
        '<message role="system">',
        "</message>",
        "Hi ",
        "a &amp; b",
        "<b>",
        "</b>",
        "&",
        "<",
        "\n",
    )
)


@given(st.lists(_PIECES, max_size=8).map("".join))
def test_semantic_kernel_tells_the_same_messages(text: str) -> None:
    found = messages(
        Text(parted(literal(text).parts, "message", "user", lambda *_: _AT, _AT)), catalog.load(()).messages, "system"
    )
    ours = [(each["role"], each["content"].strip()) for each in to_python(found)] if isinstance(found, Seq) else []  # type: ignore[attr-defined]
    theirs = _by_semantic_kernel(text)
    assert theirs is None or ours == theirs


def _by_semantic_kernel(text: str) -> list[tuple[str, str]] | None:
    """Return the messages of a text as semantic-kernel 1.45.0 tells them; None where it has no element, or others than messages."""
    try:
        root = ET.fromstring(f"<root>{text.strip()}</root>")
    except ET.ParseError:
        return []
    if not len(root):
        return []
    if any(each.tag != "message" or len(each) for each in root):
        return None
    found = [("system", root.text or "")]
    for each in root:
        found += [(each.attrib["role"], each.text or ""), ("user", each.tail or "")]
    return [(role, said.strip().replace("&", "&amp;")) for role, said in found if said.strip()]


def test_repeats_and_choices_keep_what_else_they_hold() -> None:
    each = Each(literal('<message role="user">x</message>').parts, None, _AT)
    either = Either(None, (literal("a").parts, ()), _AT)
    run = parted((either, each), "message", "user", lambda *_: _AT, _AT)
    assert run[0] == either
    assert isinstance(run[1], Each)
    assert replace(run[1], body=each.body) == each
    assert _said(run) == ["system: <>", "[user: x]*"]
