"""Files of settings and text: where the settings stand, where the text, and whose messages it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptlint import catalog
from promptlint.frontends.document import Broken, alone
from promptlint.frontends.frontmatter.roles import role_lines, turned
from promptlint.frontends.frontmatter.split import split
from promptlint.frontends.placeholders.messages import messages
from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.convert import to_python
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.values import (
    Attribute,
    Each,
    Either,
    Element,
    Entry,
    Insert,
    Literal,
    Map,
    Member,
    Op,
    Run,
    Seq,
    Text,
)
from promptlint.frontends.yaml.document import read_yaml
from promptlint.source import Place, Source
from tests.test_documents.data import cut, data, scalars
from tests.test_placeholders.reading import fill

_ROLES = ("assistant", "function", "system", "user")


def parts(text: str) -> tuple[str | None, str]:
    """Return the settings and the text of a file."""
    settings, body, _ = split(text)
    return settings and text[slice(*settings)], text[slice(*body)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "settings", "body"),
    [
        ("---\na: 1\n---\nsystem:\nHi\n", "a: 1\n", "system:\nHi"),
        ("---\na: 1\n---", "a: 1\n", ""),
        ("---\n---\n\n  Hi \n\n", "", "Hi"),
        ("\n# Licence\n#\n\n---  \na: 1\n--- \nHi\n---\nmore\n", "a: 1\n", "Hi\n---\nmore"),
        ("{{!-- Licence\n---\n --}}\n---\na: '---'\n---\nHi", "a: '---'\n", "Hi"),
        ("<!-- a\n-->\n{# b #}\n-----\na: x --- y\n---\nHi", "a: x --- y\n", "Hi"),
        ("+++\na: 1\n+++\nHi", "a: 1\n", "Hi"),
        ("Hi\n---\na: 1\n---\n", None, "Hi\n---\na: 1\n---"),
        ("# Title\n\nHi\n", None, "# Title\n\nHi"),
        ("--- x\na: 1\n---\n", None, "--- x\na: 1\n---"),
        ("", None, ""),
    ],
)
def test_settings_and_text(text: str, settings: str | None, body: str, newline: str) -> None:
    expected = settings and settings.replace("\n", newline), body.replace("\n", newline)
    assert parts(text.replace("\n", newline)) == expected


def test_settings_that_do_not_end() -> None:
    text = "\n---\na: 1\nHi\n"
    settings, body, unclosed = split(text)
    assert (settings, text[slice(*body)], unclosed) == (None, "---\na: 1\nHi", (1, 4))


def test_settings_are_read_where_they_stand() -> None:
    text = "# é\r\n---\r\nname: é\r\nmodel:\r\n  api: 'chat'\r\n---\r\nHi: {{x}}"
    settings, _, _ = split(text)
    assert settings
    (document,) = read_yaml(alone(text, settings))
    assert data(document) == {"name": "é", "model": {"api": "chat"}}
    assert [cut(text, scalar) for scalar in scalars(document)] == ["name", "é", "model", "api", "'chat'"]
    text = text.replace("'chat'", "c: d")
    with pytest.raises(Broken) as caught:
        read_yaml(alone(text, settings))
    assert Source("x", text).position(caught.value.offset) == (5, 9)


def test_roles_that_only_the_running_program_knows() -> None:
    def split_at(text: str) -> list[str]:
        head, _, rest = text.partition("<>")
        value = Attribute(External("item"), "role")
        run = (*literal(head).parts, Insert(value, _AT), *literal(rest).parts)
        found = messages(Text(turned(run, _ROLES, lambda *_: _AT, ("role",))), catalog.load().messages)
        items = (
            found.items if isinstance(found, Seq) else (Element(Map((Entry(literal("content"), found, _AT),)), _AT),)
        )
        return [_shown(item) for item in items]

    assert split_at("Hi\n# <>:\nHo") == ["Hi\n", "Ho"]
    assert split_at("<> :\nHo") == ["Ho"]
    assert split_at("Hi <>:\nHo") == ["Hi <>:\nHo"]
    assert split_at("Hi\n<>: Ho") == ["Hi\n<>: Ho"]


_AT = Place("", 0, 0)


def _shown(item: Member) -> str:
    assert isinstance(item, Element)
    assert isinstance(item.value, Map)
    content = next(entry.value for entry in item.value.entries if isinstance(entry, Entry))
    assert isinstance(content, Text)
    return "".join(part.text if isinstance(part, Literal) else "<>" for part in content.parts)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("{% for x in y %}\nuser:\n{{x}}\n{% endfor %}\nsystem:\nHi", ["*user", "system"]),
        ("{% for x in y -%}\nuser:\n{{x}}\n{%- endfor %}\nsystem:\nHi", ["*user", "system"]),
        ("{% if x %}\nuser:\n{{x}}\n{% else %}\nHi\n{% endif %}user:\nHi", ["?user|", "user"]),
        ("Hi {% if x %}user:{% endif %}\nHo", []),
        ("{{x}}user:\nHo", []),
        ("{{x}}\nuser: {{x}}", []),
        ("a\nuser:{{x}}", []),
    ],
)
def test_where_a_template_makes_role_lines(text: str, roles: list[str]) -> None:
    filled = fill("jinja2", text, {}, closed=False).value
    run = turned(filled.parts, _ROLES, lambda *_: _AT, ())
    assert list(_roles(run)) == roles


def _roles(run: Run) -> Iterator[str]:
    for member in run:
        match member:
            case Insert(Op("turn", (role,))):
                yield plain(role) or ""
            case Each(body):
                yield "*" + "".join(_roles(body))
            case Either(_, arms) if any(list(_roles(arm)) for arm in arms):
                yield "?" + "|".join("".join(_roles(arm)) for arm in arms)


_PROMPTY = re.compile(r"^\s*(?:---|\+\+\+)(.*?)(?:---|\+\+\+)\s*(.+)$", re.S | re.M)
_DOTPROMPT = re.compile(
    r"^(?:(?:#[^\n]*|[ \t]*)\n)*---\s*(?:\r\n|\r|\n)([\s\S]*?)(?:\r\n|\r|\n)---\s*(?:\r\n|\r|\n)([\s\S]*)$"
)
_LINES = st.lists(
    st.sampled_from(("a: 1", "b: {{x}}", "# user:", "system:", "", " c: d", "é")), min_size=1, max_size=6
).map("\n".join)


@given(_LINES, _LINES, st.sampled_from(("", "\n", " \n\n")), st.booleans())
def test_prompty_and_dotprompt_split_there_too(settings: str, body: str, head: str, crlf: bool) -> None:
    text = f"{head}---\n{settings}\n---\n{body}\nend\n"
    text = text.replace("\n", "\r\n") if crlf else text
    ours = parts(text)
    assert ours[0] is not None
    prompty, dotprompt = _PROMPTY.search(text), _DOTPROMPT.match(text)
    assert prompty
    assert (prompty[1].strip(), prompty[2].strip()) == (ours[0].strip(), ours[1])
    if dotprompt:
        assert (dotprompt[1].strip(), dotprompt[2].strip()) == (ours[0].strip(), ours[1])


def said(text: str, roles: tuple[str, ...] = _ROLES, first: str = "system") -> list[tuple[str, str]]:
    """Return the messages of a text; one where no line names a role."""
    _, body, _ = split(text)
    whole = text[slice(*body)].replace("\r\n", "\n")
    run = turned((Literal(whole),) if whole else (), roles, lambda part, start, end: Place("", start, end))
    found = messages(Text(run), catalog.load().messages, first, stripped=True)
    if not isinstance(found, Seq):
        return [(first, whole)] if whole else []
    return [(each["role"], each["content"]) for each in to_python(found)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_messages_of_a_text(newline: str) -> None:
    text = """---
