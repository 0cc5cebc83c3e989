"""The keys of a text at a glance, and the files that are no prompts."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptlint.frontends.document import Broken
from promptlint.frontends.keys import is_rendered_first, key_words
from promptlint.frontends.yaml.document import read_yaml
from promptlint.naming import names_in

_WORKFLOW = """\
name: CI # not: this
on: {push: {branches: [main]}}
env:
  KEY: ${{ secrets.KEY }}
jobs:
  test:
    steps:
      - run: |
          system: ${{ matrix.x }}
    if: ${{ github.ref }}
"""
_HELM = """\
{{- if .Values.enabled }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "x.name" . }}
  labels: {{- include "x.labels" . | nindent 4 }}
data:
  prompt: |
    You are {{ .Values.who }}
{{- end }}
"""
_ANSIBLE = """\
---
- hosts: all
  tasks:
    - name: x
      debug: msg="{{ item }}"
"""


_NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=6)
_TREES = st.recursive(
    st.text("ab: \n#", max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_NAMES, inner, max_size=3),
)


@given(st.dictionaries(st.text("abc_-.é", min_size=1).map(lambda name: f"k{name}k"), _TREES, max_size=4))
def test_no_key_is_missed(tree: dict[str, object]) -> None:
    assert set(tree) <= key_words(json.dumps(tree, ensure_ascii=False))
    assert set(tree) <= key_words(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))


def test_the_words_before_a_colon_or_an_equals_sign() -> None:
    text = 'a: {b: 1, "c-d" : 2}\ne.f:\n- g: |\n    Note: x\n  h i: 1\n{"j":1}\n\'k\': 1 x::y\nm = """'
    assert key_words(text) == {"a", "b", "c-d", "e.f", "g", "Note", "i", "j", "k", "x", "m"}


def test_a_colon_may_stand_in_a_line_behind_the_key() -> None:
    assert key_words('? a\n: x\n? "b"\r\n\n  : [y]\n? c # (d)\n: z\nno key\n') == {"a", "b"}
    assert key_words('{"a"\n\t: 1}') == {"a"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_HELM, True),
        ("image: {{ .Values.image }}:{{ .Values.tag }}\n", True),
        ("a:\n  - {% if x %}b{% endif %}\n", True),
        ("prompts:\n  - |\n    {{ x }}\n\n    {% if y %}\n  - a: >-2 # c\n\n      {{ x }}\n    b: c: d\n", False),
        ("messages:\n  - role: x\n    content: |\n      {{ x }}\n  broken: [\n", False),
        ("a: '{{ x }}'\nb: Hello {{ x }}: c: d\n", False),
    ],
)
def test_what_becomes_yaml_when_it_is_rendered(text: str, expected: bool) -> None:
    assert is_rendered_first(text) is expected


def test_helm_is_no_yaml_and_a_workflow_is() -> None:
    assert read_yaml(_WORKFLOW)
    with pytest.raises(Broken):
        read_yaml(_HELM)


@pytest.mark.parametrize(
    ("text", "words", "rendered"),
    [
        ('{"\\' + '"\\' * 1_000_000, set(), False),
        ("a" * 2_000_000, set(), False),
        ('"' * 2_000_000, set(), False),
        ("a: " * 600_000, {"a"}, False),
        ("{" * 2_000_000, set(), True),
        ("a\n" * 1_000_000, set(), False),
        ("- " * 1_000_000, set(), False),
    ],
    ids=["escapes", "letters", "quotes", "colons", "braces", "lines", "dashes"],
)
def test_large_texts_that_more_than_linear_time_would_never_end(text: str, words: set[str], rendered: bool) -> None:
    assert (set(key_words(text)), is_rendered_first(text)) == (words, rendered)


def test_the_names_of_files_and_folders_in_a_text() -> None:
    text = b"- file://prompts/*.txt\n- ./texts/{a,b}.md\n- file://bot\n- a/b-c.txt or either/or\n- x/y/ and 2 / 3\n"
    assert names_in(text) == {"prompts/", "texts/", "bot/", "b-c.txt", "or/"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (b"/" * 2_000_000, set()),
        (b"a/" * 1_000_000, set()),
        (b"a/b" * 500_000 + b"*", {"ba/"}),
        (b"a" * 2_000_000 + b"/*", {"a" * 2_000_000 + "/"}),
    ],
    ids=["slashes", "folders", "files", "one"],
)
def test_the_names_of_folders_in_a_large_text(text: bytes, names: set[str]) -> None:
    assert names_in(text) == names


def test_the_names_of_files_in_a_large_text() -> None:
    assert names_in(b"x" * 2_000_000 + b" a.b " + b"-" * 1_000_000) == {"a.b"}
    assert names_in(b"c." * 500_000 + b"c") == {"c." * 500_000 + "c"}
