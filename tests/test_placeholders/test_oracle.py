"""What is filled is what the real engines make; what is not known is left open, never wrong."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any

import jinja2
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from promptlint.prompt import Literal, Splice
from tests.test_jinja.matching import allows
from tests.test_placeholders import templates
from tests.test_placeholders.engines import pystache
from tests.test_placeholders.reading import Filled, fill
from tests.test_placeholders.templates import NAMES, OTHERS, VALUES

_BLANKS = re.compile(r"[}>][ \t]+(\n|$)")
"""Blanks behind a tag, which pystache alone does not count as a part of its line."""
_FORMATTED = re.compile(r"^\{\w+[:!]|^%\(\w+\)[^s]")
"""A placeholder of which more than the value comes out: blanks, zeros, quotes."""
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def names_itself(template: str) -> bool:
    """Return whether a section stands in another one of its name, which then only asks whether there is a value."""
    opened: list[str] = []
    for kind, name in re.findall(r"\{\{([#^/]) ?([\w.]+)", template):
        if kind != "/" and name in opened:
            return True
        opened = [*opened, name] if kind != "/" else opened[:-1]
    return False


def requests(unknown: set[str], values: dict[str, Any] = VALUES) -> list[dict[str, Any]]:
    """Return the values of two requests, of which only the unknown ones differ."""
    return [values, {**values, **{name: OTHERS[name] for name in unknown}}]


def check(filled: Filled, texts: list[str], marks: tuple[str, ...] = ("{{", "{%", "<%")) -> None:
    """Check a text, of which a part is not known, by two that an engine made; its values stand behind one of the marks."""
    for real in texts:
        assert allows(filled.text, real), (filled.shown, real)
    common = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    assert common.startswith(filled.head)
    behind = filled.text[sum(1 for _ in takewhile(lambda part: isinstance(part, Literal), filled.text)) :]
    plain = behind and isinstance(behind[0], Splice) and behind[0].hole.label in ("word", "line", "n1")
    if plain and not _FORMATTED.search(filled.at(behind[0].place)[3]):
        assert common == filled.head
    for splice in filled.holes:
        assert splice[3].startswith(marks), splice
    for text, written in filled.written():
        assert text == written


@QUIET
@given(templates.mustache())
def test_a_mustache_template_of_which_all_is_known_is_the_text_that_pystache_makes(made: Mapping[str, str]) -> None:
    assume(_BLANKS.search(made["main"]) is None)
    assert fill("mustache", made, VALUES).known == pystache(made, VALUES)


@QUIET
@given(templates.mustache(), NAMES)
def test_the_texts_that_pystache_makes_are_allowed(made: Mapping[str, str], unknown: set[str]) -> None:
    assume(_BLANKS.search(made["main"]) is None and not names_itself(made["main"]))
    known = {name: value for name, value in VALUES.items() if name not in unknown}
    check(fill("mustache", made, known, tuple(sorted(unknown))), [pystache(made, each) for each in requests(unknown)])


Render = Callable[[str, Mapping[str, Any]], str]
PYTHON: dict[str, tuple[Render, str]] = {
    "f-string": (lambda template, values: template.format(**values), "{"),
    "dollar": (lambda template, values: string.Template(template).safe_substitute(values), "$"),
    "percent": (lambda template, values: template % values, "%"),
    "jinja2": (lambda template, values: jinja2.Template(template).render(values), "{"),
}
"""How Python renders each language, and what its placeholders start with."""


@pytest.mark.parametrize("syntax", PYTHON)
@QUIET
@given(data=st.data(), unknown=st.sets(st.sampled_from(["word", "line", "n1"])))
def test_what_python_renders_is_allowed(syntax: str, data: st.DataObject, unknown: set[str]) -> None:
    render, mark = PYTHON[syntax]
    template = data.draw(templates.python(syntax))
    known = {name: value for name, value in VALUES.items() if name not in unknown}
    filled = fill(syntax, template, known, tuple(sorted(unknown)))
    texts = [render(template, each) for each in requests(unknown)]
    if texts[0] == texts[1]:
        assert filled.known == texts[0]
    check(filled, texts, (mark,))