name: x
---
system:
You are {{ who }}.
user: is no role here, nor is
the user:
  # User :

{{ question }}
![image]({{ photo }})

assistant:
# function:
  done
user:
"""
    assert said(text.replace("\n", newline)) == [
        ("system", "You are {{ who }}.\nuser: is no role here, nor is\nthe user:"),
        ("user", "{{ question }}\n![image]({{ photo }})"),
        ("function", "done"),
    ]


def test_text_before_the_first_role_and_roles_that_are_not_known() -> None:
    assert said("Hi\ndeveloper:\nx\n") == [("system", "Hi\ndeveloper:\nx")]
    assert said('Hi\n#developer[name="a b", n=1]:\nx\n', ("developer",), "user") == [("user", "Hi"), ("developer", "x")]
    assert said("") == []


def test_where_role_lines_stand() -> None:
    text = "user:\r\nHi\n# system:\n{% for x in y %}\n# user:\n"
    lines = [(line.role, text[slice(*line.span)]) for line in role_lines(text, split(text).body, _ROLES)]
    assert lines == [("user", "user:\r\n"), ("system", "# system:\n"), ("user", "# user:")]


def _prompty_up_to_1(text: str) -> list[tuple[str, str]]:
    """Split a text as prompty 0.1.50 does."""
    separator = r"(?i)^\s*#?\s*(" + "|".join(_ROLES) + r")\s*:\s*\n"
    chunks = [item for item in re.split(separator, text, flags=re.MULTILINE) if len(item.strip()) > 0]
    if chunks[0].strip().lower() not in _ROLES:
        chunks.insert(0, "system")
    if chunks[-1].strip().lower() in _ROLES:
        chunks.pop()
    return [(chunks[i].strip().lower(), chunks[i + 1].strip()) for i in range(0, len(chunks), 2)]


_BODY = st.lists(
    st.sampled_from(
        ("system:", "# user:", "  #Assistant :  ", "function:", "a", "b: c", "the user:", "a\n\nb", "{{x}}")
    ),
    max_size=7,
)


@given(_BODY)
def test_prompty_tells_the_same_messages(lines: list[str]) -> None:
    roles = [bool(re.fullmatch(r"(?i)\s*#?\s*(system|user|assistant|function)\s*:\s*", line)) for line in lines]
    kept = [
        line
        for line, is_role, behind in zip(lines, roles, [*roles[1:], True], strict=False)
        if not (is_role and behind)
    ]
    text = "\n".join(["x", *kept, ""])
    assert said(text) == _prompty_up_to_1(text)


def test_yaml_values_are_no_front_matter() -> None:
    text = "---\nsystem: x\n"
    assert yaml.safe_load(text) == {"system": "x"}
    assert split(text).settings is None
