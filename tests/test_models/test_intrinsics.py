"""What a stub does when it is run: requests are kept, templates are filled as their packages fill them."""

from __future__ import annotations

import pytest

from promptlint import intrinsics
from promptlint.intrinsics import converse, decorated, fill, front_matter, offer, send, spoken


@pytest.mark.parametrize(
    ("syntax", "template", "filled"),
    [
        ("f-string", "{a} {b:>3} {missing} {missing:>3} {{a}}", "1   2 {missing} {missing:>3} {a}"),
        ("jinja2", "{{ a }} {% if b %}yes{% endif %} {{ missing }}", "1 yes {{ missing }}"),
        ("mustache", "{{a}} {{{b}}} {{! note }}{{ missing }} {{#list}}<{{.}}>{{/list}}", "1 2 {{ missing }} <x><y>"),
        ("mustache", "{{#a}}yes{{/a}}{{^a}}no{{/a}}{{^missing}}none{{/missing}} {{pair.key}}", "yesnone value"),
        ("dollar", "$a ${b} $missing $$a", "1 2 $missing $a"),
        ("semantic-kernel", "{{$a}} {{ $b }} {{$missing}} {{clock.now}}", "1 2 {{$missing}} {{clock.now}}"),
        ("percent", "%(a)s %(b)03d %(missing)s 5%%", "1 002 %(missing)s 5%"),
    ],
)
def test_a_template_is_filled_as_far_as_its_values_are_known(syntax: str, template: str, filled: str) -> None:
    assert fill(template, syntax, {"a": 1, "b": 2, "list": ["x", "y"], "pair": {"key": "value"}}) == filled


def test_a_syntax_that_is_not_known() -> None:
    with pytest.raises(KeyError):
        fill("{a}", "fstring", {"a": 1})


def test_requests_are_kept_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intrinsics, "sent", [])
    send(system="Be kind.", messages="Why?", model="gpt-4o")
    converse(messages=[{"role": "user", "content": "Why?"}])
    assert [(each.system, each.messages, each.model, each.conversation) for each in intrinsics.sent] == [
        ("Be kind.", "Why?", "gpt-4o", False),
        (None, [{"role": "user", "content": "Why?"}], None, True),
    ]


def test_an_answer_is_whatever_a_program_reads_from_it() -> None:
    answer = send(messages="Why?")
    assert answer.choices[0].message.content == answer["text"] == answer.strip() == "answer"
    assert not hasattr(answer, "__aiter__")


def test_what_is_only_offered_is_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intrinsics, "sent", [])
    offer(system="Be kind to {name}.")
    assert intrinsics.sent == []


def test_the_settings_at_the_head_of_a_text() -> None:
    assert front_matter("---\nmodel: gpt-4o\n---\n\nBe kind.\n") == {"model": "gpt-4o", "body": "Be kind."}
    assert front_matter("Be kind.") == {"body": "Be kind."}


def test_lines_of_roles_begin_messages() -> None:
    text = "Be kind.\n# user:\n\nWhy? user:\nassistant:\nuser:\nHow?\n"
    assert spoken(text, ("user", "assistant"), "system") == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Why? user:"},
        {"role": "user", "content": "How?"},
    ]


def test_the_methods_that_a_decorator_stands_on() -> None:
    def mark(method):  # type: ignore[no-untyped-def]
        method.decorator = mark
        return method

    class Desk:
        @mark
        def second(self) -> str:
            return "b"

        def other(self) -> str:
            return "c"

        @mark
        def first(self) -> str:
            return "a"

    assert [method() for method in decorated(Desk(), mark)] == ["b", "a"]
